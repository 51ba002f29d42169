//! How clients switch a server off.

/// Whether an entry switches its server off: the keys that clients have for it, each with the word that does.
/// `says` gives the word of a key, in whatever form its reader takes one.
pub fn is_off(says: impl Fn(&str) -> Option<bool>) -> bool {
    const OFF: [(&str, bool); 3] = [("disabled", true), ("enabled", false), ("isActive", false)];
    OFF.iter().any(|(key, word)| says(key) == Some(*word))
}

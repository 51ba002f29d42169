//! Small readings of text that several lints share.

/// Lower case, white space folded, a final stop taken off: equal for texts that say the same.
pub(super) fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_lowercase()
}

/// The words of a tool's name in lower case: `sendText`, `send_text` and `send-text` are one.
pub(super) fn name_words(name: &str) -> String {
    let mut words = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before_lower) {
            words.push(' ');
        }
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase();
    }
    normal(&words)
}

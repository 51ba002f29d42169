//! Small readings of text that several lints share.

use crate::words::words_of;

/// Lower case, white space folded, a final stop taken off: equal for texts that say the same.
pub(super) fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_lowercase()
}

/// The words of a tool's name in one text: `sendText`, `send_text` and `send-text` are one.
pub(super) fn name_words(name: &str) -> String {
    words_of(name).join(" ")
}

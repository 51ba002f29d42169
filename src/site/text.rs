//! Text from outside, made fit to be read: what hides or steers is shown, what is endless is cut.

use serde::Serialize;

use crate::escape::{self, is_plain};

/// Text from outside with every invisible or steering character shown as `\u{202e}`. It is still
/// plain text: the templates escape it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Default)]
#[serde(transparent)]
pub(super) struct Text(String);

impl Text {
    /// The text, whole.
    pub(super) fn new(text: &str) -> Self {
        Self(visible(text))
    }

    /// At most `most` characters of the text, with an ellipsis where it was cut.
    pub(super) fn short(text: &str, most: usize) -> Self {
        let (kept, cut) = split_after(text, most);
        let mut kept = visible(kept);
        if cut {
            kept.push('…');
        }
        Self(kept)
    }

    /// As a string slice.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// The first `most` characters, and whether that is less than the text.
fn split_after(text: &str, most: usize) -> (&str, bool) {
    // No text has more characters than bytes.
    if text.len() <= most {
        return (text, false);
    }
    let end = text.char_indices().nth(most);
    let kept = end.and_then(|(at, _)| text.get(..at));
    kept.map_or((text, false), |kept| (kept.trim_end(), true))
}

/// The text with every hidden character shown; the line ends of every system become line feeds.
pub(super) fn visible(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    if text.contains('\r') {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        return escape::visible(&text).into_owned();
    }
    escape::visible(text).into_owned()
}

/// The first sentence of a text and the rest of it, both trimmed.
pub(super) fn first_sentence(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text
        .match_indices(['.', '!', '?', '\n'])
        .find(|(at, mark)| *mark == "\n" || ends_sentence(text, *at))
        .map_or(text.len(), |(at, mark)| at + mark.len());
    text.split_at_checked(end)
        .map_or((text, ""), |(first, rest)| (first.trim(), rest.trim()))
}

/// Whether the mark at `at` ends a sentence: white space follows, then no lower-case letter, and it
/// is not the end of an abbreviation.
fn ends_sentence(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at + 1) else {
        return false;
    };
    let abbreviated = ["e.g.", "i.e.", "etc.", "vs.", "cf."]
        .iter()
        .any(|each| before.ends_with(each));
    let mut rest = after.chars();
    let spaced = rest.next().is_some_and(char::is_whitespace);
    let next = rest.find(|c| !c.is_whitespace());
    spaced && !abbreviated && next.is_some_and(|c| !c.is_lowercase())
}

/// The text with a full stop, unless it ends in a mark already; empty stays empty.
pub(super) fn stopped(text: &str) -> String {
    let text = text.trim_end();
    let ends = text.is_empty() || text.ends_with(['.', '!', '?', '…', ':']);
    if ends {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_show_and_line_ends_do_not() {
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("line\r\nnext\rlast\ttab"), "line\nnext\nlast\ttab");
    }

    #[test]
    fn sentences_end_where_readers_end_them() {
        assert_eq!(first_sentence("One. Two."), ("One.", "Two."));
        assert_eq!(
            first_sentence("Uses v1.2 e.g. Foo. Then"),
            ("Uses v1.2 e.g. Foo.", "Then")
        );
        assert_eq!(first_sentence("No stop"), ("No stop", ""));
        assert_eq!(first_sentence("a\nb"), ("a", "b"));
        assert_eq!(first_sentence("  "), ("", ""));
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(Text::short("äöü", 2).as_str(), "äö…");
        assert_eq!(Text::short("äöü", 3).as_str(), "äöü");
        assert_eq!(Text::short("a b", 2).as_str(), "a…");
    }

    #[test]
    fn a_stop_is_added_once() {
        assert_eq!(stopped("Done"), "Done.");
        assert_eq!(stopped("Done."), "Done.");
        assert_eq!(stopped(""), "");
    }
}

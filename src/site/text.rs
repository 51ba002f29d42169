//! Text from outside, made fit to be read: what hides or steers is shown, what is endless is cut.

use serde::Serialize;

/// Text from outside with every invisible or steering character shown as `[U+202E]`. It is still
/// plain text: the templates escape it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(super) struct Text(String);

impl Text {
    /// The text, whole.
    pub(super) fn new(text: &str) -> Self {
        Self(visible(text))
    }

    /// At most `most` characters of the text, with an ellipsis where it was cut.
    pub(super) fn short(text: &str, most: usize) -> Self {
        Self(visible(&shorten(text, most)))
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

/// The first `most` characters, with an ellipsis where the text was cut.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most).collect();
    if kept.len() < text.len() {
        kept.truncate(kept.trim_end().len());
        kept.push('…');
    }
    kept
}

/// The text with every hidden character shown by its code point, as `[U+202E]`.
pub(super) fn visible(text: &str) -> String {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let joins = matches!(c, '\u{200c}' | '\u{200d}')
            && !before.is_ascii()
            && chars.peek().is_some_and(|next| !next.is_ascii());
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => out.push(' '),
            _ if joins => out.push(c),
            _ if is_hidden(c) => out.push_str(&mark(c)),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

fn mark(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}

/// Whether a reader cannot see the character, or it changes how others are shown: controls, format
/// characters, blank letters and tags (Unicode 16, general categories Cc and Cf; UAX 9; UTS 39).
/// The emoji and text presentation selectors are left alone.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0d}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
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
    fn hidden_characters_are_shown_by_their_code_point() {
        assert_eq!(
            visible("a\u{202e}b\u{200b}\u{1b}[31m"),
            "a[U+202E]b[U+200B][U+001B][31m"
        );
        assert_eq!(visible("line\r\nnext\ttab"), "line \nnext\ttab");
        assert_eq!(visible("\u{e0041}"), "[U+E0041]");
    }

    #[test]
    fn writing_systems_and_emoji_keep_their_joiners() {
        for plain in ["می‌خواهم", "👩‍💻", "❤\u{fe0f}", "naïve – “quotes”"]
        {
            assert_eq!(visible(plain), plain);
        }
        assert_eq!(visible("pass\u{200d}word"), "pass[U+200D]word");
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
        assert_eq!(shorten("äöü", 2), "äö…");
        assert_eq!(shorten("äöü", 3), "äöü");
    }

    #[test]
    fn a_stop_is_added_once() {
        assert_eq!(stopped("Done"), "Done.");
        assert_eq!(stopped("Done."), "Done.");
        assert_eq!(stopped(""), "");
    }
}

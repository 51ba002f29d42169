//! Text from outside made harmless and visible for people: terminals, pages, logs.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is invisible, steers a terminal, or changes the direction of text.
///
/// The list is that of Unicode 16: controls, format characters, bidirectional marks, tags, Hangul
/// fillers, variation selectors beyond emoji use, and non-characters. Line feed and tab are not in it.
#[inline]
pub fn is_hidden(c: char) -> bool {
    !matches!(c, ' '..='~' | '\n' | '\t') && is_hidden_beyond(c)
}

/// The same of a character that is not printable ASCII, as most are.
fn is_hidden_beyond(c: char) -> bool {
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0e}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control() || (u32::from(c) & 0xfffe) == 0xfffe || is_private(c),
    }
}

/// Whether there is nothing but printable ASCII and line feeds in it: most text, and quick to tell.
pub fn is_plain(text: &str) -> bool {
    // Without a way out of the loop: the processor then looks at many bytes at once.
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    text.bytes().fold(true, |all, byte| all & plain(byte))
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The text with every hidden character written as `\u{…}`; line feeds and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// [`visible`] on one line: line feeds and tabs become spaces.
pub fn one_line(text: &str) -> String {
    if is_one_plain_line(text) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" ")).into_owned()
}

/// Whether nothing of a text would change on one line: printable ASCII with single spaces between words.
fn is_one_plain_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let space = |byte: &u8| *byte == b' ';
    let mut pairs = bytes.iter().zip(bytes.iter().skip(1));
    is_plain(text)
        && !bytes.contains(&b'\n')
        && !pairs.any(|(one, next)| space(one) && space(next))
        && !bytes.first().is_some_and(space)
        && !bytes.last().is_some_and(space)
}

/// A text of strangers in Markdown: no character of it is Markdown or HTML, nor mentions anybody.
pub fn markdown(text: &str) -> String {
    let harmless = |c: char| match c {
        '<' | '>' | '&' | '@' | '|' => format!("&#{};", u32::from(c)),
        '/' | ' ' => c.to_string(),
        c if c.is_alphanumeric() => c.to_string(),
        c => format!("\\{c}"),
    };
    let parts: Vec<String> = one_line(text).chars().map(harmless).collect();
    parts.concat()
}

/// JSON text with every hidden character in its strings written as `\u…`: the same value, and
/// harmless on a terminal and in a log.
pub fn json(text: String) -> String {
    if is_plain(&text) || !text.chars().any(is_hidden) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_and_plain_text_is_kept() {
        assert_eq!(visible("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(visible("a\u{202e}b\u{e0041}"), "a\\u{202e}b\\u{e0041}");
        assert!(matches!(
            visible("日本語 ❤\u{fe0f} 👩\u{200d}🔬\n"),
            Cow::Borrowed(_)
        ));
        assert_eq!(one_line("a\n  b\u{7}"), "a b\\u{7}");
        for (text, line) in [
            ("a b", "a b"),
            (" a", "a"),
            ("a ", "a"),
            ("a  b", "a b"),
            ("a\nb", "a b"),
            ("", ""),
        ] {
            assert_eq!(one_line(text), line);
        }
    }

    #[test]
    fn json_keeps_its_value_and_hides_nothing() {
        let value = serde_json::json!({ "a": "\u{9b}31m \u{202e}\u{e0041} é" });
        let text = json(value.to_string());
        assert!(!text.chars().any(is_hidden), "{text}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }
}

//! Characters that people do not see, and letters that pass for others.

use super::Kind;
use super::fold::mixes_scripts;
use super::sign::Sign;
use crate::escape::{is_hidden, visible};

/// The signs in a text as it came, and the text that hidden characters spell.
pub(super) fn hidden(text: &str, found: &mut Vec<Sign>) -> Option<String> {
    if text.is_ascii()
        && !text
            .bytes()
            .any(|b| b.is_ascii_control() && !matches!(b, b'\n' | b'\t' | b'\r'))
    {
        return None;
    }
    let spelled = spelled(text);
    if let Some(at) = first_hidden(text) {
        let near = around(text, at);
        let quote = if spelled.is_empty() { &near } else { &spelled };
        found.push(Sign::new(
            Kind::HiddenCharacters,
            2,
            quote,
            "characters that people do not see",
        ));
    }
    if let Some(word) = disguised_word(text) {
        found.push(Sign::new(
            Kind::HiddenCharacters,
            2,
            word,
            "letters of another alphabet that look like Latin ones",
        ));
    }
    let styled = text.chars().filter(|c| is_styled(*c)).count();
    if styled >= FEW_STYLED {
        found.push(Sign::new(
            Kind::HiddenCharacters,
            1,
            &few(text),
            "letters in another form that word filters miss",
        ));
    }
    (!spelled.is_empty()).then_some(spelled)
}

/// The first word in which letters of another alphabet stand for Latin ones.
pub fn disguised_word(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .find(|word| mixes_scripts(word))
}

/// Where the first character is that people do not see. Emoji sequences and line ends are no secret.
fn first_hidden(text: &str) -> Option<usize> {
    let mut before = None;
    let mut in_flag = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        in_flag = c == '\u{1f3f4}' || (in_flag && is_tag(c));
        let joins_letters = matches!(c, '\u{200c}' | '\u{200d}')
            && before.is_some_and(|c: char| c.is_ascii_alphanumeric())
            && next.is_some_and(|c| c.is_ascii_alphanumeric());
        let bare_mark = at == 0 && c == '\u{feff}';
        if joins_letters || (is_hidden(c) && c != '\r' && !in_flag && !bare_mark) {
            return Some(at);
        }
        before = Some(c);
    }
    None
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

/// The text that tag characters or variation selectors spell, a byte each.
fn spelled(text: &str) -> String {
    let byte = |c: char| {
        let code = u32::from(c);
        match code {
            0xe0020..=0xe007e => code.checked_sub(0xe0000),
            0xe0100..=0xe01ef => {
                Some(code - 0xe0100).map(|low| if low < 0x20 { low + 16 } else { low })
            }
            _ => None,
        }
    };
    let spelled: String = text
        .chars()
        .filter_map(byte)
        .filter_map(char::from_u32)
        .collect();
    if spelled.len() < 4 {
        String::new()
    } else {
        spelled
    }
}

/// Letters in the forms of mathematics, or as wide as ideographs.
fn is_styled(c: char) -> bool {
    matches!(c, '\u{1d400}'..='\u{1d7ff}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' | '\u{24b6}'..='\u{24e9}')
}

/// With how many styled letters a text is in disguise, not a formula.
const FEW_STYLED: usize = 8;

fn few(text: &str) -> String {
    text.chars().filter(|c| is_styled(*c)).take(40).collect()
}

/// A few characters on both sides of a place, with what is hidden made visible.
fn around(text: &str, at: usize) -> String {
    let before: String = text
        .get(..at)
        .unwrap_or_default()
        .chars()
        .rev()
        .take(16)
        .collect();
    let before: String = before.chars().rev().collect();
    let after: String = text
        .get(at..)
        .unwrap_or_default()
        .chars()
        .take(24)
        .collect();
    visible(&format!("{before}{after}")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> usize {
        let mut found = Vec::new();
        hidden(text, &mut found);
        found.len()
    }

    #[test]
    fn what_people_do_not_see_is_found_and_emoji_are_not() {
        for text in [
            "a\u{200b}b",
            "a\u{202e}b",
            "a\u{e0041}b",
            "a\u{1b}[8mb",
            "pre\u{200d}vious",
            "p\u{430}ypal",
        ] {
            assert_eq!(signs(text), 1, "{text:?}");
        }
        for text in [
            "👩\u{200d}🔬 ok",
            "❤\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
            "a\r\nb",
            "日本語",
            "10 µm",
        ] {
            assert_eq!(signs(text), 0, "{text:?}");
        }
    }

    #[test]
    fn what_hidden_characters_spell_is_read() {
        let tags: String = "read me"
            .chars()
            .filter_map(|c| char::from_u32(0xe0000 + u32::from(c)))
            .collect();
        let mut found = Vec::new();
        assert_eq!(hidden(&tags, &mut found).as_deref(), Some("read me"));
    }
}

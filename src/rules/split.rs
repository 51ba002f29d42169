//! Splits names into words: snake, kebab, camel and Pascal case, dots, and scripts beside each other.

use super::lexicon::Lexicon;
use super::words::{Gap, Reader, Token, is_latin};

/// The words of a name: `API-post-search`, `manageDnsRecords`, `chat_postMessage`, `listPRs`.
pub(super) fn name_tokens(lexicon: &Lexicon<'_>, name: &str, tokens: &mut Vec<Token>) {
    let mut reader = Reader {
        lexicon,
        text: name,
        gap: Gap::Space,
        quoted: false,
        quote: b'`',
        depth: 0,
        fence: false,
    };
    let mut start = None;
    let mut before = ' ';
    let mut letters = name.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        if !letter.is_alphanumeric() {
            reader.part(start.take(), at, tokens);
            if letter == '.' || letter == '/' || letter == ':' {
                reader.widen(Gap::Slash);
            }
        } else if start.is_some() && splits(before, letter, next) {
            reader.part(start, at, tokens);
            start = Some(at);
        } else if start.is_none() {
            start = Some(at);
        }
        before = letter;
    }
    reader.part(start, name.len(), tokens);
}

fn splits(before: char, letter: char, next: char) -> bool {
    let up = letter.is_uppercase();
    (before.is_lowercase() && up)
        || (before.is_uppercase() && up && next.is_lowercase() && next != 's')
        || (before.is_ascii_digit() && up)
        || (is_latin(before) != is_latin(letter))
}

impl Reader<'_> {
    fn part(&mut self, start: Option<usize>, end: usize, tokens: &mut Vec<Token>) {
        let Some(start) = start else {
            return;
        };
        let word = self.text.get(start..end).unwrap_or_default();
        if word.is_ascii() {
            self.push(start, end, tokens);
        } else {
            self.mixed(start, end, tokens);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(name: &str) -> Vec<&str> {
        let lexicon = Lexicon::new(Vec::new(), &[]);
        let mut all = Vec::new();
        name_tokens(&lexicon, name, &mut all);
        all.iter()
            .filter_map(|it| name.get(it.start..it.end))
            .collect()
    }

    #[test]
    fn names_of_every_style_are_split() {
        assert_eq!(split("API-post-search"), ["API", "post", "search"]);
        assert_eq!(split("manageDnsRecords"), ["manage", "Dns", "Records"]);
        assert_eq!(split("chat_postMessage"), ["chat", "post", "Message"]);
        assert_eq!(split("listPRs"), ["list", "PRs"]);
        assert_eq!(split("HTTPRequest"), ["HTTP", "Request"]);
        assert_eq!(split("kb.items/get"), ["kb", "items", "get"]);
        assert_eq!(split("r2_create"), ["r2", "create"]);
        assert_eq!(split(""), Vec::<&str>::new());
    }
}

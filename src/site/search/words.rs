//! The words that are searched for, cut in one way here and in `static/search.js`; a fixture holds
//! the two together.

/// Longest key, in characters: more of a name tells nothing apart that matters, and a key names a
/// file.
pub(super) const LONGEST: usize = 24;
/// Words of a name that a search can begin at.
const MOST: usize = 12;

/// What a text is, which says where its words end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An identifier or a title: `createDNSRecord` has three words.
    Name,
    /// A sentence: `GitHub` is one word.
    Prose,
}

/// The words of a text in lower case. What is neither letter nor number parts them; a Chinese or
/// Japanese character is a word of its own, for those scripts leave no space between words.
pub(super) fn words(text: &str, shape: Shape) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_alphanumeric() {
            before = None;
            continue;
        }
        let starts = match before {
            None => true,
            Some(last) => {
                let capital = shape == Shape::Name && starts_by_case(last, c, rest.peek().copied());
                is_wide(c) || is_wide(last) || capital
            }
        };
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    words
}

/// Whether a capital begins a word: after a small letter or a number, or as the last of several
/// capitals before a small letter.
fn starts_by_case(last: char, c: char, next: Option<char>) -> bool {
    let after_small = last.is_lowercase() || last.is_numeric();
    let ends_run = last.is_uppercase() && next.is_some_and(char::is_lowercase);
    c.is_uppercase() && (after_small || ends_run)
}

/// Whether a character is of a script that leaves no space between words.
const fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The keys under which a name is found: itself without what parts its words, and what is left of it
/// from each further word on.
pub(super) fn name_keys(name: &str) -> Vec<String> {
    let words = words(name, Shape::Name);
    (0..words.len().min(MOST))
        .map(|at| short(&words.get(at..).unwrap_or_default().concat()))
        .collect()
}

/// The keys under which a sentence is found: its words, each once.
pub(super) fn prose_keys(text: &str) -> Vec<String> {
    let words = words(text, Shape::Prose);
    let mut keys: Vec<String> = words.iter().map(|word| short(word)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A text of several words as one key.
pub(super) fn joined(text: &str) -> String {
    short(&words(text, Shape::Prose).concat())
}

fn short(key: &str) -> String {
    key.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One text a line: `name` or `prose`, the text, the keys joined with spaces, parted by tabs.
    /// The script's test reads the same file.
    const CASES: &str = include_str!("../../../tests/fixtures/search/words.tsv");

    #[test]
    fn texts_are_cut_as_the_fixture_says() {
        let mut seen = 0;
        for line in CASES.lines() {
            let [shape, text, keys] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("three columns: {line}");
            };
            let found = match shape {
                "name" => name_keys(text),
                _ => prose_keys(text),
            };
            assert_eq!(found.join(" "), keys, "{text}");
            seen += 1;
        }
        assert!(seen >= 20, "{seen} cases");
    }
}

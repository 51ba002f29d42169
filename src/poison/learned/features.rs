//! A sentence → the buckets of its features.

use super::{BUCKETS, Place};

/// How many tokens of a sentence are looked at.
const MOST_TOKENS: usize = 60;

/// The words of a sentence in lower case, single characters of scripts without spaces, numbers, and the signs of
/// paths and addresses.
pub(super) fn tokens(sentence: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut open = Class::Other;
    for c in sentence.chars().flat_map(char::to_lowercase) {
        let class = Class::of(c);
        match class {
            Class::Word | Class::Number if open == class => {
                if let Some(token) = tokens.last_mut() {
                    token.push(c);
                }
            }
            Class::Other => {}
            Class::Word | Class::Number | Class::Single => {
                if tokens.len() == MOST_TOKENS {
                    break;
                }
                tokens.push(c.into());
            }
        }
        open = class;
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Number,
    /// A token of its own.
    Single,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            '~' | '.' | '/' | '@' => Self::Single,
            '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => {
                Self::Single
            }
            c if c.is_numeric() => Self::Number,
            // Marks join the letters of many scripts of India to words.
            c if c.is_alphabetic() || is_mark(c) => Self::Word,
            _ => Self::Other,
        }
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// The buckets of the features of a sentence's tokens, in order, each once: its words, pairs and triples of them, the words that
/// it begins with, beginnings and ends of long words, its length, and where it stands.
pub(super) fn features(tokens: &[String], place: Place) -> Vec<usize> {
    let mut all = Vec::with_capacity(tokens.len() * 7);
    for (at, token) in tokens.iter().enumerate() {
        all.push(bucket("w", &[token]));
        if let Some(next) = tokens.get(at + 1) {
            all.push(bucket("2", &[token, next]));
            if let Some(third) = tokens.get(at + 2) {
                all.push(bucket("3", &[token, next, third]));
                all.push(bucket("s", &[token, third]));
            }
            for later in tokens.iter().skip(at + 3).take(3) {
                all.push(bucket("d", &[token, later]));
            }
        }
        parts_of_word(token, &mut all);
    }
    if let Some(first) = tokens.first() {
        all.push(bucket("^", &[first]));
        if let Some(second) = tokens.get(1) {
            all.push(bucket("^", &[first, second]));
        }
    }
    let place = match place {
        Place::Tool => "tool",
        Place::Argument => "argument",
        Place::Value => "value",
    };
    all.push(bucket("@", &[place]));
    all.push(bucket(
        "#",
        &[place, LENGTHS.get(tokens.len() / 4).unwrap_or(&"long")],
    ));
    all.sort_unstable();
    all.dedup();
    all
}

const LENGTHS: [&str; 6] = ["3", "7", "11", "15", "19", "23"];

fn parts_of_word(word: &str, all: &mut Vec<usize>) {
    let mut starts = word.char_indices().map(|(at, _)| at).skip(4);
    if let Some(at) = starts.next() {
        all.push(bucket("p", &[word.get(..at).unwrap_or(word)]));
    }
    if let Some(at) = starts.next() {
        all.push(bucket("p", &[word.get(..at).unwrap_or(word)]));
        let end = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        all.push(bucket("x", &[word.get(end..).unwrap_or(word)]));
    }
}

/// FNV-1a over the parts of a feature, folded to the number of buckets.
fn bucket(kind: &str, parts: &[&str]) -> usize {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    eat(kind.as_bytes());
    for part in parts {
        eat(part.as_bytes());
        eat(b" ");
    }
    let folded = (hash ^ (hash >> 32)) % u64::try_from(BUCKETS).unwrap_or(1);
    usize::try_from(folded).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_signs_and_characters_of_scripts_without_spaces_are_tokens() {
        let read = |text| tokens(text).join(" ");
        assert_eq!(
            read("Read ~/.ssh/id_rsa, 2 times!"),
            "read ~ / . ssh / id rsa 2 times"
        );
        assert_eq!(read("把令牌 token 发送"), "把 令 牌 token 发 送");
        assert_eq!(read("हर ईमेल की"), "हर ईमेल की");
        assert_eq!(tokens(&"a ".repeat(1000)).len(), MOST_TOKENS);
    }

    #[test]
    fn features_do_not_depend_on_repetition_or_case() {
        assert_eq!(
            features(&tokens("Send it"), Place::Tool),
            features(&tokens("SEND IT"), Place::Tool)
        );
        assert_ne!(
            features(&tokens("Send it"), Place::Tool),
            features(&tokens("Send it"), Place::Argument)
        );
        assert!(
            features(&tokens(""), Place::Value)
                .iter()
                .all(|bucket| *bucket < BUCKETS)
        );
    }
}

//! A sentence → the buckets of its features.

use super::about::{About, concepts};
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

/// The buckets of the features of a sentence, in order, each once: its words, pairs and triples of them, the words that
/// it begins with, beginnings and ends of long words, its length, where it stands, and the concepts of the word lists
/// with their pairs, which are the same in every language.
pub(super) fn features(
    sentence: &str,
    tokens: &[String],
    place: Place,
    about: Option<&About>,
) -> Vec<usize> {
    let mut all = Vec::with_capacity(tokens.len() * 9);
    concepts_and_topic(sentence, tokens, place, about, &mut all);
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
    let place = place.name();
    all.push(bucket("@", &[place]));
    all.push(bucket(
        "#",
        &[place, LENGTHS.get(tokens.len() / 4).unwrap_or(&"long")],
    ));
    all.sort_unstable();
    all.dedup();
    all
}

/// The concepts of a sentence, their pairs, and those that the tool is not about.
fn concepts_and_topic(
    sentence: &str,
    tokens: &[String],
    place: Place,
    about: Option<&About>,
    all: &mut Vec<usize>,
) {
    let set = concepts(sentence);
    let members = |set: u128| (0..128_u8).filter(move |at| set >> at & 1 == 1);
    for first in members(set) {
        all.push(bucket("c", &[[first]]));
        all.push(bucket(place.name(), &[[first]]));
        let pairs = members(set).filter(|second| *second > first);
        all.extend(pairs.map(|second| bucket("cc", &[[first], [second]])));
    }
    let Some(about) = about else {
        all.push(bucket("about", &["nothing"]));
        return;
    };
    if about.is_first(sentence) {
        all.push(bucket("about", &["first"]));
        return;
    }
    let shared = ["0", "1", "2", "3"]
        .get(about.shared(tokens))
        .unwrap_or(&"4");
    all.push(bucket("shared", &[shared]));
    all.push(bucket("shared", &[place.name(), shared]));
    all.extend(members(about.new_to(set)).map(|it| bucket("new", &[[it]])));
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
fn bucket<P: AsRef<[u8]>>(kind: &str, parts: &[P]) -> usize {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    eat(kind.as_bytes());
    for part in parts {
        eat(part.as_ref());
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
    fn features_do_not_depend_on_case_and_differ_between_places() {
        let read = |text: &str, place| features(text, &tokens(text), place, None);
        assert_eq!(read("Send it", Place::Tool), read("SEND IT", Place::Tool));
        assert_ne!(
            read("Send it", Place::Tool),
            read("Send it", Place::Argument)
        );
        assert!(
            read("", Place::Value)
                .iter()
                .all(|bucket| *bucket < BUCKETS)
        );
    }

    #[test]
    fn what_a_tool_is_about_counts() {
        let tool = serde_json::json!({ "name": "rotate_password", "description": "Rotates the password. It is sent by mail." });
        let about = About::of(&tool, &super::super::super::texts::texts(&tool));
        let read = |text: &str, about| features(text, &tokens(text), Place::Tool, about);
        let first = "Rotates the password.";
        assert_ne!(read(first, Some(&about)), read(first, None));
        let other = "Give the password to the user.";
        assert_ne!(
            read(other, Some(&about)),
            read(other, Some(&About::default()))
        );
    }
}

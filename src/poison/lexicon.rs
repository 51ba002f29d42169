//! The word lists as one automaton: every word of every language in one linear pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::concept::Concept;
use super::fold::fold;
use crate::packed::unpack;

/// The lists as `build.rs` packs them, with a null character between two.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.deflate"));
/// How long they can be, in bytes.
const LONGEST: usize = 1 << 20;

/// One language's list after the other: `concept: word | words | stem*`, a concept a line. What all languages share
/// stands first. A test holds that they can be unpacked.
static LISTS: LazyLock<String> =
    LazyLock::new(|| String::from_utf8(unpack(PACKED, LONGEST)).unwrap_or_default());

fn lists() -> std::str::Split<'static, char> {
    LISTS.split('\0')
}

/// The language of [`Hit`]s that count in every language.
pub(super) const ANY: usize = 0;
/// How many languages there are, [`ANY`] among them.
pub(super) const LANGUAGES: usize = 17;

/// A word found in a text, by bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Where it starts.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// What it is about.
    pub(super) concept: Concept,
    /// Its language, as a position in the lists.
    pub(super) language: usize,
}

/// What one pattern of the automaton stands for.
struct Word {
    concept: Concept,
    language: usize,
    /// Whether the text must have no letter right before, and right after.
    bounds: (bool, bool),
}

struct Lexicon {
    words: Vec<Word>,
    automaton: AhoCorasick,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(build);

fn build() -> Lexicon {
    let mut words = Vec::new();
    let mut patterns = Vec::new();
    for (language, list) in lists().enumerate() {
        for (concept, word) in entries(list) {
            let stem = word.trim_matches('*');
            let folded = fold(stem).into_owned();
            let spaced = folded.chars().next().is_some_and(has_spaces);
            let bounds = (
                spaced
                    && !word.starts_with('*')
                    && folded.starts_with(|c: char| c.is_alphanumeric() || c == '.'),
                spaced && !word.ends_with('*') && folded.ends_with(char::is_alphanumeric),
            );
            words.push(Word {
                concept,
                language,
                bounds,
            });
            patterns.push(folded);
        }
    }
    let automaton = AhoCorasickBuilder::new()
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(true)
        .build(&patterns);
    // The lists are part of the program, and a test builds them.
    let automaton = automaton.unwrap_or_else(|_| empty());
    Lexicon { words, automaton }
}

#[expect(
    clippy::expect_used,
    reason = "no pattern is too large when there is none"
)]
fn empty() -> AhoCorasick {
    AhoCorasick::new::<[&str; 0], &str>([]).expect("an automaton without patterns")
}

/// The words of a list with their concepts.
fn entries(list: &'static str) -> impl Iterator<Item = (Concept, &'static str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(name, words)| Some((Concept::named(name)?, words)))
        .flat_map(|(concept, words)| words.split(" | ").map(move |word| (concept, word.trim())))
        .filter(|(_, word)| !word.is_empty())
}

/// Whether a character is of a script that puts spaces between words.
fn has_spaces(c: char) -> bool {
    u32::from(c) < 0x590
}

/// Whether letters touch: a word that ends where another goes on is no word.
fn joins(c: char) -> bool {
    (c.is_alphanumeric() && has_spaces(c)) || c == '_'
}

/// Every word of the lists in a folded text, by where they end.
pub(super) fn hits(text: &str, found: &mut Vec<Hit>) {
    for found_word in LEXICON.automaton.find_overlapping_iter(text) {
        let Some(word) = LEXICON.words.get(found_word.pattern().as_usize()) else {
            continue;
        };
        let (start, end) = (found_word.start(), found_word.end());
        let before = || {
            text.get(..start)
                .and_then(|before| before.chars().next_back())
        };
        let after = || text.get(end..).and_then(|after| after.chars().next());
        if (word.bounds.0 && before().is_some_and(joins))
            || (word.bounds.1 && after().is_some_and(joins))
        {
            continue;
        }
        found.push(Hit {
            start,
            end,
            concept: word.concept,
            language: word.language,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_list_names_a_concept_and_no_star_stands_within_a_word() {
        assert_eq!(lists().count(), LANGUAGES);
        for list in lists() {
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                let (name, words) = line.split_once(": ").expect(line);
                assert!(Concept::named(name).is_some(), "`{name}`");
                for word in words.split(" | ") {
                    assert!(
                        !word.trim_matches('*').contains('*') || word.contains("$env"),
                        "`{word}`"
                    );
                }
            }
        }
        assert!(LEXICON.words.len() > 1_000);
        assert_eq!(LEXICON.automaton.patterns_len(), LEXICON.words.len());
    }

    #[test]
    fn words_are_found_whole_and_stems_with_any_ending() {
        let concepts = |text: &str| {
            let mut found = Vec::new();
            hits(text, &mut found);
            found.iter().map(|hit| hit.concept).collect::<Vec<_>>()
        };
        assert!(concepts("the Users").contains(&Concept::User));
        assert!(!concepts("superuser_id").contains(&Concept::User));
        assert!(concepts("disregarding").contains(&Concept::Ignore));
        assert!(concepts("请告诉他").contains(&Concept::Tell));
    }
}

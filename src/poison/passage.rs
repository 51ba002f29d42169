//! A text cut into sentences, with the words of the lists that stand in each.

use std::ops::Range;

use super::concept::Concept;
use super::lexicon::{ANY, Hit, LANGUAGES, hits};
use super::shape::{Context, shapes};

/// The longest sentence in bytes; what is longer is cut, so that work stays linear.
const LONGEST: usize = 480;
/// How many words of one sentence are looked at.
const MOST_HITS: usize = 240;

/// A folded text and what was found in it.
pub(super) struct Passage<'a> {
    /// The folded text.
    pub(super) text: &'a str,
    /// Its sentences, in order.
    pub(super) sentences: Vec<Sentence>,
}

/// A sentence and the words in it.
pub(super) struct Sentence {
    /// Where it stands, by bytes.
    pub(super) range: Range<usize>,
    /// The words of the lists, by where they start.
    pub(super) hits: Vec<Hit>,
    /// The concepts of each language; those of all languages are in each.
    pub(super) concepts: [u128; LANGUAGES],
    /// The concepts of all languages.
    pub(super) all: u128,
    /// Whether it forbids to pass something on, and asks for nothing else to be passed on.
    pub(super) protects: bool,
}

impl<'a> Passage<'a> {
    /// Reads a folded text.
    pub(super) fn new(text: &'a str, context: &Context<'_>) -> Self {
        let mut found = Vec::new();
        hits(text, &mut found);
        found.sort_unstable_by_key(|hit| (hit.start, hit.end));
        let mut rest = found.as_slice();
        let mut sentences = Vec::new();
        for range in sentence_ranges(text) {
            let within = rest.partition_point(|hit| hit.start < range.end);
            let (mine, others) = rest.split_at(within);
            rest = others;
            // Nobody is given an order by a sentence with fewer than two words of the lists.
            if mine.len() < 2 && !text.get(range.clone()).is_some_and(|it| it.contains('|')) {
                continue;
            }
            sentences.push(Sentence::new(text, range, mine, context));
        }
        Self { text, sentences }
    }

    /// The sentences that a range of the text touches.
    pub(super) fn around(&self, start: usize, end: usize) -> &'a str {
        let touched = || {
            let ranges = self.sentences.iter().map(|it| &it.range);
            ranges.filter(|it| it.start < end && it.end > start)
        };
        let from = touched().map(|it| it.start).min().unwrap_or(start);
        let to = touched().map(|it| it.end).max().unwrap_or(end);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether any sentence has a word of one of these concepts, in any language.
    pub(super) fn has(&self, wanted: u128) -> bool {
        self.sentences
            .iter()
            .any(|sentence| sentence.all & wanted != 0)
    }
}

impl Sentence {
    fn new(text: &str, range: Range<usize>, hits: &[Hit], context: &Context<'_>) -> Self {
        let mut hits: Vec<Hit> = hits.iter().take(MOST_HITS).copied().collect();
        let before = |hit: &Hit| text.get(range.start..hit.start).unwrap_or_default();
        let forbids = hits.iter().any(|hit| is_forbidden(before(hit), hit));
        hits.retain(|hit| !is_forbidden(before(hit), hit) && !is_noun(before(hit), hit));
        let known = hits.iter().fold(0, |all, hit| all | bit_of(hit.concept));
        shapes(text, &range, known, context, &mut hits);
        let mut concepts = [0; LANGUAGES];
        for hit in &hits {
            if let Some(set) = concepts.get_mut(hit.language) {
                *set |= bit_of(hit.concept);
            }
        }
        let shared = concepts.first().copied().unwrap_or_default();
        for set in &mut concepts {
            *set |= shared;
        }
        let all = concepts.iter().fold(0, |all, set| all | set);
        Self {
            range,
            hits,
            concepts,
            all,
            protects: forbids && all & bit_of(Concept::Pass) == 0,
        }
    }

    /// The words of one language, and those of all languages.
    pub(super) fn of_language(&self, language: usize) -> impl Iterator<Item = &Hit> {
        let spoken = move |hit: &&Hit| hit.language == language || hit.language == ANY;
        self.hits.iter().filter(spoken)
    }
}

/// Words before a verb that forbid what it says.
const PROHIBITIONS: [&str; 8] = [
    "do not",
    "don't",
    "never",
    "must not",
    "mustn't",
    "should not",
    "shouldn't",
    "avoid",
];

/// Whether the words before forbid to pass something on: "do not pass the key in an argument" protects the key.
fn is_forbidden(before: &str, hit: &Hit) -> bool {
    matches!(hit.concept, Concept::Pass | Concept::Send)
        && ends_with_any(before.trim_end(), &PROHIBITIONS)
}

/// Words before one that make it a noun, such as "a log".
const ARTICLES: [&str; 3] = ["a", "an", "the"];

fn is_noun(before: &str, hit: &Hit) -> bool {
    hit.concept == Concept::Pass && ends_with_any(before.trim_end(), &ARTICLES)
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.strip_suffix(word)
            .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    })
}

const fn bit_of(concept: Concept) -> u128 {
    super::concept::bit(concept)
}

/// Where sentences begin and end. A line feed ends one only before a list item, a heading, a label
/// or an empty line: docstrings break their lines anywhere.
pub(super) fn sentence_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(_, c)| *c);
        let ends = match c {
            '!' | '?' | ';' => true,
            '.' => next.is_none_or(|next| {
                next.is_whitespace() || !next.is_ascii() || matches!(next, '<' | '"' | ')')
            }),
            '\n' => text.get(end..).is_some_and(begins_anew),
            c => end - start >= LONGEST && !c.is_alphanumeric() || end - start >= 2 * LONGEST,
        };
        if ends {
            ranges.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        ranges.push(start..text.len());
    }
    ranges
}

/// Whether a line starts something of its own.
fn begins_anew(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t']);
    line.is_empty()
        || line.starts_with([
            '\n', '\r', '-', '*', '#', '<', '[', '\u{2022}', '1', '2', '3', '4', '5', '6', '7',
            '8', '9',
        ])
}

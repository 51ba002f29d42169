//! Rules over concepts: which of them make an order when they stand near each other.

use super::Kind;
use super::lexicon::{ANY, Hit, LANGUAGES};
use super::passage::{Passage, Sentence};

/// A rule: concepts that make an order when they stand together.
pub(super) struct Rule {
    /// What it finds.
    pub(super) kind: Kind,
    /// How much it says: with [`super::ENOUGH`] a tool is poisoned.
    pub(super) points: u8,
    /// The texts it is for.
    pub(super) within: Within,
    /// One word of each set must stand there.
    pub(super) slots: &'static [u128],
    /// No word of this set may.
    pub(super) without: u128,
    /// Whether the words must come in the order of the sets, as English has them.
    pub(super) ordered: bool,
    /// How far apart the first and the last may be, in bytes.
    pub(super) near: usize,
    /// Whether the next sentence counts too.
    pub(super) pair: bool,
    /// Why it is suspicious.
    pub(super) reason: &'static str,
}

impl Rule {
    /// Whether it matches only where a tool of another server is named.
    pub(super) fn names_a_foreign_tool(&self) -> bool {
        let foreign = super::concept::bit(super::concept::Concept::ForeignTool);
        self.slots.contains(&foreign)
    }
}

/// The texts that a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Every text.
    All,
    /// Descriptions, titles, comments, instructions.
    Prose,
    /// What is said of an argument that is not there for a credential.
    Argument,
    /// What is said of one that is.
    Credential,
}

/// A rule that matched, and the words it matched on, by bytes.
pub(super) struct Match {
    pub(super) rule: &'static Rule,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The first match of every rule in a passage.
pub(super) fn matches(
    passage: &Passage<'_>,
    rules: impl Iterator<Item = &'static Rule>,
    within: impl Fn(Within) -> bool,
) -> Vec<Match> {
    let mut open: Vec<&'static Rule> = rules.filter(|rule| within(rule.within)).collect();
    let mut found = Vec::new();
    for (at, sentence) in passage.sentences.iter().enumerate() {
        let next = passage.sentences.get(at + 1);
        open.retain(|rule| {
            let next = next.filter(|_| rule.pair);
            let Some((start, end)) = find(rule, sentence, next) else {
                return true;
            };
            found.push(Match { rule, start, end });
            false
        });
    }
    found
}

/// Where a rule matches in a sentence, with the next one where it may reach into that.
fn find(rule: &Rule, sentence: &Sentence, next: Option<&Sentence>) -> Option<(usize, usize)> {
    let all = sentence.all | next.map_or(0, |next| next.all);
    if all & rule.without != 0 || rule.slots.iter().any(|slot| all & slot == 0) {
        return None;
    }
    for language in 0..LANGUAGES {
        let set_of =
            |sentence: &Sentence| sentence.concepts.get(language).copied().unwrap_or_default();
        let concepts = set_of(sentence) | next.map_or(0, set_of);
        let complete = rule.slots.iter().all(|slot| concepts & slot != 0);
        if !complete || (language == ANY && sentence.hits.iter().all(|hit| hit.language != ANY)) {
            continue;
        }
        let hits: Vec<Hit> = sentence
            .of_language(language)
            .chain(next.into_iter().flat_map(|next| next.of_language(language)))
            .copied()
            .collect();
        if let Some(place) = place(rule, &hits, language) {
            return Some(place);
        }
    }
    None
}

/// How many places of the first word are tried; more are no better.
const MOST_ANCHORS: usize = 12;

/// How many words are tried for one set, the nearest to the first word before the others.
const MOST_TRIES: usize = 4;

fn place(rule: &Rule, hits: &[Hit], language: usize) -> Option<(usize, usize)> {
    let (first, rest) = rule.slots.split_first()?;
    // Word order is that of English; other languages have their own.
    let ordered = rule.ordered && language == 1;
    let anchors = hits
        .iter()
        .filter(|hit| is_of(hit, *first))
        .take(MOST_ANCHORS);
    for anchor in anchors {
        let mut taken = vec![*anchor];
        if complete(rest, hits, ordered, rule.near, &mut taken) {
            let start = taken.iter().map(|hit| hit.start).min()?;
            let end = taken.iter().map(|hit| hit.end).max()?;
            return Some((start, end));
        }
    }
    None
}

/// Takes a word for each of the sets that are left, none of them upon another and all near each other. A
/// word of two sets can be taken for either.
fn complete(
    slots: &[u128],
    hits: &[Hit],
    ordered: bool,
    near: usize,
    taken: &mut Vec<Hit>,
) -> bool {
    let Some((slot, rest)) = slots.split_first() else {
        return true;
    };
    let anchor = taken.first().map_or(0, |hit| hit.start);
    let fits = |hit: &&Hit| {
        let after = !ordered || taken.last().is_some_and(|last| hit.start >= last.end);
        let apart = taken
            .iter()
            .all(|it| hit.start >= it.end || hit.end <= it.start);
        let reach = |it: &Hit| it.end.max(hit.end) - it.start.min(hit.start) <= near;
        is_of(hit, *slot) && after && apart && taken.iter().all(reach)
    };
    let mut candidates: Vec<Hit> = hits.iter().filter(fits).copied().collect();
    candidates.sort_by_key(|hit| hit.start.abs_diff(anchor));
    for hit in candidates.into_iter().take(MOST_TRIES) {
        taken.push(hit);
        if complete(rest, hits, ordered, near, taken) {
            return true;
        }
        taken.pop();
    }
    false
}

fn is_of(hit: &Hit, set: u128) -> bool {
    super::concept::bit(hit.concept) & set != 0
}

//! Every word the rules know, in one table that is built once and looked up without allocation.

use std::collections::BTreeMap;

use super::inflect::Form;
use super::table::{Class, Rule};
use crate::model::{Category, Word};

/// What is known of one word. Index 0 of [`Lexicon::entries`] is the unknown word.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about a word"
)]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// The verb it is a form of: an index into [`Lexicon::verbs`].
    pub(super) verb: Option<u16>,
    /// The form.
    pub(super) form: Option<Form>,
    /// Its noun groups.
    pub(super) noun: u128,
    /// Its classes, as bits.
    pub(super) class: u32,
    /// As often a noun as a verb.
    pub(super) noun_like: bool,
    /// A verb that says nothing of the effect.
    pub(super) empty: bool,
    /// Whether it may make one word with the next.
    pub(super) pairs: bool,
    /// Whether it is of another language than English.
    pub(super) foreign: bool,
}

impl Entry {
    /// Whether the word is of a class.
    pub(super) const fn is(&self, class: Class) -> bool {
        self.class & (1 << class as u32) != 0
    }
}

/// A verb with its rules.
#[derive(Debug, Clone, Default)]
pub(super) struct VerbEntry {
    /// Its rules, by index into [`Lexicon::rules`].
    pub(super) rules: Vec<u16>,
    /// The trait rules that name it.
    pub(super) traits: Vec<u16>,
    /// The catalog's word for it, if it has one: an index into the words given.
    pub(super) added: Option<u16>,
}

/// A phrase: the words' ids, and the rule.
#[derive(Debug, Clone)]
pub(super) struct PhraseEntry {
    pub(super) words: Vec<u16>,
    pub(super) rule: u16,
}

/// The table.
#[derive(Debug, Clone)]
pub(super) struct Lexicon<'a> {
    /// The rules, in the order given; ids decide, never positions.
    pub(super) rules: Vec<Rule<'a>>,
    /// The verbs, by base form.
    pub(super) verbs: Vec<VerbEntry>,
    /// The trait rules that look at the object of any verb.
    pub(super) any_verb: Vec<u16>,
    /// Names of parameters, sorted, with their roles and rules as bits.
    pub(super) called: Vec<(String, u64)>,
    /// The rules that name parameters, in the order of their bits after the roles.
    pub(super) parameter_rules: Vec<u16>,
    /// The words a catalog adds.
    pub(super) added: &'a [Word],
    /// Rules that were left out although they have no words of their own.
    pub(super) silent: Vec<&'a str>,
    /// What is known of each word.
    pub(super) entries: Vec<Entry>,
    /// Phrases, by first word.
    pub(super) phrases: BTreeMap<u16, Vec<PhraseEntry>>,
    pub(super) keys: Vec<Box<str>>,
    pub(super) slots: Vec<u16>,
    pub(super) longest: usize,
    pub(super) starts: [u64; 4],
}

impl<'a> Lexicon<'a> {
    /// The id of a word, whatever its case; 0 when it is unknown.
    pub(super) fn id(&self, word: &str) -> u16 {
        if word.len() > self.longest || word.is_empty() {
            return 0;
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(word) & mask;
        loop {
            match self.slots.get(at).copied() {
                None | Some(0) => return 0,
                Some(id) => {
                    let key = self.keys.get(usize::from(id)).map_or("", |key| key);
                    if key.eq_ignore_ascii_case(word) {
                        return id;
                    }
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// What is known of the word with this id.
    pub(super) fn entry(&self, id: u16) -> Entry {
        self.entries
            .get(usize::from(id))
            .copied()
            .unwrap_or_default()
    }

    /// The verb with this index.
    pub(super) fn verb(&self, at: u16) -> Option<&VerbEntry> {
        self.verbs.get(usize::from(at))
    }

    /// The phrases that begin with this word.
    pub(super) fn phrases(&self, first: u16) -> &[PhraseEntry] {
        let word = usize::from(first / 64) & 3;
        let maybe = self.starts.get(word).copied().unwrap_or(0) & (1 << (first & 63)) != 0;
        if maybe {
            self.phrases.get(&first).map_or(&[], Vec::as_slice)
        } else {
            &[]
        }
    }

    /// What a parameter's name says: roles and rules as bits. `apiKey` and `api_key` are `apikey`.
    pub(super) fn called(&self, name: &str) -> u64 {
        let mut plain = [0_u8; 24];
        let mut length = 0;
        for byte in name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')) {
            let Some(slot) = plain.get_mut(length) else {
                return 0;
            };
            *slot = byte.to_ascii_lowercase();
            length += 1;
        }
        let plain = plain.get(..length).unwrap_or_default();
        self.called
            .binary_search_by(|(known, _)| known.as_bytes().cmp(plain))
            .ok()
            .and_then(|at| self.called.get(at))
            .map_or(0, |(_, bits)| *bits)
    }

    /// The rule with this index.
    pub(super) fn rule(&self, at: u16) -> Option<&Rule<'a>> {
        self.rules.get(usize::from(at))
    }

    /// Whether a rule without words may speak.
    pub(super) fn speaks(&self, id: &str) -> bool {
        self.silent.is_empty() || !self.silent.contains(&id)
    }

    /// The category a catalog gives a verb.
    pub(super) fn added_category(&self, verb: u16) -> Option<(Category, &'a Word)> {
        let added = self.verb(verb)?.added?;
        let word = self.added.get(usize::from(added))?;
        Some((word.category, word))
    }
}

/// The bit of a rule that names parameters: those after the roles'.
pub(super) const fn rule_bit(at: usize) -> u64 {
    if at < 48 { 1 << (16 + at) } else { 0 }
}

/// FNV-1a over the letters in lower case.
pub(super) fn hash(word: &str) -> usize {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    });
    usize::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap_or(0)
}

//! Every word the rules know, in one table that is built once and looked up without allocation.

use std::collections::BTreeMap;

use super::inflect::{Form, inflect};
use super::parts::{NAME_LIKE_LIST, NOUN_LIKE_LIST, Without, foreign_list, noun_list};
use super::table::{
    CLASSES, Class, FOREIGN, NAME_LIKE, NOUN_LIKE, Noun, PARTICLES, ROLES, Rule, When,
};
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
    class: u32,
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
    rules: Vec<Rule<'a>>,
    /// The verbs, by base form.
    pub(super) verbs: Vec<VerbEntry>,
    /// The trait rules that look at the object of any verb.
    pub(super) any_verb: Vec<u16>,
    /// Names of parameters, sorted, with their roles and rules as bits.
    called: Vec<(String, u64)>,
    /// The rules that name parameters, in the order of their bits after the roles.
    pub(super) parameter_rules: Vec<u16>,
    /// The words a catalog adds.
    added: &'a [Word],
    /// Rules that were left out although they have no words of their own.
    silent: Vec<&'a str>,
    /// What is known of each word.
    pub(super) entries: Vec<Entry>,
    /// Phrases, by first word.
    phrases: BTreeMap<u16, Vec<PhraseEntry>>,
    keys: Vec<Box<str>>,
    slots: Vec<u16>,
    longest: usize,
    starts: [u64; 4],
}

impl<'a> Lexicon<'a> {
    /// Builds the table from rules in any order and a catalog's own verbs.
    pub(super) fn new(rules: Vec<Rule<'a>>, added: &'a [Word]) -> Self {
        Self::without(rules, added, Without::default())
    }

    /// The same without some parts.
    pub(super) fn without(
        mut rules: Vec<Rule<'a>>,
        added: &'a [Word],
        without: Without<'_>,
    ) -> Self {
        let mut build = Build {
            without,
            ..Build::default()
        };
        let gone = rules.iter().filter(|rule| !without.keeps(rule.id, ""));
        let silent: Vec<&'a str> = gone.map(|rule| rule.id).collect();
        rules.retain(|rule| !silent.contains(&rule.id));
        for (at, rule) in rules.iter_mut().enumerate() {
            let at = short(at);
            match &mut rule.when {
                When::Verb(verb) => {
                    verb.of |= build.own_nouns(verb.nouns);
                    build.verb(rule.id, verb.verbs, at);
                }
                When::Phrase(phrase) => build.phrases(rule.id, phrase.texts, at),
                When::Object(object) => {
                    object.of |= build.own_nouns(object.nouns);
                    build.object(rule.id, object.verbs, at);
                }
                When::Parameter(parameter) => build.parameter(rule.id, parameter.names, at),
                When::Hint(..) | When::Shape(_) => {}
            }
        }
        for (role, names) in ROLES {
            build.call(&format!("role {role:?}"), names, role.bit());
        }
        for (at, word) in added.iter().enumerate() {
            build.added(&word.word.to_lowercase(), short(at));
        }
        let mut lexicon = build.finish(rules, added);
        lexicon.silent = silent;
        lexicon
    }

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
fn hash(word: &str) -> usize {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    });
    usize::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap_or(0)
}

fn short(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[derive(Default)]
struct Build<'w> {
    /// What is left out.
    without: Without<'w>,
    words: BTreeMap<String, Entry>,
    verbs: BTreeMap<String, VerbEntry>,
    any_verb: Vec<u16>,
    called: BTreeMap<String, u64>,
    parameter_rules: Vec<u16>,
    forms: BTreeMap<String, (String, Form, bool)>,
    phrases: Vec<(Vec<String>, u16)>,
    /// The lists of nouns that catalogs' rules look for; each is a group of its own.
    own_nouns: BTreeMap<String, usize>,
}

impl Build<'_> {
    /// The group of a catalog's own nouns, as a set; empty for no noun. There is room for some fifty; a
    /// list beyond that has a group that no word is in, so that its rule never speaks.
    fn own_nouns(&mut self, nouns: &str) -> u128 {
        if nouns.is_empty() {
            return 0;
        }
        let next = Noun::ALL.len() + self.own_nouns.len();
        let at = *self.own_nouns.entry(nouns.to_owned()).or_insert(next);
        1 << at.min(127)
    }

    fn verb(&mut self, id: &str, verbs: &str, rule: u16) {
        for base in self.without.words(id, verbs) {
            let entry = self.verbs.entry(base.to_owned()).or_default();
            entry.rules.push(rule);
        }
    }

    fn object(&mut self, id: &str, verbs: &str, rule: u16) {
        if verbs.is_empty() {
            self.any_verb.push(rule);
        }
        for base in self.without.words(id, verbs) {
            self.verbs
                .entry(base.to_owned())
                .or_default()
                .traits
                .push(rule);
        }
    }

    fn added(&mut self, base: &str, at: u16) {
        self.verbs.entry(base.to_owned()).or_default().added = Some(at);
    }

    fn parameter(&mut self, id: &str, names: &str, rule: u16) {
        let bit = rule_bit(self.parameter_rules.len());
        self.parameter_rules.push(rule);
        self.call(id, names, bit);
    }

    fn call(&mut self, list: &str, names: &str, bit: u64) {
        for name in self.without.words(list, names) {
            *self.called.entry(name.to_owned()).or_default() |= bit;
        }
    }

    fn phrases(&mut self, id: &str, texts: &str, rule: u16) {
        let texts = texts.split('|').map(str::trim);
        for text in texts.filter(|text| self.without.keeps(id, text)) {
            let words = text.split_whitespace().map(str::to_owned).collect();
            self.phrases.push((words, rule));
        }
    }

    /// Every inflection; a base form is never taken over by another verb's inflection.
    fn inflections(&mut self) {
        let bases: Vec<String> = self.verbs.keys().cloned().collect();
        for base in &bases {
            inflect(base, |word, form| {
                let stronger = form == Form::Base || !self.forms.contains_key(&word);
                if stronger && (form == Form::Base || !self.verbs.contains_key(&word)) {
                    self.forms.insert(word, (base.clone(), form, false));
                }
            });
        }
        for (english, words) in FOREIGN {
            if !self.verbs.contains_key(*english) {
                continue;
            }
            for word in self.without.words(&foreign_list(english), words) {
                let alias = ((*english).to_owned(), Form::Base, true);
                self.forms.entry(word.to_owned()).or_insert(alias);
            }
        }
    }

    fn nouns(&mut self) {
        for (group, words) in Noun::ALL {
            for word in self.without.words(&noun_list(*group), words) {
                for form in [word.to_owned(), plural(word)] {
                    self.words.entry(form).or_default().noun |= group.bit();
                }
            }
        }
        for (words, at) in &self.own_nouns {
            for word in words.split_whitespace().filter(|_| *at < 127) {
                for form in [word.to_owned(), plural(word)] {
                    self.words.entry(form).or_default().noun |= 1 << at;
                }
            }
        }
        for (english, words) in FOREIGN {
            let noun = self.words.get(*english).map_or(0, |entry| entry.noun);
            for word in self.without.words(&foreign_list(english), words) {
                let entry = self.words.entry(word.to_owned()).or_default();
                entry.noun |= noun;
                entry.foreign = true;
            }
        }
    }

    fn classes(&mut self) {
        for (class, words) in CLASSES {
            for word in self.without.words(&format!("class {class:?}"), words) {
                self.words.entry(word.to_owned()).or_default().class |= 1 << *class as u32;
            }
        }
        for (first, _, _) in PARTICLES {
            self.words.entry((*first).to_owned()).or_default().pairs = true;
        }
        let noun_like: Vec<&str> = self.without.words(NOUN_LIKE_LIST, NOUN_LIKE).collect();
        let empty: Vec<&str> = self.without.words(NAME_LIKE_LIST, NAME_LIKE).collect();
        for (word, (base, _, _)) in &self.forms {
            let entry = self.words.entry(word.clone()).or_default();
            entry.noun_like = noun_like.contains(&base.as_str()) || noun_like.contains(&&**word);
            entry.empty = empty.contains(&base.as_str());
        }
    }

    fn finish<'a>(mut self, rules: Vec<Rule<'a>>, added: &'a [Word]) -> Lexicon<'a> {
        self.inflections();
        self.nouns();
        self.classes();
        let indices: BTreeMap<&str, u16> = self
            .verbs
            .keys()
            .enumerate()
            .map(|(at, base)| (base.as_str(), short(at)))
            .collect();
        for (word, (base, form, foreign)) in &self.forms {
            let entry = self.words.entry(word.clone()).or_default();
            entry.verb = indices.get(base.as_str()).copied();
            entry.form = Some(*form);
            entry.foreign |= *foreign;
        }
        for (words, _) in &self.phrases {
            for word in words {
                self.words.entry(word.clone()).or_default();
            }
        }
        let verbs = self.verbs.into_values().collect();
        let mut lexicon = assemble(self.words, self.phrases, verbs, rules, added);
        lexicon.any_verb = self.any_verb;
        lexicon.called = self.called.into_iter().collect();
        lexicon.parameter_rules = self.parameter_rules;
        lexicon
    }
}

fn assemble<'a>(
    words: BTreeMap<String, Entry>,
    texts: Vec<(Vec<String>, u16)>,
    verbs: Vec<VerbEntry>,
    rules: Vec<Rule<'a>>,
    added: &'a [Word],
) -> Lexicon<'a> {
    let mut lexicon = Lexicon {
        rules,
        verbs,
        any_verb: Vec::new(),
        called: Vec::new(),
        parameter_rules: Vec::new(),
        added,
        silent: Vec::new(),
        entries: vec![Entry::default()],
        phrases: BTreeMap::new(),
        keys: vec![Box::from("")],
        slots: vec![0; (words.len() * 2 + 1).next_power_of_two()],
        longest: words.keys().map(String::len).max().unwrap_or(0),
        starts: [0; 4],
    };
    let mask = lexicon.slots.len().wrapping_sub(1);
    for (id, (word, entry)) in (1_u16..).zip(words) {
        let mut at = hash(&word) & mask;
        while lexicon.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = lexicon.slots.get_mut(at) {
            *slot = id;
        }
        lexicon.keys.push(word.into_boxed_str());
        lexicon.entries.push(entry);
    }
    for (words, rule) in texts {
        let words: Vec<u16> = words.iter().map(|word| lexicon.id(word)).collect();
        let Some(first) = words.first().copied() else {
            continue;
        };
        if let Some(bits) = lexicon.starts.get_mut(usize::from(first / 64) & 3) {
            *bits |= 1 << (first & 63);
        }
        let all = lexicon.phrases.entry(first).or_default();
        all.push(PhraseEntry { words, rule });
    }
    lexicon
}

fn plural(word: &str) -> String {
    match word.as_bytes() {
        [.., before, b'y'] if !matches!(before, b'a' | b'e' | b'o') => {
            format!("{}ies", word.strip_suffix('y').unwrap_or(word))
        }
        [.., b's' | b'x'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

//! Makes the table of words from the rules and the lists.

use std::collections::BTreeMap;

use super::inflect::{Form, inflect};
use super::lexicon::{Entry, Lexicon, PhraseEntry, VerbEntry, hash, rule_bit};
use super::parts::{NAME_LIKE_LIST, NOUN_LIKE_LIST, Without, foreign_list, noun_list};
use super::table::{CLASSES, FOREIGN, NAME_LIKE, NOUN_LIKE, Noun, PARTICLES, ROLES, Rule, When};
use crate::model::Word;

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

//! The parts that the rules are made of: whole rules, and the words of every list. A measurement takes some away.

use std::collections::BTreeSet;

use super::table::{self, CLASSES, FOREIGN, NAME_LIKE, NOUN_LIKE, Noun, ROLES, When};

/// A rule, or one word of one list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RulePart {
    /// The rule's id, or the name of a list that several rules share, such as `noun Payment`.
    pub list: String,
    /// The word; empty for the whole rule.
    pub word: String,
}

impl RulePart {
    fn new(list: &str, word: &str) -> Self {
        Self {
            list: list.to_owned(),
            word: word.to_owned(),
        }
    }

    /// Every part of the built-in rules.
    pub fn all() -> BTreeSet<Self> {
        let mut all = BTreeSet::new();
        for rule in table::rules() {
            all.insert(Self::new(rule.id, ""));
            let words: Vec<&str> = match rule.when {
                When::Verb(verb) => verb.verbs.split_whitespace().collect(),
                When::Phrase(phrase) => phrase.texts.split('|').map(str::trim).collect(),
                When::Object(object) => object.verbs.split_whitespace().collect(),
                When::Parameter(parameter) => parameter.names.split_whitespace().collect(),
                When::Hint(..) | When::Shape(_) => Vec::new(),
            };
            all.extend(words.into_iter().map(|word| Self::new(rule.id, word)));
        }
        let mut list = |list: &str, words: &str| {
            all.extend(words.split_whitespace().map(|word| Self::new(list, word)));
        };
        for (group, words) in Noun::ALL {
            list(&noun_list(*group), words);
        }
        for (english, words) in FOREIGN {
            list(&foreign_list(english), words);
        }
        for (class, words) in CLASSES {
            list(&format!("class {class:?}"), words);
        }
        for (role, words) in ROLES {
            list(&format!("role {role:?}"), words);
        }
        list(NOUN_LIKE_LIST, NOUN_LIKE);
        list(NAME_LIKE_LIST, NAME_LIKE);
        all
    }
}

/// The list of verbs that are as often nouns.
pub(super) const NOUN_LIKE_LIST: &str = "noun-like";
/// The list of verbs that say nothing.
pub(super) const NAME_LIKE_LIST: &str = "name-like";

/// The list of a group of nouns.
pub(super) fn noun_list(group: Noun) -> String {
    format!("noun {group:?}")
}

/// The list of a verb or noun in other languages.
pub(super) fn foreign_list(english: &str) -> String {
    format!("foreign {english}")
}

/// What is left out of a lexicon.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Without<'a>(pub(super) Option<&'a BTreeSet<RulePart>>);

impl<'a> Without<'a> {
    /// Whether a part stays.
    pub(super) fn keeps(self, list: &str, word: &str) -> bool {
        self.0
            .is_none_or(|parts| !parts.contains(&RulePart::new(list, word)))
    }

    /// The words of a list that stay.
    pub(super) fn words<'w>(self, list: &'w str, words: &'w str) -> impl Iterator<Item = &'w str>
    where
        'a: 'w,
    {
        let all = words.split_whitespace();
        all.filter(move |word| self.keeps(list, word))
    }
}

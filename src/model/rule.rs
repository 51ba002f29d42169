//! What a catalog adds to the rules: words and rules of its own.

use super::{Category, Definition, Trait};
use crate::source::Spanned;

/// What a rule or a piece of evidence supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// The category.
    Category(Category),
    /// A trait.
    Trait(Trait),
}

impl Claim {
    /// The word of the category or trait.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Category(category) => category.as_str(),
            Self::Trait(each) => each.as_str(),
        }
    }
}

/// Everything a catalog adds to the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Additions {
    /// Verbs whose category is the catalog's word.
    pub words: Vec<Word>,
    /// Rules.
    pub rules: Vec<OwnRule>,
}

impl Additions {
    /// Whether the built-in rules are all there is.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.rules.is_empty()
    }
}

/// A verb that a catalog adds to the rules, in its base form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word, lower case.
    pub word: String,
    /// What a tool of that name does.
    pub category: Category,
    /// Why.
    pub reason: String,
}

/// A rule of a catalog. Its examples are checked as those of the built-in rules are tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRule {
    /// Its id, kebab case.
    pub id: Spanned<String>,
    /// What a match supports.
    pub claim: Claim,
    /// Why: one line, lower case, no full stop.
    pub reason: String,
    /// The categories for which it speaks, where it claims a trait; empty for all.
    pub on: Vec<Category>,
    /// What it looks for.
    pub when: Trigger,
    /// Definitions for which it decides.
    pub examples: Vec<Spanned<Definition>>,
}

/// What a rule of a catalog looks for, in the form of the built-in rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// Verbs in their base form, and the nouns they must act on, both separated by spaces. No verb stands
    /// for any verb, no noun for any noun.
    Action {
        /// The verbs.
        verbs: String,
        /// The nouns, singular.
        objects: String,
    },
    /// Words in a row, the phrases separated by `|`.
    Phrase(String),
    /// Parameter names in lower case without separators, separated by spaces.
    Parameter(String),
}

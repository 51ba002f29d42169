//! The rules as data: what a reviewer reads, grouped by meaning.

mod describe;
mod destructive;
mod execute;
mod financial;
mod foreign;
mod function;
mod nouns;
mod other;
mod phrases;
mod read;
mod roles;
mod traits;
mod write;

pub use nouns::Noun;

pub(super) use foreign::FOREIGN;
pub(super) use function::{CLASSES, Class, NAME_LIKE, NOUN_LIKE, PARTICLES};
pub(super) use roles::{ROLES, Role};

use super::Claim;
use crate::model::{Category, Definition, Hints, Parameter as ModelParameter};

/// How surely a sign tells the category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Speaks only when nothing else does.
    Faint,
    /// Usually right; gives way to a plain word.
    Likely,
    /// A careful reader needs no more.
    Plain,
}

/// One rule: what it looks for, what that means, and why.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// Stable id, kebab case.
    pub id: &'a str,
    /// What a match supports.
    pub claim: Claim,
    /// Why: one line, lower case, no full stop.
    pub reason: &'a str,
    /// What it looks for.
    pub when: When<'a>,
    /// Definitions in our own words for which this rule decides; each is run as a test. Those of a
    /// catalog's rule stand in the catalog.
    pub examples: &'static [Example],
    /// Whether a catalog added it: of the rules that one verb meets, those come first.
    pub own: bool,
}

/// What a rule looks for. Word lists are separated by spaces.
#[derive(Debug, Clone, Copy)]
pub enum When<'a> {
    /// A verb that says what the call does, with all its inflections.
    Verb(Verb<'a>),
    /// Words in a row in the description or title.
    Phrase(Phrase<'a>),
    /// A parameter of one of these names.
    Parameter(Parameter<'a>),
    /// A behaviour hint that the server declares: its name and value.
    Hint(&'static str, bool),
    /// What the call acts on, once the category is known; for traits.
    Object(Object<'a>),
    /// Something that words alone do not tell; what it is, as a sentence.
    Shape(&'static str),
}

/// A verb, and the objects that give it this meaning.
#[derive(Debug, Clone, Copy)]
pub struct Verb<'a> {
    /// The verbs, base form.
    pub verbs: &'a str,
    /// Only when the object is one of these nouns, singular; empty for no condition. A catalog's rule has
    /// words where a built-in one has groups.
    pub nouns: &'a str,
    /// Only when the object is of one of these groups; empty for any object.
    pub of: u128,
    /// Only when the definition speaks of one of these groups anywhere; empty for no condition.
    pub with: u128,
    /// Never when the object is of one of these groups.
    pub not: u128,
    /// Never when any noun of the object is of one of these groups.
    pub never: u128,
    /// How surely.
    pub sure: Strength,
}

/// Words in a row.
#[derive(Debug, Clone, Copy)]
pub struct Phrase<'a> {
    /// The phrases, separated by `|`.
    pub texts: &'a str,
    /// The categories so far for which it speaks; empty for all.
    pub on: &'a [Category],
    /// How surely.
    pub sure: Strength,
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'a> {
    /// Names in lower case without separators (`apiKey`, `api_key` are `apikey`).
    pub names: &'a str,
    /// The categories so far for which it speaks; empty for all.
    pub on: &'a [Category],
    /// How surely.
    pub sure: Strength,
}

/// What the call acts on.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// The categories for which it speaks; empty for all.
    pub on: &'a [Category],
    /// The object's groups.
    pub of: u128,
    /// The object's nouns, singular; empty for no condition.
    pub nouns: &'a str,
    /// The verbs; empty for any.
    pub verbs: &'a str,
    /// Never when the object is of one of these groups.
    pub not: u128,
}

/// A definition in our own words.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The tool's name.
    pub name: &'static str,
    /// Its description.
    pub description: &'static str,
    /// Its parameters: the path and the allowed words.
    pub parameters: &'static [(&'static str, &'static [&'static str])],
    /// Its hints: name and value.
    pub hints: &'static [(&'static str, bool)],
}

impl Example {
    /// The example as a definition.
    pub fn definition(&self) -> Definition {
        let parameter = |(path, values): &(&str, &[&str])| ModelParameter {
            path: (*path).to_owned(),
            kind: if path.ends_with("[]") {
                "array".to_owned()
            } else {
                String::new()
            },
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            ..ModelParameter::default()
        };
        let hint = |name: &str| {
            let given = self.hints.iter().find(|(each, _)| *each == name);
            given.map(|(_, value)| *value)
        };
        Definition {
            name: self.name.to_owned(),
            description: self.description.to_owned(),
            parameters: self.parameters.iter().map(parameter).collect(),
            hints: Hints {
                read_only: hint("readOnlyHint"),
                destructive: hint("destructiveHint"),
                ..Hints::default()
            },
            ..Definition::default()
        }
    }
}

/// A set of noun groups.
pub(super) const fn set(groups: &[Noun]) -> u128 {
    let mut bits = 0;
    let mut rest = groups;
    while let [first, others @ ..] = rest {
        bits |= first.bit();
        rest = others;
    }
    bits
}

const fn verb(verbs: &'static str, sure: Strength) -> Verb<'static> {
    Verb {
        verbs,
        nouns: "",
        of: 0,
        with: 0,
        not: 0,
        never: 0,
        sure,
    }
}

impl Verb<'static> {
    const fn of(mut self, groups: &[Noun]) -> Self {
        self.of = set(groups);
        self
    }

    const fn with(mut self, groups: &[Noun]) -> Self {
        self.with = set(groups);
        self
    }

    const fn never(mut self, groups: &[Noun]) -> Self {
        self.never = set(groups);
        self
    }

    const fn not(mut self, groups: &[Noun]) -> Self {
        self.not = set(groups);
        self
    }
}

const fn category(
    id: &'static str,
    category: Category,
    verb: Verb<'static>,
    reason: &'static str,
    examples: &'static [Example],
) -> Rule<'static> {
    Rule {
        id,
        claim: Claim::Category(category),
        reason,
        when: When::Verb(verb),
        examples,
        own: false,
    }
}

const fn eg(name: &'static str, description: &'static str) -> Example {
    Example {
        name,
        description,
        parameters: &[],
        hints: &[],
    }
}

const fn egp(
    name: &'static str,
    description: &'static str,
    parameters: &'static [(&'static str, &'static [&'static str])],
) -> Example {
    Example {
        name,
        description,
        parameters,
        hints: &[],
    }
}

const fn egh(
    name: &'static str,
    description: &'static str,
    hints: &'static [(&'static str, bool)],
) -> Example {
    Example {
        name,
        description,
        parameters: &[],
        hints,
    }
}

/// All built-in rules, grouped by meaning.
pub fn rules() -> impl Iterator<Item = &'static Rule<'static>> {
    [
        read::RULES,
        write::RULES,
        execute::RULES,
        destructive::RULES,
        financial::RULES,
        phrases::RULES,
        other::RULES,
        traits::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule<'static>> {
    rules().find(|rule| rule.id == id)
}

//! What the judge listens to: each voice has a row of `judge.tsv`.

use std::fmt;

use super::{Assessment, Place};
use crate::model::{Category, Confidence, Trait};

/// One thing that speaks for or against a category or a trait. Its text is the name of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice<'a> {
    /// Speaks of every definition.
    Start,
    /// The rules conclude this category.
    Rules(Category),
    /// The rules conclude this category, with this confidence.
    RulesWith(Category, Confidence),
    /// The rules conclude this trait.
    RulesTrait(Trait),
    /// A rule gave evidence in this field.
    Rule(&'a str, &'static str),
    /// The second reader's number for a category or a trait.
    Words(&'static str),
    /// The category that has been decided, for the traits.
    Decided(Category),
}

/// The fields in which rules give evidence.
const FIELDS: [&str; 6] = [
    "name",
    "title",
    "description",
    "parameter",
    "hint",
    "definition",
];

impl fmt::Display for Voice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::Rules(category) => write!(f, "rules {category}"),
            Self::RulesWith(category, confidence) => write!(f, "rules {category} {confidence}"),
            Self::RulesTrait(each) => write!(f, "rules {each}"),
            Self::Rule(rule, field) => write!(f, "{rule} in {field}"),
            Self::Words(output) => write!(f, "words {output}"),
            Self::Decided(category) => write!(f, "decided {category}"),
        }
    }
}

impl<'a> Voice<'a> {
    /// The voice of a row's name.
    pub(super) fn parse(name: &'a str) -> Option<Self> {
        if name == "start" {
            return Some(Self::Start);
        }
        if let Some((rule, field)) = name.split_once(" in ") {
            let field = FIELDS.into_iter().find(|it| *it == field)?;
            return Some(Self::Rule(rule, field));
        }
        let (kind, what) = name.split_once(' ')?;
        match kind {
            "words" => outputs().find(|it| *it == what).map(Self::Words),
            "decided" => what.parse().ok().map(Self::Decided),
            "rules" => Self::parse_rules(what),
            _ => None,
        }
    }

    /// The voice of a row that says what the rules conclude.
    fn parse_rules(what: &str) -> Option<Self> {
        if let Some((category, confidence)) = what.split_once(' ') {
            let both = [Confidence::High, Confidence::Low];
            let confidence = both.into_iter().find(|it| it.as_str() == confidence)?;
            return Some(Self::RulesWith(category.parse().ok()?, confidence));
        }
        let category = what.parse().ok().map(Self::Rules);
        category.or_else(|| what.parse().ok().map(Self::RulesTrait))
    }
}

/// The categories, then the traits: what the numbers of each row are of.
pub(super) fn outputs() -> impl Iterator<Item = &'static str> {
    let categories = Category::ALL.iter().map(|it| it.as_str());
    categories.chain(Trait::ALL.iter().map(|it| it.as_str()))
}

/// What the rules' assessment says.
pub fn voices_of_rules(assessment: &Assessment) -> Vec<Voice<'_>> {
    let category = assessment.category;
    let mut all = vec![
        Voice::Start,
        Voice::Rules(category),
        Voice::RulesWith(category, assessment.confidence),
    ];
    all.extend(assessment.traits.iter().map(|it| Voice::RulesTrait(*it)));
    let evidence = assessment.evidence.iter();
    all.extend(evidence.map(|it| Voice::Rule(&it.rule, field(&it.place))));
    all
}

/// The name of a field, without the path of a parameter.
fn field(place: &Place) -> &'static str {
    let [name, title, description, parameter, hint, definition] = FIELDS;
    match place {
        Place::Name => name,
        Place::Title => title,
        Place::Description => description,
        Place::Parameter(_) => parameter,
        Place::Hint(_) => hint,
        Place::Nowhere => definition,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_voice_and_is_written_as_it_was() {
        let rows = include_str!("judge.tsv").lines();
        for line in rows.filter(|line| !line.starts_with('#')) {
            let name = line.split('\t').next().unwrap_or_default();
            let voice = Voice::parse(name).map(|it| it.to_string());
            assert_eq!(voice.as_deref(), Some(name));
        }
    }
}

//! What a rule looks for, in words that are made from the rule.

use super::{Noun, When};

impl When<'_> {
    /// What the rule looks for: full sentences.
    pub fn describe(&self) -> String {
        match self {
            Self::Verb(verb) => {
                let mut text = format!("Looks for a verb: {}.", listed(verb.verbs, ' '));
                if !verb.nouns.is_empty() {
                    text = format!("{text} Only when it acts on {}.", listed(verb.nouns, ' '));
                }
                for (condition, groups) in [
                    ("Only when it acts on", verb.of),
                    ("Only when the definition speaks of", verb.with),
                    ("Never when it acts on", verb.not),
                    ("Never when the object has to do with", verb.never),
                ] {
                    if groups != 0 {
                        text = format!("{text} {condition} {}.", group_names(groups));
                    }
                }
                text
            }
            Self::Phrase(phrase) => {
                format!("Looks for words in a row: {}.", listed(phrase.texts, '|'))
            }
            Self::Parameter(parameter) => {
                format!("Looks for a parameter: {}.", listed(parameter.names, ' '))
            }
            Self::Hint(name, value) => format!("Looks for the declared hint `{name}: {value}`."),
            Self::Object(object) => {
                let groups = group_names(object.of);
                let nouns = listed(object.nouns, ' ');
                let verbs = listed(object.verbs, ' ');
                match (groups.is_empty() && nouns.is_empty(), verbs.is_empty()) {
                    (true, _) => format!("Looks for a verb: {verbs}."),
                    (false, true) => format!("Looks at what the call acts on: {groups}{nouns}."),
                    (false, false) => format!(
                        "Looks at what the call acts on: {groups}{nouns} under the verbs {verbs}."
                    ),
                }
            }
            Self::Shape(text) => (*text).to_owned(),
        }
    }
}

fn listed(words: &str, separator: char) -> String {
    let words = words
        .split(separator)
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(", ")
}

fn group_names(groups: u128) -> String {
    let names = Noun::ALL
        .iter()
        .filter(|(group, _)| groups & group.bit() != 0);
    names
        .map(|(group, _)| format!("{group:?}").to_lowercase())
        .collect::<Vec<_>>()
        .join(", ")
}

//! What a rule looks for, in words that are made from the rule.

use super::{Noun, When};

impl When {
    /// What the rule looks for: full sentences.
    pub fn describe(&self) -> String {
        match self {
            Self::Verb(verb) => {
                let mut text = format!("Looks for a verb: {}.", listed(verb.verbs, ' '));
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
                let verbs = match object.verbs {
                    "" => String::new(),
                    verbs => format!(" under the verbs {}", listed(verbs, ' ')),
                };
                format!(
                    "Looks at what the call acts on: {}{verbs}.",
                    group_names(object.of)
                )
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

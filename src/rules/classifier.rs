//! Reads a definition and says what one call does.

use super::{
    Assessment, Claim, Evidence, Fired, Place, default_decision, default_limit, severity_of,
};
use crate::model::{Category, Confidence, Decision, Definition, Word};

/// The rules, ready to assess definitions; build it once.
#[derive(Debug, Clone)]
pub struct Classifier {
    words: Vec<Word>,
}

impl Classifier {
    /// The built-in rules and the words that a catalog adds.
    pub fn new(words: &[Word]) -> Self {
        Self {
            words: words.to_vec(),
        }
    }

    /// What the rules say of a definition. Total: any text gives an assessment.
    pub fn assess(&self, definition: &Definition) -> Assessment {
        let first = definition
            .name
            .split(['_', '-', '.', ' '])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let extra = self
            .words
            .iter()
            .find(|word| word.word == first)
            .map(|word| word.category);
        let category = extra.unwrap_or(match first.as_str() {
            "delete" | "drop" => Category::Destructive,
            "create" | "update" | "send" | "add" | "set" => Category::Write,
            "run" | "execute" | "restart" | "logout" => Category::Execute,
            "pay" | "refund" => Category::Financial,
            _ => Category::Read,
        });
        let severity = severity_of(category, &[]);
        let decision = default_decision(severity, category);
        Assessment {
            category,
            traits: Vec::new(),
            severity,
            decision,
            limit: (decision == Decision::Limit).then(|| default_limit(severity)),
            confidence: Confidence::Low,
            doubt: "only the first word of the name was read".to_owned(),
            evidence: vec![Evidence {
                claim: Claim::Category(category),
                rule: "first-word".to_owned(),
                place: Place::Name,
                quote: first,
                reason: "first word of the name".to_owned(),
            }],
            fired: vec![Fired {
                rule: "first-word".to_owned(),
                category: Some(category),
                overruled: false,
            }],
        }
    }
}

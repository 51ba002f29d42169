//! An assessment as a lock keeps it, and back.

use std::mem::take;

use super::{Assessment, Claim, Evidence, Fired, Place};
use crate::model::{LockedAssessment, LockedEvidence, LockedOverruled};

/// The longest quote that a lock keeps, in characters: the words that decided, never a text.
const LONGEST: usize = 60;

impl Assessment {
    /// What a lock keeps of it, and the edition of the rules that said it.
    pub fn to_lock(&self, edition: &str) -> LockedAssessment {
        let evidence = self.evidence.iter().map(|it| LockedEvidence {
            claim: it.claim.as_str().to_owned(),
            rule: it.rule.clone(),
            place: it.place.to_string(),
            words: shortened(&it.quote),
            reason: it.reason.clone(),
        });
        let overruled = self.fired.iter().filter(|it| it.overruled);
        let overruled = overruled.map(|it| LockedOverruled {
            rule: it.rule.clone(),
            category: it.category,
        });
        LockedAssessment {
            rules: edition.to_owned(),
            category: self.category,
            severity: self.severity,
            traits: self.traits.clone(),
            confidence: self.confidence,
            doubt: self.doubt.clone(),
            evidence: evidence.collect(),
            overruled: overruled.collect(),
        }
    }

    /// What a lock says of a tool. Severity and decision follow from category and traits, whatever stands
    /// beside them in the file.
    pub fn of_lock(locked: &LockedAssessment) -> Self {
        Self::out_of_lock(&mut locked.clone())
    }

    /// The same, but the traits, the evidence and all texts but the edition of the rules move out of what the lock says.
    pub(super) fn out_of_lock(locked: &mut LockedAssessment) -> Self {
        let category = locked.category;
        let mut traits = take(&mut locked.traits);
        traits.sort();
        traits.dedup();
        let evidence = take(&mut locked.evidence).into_iter();
        let evidence: Box<[Evidence]> = evidence.filter_map(read).collect();
        let overruled = take(&mut locked.overruled);
        let mut fired = Vec::with_capacity(evidence.len() + overruled.len());
        for each in &evidence {
            let rule = each.rule.clone();
            let category = match each.claim {
                Claim::Category(category) => Some(category),
                Claim::Trait(_) => None,
            };
            fired.push(Fired {
                rule,
                category,
                overruled: false,
            });
        }
        fired.extend(overruled.into_iter().map(|it| Fired {
            rule: it.rule,
            category: it.category,
            overruled: true,
        }));
        Self::from_parts(
            category,
            traits,
            locked.confidence,
            take(&mut locked.doubt),
            evidence.into_vec(),
            fired,
        )
    }
}

fn read(locked: LockedEvidence) -> Option<Evidence> {
    let claim = locked
        .claim
        .parse()
        .map(Claim::Category)
        .or_else(|_| locked.claim.parse().map(Claim::Trait))
        .ok()?;
    Some(Evidence {
        claim,
        rule: locked.rule,
        place: place(&locked.place),
        quote: locked.words,
        reason: locked.reason,
    })
}

/// The hints that rules look at.
const HINTS: &[&str] = &[
    "readOnlyHint",
    "destructiveHint",
    "idempotentHint",
    "openWorldHint",
];

/// The place that [`Place`] writes so.
fn place(text: &str) -> Place {
    if let Some(path) = text.strip_prefix("parameter ") {
        return Place::Parameter(path.to_owned());
    }
    if let Some(name) = text.strip_prefix("hint ")
        && let Some(hint) = HINTS.iter().find(|hint| **hint == name)
    {
        return Place::Hint(hint);
    }
    match text {
        "name" => Place::Name,
        "title" => Place::Title,
        "description" => Place::Description,
        _ => Place::Nowhere,
    }
}

fn shortened(quote: &str) -> String {
    match quote.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", quote.get(..at).unwrap_or_default().trim_end()),
        None => quote.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Definition, Hints, Parameter};
    use crate::rules::Classifier;
    use crate::rules::severity_of;

    #[test]
    fn an_assessment_comes_out_of_a_lock_as_it_went_in() {
        let parameter = |path: &str| Parameter {
            path: path.to_owned(),
            kind: "string".to_owned(),
            ..Parameter::default()
        };
        let definitions = [
            (
                "delete_repository",
                "Permanently deletes a repository and all that is in it.",
            ),
            (
                "send_email",
                "Sends a message to any address with an attachment from disk.",
            ),
            ("zork", ""),
            (
                "get_or_create",
                "Gets an item. Creates it when there is none.",
            ),
        ];
        for (name, description) in definitions {
            let definition = Definition {
                name: name.to_owned(),
                description: description.to_owned(),
                parameters: vec![parameter("to"), parameter("items[].id")],
                hints: Hints {
                    read_only: Some(true),
                    destructive: Some(true),
                    ..Hints::default()
                },
                ..Definition::default()
            };
            let said = Classifier::built_in().assess(&definition);
            let locked = said.to_lock("e");
            let text = serde_json::to_string(&locked).unwrap();
            let read = Assessment::of_lock(&serde_json::from_str(&text).unwrap());
            assert_eq!(read.to_lock("e"), locked, "{name}");
            let all = |it: &Assessment| {
                (
                    it.category,
                    it.severity,
                    it.traits.clone(),
                    it.decision,
                    it.limit,
                    it.confidence,
                )
            };
            assert_eq!(all(&read), all(&said), "{name}");
            assert_eq!(read.evidence, said.evidence, "{name}");
        }
    }

    #[test]
    fn a_quote_is_never_a_whole_text() {
        let long = "word ".repeat(100);
        assert!(shortened(&long).chars().count() <= LONGEST + 1);
        assert_eq!(shortened("deletes"), "deletes");
    }

    #[test]
    fn severity_follows_from_the_category_whatever_the_lock_says() {
        let text = r#"{ "rules": "x", "category": "destructive", "severity": "low", "confidence": "high" }"#;
        let read = Assessment::of_lock(&serde_json::from_str(text).unwrap());
        assert_eq!(read.severity, severity_of(read.category, &[]));
    }
}

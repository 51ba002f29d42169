//! A catalog's rules in the form of the built-in ones.

use super::table::{Object, Parameter, Phrase, Rule, Strength, Verb, When};
use super::{Assessment, Claim};
use crate::model::{OwnRule, Trigger};

impl<'a> Rule<'a> {
    /// The rule that a catalog wrote. It speaks plainly: its author means it.
    pub fn of_catalog(own: &'a OwnRule) -> Self {
        let on = &own.on;
        let sure = Strength::Plain;
        let when = match (&own.when, own.claim) {
            (Trigger::Action { verbs, objects }, Claim::Category(_)) => When::Verb(Verb {
                verbs,
                nouns: objects,
                of: 0,
                with: 0,
                not: 0,
                never: 0,
                sure,
            }),
            (Trigger::Action { verbs, objects }, Claim::Trait(_)) => When::Object(Object {
                on,
                of: 0,
                nouns: objects,
                verbs,
                not: 0,
            }),
            (Trigger::Phrase(texts), _) => When::Phrase(Phrase { texts, on, sure }),
            (Trigger::Parameter(names), _) => When::Parameter(Parameter { names, on, sure }),
        };
        Self {
            id: &own.id.value,
            claim: own.claim,
            reason: &own.reason,
            when,
            examples: &[],
            own: true,
        }
    }

    /// Whether the rule decides this definition: its claim stands, and it is among the rules that say so.
    pub fn decides(&self, said: &Assessment) -> bool {
        let held = match self.claim {
            Claim::Category(category) => said.category == category,
            Claim::Trait(each) => said.traits.contains(&each),
        };
        held && said
            .fired
            .iter()
            .any(|it| it.rule == self.id && !it.overruled)
    }
}

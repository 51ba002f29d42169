//! A rule as clauses of a language with `&&`, `||` and `!`, all of which a call must meet.

use super::document::Rule;
use crate::model::Condition;

/// The clauses of a rule. `holds` writes one condition; `approved` is what is true once a person has
/// let the call pass, for guards that ask.
pub(super) fn clauses(
    rule: &Rule,
    holds: &dyn Fn(&Condition) -> String,
    approved: &str,
) -> Vec<String> {
    let together = |conditions: &[Condition]| {
        let all: Vec<String> = conditions.iter().map(holds).collect();
        all.join(" && ")
    };
    let or_asked = |clause: String, ask: bool| {
        if ask {
            format!("({clause} || {approved})")
        } else {
            clause
        }
    };
    let required = rule.require.iter().filter(|it| !it.conditions.is_empty());
    let required =
        required.map(|guard| or_asked(format!("({})", together(&guard.conditions)), guard.ask));
    let forbidden =
        rule.deny_if
            .iter()
            .map(|guard| match (guard.conditions.is_empty(), guard.ask) {
                (true, true) => approved.to_owned(),
                (true, false) => "false".to_owned(),
                (false, ask) => or_asked(format!("!({})", together(&guard.conditions)), ask),
            });
    let mut clauses: Vec<String> = Vec::new();
    for clause in required.chain(forbidden) {
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    clauses
}

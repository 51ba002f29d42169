//! A guard in words, as losses and differences name it.

use super::capabilities::Sense;
use crate::model::Guard;

/// `deny if args.amount gt 100 and args.currency eq "EUR"`
pub(super) fn words(guard: &Guard, sense: Sense) -> String {
    let conditions = guard.conditions.iter();
    let conditions: Vec<String> = conditions
        .map(|it| format!("{} {} {}", it.path(), it.operator(), it.value()))
        .collect();
    let verb = match (sense, guard.ask) {
        (Sense::Required, false) => "require",
        (Sense::Required, true) => "ask unless",
        (Sense::Forbidden, false) => "deny if",
        (Sense::Forbidden, true) => "ask if",
    };
    format!("{verb} {}", conditions.join(" and "))
}

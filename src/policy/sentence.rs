//! What a rule does, in a sentence made from the rule itself, so that text and JSON cannot disagree.

use super::ToolPolicy;
use crate::model::Decision;

/// What the rule means for one who calls the tool; a full sentence, the tool called "it".
pub fn effect(rule: &ToolPolicy) -> String {
    match (rule.decision, rule.limit) {
        (Decision::Allow, _) => "It stays usable without a limit.".to_owned(),
        (Decision::Limit, Some(limit)) => {
            let calls = if limit.max == 1 { "call" } else { "calls" };
            format!(
                "It stays usable, up to {} {calls} a {}; the next one in the same {} is denied.",
                limit.max, limit.window, limit.window
            )
        }
        (Decision::Limit, None) => "It stays usable, up to a limit.".to_owned(),
        (Decision::Ask, _) => {
            "Each call waits for a person to approve it; where nobody can be asked, it is denied."
                .to_owned()
        }
        (Decision::Deny, _) => "It stays in the tool list, and every call is denied.".to_owned(),
        (Decision::Hide, _) => {
            "It disappears from the agent's tool list, and a call by name is denied.".to_owned()
        }
    }
}

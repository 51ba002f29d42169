//! What a rule does, in a sentence made from the rule itself, so that text and JSON cannot disagree.

use super::ToolPolicy;
use crate::model::{Decision, Window};

/// What the rule means for one who calls the tool; a full sentence, the tool called "it".
pub fn effect(rule: &ToolPolicy) -> String {
    match (rule.decision, rule.limit) {
        (Decision::Allow, _) => "It stays usable without a limit.".to_owned(),
        (Decision::Limit, Some(limit)) => {
            let calls = if limit.max == 1 { "call" } else { "calls" };
            format!(
                "It stays usable, up to {} {calls} {}; the next one in the same {} is denied.",
                limit.max,
                per(limit.window),
                limit.window
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

/// The window as an adverb of frequency stands in a sentence: `a minute`, `an hour`.
pub const fn per(window: Window) -> &'static str {
    match window {
        Window::Minute => "a minute",
        Window::Hour => "an hour",
        Window::Day => "a day",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Limit;

    #[test]
    fn a_limit_reads_as_english_in_every_window() {
        let text = |max, window| {
            effect(&ToolPolicy {
                name: String::new(),
                decision: Decision::Limit,
                limit: Some(Limit { max, window }),
            })
        };
        assert!(text(30, Window::Minute).contains("up to 30 calls a minute; the next"));
        assert!(
            text(1, Window::Hour).contains("up to 1 call an hour; the next one in the same hour")
        );
        assert!(text(2, Window::Day).contains("up to 2 calls a day;"));
    }
}

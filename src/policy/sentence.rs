//! What a rule does, in a sentence made from the rule itself, so that text and JSON cannot disagree.

use super::ToolPolicy;
use crate::escape::one_line;
use crate::model::{Condition, Decision, Guard, Guards, Operator, Window};

/// What the rule means for one who calls the tool; a full sentence, the tool called "it".
pub fn effect(rule: &ToolPolicy) -> String {
    [whatever_the_arguments(rule), guarded(&rule.guards)]
        .join(" ")
        .trim_end()
        .to_owned()
}

/// What rules on arguments mean, a sentence each; empty when there are none.
pub fn guarded(guards: &Guards) -> String {
    let require = guards.require.iter().map(|it| sentence(it, "unless"));
    let deny_if = guards.deny_if.iter().map(|it| sentence(it, "when"));
    require.chain(deny_if).collect::<Vec<_>>().join(" ")
}

/// `A call is denied when force is true.`
fn sentence(guard: &Guard, when: &str) -> String {
    let what = if guard.ask {
        "waits for a person to approve it"
    } else {
        "is denied"
    };
    let pattern = |it: &&Condition| it.operator() == Operator::Regex;
    if let (Some(reason), Some(pattern)) = (&guard.on_deny, guard.conditions.iter().find(pattern)) {
        // A pattern tells people nothing; its author's word does.
        let name = pattern.steps().collect::<Vec<_>>().join(".");
        return one_line(&format!(
            "For some values of {name}, a call {what}: {reason}"
        ));
    }
    let conditions: Vec<String> = guard.conditions.iter().map(condition).collect();
    format!("A call {what} {when} {}.", conditions.join(" and "))
}

fn condition(condition: &Condition) -> String {
    let name = condition.steps().collect::<Vec<_>>().join(".");
    let value = condition.value();
    let verb = match condition.operator() {
        Operator::Eq => "is",
        Operator::Neq => "is not",
        Operator::Lt => "is less than",
        Operator::Lte => "is at most",
        Operator::Gt => "is more than",
        Operator::Gte => "is at least",
        Operator::In => "is one of",
        Operator::NotIn => "is none of",
        Operator::Exists if value == true => "is given",
        Operator::Exists => "is not given",
        Operator::Regex => "matches",
        Operator::Contains => "contains",
        Operator::PathUnder => "is under",
        Operator::HostIn => "is an address of",
        Operator::UrlPublic if value == true => "is a public web address",
        Operator::UrlPublic => "is no public web address",
        Operator::RefIs => "names the branch",
        Operator::SqlReadsOnly if value == true => "only reads",
        Operator::SqlReadsOnly => "does more than read",
    };
    if value.is_boolean()
        && !matches!(
            condition.operator(),
            Operator::Eq | Operator::Neq | Operator::Contains
        )
    {
        return one_line(&format!("{name} {verb}"));
    }
    let value = match value {
        serde_json::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            items.join(", ")
        }
        other => other.to_string(),
    };
    one_line(&format!("{name} {verb} {value}"))
}

fn whatever_the_arguments(rule: &ToolPolicy) -> String {
    match (rule.decision, rule.limit) {
        (Decision::Allow, _) => "It stays usable without a limit.".to_owned(),
        (Decision::Limit, Some(limit)) => {
            let calls = if limit.max == 1 { "call" } else { "calls" };
            format!(
                "It stays usable, up to {} {calls} {}; further calls in that {} are denied.",
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
    use serde_json::json;

    use crate::model::Limit;

    #[test]
    fn a_limit_reads_as_english_in_every_window() {
        let text = |max, window| {
            effect(&ToolPolicy {
                name: String::new(),
                decision: Decision::Limit,
                limit: Some(Limit { max, window }),
                guards: Guards::default(),
            })
        };
        assert!(text(30, Window::Minute).contains("up to 30 calls a minute; further"));
        assert!(text(1, Window::Hour).contains("up to 1 call an hour; further calls in that hour"));
        assert!(text(2, Window::Day).contains("up to 2 calls a day;"));
    }

    #[test]
    fn rules_on_arguments_are_told_after_the_decision() {
        let guard = |path: &str, operator, value, ask| Guard {
            conditions: vec![Condition::new(path.to_owned(), operator, value).unwrap()],
            on_deny: None,
            ask,
        };
        let told = effect(&ToolPolicy {
            name: String::new(),
            decision: Decision::Allow,
            limit: None,
            guards: Guards {
                require: vec![guard("args.reason", Operator::Exists, json!(true), false)],
                deny_if: vec![
                    guard("args.force", Operator::Eq, json!(true), false),
                    guard("args.amount", Operator::Gt, json!(100), true),
                    Guard {
                        on_deny: Some("Only web addresses.".to_owned()),
                        ..guard("args.url", Operator::Regex, json!("^ftp:"), false)
                    },
                ],
            },
        });
        assert_eq!(
            told,
            "It stays usable without a limit. A call is denied unless reason is given. \
             A call is denied when force is true. \
             A call waits for a person to approve it when amount is more than 100. \
             For some values of url, a call is denied: Only web addresses."
        );
    }
}

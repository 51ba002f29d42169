//! Random policies and calls with words, numbers and patterns that two readers could take differently.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use toolrisk::policy::{Condition, Fallback, Guard, Operator, Policy, Rule};

use super::random::{self, Made};

/// The tool of a policy of one guard.
const FIND: &str = "find";

/// Text that YAML or Go could take for something else.
fn text() -> impl Strategy<Value = String> {
    let pieces = "(a|true|null|1e3|0x1|2001-01-01|<<|: | #|\r\n|[é~*&!'\"\\\\\n\t {}\\[\\],%@-]|\
                  [\u{0}\u{85}\u{2028}\u{feff}\u{fffe}\u{1f600}\u{e0041}]){1,4}";
    let printed = select(vec![
        "", "5", "1e+06", "true", "<nil>", "NaN", "Inf", "[a 1]", "map[]",
    ]);
    prop_oneof![3 => pieces, 1 => printed.prop_map(str::to_owned)]
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-4..7).prop_map(Value::from),
        (-4..7).prop_map(|it| json!(f64::from(it) / 2.0)),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    let other = select(vec![
        json!(null),
        json!(true),
        json!([]),
        json!({}),
        json!(["a", 1]),
    ]);
    prop_oneof![4 => text().prop_map(Value::from), 2 => number(), 1 => other]
}

/// Mostly no pattern of either language; those that are get through.
fn pattern() -> impl Strategy<Value = String> {
    r"([ab1^$.*+?|()\[\]{},&~é \n-]|\[\^a\]|\[a-c\]|\{2\}|\{2,\}|\{,2\}|\{02\}|\{ 2\}|\{99\}|\\\.|\\d|\\\[|\(\?i\)|\(\?:){1,6}"
}

fn condition() -> impl Strategy<Value = Condition> {
    let step = prop_oneof![3 => Just("title".to_owned()), 1 => text()];
    let operator = prop_oneof![3 => select(Operator::ALL), 1 => Just(Operator::Regex)];
    (
        operator,
        vec(step, 1..3),
        vec(scalar(), 1..4),
        pattern(),
        number(),
    )
        .prop_filter_map(
            "no condition",
            |(operator, steps, values, pattern, number)| {
                let value = match operator {
                    Operator::In | Operator::NotIn => Value::from(values),
                    Operator::Exists | Operator::UrlPublic | Operator::SqlReadsOnly => {
                        json!(values.len() == 1)
                    }
                    Operator::PathUnder => json!(["/notes", "/srv/x"]),
                    Operator::HostIn => json!(["example.com", "*.gnu.org"]),
                    Operator::RefIs => json!(["main", "release/*"]),
                    Operator::Regex => Value::from(pattern),
                    Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => number,
                    _ => values[0].clone(),
                };
                Condition::new(format!("args.{}", steps.join(".")), operator, value).ok()
            },
        )
}

/// A policy of one tool with one guard.
pub(super) fn guarded() -> impl Strategy<Value = Policy> {
    (vec(condition(), 1..3), text(), any::<bool>()).prop_map(|(conditions, words, required)| {
        let guards = vec![Guard {
            conditions,
            on_deny: Some(words),
            ask: false,
        }];
        let rule = if required {
            Rule {
                require: guards,
                ..Rule::default()
            }
        } else {
            Rule {
                deny_if: guards,
                ..Rule::default()
            }
        };
        let mut policy = Policy::new(Fallback::Deny);
        policy.tools.0.push((FIND.to_owned(), rule));
        policy
    })
}

/// A random policy with odd conditions, messages and names in place of some of its own.
pub(super) fn policy() -> impl Strategy<Value = Policy> {
    let names = [
        None,
        Some("a.b"),
        Some("_global"),
        Some("true"),
        Some("1/2"),
        Some("a*"),
    ];
    (
        random::policy(),
        vec(condition(), 1..4),
        text(),
        select(names.to_vec()),
    )
        .prop_map(|(mut policy, conditions, words, name)| {
            let mut conditions = conditions.into_iter().cycle();
            for (_, rule) in &mut policy.tools.0 {
                for guard in rule.require.iter_mut().chain(&mut rule.deny_if) {
                    guard.on_deny = Some(words.clone());
                    let first = ..guard.conditions.len().min(1);
                    guard.conditions.splice(first, conditions.next());
                }
            }
            if let (Some((ruled, _)), Some(name)) = (policy.tools.0.last_mut(), name) {
                name.clone_into(ruled);
                // What is not named must not pass, or a name that cannot be written is refused.
                policy.default = Fallback::Deny;
            }
            policy
        })
}

/// Another value that prints as this one does, or nearly.
fn alike(value: &Value) -> Value {
    match value {
        Value::String(text) => match text.as_str() {
            "<nil>" => json!(null),
            "[a 1]" => json!(["a", 1]),
            "map[]" => json!({}),
            "1e+06" => json!(1_000_000),
            text => serde_json::from_str(text).unwrap_or_else(|_| json!([text])),
        },
        Value::Array(items) => items.first().map_or(json!("[]"), alike),
        Value::Null => json!("<nil>"),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => json!(value.to_string()),
    }
}

/// Arguments that a condition of the policy looks at.
fn arguments(policy: &Policy) -> impl Strategy<Value = Value> + use<> {
    let guards = policy.tools.0.iter().flat_map(|(_, rule)| rule.guards());
    let conditions: Vec<Condition> = guards.flat_map(|guard| guard.conditions.clone()).collect();
    let other = prop_oneof![scalar(), "[ab12{},é \\n-]{0,5}".prop_map(Value::from)];
    (any::<Index>(), 0..4, other).prop_map(move |(which, kind, other)| {
        if conditions.is_empty() {
            return json!({ "title": other });
        }
        let condition = which.get(&conditions);
        let value = match (kind, condition.value()) {
            (0, Value::Array(items)) if !items.is_empty() => which.get(items).clone(),
            (0, value) => value.clone(),
            (1, value) => alike(value),
            _ => other,
        };
        let steps: Vec<&str> = condition.steps().collect();
        steps
            .iter()
            .rev()
            .fold(value, |value, step| json!({ *step: value }))
    })
}

/// Calls of the tools that the policy rules, and of one more.
pub(super) fn calls(policy: &Policy) -> impl Strategy<Value = Vec<Made>> + use<> {
    let names = policy.tools.0.iter().map(|(name, _)| name.clone());
    let names: Vec<String> = names.chain(["a.b".to_owned()]).collect();
    let call = (select(names), arguments(policy));
    let made = call.prop_map(|(tool, arguments)| Made {
        tool,
        arguments,
        at: 0,
    });
    vec(made, 1..10)
}

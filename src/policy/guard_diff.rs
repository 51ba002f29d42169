//! The rules on a tool's arguments in two policies → what became looser or stricter.

use serde_json::Value;

use super::capabilities::Sense;
use super::diff::{Difference, Direction, difference};
use super::wording::words;
use crate::model::{Condition, Guard, Operator};

/// Compares the guards of a tool that stand under `require` or under `deny_if`.
pub(super) fn guards(
    tool: &str,
    sense: Sense,
    old: &[Guard],
    new: &[Guard],
    found: &mut Vec<Difference>,
) {
    // A guard without conditions is a decision, which is compared on its own.
    let only = |these: &[Guard], others: &[Guard]| -> Vec<Guard> {
        let stay =
            |it: &&Guard| !it.conditions.is_empty() && !others.iter().any(|other| alike(it, other));
        these.iter().filter(stay).cloned().collect()
    };
    let gone = only(old, new);
    let mut come = only(new, old);
    for before in gone {
        let partner = come
            .iter()
            .position(|after| moved(&before, after, sense).is_some());
        let Some(after) = partner.map(|at| come.remove(at)) else {
            let change = format!(
                "the rule \u{201c}{}\u{201d} was removed",
                words(&before, sense)
            );
            found.push(difference(tool, Direction::Looser, change));
            continue;
        };
        let Some(direction) = moved(&before, &after, sense) else {
            continue;
        };
        let change = format!(
            "the rule \u{201c}{}\u{201d} becomes \u{201c}{}\u{201d}",
            words(&before, sense),
            words(&after, sense)
        );
        found.push(difference(tool, direction, change));
    }
    for after in come {
        let change = format!(
            "the rule \u{201c}{}\u{201d} was added",
            words(&after, sense)
        );
        found.push(difference(tool, Direction::Stricter, change));
    }
}

/// Whether two guards decide alike, whatever they say to the caller.
fn alike(left: &Guard, right: &Guard) -> bool {
    left.ask == right.ask && left.conditions == right.conditions
}

/// The direction of a change, where one guard is plainly the other made wider or narrower.
fn moved(before: &Guard, after: &Guard, sense: Sense) -> Option<Direction> {
    if before.conditions == after.conditions && before.ask != after.ask {
        return Some(if after.ask {
            Direction::Looser
        } else {
            Direction::Stricter
        });
    }
    let ([old], [new]) = (before.conditions.as_slice(), after.conditions.as_slice()) else {
        return None;
    };
    if before.ask != after.ask || old.path() != new.path() || old.operator() != new.operator() {
        return None;
    }
    let wider = is_wider(old, new)?;
    // Where a condition is required, a wider one lets more pass; where it forbids, less.
    Some(if wider == (sense == Sense::Required) {
        Direction::Looser
    } else {
        Direction::Stricter
    })
}

/// Whether the new condition holds of more calls than the old one, where that can be told.
fn is_wider(old: &Condition, new: &Condition) -> Option<bool> {
    let (was, is) = (old.value(), new.value());
    match old.operator() {
        Operator::Lt | Operator::Lte => Some(is.as_f64()? > was.as_f64()?),
        Operator::Gt | Operator::Gte => Some(is.as_f64()? < was.as_f64()?),
        Operator::In | Operator::HostIn | Operator::PathUnder | Operator::RefIs => {
            let grows = holds_all(is, was);
            let shrinks = holds_all(was, is);
            (grows != shrinks).then_some(grows)
        }
        Operator::NotIn => {
            let shrinks = holds_all(was, is);
            let grows = holds_all(is, was);
            (grows != shrinks).then_some(shrinks)
        }
        Operator::Eq
        | Operator::Neq
        | Operator::Exists
        | Operator::Regex
        | Operator::Contains
        | Operator::UrlPublic
        | Operator::SqlReadsOnly => None,
    }
}

/// Whether a list, or a single value in its place, has every item of another.
fn holds_all(list: &Value, others: &Value) -> bool {
    let items = |value: &Value| match value {
        Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    let list = items(list);
    items(others).iter().all(|item| list.contains(item))
}

#[cfg(test)]
mod tests {
    use super::super::{Policy, differences};

    fn said(before: &str, after: &str) -> Vec<String> {
        let policy = |rule: &str| -> Policy {
            let text = format!(
                r#"{{ "version": "1", "default": "deny", "tools": {{ "a": {{ {rule} }} }} }}"#
            );
            text.parse().unwrap()
        };
        let found = differences(&policy(before), &policy(after));
        found
            .iter()
            .map(|it| format!("{} {}", it.direction, it.change))
            .collect()
    }

    fn rule(key: &str, op: &str, value: &str) -> String {
        format!(
            r#""{key}": [{{ "conditions": [{{ "path": "args.x", "op": "{op}", "value": {value} }}] }}]"#
        )
    }

    #[test]
    fn a_list_or_a_bound_that_moves_is_one_change_with_its_direction() {
        for (key, op, old, new, direction) in [
            ("require", "in", "[1]", "[1, 2]", "looser"),
            ("deny_if", "in", "[1]", "[1, 2]", "stricter"),
            ("require", "not_in", "[1]", "[1, 2]", "stricter"),
            ("require", "lte", "5", "9", "looser"),
            ("deny_if", "gt", "5", "9", "looser"),
            (
                "require",
                "path_under",
                r#"["/a", "/b"]"#,
                r#""/a""#,
                "stricter",
            ),
            (
                "require",
                "host_in",
                r#"["a.example"]"#,
                r#"["a.example", "b.example"]"#,
                "looser",
            ),
        ] {
            let said = said(&rule(key, op, old), &rule(key, op, new));
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(
                said[0].starts_with(direction),
                "{key} {op} {old} {new}: {said:?}"
            );
        }
    }

    #[test]
    fn a_rule_that_is_replaced_by_another_is_looser_and_stricter() {
        let said = said(&rule("require", "in", "[1]"), &rule("require", "in", "[2]"));
        assert_eq!(
            said,
            [
                "looser the rule \u{201c}require args.x in [1]\u{201d} was removed",
                "stricter the rule \u{201c}require args.x in [2]\u{201d} was added"
            ]
        );
        let gone = self::said(&rule("deny_if", "eq", "1"), "");
        assert_eq!(
            gone,
            ["looser the rule \u{201c}deny if args.x eq 1\u{201d} was removed"]
        );
    }
}

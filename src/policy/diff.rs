//! Two policies → what became looser or stricter, in words.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::capabilities::Sense;
use super::document::{Fallback, OnError, Policy, Quota, Rule, Scope};
use super::guard_diff::guards;
use super::sharing;
use super::wording::words;
use crate::model::{Decision, vocabulary};
use crate::sort;

vocabulary! {
    /// In which direction a change goes.
    Direction {
        /// A call may pass that was refused, or pass unasked that was asked about.
        Looser = "looser",
        /// A call may be refused that passed, or be asked about that passed unasked.
        Stricter = "stricter",
    }
}

/// One difference between two policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The tool; empty when it is about the policy as a whole.
    pub tool: String,
    /// The direction.
    pub direction: Direction,
    /// What changed, in words.
    pub change: String,
}

/// What changed from one policy to another: what became looser first, then what became stricter, each in the order of
/// the tools' names.
pub fn differences(before: &Policy, after: &Policy) -> Vec<Difference> {
    let mut found = Vec::new();
    let (old, new) = (of_others(before), of_others(after));
    if let Some(direction) = by_order(old, new) {
        let change = format!("tools that the policy does not name: {old} becomes {new}");
        found.push(difference("", direction, change));
    }
    let of_all = |policy: &Policy| policy.all_tools.limits.clone();
    quotas("", &of_all(before), &of_all(after), &mut found);
    for tool in named(before, after) {
        of_tool(tool, before, after, &mut found);
    }
    sort::by_key(&mut found, |it| it.direction);
    found
}

/// What happens to a tool that a policy does not name.
fn of_others(policy: &Policy) -> Decision {
    let hides = policy.hide.iter().any(|name| name == "*");
    match policy.default {
        _ if hides => Decision::Hide,
        Fallback::Allow => Decision::Allow,
        Fallback::Deny => Decision::Deny,
    }
}

/// The tools that one of the two names, each once, in the order of their names.
fn named<'a>(before: &'a Policy, after: &'a Policy) -> BTreeSet<&'a str> {
    let names = before.names().chain(after.names());
    names.filter(|name| *name != "*").collect()
}

pub(super) fn difference(tool: &str, direction: Direction, change: String) -> Difference {
    Difference {
        tool: tool.to_owned(),
        direction,
        change,
    }
}

/// Which way a change goes in which the greater is the stricter.
pub(super) fn by_order<T: Ord + Copy>(old: T, new: T) -> Option<Direction> {
    match new.cmp(&old) {
        std::cmp::Ordering::Less => Some(Direction::Looser),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Direction::Stricter),
    }
}

/// A decision without its limit, which is compared on its own.
const fn unlimited(decision: Decision) -> Decision {
    match decision {
        Decision::Limit => Decision::Allow,
        Decision::Allow | Decision::Ask | Decision::Deny | Decision::Hide => decision,
    }
}

fn of_tool(tool: &str, before: &Policy, after: &Policy, found: &mut Vec<Difference>) {
    let (was, is) = (before.decision(tool), after.decision(tool));
    let none = Rule::default();
    let new = after.rule(tool).unwrap_or(&none);
    if was >= Decision::Deny && is < Decision::Deny {
        let change = format!("{was} becomes {}", in_words(is, new));
        return found.push(difference(tool, Direction::Looser, change));
    }
    let old = before.rule(tool).unwrap_or(&none);
    let turn = by_order(unlimited(was), unlimited(is));
    if let Some(direction) = turn {
        // A person who approves each call stands for a limit.
        let limits = new
            .limits
            .iter()
            .map(|it| format!(", at most {}", it.limit()));
        let change = format!("{} becomes {}", unlimited(was), unlimited(is));
        found.push(difference(
            tool,
            direction,
            change + &limits.collect::<String>(),
        ));
    }
    if is >= Decision::Deny {
        // Nothing passes, whatever else stands there.
        return;
    }
    if turn.is_none() {
        quotas(tool, &old.limits, &new.limits, found);
        shared(tool, before, after, found);
    }
    guards(tool, Sense::Required, &old.require, &new.require, found);
    guards(tool, Sense::Forbidden, &old.deny_if, &new.deny_if, found);
}

/// Limits that count the calls of other tools too, each compared with the one of the same window.
fn shared(tool: &str, before: &Policy, after: &Policy, found: &mut Vec<Difference>) {
    let limits = |policy: &Policy| {
        policy
            .rule(tool)
            .map_or_else(Vec::new, |it| it.limits.clone())
    };
    let now = limits(after);
    for quota in limits(before) {
        let Some(other) = now.iter().find(|it| it.window == quota.window) else {
            continue;
        };
        let (was, is) = (sharing::users(before, &quota), sharing::users(after, other));
        // A tool whose calls do not pass any more, or did not before, fills no counter.
        let gone = was
            .difference(&is)
            .filter(|it| after.decision(it) < Decision::Deny);
        let come = is
            .difference(&was)
            .filter(|it| before.decision(it) < Decision::Deny);
        let gone = gone.map(|it| (Direction::Looser, "no longer counts", it));
        let come = come.map(|it| (Direction::Stricter, "also counts", it));
        for (direction, verb, name) in gone.chain(come) {
            let change = format!(
                "the limit of {} {verb} the calls of `{name}`",
                quota.limit()
            );
            found.push(difference(tool, direction, change));
        }
    }
}

/// A decision with the limits and the rules on arguments beside it.
fn in_words(decision: Decision, rule: &Rule) -> String {
    let limits = rule
        .limits
        .iter()
        .map(|quota| format!("at most {}", quota.limit()));
    let require = rule.require.iter().map(|guard| (guard, Sense::Required));
    let forbidden = rule.deny_if.iter().map(|guard| (guard, Sense::Forbidden));
    let guards = require.chain(forbidden);
    let guards = guards.filter(|(guard, _)| !guard.conditions.is_empty());
    let parts = limits.chain(guards.map(|(guard, sense)| words(guard, sense)));
    let parts: Vec<String> = std::iter::once(unlimited(decision).to_string())
        .chain(parts)
        .collect();
    parts.join(", ")
}

/// Limits, each compared with the one of the same window.
fn quotas(tool: &str, old: &[Quota], new: &[Quota], found: &mut Vec<Difference>) {
    let of = if tool.is_empty() {
        " over all tools"
    } else {
        ""
    };
    for quota in old {
        let (limit, window) = (quota.limit(), quota.window);
        let Some(now) = new.iter().find(|it| it.window == window) else {
            let change = format!("the limit of {limit}{of} was removed");
            found.push(difference(tool, Direction::Looser, change));
            continue;
        };
        // Fewer calls are stricter.
        if let Some(direction) = by_order(Reverse(quota.max), Reverse(now.max)) {
            let change = format!("the limit of {limit}{of} becomes {}", now.limit());
            found.push(difference(tool, direction, change));
        }
        if let Some(direction) = by_order(quota.scope == Scope::Server, now.scope == Scope::Server)
        {
            let change = format!(
                "the limit of {limit}{of} counts the calls of each {} together",
                now.scope
            );
            found.push(difference(tool, direction, change));
        }
        let counts = |it: &Quota| it.on_error == OnError::Count;
        if let Some(direction) = by_order(counts(quota), counts(now)) {
            let verb = if counts(now) {
                "counts"
            } else {
                "no longer counts"
            };
            let change = format!("the limit of {limit}{of} {verb} calls that fail");
            found.push(difference(tool, direction, change));
        }
    }
    let is_new = |quota: &&Quota| old.iter().all(|it| it.window != quota.window);
    for quota in new.iter().filter(is_new) {
        let change = format!("a limit of {}{of} was added", quota.limit());
        found.push(difference(tool, Direction::Stricter, change));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(rest: &str) -> Policy {
        let default = if rest.contains("default") {
            ""
        } else {
            r#""default": "deny","#
        };
        format!(r#"{{ "version": "1", {default} {rest} }}"#)
            .parse()
            .unwrap()
    }

    fn said(before: &str, after: &str) -> Vec<String> {
        let found = differences(&policy(before), &policy(after));
        let line = |it: &Difference| format!("{} {}: {}", it.direction, it.tool, it.change);
        found.iter().map(line).collect()
    }

    fn with(limits: &str) -> String {
        format!(r#""tools": {{ "a": {{ "limits": [{limits}] }} }}"#)
    }

    fn limit(max: u32) -> String {
        with(&format!(
            r#"{{ "counter": "a", "window": "hour", "max": {max} }}"#
        ))
    }

    #[test]
    fn each_kind_of_change_has_its_direction_and_is_said_once() {
        let open = r#""tools": { "a": {} }"#;
        let ask = r#""tools": { "a": { "deny_if": [{ "conditions": [], "ask": true }] } }"#;
        let cases = [
            (limit(5), limit(9), "looser a: the limit of 5/hour becomes 9/hour"),
            (limit(9), limit(5), "stricter a: the limit of 9/hour becomes 5/hour"),
            (limit(5), open.to_owned(), "looser a: the limit of 5/hour was removed"),
            (open.to_owned(), limit(5), "stricter a: a limit of 5/hour was added"),
            (open.to_owned(), r#""hide": ["a"]"#.to_owned(), "stricter a: allow becomes hide"),
            (r#""hide": ["a"]"#.to_owned(), limit(5), "looser a: hide becomes allow, at most 5/hour"),
            (open.to_owned(), ask.to_owned(), "stricter a: allow becomes ask"),
            (ask.to_owned(), open.to_owned(), "looser a: ask becomes allow"),
            (r#""tools": {}"#.to_owned(), open.to_owned(), "looser a: deny becomes allow"),
            (
                r#""tools": {}"#.to_owned(),
                r#""default": "allow""#.to_owned(),
                "looser : tools that the policy does not name: deny becomes allow",
            ),
            (
                with(r#"{ "counter": "a", "window": "day", "max": 5 }"#),
                with(r#"{ "counter": "a", "window": "day", "max": 5, "on_error": "give_back" }"#),
                "looser a: the limit of 5/day no longer counts calls that fail",
            ),
            (
                r#""tools": {}, "all_tools": { "limits": [{ "counter": "c", "window": "day", "max": 5 }] }"#.to_owned(),
                r#""tools": {}"#.to_owned(),
                "looser : the limit of 5/day over all tools was removed",
            ),
        ];
        for (before, after, expected) in cases {
            assert_eq!(said(&before, &after), [expected], "{before} to {after}");
            assert_eq!(said(&before, &before), [""; 0]);
        }
    }

    #[test]
    fn a_shared_counter_that_is_split_is_looser_and_one_that_is_joined_stricter() {
        let two = |a: &str, b: &str| {
            let rule = |counter: &str| {
                format!(
                    r#"{{ "limits": [{{ "counter": "{counter}", "window": "day", "max": 5 }}] }}"#
                )
            };
            format!(r#""tools": {{ "a": {}, "b": {} }}"#, rule(a), rule(b))
        };
        assert_eq!(
            said(&two("all", "all"), &two("a", "b")),
            [
                "looser a: the limit of 5/day no longer counts the calls of `b`",
                "looser b: the limit of 5/day no longer counts the calls of `a`",
            ]
        );
        assert_eq!(
            said(&two("a", "b"), &two("all", "all")),
            [
                "stricter a: the limit of 5/day also counts the calls of `b`",
                "stricter b: the limit of 5/day also counts the calls of `a`",
            ]
        );
        assert_eq!(said(&two("all", "all"), &two("x", "x")), [""; 0]);
    }

    #[test]
    fn the_rules_on_arguments_of_a_tool_that_opens_are_said_with_it() {
        let after = r#""tools": { "a": { "require": [{ "conditions": [{ "path": "args.x", "op": "eq", "value": 1 }] }] } }"#;
        assert_eq!(
            said(r#""tools": {}"#, after),
            ["looser a: deny becomes allow, require args.x eq 1"]
        );
    }
}

//! Limits that are never reached.

use std::collections::BTreeMap;

use super::{Fault, Kind, fault};
use crate::model::{Decision, Window};
use crate::policy::document::{Fallback, Policy, Quota, Rule};
use crate::policy::evaluator::tool_pointer;

/// The most calls that one limit lets through in the window of another.
fn most_in(quota: &Quota, window: Window) -> u64 {
    let (own, other) = (quota.window.seconds(), window.seconds());
    // A shorter window is passed several times within a longer one.
    u64::from(quota.max) * (other / own).max(1)
}

/// Limits of one tool that another limit makes useless.
pub(super) fn of_tool(policy: &Policy, name: &str, rule: &Rule, found: &mut Vec<Fault>) {
    if rule.decision() == Decision::Deny {
        return;
    }
    let place = tool_pointer(name);
    for (at, quota) in rule.limits.iter().enumerate() {
        let others = rule
            .limits
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        // Of two equal limits, the second is the useless one.
        let own = others.filter(|(other, it)| {
            let most = most_in(it, quota.window);
            most < u64::from(quota.max) || (most == u64::from(quota.max) && *other < at)
        });
        let own = own.map(|(_, it)| (it, "")).next();
        let over_all = policy.all_tools.limits.iter();
        let mut over_all = over_all.filter(|it| most_in(it, quota.window) < u64::from(quota.max));
        let tighter = own.or_else(|| over_all.next().map(|it| (it, " over all tools")));
        if let Some((tighter, of)) = tighter {
            let message = format!(
                "the limit of {} for `{name}` is never reached, because the limit of {}{of} is reached first",
                quota.limit(),
                tighter.limit()
            );
            let here = format!("{place}/limits/{at}");
            found.push(fault(
                here,
                Kind::NeverReached,
                message,
                "remove it, or make it smaller",
            ));
        }
    }
}

/// Counters that two tools fill up to different heights.
pub(super) fn shared(policy: &Policy, found: &mut Vec<Fault>) {
    let mut known: BTreeMap<(&str, Window), (u32, &str)> = BTreeMap::new();
    for (name, rule) in &policy.tools.0 {
        for (at, quota) in rule.limits.iter().enumerate() {
            let key = (quota.counter.as_str(), quota.window);
            let (max, first) = *known.entry(key).or_insert((quota.max, name));
            if max == quota.max || first == name {
                continue;
            }
            let message = format!(
                "`{first}` and `{name}` count on `{}`, one up to {max} and the other up to {}: the calls of one use up \
                 the limit of the other",
                quota.counter, quota.max
            );
            let help = "give each a counter of its own, or both the same number";
            found.push(fault(
                format!("{}/limits/{at}", tool_pointer(name)),
                Kind::UnevenCounter,
                message,
                help,
            ));
        }
    }
}

/// Limits over all tools that the limits of the tools together never fill.
pub(super) fn over_all(policy: &Policy, found: &mut Vec<Fault>) {
    let closed = policy.default == Fallback::Deny || policy.hide.iter().any(|name| name == "*");
    if !closed {
        return;
    }
    for (at, quota) in policy.all_tools.limits.iter().enumerate() {
        let usable = policy
            .tools
            .0
            .iter()
            .filter(|(_, rule)| rule.decision() < Decision::Deny);
        let most: Option<u64> = usable
            .map(|(_, rule)| rule.limits.iter().map(|it| most_in(it, quota.window)).min())
            .sum();
        if most.is_some_and(|most| most < u64::from(quota.max)) {
            let message = format!(
                "the limit of {} over all tools is never reached, because the tools' own limits are reached first",
                quota.limit()
            );
            let here = format!("/all_tools/limits/{at}");
            found.push(fault(
                here,
                Kind::NeverReached,
                message,
                "remove it, or make it smaller",
            ));
        }
    }
}

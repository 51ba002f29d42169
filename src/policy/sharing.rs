//! Which tools count on the same counter.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Policy, Quota};
use crate::model::Window;

/// The tools whose calls a limit of a tool counts.
pub(super) fn users<'a>(policy: &'a Policy, quota: &Quota) -> BTreeSet<&'a str> {
    let is_same = |it: &Quota| (&it.counter, it.window) == (&quota.counter, quota.window);
    let rules = policy.tools.0.iter();
    let users = rules.filter(|(_, rule)| rule.limits.iter().any(is_same));
    users.map(|(name, _)| name.as_str()).collect()
}

/// Each counter of a policy with its window: the one tool whose calls count on it, or none for several.
pub(super) fn counters(policy: &Policy) -> BTreeMap<(&str, Window), Option<&str>> {
    let mut counters = BTreeMap::new();
    for (name, rule) in &policy.tools.0 {
        for quota in &rule.limits {
            let user = Some(name.as_str());
            let known = counters
                .entry((quota.counter.as_str(), quota.window))
                .or_insert(user);
            if *known != user {
                *known = None;
            }
        }
    }
    for quota in &policy.all_tools.limits {
        counters.insert((quota.counter.as_str(), quota.window), None);
    }
    counters
}

//! What a policy decides of a call, and which rule decided.

use serde_json::Value;

use super::document::{Fallback, Policy, Quota};
use super::quota::{Counters, Reservation};
use crate::model::{Condition, Guard, Truth, vocabulary};

vocabulary! {
    /// What happens to one call.
    Effect {
        /// It passes.
        Allow = "allow",
        /// A person is asked.
        Ask = "ask",
        /// It is refused.
        Deny = "deny",
    }
}

/// A call to a tool.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The tool's exact name.
    pub tool: &'a str,
    /// Its arguments, an object.
    pub arguments: &'a Value,
    /// Seconds since 1970-01-01T00:00Z.
    pub at: u64,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The effect.
    pub effect: Effect,
    /// Where in the policy the deciding rule stands, as a JSON pointer (RFC 6901).
    pub rule: String,
    /// What to tell the caller; empty when the call passes.
    pub reason: String,
    /// What was counted; give it back with [`Evaluator::release`] if the call is not made.
    pub reserved: Reservation,
}

/// A policy with its counters.
#[derive(Debug, Clone)]
pub struct Evaluator {
    policy: Policy,
    counters: Counters,
}

impl Evaluator {
    /// Nothing counted yet.
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            counters: Counters::default(),
        }
    }

    /// The policy.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Decides by another policy from now on; counters of the same name and window go on.
    pub fn replace(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// Decides a call. The first refusal wins: hidden, not named, `require`, `deny_if`, then the
    /// guards that ask, then the limits. A call that passes or is asked for is counted.
    pub fn decide(&mut self, call: Call<'_>) -> Verdict {
        if let Some(verdict) = self.refuse(call) {
            return verdict;
        }
        let quotas = quotas(&self.policy, call.tool);
        let asked = guards(&self.policy, call).find(|fired| fired.guard.ask);
        let reserved = match self
            .counters
            .reserve(quotas.iter().map(|(_, quota)| *quota), call.at)
        {
            Ok(reserved) => reserved,
            Err(place) => {
                let full = quotas.get(place);
                return deny(
                    full.map_or_else(String::new, |(pointer, _)| pointer.clone()),
                    full.map_or_else(String::new, |(_, quota)| spent(call.tool, quota)),
                );
            }
        };
        match asked {
            Some(fired) => Verdict {
                effect: Effect::Ask,
                reason: fired.reason(call.tool),
                rule: fired.pointer,
                reserved,
            },
            None => Verdict {
                effect: Effect::Allow,
                rule: match self.policy.rule(call.tool) {
                    Some(_) => tool_pointer(call.tool),
                    None => "/default".to_owned(),
                },
                reason: String::new(),
                reserved,
            },
        }
    }

    /// Gives back what a call that was not made had counted.
    pub fn release(&mut self, reservation: Reservation) {
        self.counters.release(reservation);
    }

    fn refuse(&self, call: Call<'_>) -> Option<Verdict> {
        let (policy, tool) = (&self.policy, call.tool);
        let hidden = policy.hide.iter().position(|name| name == tool);
        let hidden = hidden.or_else(|| {
            let all = policy.hide.iter().position(|name| name == "*");
            all.filter(|_| policy.rule(tool).is_none())
        });
        if let Some(place) = hidden {
            return Some(deny(
                format!("/hide/{place}"),
                format!("`{tool}` is hidden by policy."),
            ));
        }
        if policy.rule(tool).is_none() && policy.default == Fallback::Deny {
            return Some(deny(
                "/default".to_owned(),
                format!("`{tool}` is not named in the policy, which denies what it does not name."),
            ));
        }
        let fired = guards(policy, call).find(|fired| !fired.guard.ask)?;
        let reason = fired.reason(tool);
        Some(deny(fired.pointer, reason))
    }
}

fn deny(rule: String, reason: String) -> Verdict {
    Verdict {
        effect: Effect::Deny,
        rule,
        reason,
        reserved: Reservation::default(),
    }
}

fn spent(tool: &str, quota: &Quota) -> String {
    let calls = if quota.max == 1 { "call" } else { "calls" };
    format!(
        "`{tool}` has used up its {} {calls} of this {}.",
        quota.max, quota.window
    )
}

/// A guard that stands against a call.
struct Fired<'a> {
    guard: &'a Guard,
    pointer: String,
}

impl Fired<'_> {
    fn reason(&self, tool: &str) -> String {
        self.guard
            .on_deny
            .clone()
            .unwrap_or_else(|| format!("`{tool}` with these arguments is denied by policy."))
    }
}

/// Whether a guard stands against a call with these arguments.
type Against = fn(&Guard, &Value) -> bool;

/// The guards that stand against a call, the required first.
fn guards<'a>(policy: &'a Policy, call: Call<'a>) -> impl Iterator<Item = Fired<'a>> {
    let rule = policy.rule(call.tool);
    let listed = move |guards: &'a [Guard], key: &'static str, against: Against| {
        let placed = guards.iter().enumerate();
        let standing = placed.filter(move |(_, guard)| against(guard, call.arguments));
        standing.map(move |(place, guard)| Fired {
            guard,
            pointer: format!("{}/{key}/{place}", tool_pointer(call.tool)),
        })
    };
    rule.into_iter().flat_map(move |rule| {
        listed(&rule.require, "require", |guard, arguments| {
            !guard
                .conditions
                .iter()
                .all(|each| each.holds(arguments) == Truth::Yes)
        })
        .chain(listed(&rule.deny_if, "deny_if", |guard, arguments| {
            guard
                .conditions
                .iter()
                .all(|each: &Condition| each.holds(arguments) != Truth::No)
        }))
    })
}

/// Every quota of a call with its place, those of all tools first.
fn quotas<'a>(policy: &'a Policy, tool: &str) -> Vec<(String, &'a Quota)> {
    let listed = |quotas: &'a [Quota], under: String| {
        quotas
            .iter()
            .enumerate()
            .map(move |(place, quota)| (format!("{under}/limits/{place}"), quota))
    };
    let own = policy.rule(tool).map_or(&[][..], |rule| &rule.limits);
    listed(&policy.all_tools.limits, "/all_tools".to_owned())
        .chain(listed(own, tool_pointer(tool)))
        .collect()
}

/// Where the rule of a tool stands in a policy.
pub(crate) fn tool_pointer(tool: &str) -> String {
    format!("/tools/{}", tool.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const POLICY: &str = r#"{
      "version": "1", "default": "deny", "hide": ["delete_repository"],
      "all_tools": { "limits": [ { "counter": "all", "window": "hour", "max": 5 } ] },
      "tools": {
        "get_issue": {},
        "create_issue": { "limits": [ { "counter": "create", "window": "minute", "max": 2 } ] },
        "merge": { "deny_if": [ { "conditions": [], "on_deny": "Requires human approval.", "ask": true } ] },
        "a/b~c": { "require": [ { "conditions": [ { "path": "args.reason", "op": "exists", "value": true } ] } ],
                   "deny_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 9 } ] } ] }
      }
    }"#;

    fn decide(
        evaluator: &mut Evaluator,
        tool: &str,
        arguments: &Value,
        at: u64,
    ) -> (Effect, String) {
        let verdict = evaluator.decide(Call {
            tool,
            arguments,
            at,
        });
        (verdict.effect, verdict.rule)
    }

    fn evaluator() -> Evaluator {
        Evaluator::new(POLICY.parse().unwrap())
    }

    #[test]
    fn each_verdict_names_the_rule_that_decided() {
        let mut it = evaluator();
        let none = json!({});
        for (tool, arguments, effect, rule) in [
            ("get_issue", &none, Effect::Allow, "/tools/get_issue"),
            ("delete_repository", &none, Effect::Deny, "/hide/0"),
            ("search", &none, Effect::Deny, "/default"),
            ("merge", &none, Effect::Ask, "/tools/merge/deny_if/0"),
            ("a/b~c", &none, Effect::Deny, "/tools/a~1b~0c/require/0"),
            (
                "a/b~c",
                &json!({ "reason": "x", "amount": 10 }),
                Effect::Deny,
                "/tools/a~1b~0c/deny_if/0",
            ),
            (
                "a/b~c",
                &json!({ "reason": "x", "amount": "10" }),
                Effect::Deny,
                "/tools/a~1b~0c/deny_if/0",
            ),
            (
                "a/b~c",
                &json!({ "reason": "x", "amount": 9 }),
                Effect::Allow,
                "/tools/a~1b~0c",
            ),
        ] {
            assert_eq!(
                decide(&mut it, tool, arguments, 0),
                (effect, rule.to_owned()),
                "{tool}"
            );
        }
    }

    #[test]
    fn windows_are_fixed_and_refused_calls_do_not_count() {
        let mut it = evaluator();
        let none = json!({});
        let mut create = |at| decide(&mut it, "create_issue", &none, at).0;
        assert_eq!(
            [create(58), create(59), create(59)],
            [Effect::Allow, Effect::Allow, Effect::Deny]
        );
        assert_eq!(
            [create(60), create(30), create(119)],
            [Effect::Allow, Effect::Allow, Effect::Deny]
        );
        assert_eq!(create(120), Effect::Allow);
        assert_eq!(
            decide(&mut it, "create_issue", &none, 180),
            (Effect::Deny, "/all_tools/limits/0".to_owned())
        );
    }

    #[test]
    fn what_was_counted_can_be_given_back_within_its_window() {
        let mut it = evaluator();
        let none = json!({});
        let call = Call {
            tool: "create_issue",
            arguments: &none,
            at: 0,
        };
        let first = it.decide(call);
        it.decide(call);
        assert_eq!(it.decide(call).effect, Effect::Deny);
        it.release(first.reserved.clone());
        assert_eq!(it.decide(call).effect, Effect::Allow);
        let later = Call { at: 60, ..call };
        it.decide(later);
        it.release(first.reserved);
        it.decide(later);
        assert_eq!(
            it.decide(later).effect,
            Effect::Deny,
            "an old reservation gives nothing back"
        );
    }
}

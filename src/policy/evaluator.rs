//! What a policy decides of a call, and which rule decided.

use std::sync::Arc;

use serde_json::Value;

use super::counters::{Bound, Counters, Memory, OTHERS, Reservation, Uncounted, Used};
use super::document::{Fallback, Policy, Quota};
use super::verdict::{Call, Code, Effect, Verdict};
use crate::model::{Condition, Guard, Truth};

/// A policy with the record of calls that its limits are held against.
#[derive(Debug, Clone)]
pub struct Evaluator {
    policy: Policy,
    counters: Arc<dyn Counters>,
    grant: String,
}

impl Evaluator {
    /// With a record of its own, in which nothing stands yet.
    pub fn new(policy: Policy) -> Self {
        Self::counting(policy, Arc::new(Memory::default()), "")
    }

    /// With a record that others may share. `grant` says whose calls these are.
    pub fn counting(policy: Policy, counters: Arc<dyn Counters>, grant: &str) -> Self {
        Self {
            policy,
            counters,
            grant: grant.to_owned(),
        }
    }

    /// By another policy for somebody else's calls, with the same record.
    #[must_use]
    pub fn beside(&self, policy: Policy, grant: &str) -> Self {
        Self::counting(policy, Arc::clone(&self.counters), grant)
    }

    /// The policy.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Decides by another policy from now on. What was called stays on record.
    pub fn replace(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// Decides a call whose arguments are not known, as far as that can be done without them. It is counted with
    /// the others.
    pub fn decide_without_arguments(&self, call: Call<'_>) -> Verdict {
        let mut blind = self.clone();
        blind.policy = self.policy.without_argument_rules();
        blind.decide(call)
    }

    /// Decides a call. The first refusal wins: hidden, not named, `require`, `deny_if`, then the
    /// guards that ask, then the limits. A call that passes or is asked for is counted.
    pub fn decide(&mut self, call: Call<'_>) -> Verdict {
        if let Some(verdict) = self.refuse(call) {
            return verdict;
        }
        let asked = guards(&self.policy, call).find(|fired| fired.guard.ask);
        let reserved = match self.count(call) {
            Ok(reserved) => reserved,
            Err(verdict) => return *verdict,
        };
        match asked {
            Some(fired) => Verdict {
                effect: Effect::Ask,
                reason: fired.reason(call.tool),
                rule: fired.pointer,
                reserved,
                ..Verdict::default()
            },
            None => Verdict {
                effect: Effect::Allow,
                rule: match self.policy.rule(call.tool) {
                    Some(_) => tool_pointer(call.tool),
                    None => "/default".to_owned(),
                },
                reserved,
                ..Verdict::default()
            },
        }
    }

    /// Takes back the count of a call that was not made.
    pub fn release(&self, reservation: Reservation) {
        self.counters.release(reservation);
    }

    /// Notes that a call was made and the server answered with an error. Whether it counts is the
    /// policy's word.
    pub fn failed(&self, reservation: Reservation) {
        self.counters.failed(reservation);
    }

    /// Puts a call on record, unless a limit stands against it. Calls without any limit are not kept.
    fn count(&self, call: Call<'_>) -> Result<Reservation, Box<Verdict>> {
        let quotas = quotas(&self.policy, call.tool);
        if quotas.is_empty() {
            return Ok(Reservation::default());
        }
        let bounds: Vec<Bound> = quotas
            .iter()
            .map(|(_, quota)| quota.bound(sharing(&self.policy, quota)))
            .collect();
        let named = self.policy.rule(call.tool).is_some();
        let used = Used {
            grant: &self.grant,
            tool: if named { call.tool } else { OTHERS },
            at: call.at,
        };
        let uncounted = match self.counters.reserve(used, &bounds) {
            Ok(reserved) => return Ok(reserved),
            Err(uncounted) => uncounted,
        };
        Err(Box::new(match uncounted {
            Uncounted::Full { place, until } => {
                let full = quotas.get(place);
                let mut verdict = Verdict::deny(
                    Code::Limit,
                    full.map_or_else(String::new, |(pointer, _)| pointer.clone()),
                    full.map_or_else(String::new, |(_, quota)| spent(call.tool, quota)),
                );
                // A limit of 0 lets nothing through in the next window either.
                let opens = full.is_some_and(|(_, quota)| quota.max > 0);
                verdict.retry_at = opens.then_some(until);
                verdict
            }
            Uncounted::Unavailable(why) => {
                let pointer = quotas.first().map(|(pointer, _)| pointer.clone());
                let reason = format!("Calls of `{}` cannot be counted: {why}.", call.tool);
                Verdict::deny(Code::Uncounted, pointer.unwrap_or_default(), reason)
            }
        }))
    }

    fn refuse(&self, call: Call<'_>) -> Option<Verdict> {
        let (policy, tool) = (&self.policy, call.tool);
        let hidden = policy.hide.iter().position(|name| name == tool);
        let hidden = hidden.or_else(|| {
            let all = policy.hide.iter().position(|name| name == "*");
            all.filter(|_| policy.rule(tool).is_none())
        });
        if let Some(place) = hidden {
            let reason = format!("`{tool}` is hidden by policy.");
            return Some(Verdict::deny(
                Code::Hidden,
                format!("/hide/{place}"),
                reason,
            ));
        }
        if policy.rule(tool).is_none() && policy.default == Fallback::Deny {
            let reason =
                format!("`{tool}` is not named in the policy, which denies what it does not name.");
            return Some(Verdict::deny(Code::NotNamed, "/default".to_owned(), reason));
        }
        let fired = guards(policy, call).find(|fired| !fired.guard.ask)?;
        let reason = fired.reason(tool);
        let always = fired.guard.conditions.is_empty();
        let code = if always {
            Code::Denied
        } else {
            Code::Arguments
        };
        Some(Verdict::deny(code, fired.pointer, reason))
    }
}

/// The tools whose calls a quota counts: those with the same counter and window; `None` for all.
fn sharing(policy: &Policy, quota: &Quota) -> Option<Vec<String>> {
    let same = |other: &Quota| (&other.counter, other.window) == (&quota.counter, quota.window);
    if policy.all_tools.limits.iter().any(same) {
        return None;
    }
    let tools = policy.tools.0.iter();
    let tools = tools.filter(|(_, rule)| rule.limits.iter().any(same));
    Some(tools.map(|(name, _)| name.clone()).collect())
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

//! A policy as a target can say it: what the target cannot say goes the chosen way, and is listed.
//!
//! The result is a policy again, in the smaller language of the target, so that each target is a
//! plain translation and that *not looser* is a property of two policies.

use std::collections::{BTreeMap, BTreeSet};

use super::capabilities::{Capabilities, Denial, Sense, Span};
use super::document::{Fallback, OnError, Policy, Quota, Rule, Scope};
use super::lookup::Lookup;
use super::loss::{GuardRule, Instead, Loss, Wanted, Why, decision_of};
use super::sharing::counters;
use super::stand_in::stand_in;
use super::target::{Prefer, Refusal, ServerPolicy};
use crate::model::{Decision, Definition, Guard, Guards, Window};

/// A server's policy without all that the target cannot say.
pub(super) struct Lowered<'a> {
    /// The server's name in the user's own configuration.
    pub name: &'a str,
    /// The policy in the target's own language.
    pub policy: Policy,
    /// What was left out.
    pub losses: Vec<Loss>,
    /// The server's tools as far as they are known.
    pub known: &'a [&'a Definition],
}

impl Lowered<'_> {
    /// Every tool that the policy names and then every other that is known, with its decision.
    pub(super) fn decisions(&self) -> Vec<(&str, Decision)> {
        let ruled = self.ruled().into_iter();
        ruled.map(|(name, _, decision)| (name, decision)).collect()
    }

    /// As [`Self::decisions`], each with the rule that the policy has for the tool.
    pub(super) fn ruled(&self) -> Vec<(&str, Option<&Rule>, Decision)> {
        let policy = &self.policy;
        let hidden = policy.hide.iter().filter(|name| *name != "*");
        let ruled = policy.tools.0.iter().map(|(name, _)| name);
        let mut names: Vec<&str> = hidden.chain(ruled).map(String::as_str).collect();
        let mut met: BTreeSet<&str> = names.iter().copied().collect();
        let known = self.known.iter().map(|tool| tool.name.as_str());
        names.extend(known.filter(|name| met.insert(name)));
        let lookup = Lookup::new(policy);
        let each = |name| (name, lookup.rule(name), lookup.decision(name));
        names.into_iter().map(each).collect()
    }

    /// The names of the tools with one of these decisions.
    pub(super) fn named(&self, decisions: &[Decision]) -> Vec<&str> {
        let all = self.decisions().into_iter();
        all.filter(|(_, decision)| decisions.contains(decision))
            .map(|(name, _)| name)
            .collect()
    }

    /// Whether a tool that the policy does not name is refused.
    pub(super) fn denies_others(&self) -> bool {
        self.policy.default == Fallback::Deny || self.policy.hide.iter().any(|name| name == "*")
    }
}

/// Every server's policy in the target's language.
///
/// # Errors
///
/// When a tool's name cannot be written and leaving it out would let its calls pass; when two servers
/// have the same name, and one would take or loosen the other's rules.
pub(super) fn lower_all<'a>(
    servers: &[ServerPolicy<'a>],
    prefer: Prefer,
    capabilities: &Capabilities,
) -> Result<Vec<Lowered<'a>>, Refusal> {
    let mut names = BTreeSet::new();
    if let Some(twice) = servers.iter().find(|server| !names.insert(server.name)) {
        return Err(Refusal {
            reason: format!("two servers have the name `{}`", twice.name),
            help: "export each server once, and give each a different name with --as".to_owned(),
        });
    }
    servers
        .iter()
        .map(|server| lower(*server, prefer, capabilities))
        .collect()
}

/// One server's policy in the target's language.
///
/// # Errors
///
/// As [`lower_all`].
pub(super) fn lower<'a>(
    server: ServerPolicy<'a>,
    prefer: Prefer,
    capabilities: &Capabilities,
) -> Result<Lowered<'a>, Refusal> {
    let mut lowering = Lowering {
        server,
        prefer,
        capabilities,
        // Where a name stands twice, the first is meant.
        tools: server
            .tools
            .iter()
            .rev()
            .map(|tool| (tool.name.as_str(), *tool))
            .collect(),
        counters: counters(server.policy),
        losses: Vec::new(),
    };
    let policy = lowering.policy()?;
    Ok(Lowered {
        name: server.name,
        policy,
        losses: lowering.losses,
        known: server.tools,
    })
}

struct Lowering<'a> {
    server: ServerPolicy<'a>,
    prefer: Prefer,
    capabilities: &'a Capabilities,
    /// The server's tools by name.
    tools: BTreeMap<&'a str, &'a Definition>,
    /// Each counter with its window: the one tool whose calls count on it, or none for several.
    counters: BTreeMap<(&'a str, Window), Option<&'a str>>,
    losses: Vec<Loss>,
}

impl Lowering<'_> {
    fn policy(&mut self) -> Result<Policy, Refusal> {
        let mut policy = self.server.policy.clone();
        self.whole_limits(&mut policy);
        if !self.capabilities.opens && policy.default == Fallback::Allow {
            self.close(&mut policy, Why::OnlyKnown);
        }
        self.names(&mut policy)?;
        for name in &policy.hide {
            if self.capabilities.denial == Denial::Shows {
                let reason = Why::KeepsDenied;
                self.decided(name, Decision::Hide, Decision::Deny, reason);
            }
        }
        for (name, rule) in &mut policy.tools.0 {
            self.rule(name, rule);
        }
        Ok(policy)
    }

    /// Limits over all tools that cannot be counted fall on every tool.
    fn whole_limits(&mut self, policy: &mut Policy) {
        let uncounted = |quota: &Quota| self.counts(quota, Span::Server).err();
        let limits = policy.all_tools.limits.iter();
        let uncountable = limits.filter_map(|quota| Some((quota.clone(), uncounted(quota)?)));
        // The least of them: one of 0 denies, which can be said.
        let least = uncountable.min_by_key(|(quota, _)| quota.max);
        policy
            .all_tools
            .limits
            .retain(|quota| uncounted(quota).is_none());
        for quota in &mut policy.all_tools.limits {
            self.keep_failed("", quota);
        }
        let Some((quota, reason)) = least else {
            return;
        };
        let wanted = Wanted::LimitOverAll(quota.limit());
        let Some(stricter) = self.in_place_of(&quota) else {
            return self.note("", wanted, Instead::NoLimit, reason, true);
        };
        let instead = Instead::Decision(decision_of(&stricter));
        self.note("", wanted, instead, reason.clone(), false);
        if policy.default == Fallback::Allow {
            self.close(policy, reason);
        }
        for (_, rule) in &mut policy.tools.0 {
            rule.deny_if.push(stricter.clone());
        }
    }

    /// Denies what is not named, and names what is known.
    fn close(&mut self, policy: &mut Policy, reason: Why) {
        if policy.hide.iter().all(|name| name != "*") {
            let instead = Instead::KnownAllowed;
            self.note("", Wanted::OthersAllowed, instead, reason, false);
            let lookup = Lookup::new(policy);
            let mut met = BTreeSet::new();
            let known = self.server.tools.iter().map(|tool| &tool.name);
            let unnamed: Vec<(String, Rule)> = known
                .filter(|name| !lookup.names(name) && met.insert(*name))
                .map(|name| (name.clone(), Rule::default()))
                .collect();
            policy.tools.0.extend(unnamed);
        }
        policy.default = Fallback::Deny;
    }

    /// The guard that stands for a quota which nothing counts, when safety is preferred.
    fn in_place_of(&self, quota: &Quota) -> Option<Guard> {
        if quota.max == 0 {
            return Some(Guard::always("Denied by policy.", false));
        }
        match self.prefer {
            Prefer::Convenience | Prefer::Usable => None,
            Prefer::Safety => Some(Guard::always(
                "Requires human approval.",
                self.capabilities.asks,
            )),
        }
    }

    /// Takes out the tools whose names cannot be written.
    fn names(&mut self, policy: &mut Policy) -> Result<(), Refusal> {
        let closed = policy.default == Fallback::Deny || policy.hide.iter().any(|it| it == "*");
        let (server, capabilities) = (self.server.name, self.capabilities);
        let refused = |name: &str, reason: &Why| Refusal {
            reason: format!("the tool `{name}` of `{server}` cannot be written: {reason}"),
            help:
                "use a product that can, such as `toolrisk`, or a policy that denies what it does \
                   not name"
                    .to_owned(),
        };
        let hidden = policy.hide.iter().filter(|name| *name != "*");
        if let Some((name, reason)) = hidden
            .filter_map(|name| {
                (capabilities.carries)(name)
                    .err()
                    .map(|reason| (name, reason))
            })
            .find(|_| !closed)
        {
            return Err(refused(name, &reason));
        }
        policy
            .hide
            .retain(|name| name == "*" || (capabilities.carries)(name).is_ok());
        for (name, rule) in std::mem::take(&mut policy.tools.0) {
            match (capabilities.carries)(&name) {
                Ok(()) => policy.tools.0.push((name, rule)),
                Err(reason) if !closed => return Err(refused(&name, &reason)),
                Err(reason) => {
                    let decision = rule.decision();
                    if decision != Decision::Deny {
                        self.decided(&name, decision, Decision::Deny, reason);
                    }
                }
            }
        }
        Ok(())
    }

    fn rule(&mut self, name: &str, rule: &mut Rule) {
        if rule.decision() == Decision::Deny {
            if self.capabilities.denial == Denial::Hides {
                let reason = Why::RemovesDenied;
                self.decided(name, Decision::Deny, Decision::Hide, reason);
            }
            let words = always_denied(rule);
            *rule = Rule::of(name, Decision::Deny, None, Guards::default());
            if let (Some(guard), Some(words)) = (rule.deny_if.first_mut(), words) {
                guard.on_deny = Some(words);
            }
            return;
        }
        self.guards(name, rule);
        self.questions(name, rule);
        if rule.decision() == Decision::Deny {
            // Nothing is left to count.
            rule.limits.clear();
        }
        self.limits(name, rule);
    }

    fn guards(&mut self, name: &str, rule: &mut Rule) {
        let mut require = Vec::new();
        let mut deny_if = Vec::new();
        for guard in std::mem::take(&mut rule.require) {
            match self.guard(name, &guard, Sense::Required) {
                Kept::As(guard) => require.push(guard),
                Kept::Always => deny_if.push(Guard {
                    conditions: Vec::new(),
                    ..guard
                }),
                Kept::Not => {}
            }
        }
        for guard in std::mem::take(&mut rule.deny_if) {
            match self.guard(name, &guard, Sense::Forbidden) {
                Kept::As(guard) => deny_if.push(guard),
                Kept::Always => deny_if.push(Guard {
                    conditions: Vec::new(),
                    ..guard
                }),
                Kept::Not => {}
            }
        }
        (rule.require, rule.deny_if) = (require, deny_if);
    }

    fn guard(&mut self, tool: &str, guard: &Guard, sense: Sense) -> Kept {
        let parameters = self.tools.get(tool);
        let mut sayable = Vec::new();
        let mut reasons = Vec::new();
        let mut narrowed = false;
        for wanted in &guard.conditions {
            let replaced = stand_in(wanted, sense).filter(|_| wanted.operator().reads_meaning());
            let condition = replaced.as_ref().unwrap_or(wanted);
            let path: Vec<&str> = condition.steps().collect();
            let path = path.join(".");
            let parameter = parameters.and_then(|it| {
                it.parameters
                    .iter()
                    .find(|parameter| parameter.path == path)
            });
            let read = (self.capabilities.reads)(condition, sense, parameter);
            let joined = sense == Sense::Required || self.capabilities.joins || sayable.is_empty();
            match read {
                _ if condition.operator().reads_meaning() => reasons.push(Why::ComparesText),
                Ok(()) if joined => {
                    narrowed |= replaced.is_some();
                    sayable.push(condition.clone());
                }
                Ok(()) => reasons.push(Why::OneCondition),
                Err(reason) => reasons.push(reason),
            }
        }
        let rest = Guard {
            conditions: sayable,
            ..guard.clone()
        };
        let wanted = Wanted::Rule(GuardRule::new(guard, sense));
        let Some(reason) = reasons.into_iter().next() else {
            if narrowed {
                let instead = Instead::Rule(GuardRule::new(&rest, sense));
                self.note(tool, wanted, instead, Why::PlainestSpellings, false);
            }
            return Kept::As(rest);
        };
        let strict = match (self.prefer, sense) {
            (Prefer::Convenience, Sense::Forbidden) => Kept::Not,
            (Prefer::Convenience, Sense::Required) if rest.conditions.is_empty() => Kept::Not,
            (Prefer::Convenience, Sense::Required) => Kept::As(rest),
            (Prefer::Safety | Prefer::Usable, Sense::Forbidden) if !rest.conditions.is_empty() => {
                Kept::As(rest)
            }
            (Prefer::Safety | Prefer::Usable, _) => Kept::Always,
        };
        let instead = match &strict {
            Kept::Not => Instead::NoRule,
            Kept::Always => Instead::Decision(decision_of(guard)),
            Kept::As(rest) => Instead::Rule(GuardRule::new(rest, sense)),
        };
        let looser = self.prefer == Prefer::Convenience;
        self.note(tool, wanted, instead, reason, looser);
        strict
    }

    fn questions(&mut self, name: &str, rule: &mut Rule) {
        if self.capabilities.asks || !rule.guards().any(|guard| guard.ask) {
            return;
        }
        let (instead, looser) = match self.prefer {
            Prefer::Safety | Prefer::Usable => (Decision::Deny, false),
            Prefer::Convenience => (Decision::Allow, true),
        };
        let asked = rule.guards().find(|guard| guard.ask);
        let conditional = asked.is_some_and(|guard| !guard.conditions.is_empty());
        let wanted = if conditional {
            Wanted::SomeAsked
        } else {
            Wanted::Decision(Decision::Ask)
        };
        let instead = Instead::Decision(instead);
        self.note(name, wanted, instead, Why::AsksNobody, looser);
        let keep = |guard: &mut Guard| {
            let keep = !guard.ask || self.prefer != Prefer::Convenience;
            guard.ask = false;
            keep
        };
        rule.require.retain_mut(keep);
        rule.deny_if.retain_mut(keep);
    }

    fn limits(&mut self, name: &str, rule: &mut Rule) {
        for mut quota in std::mem::take(&mut rule.limits) {
            let span = self.span(name, &quota);
            let Err(reason) = self.counts(&quota, span) else {
                self.keep_failed(name, &mut quota);
                rule.limits.push(quota);
                continue;
            };
            let wanted = Wanted::Limit(quota.limit());
            match self.in_place_of(&quota) {
                None => {
                    let instead = Instead::Decision(Decision::Allow);
                    self.note(name, wanted, instead, reason, true);
                }
                Some(guard) => {
                    let instead = Instead::Decision(decision_of(&guard));
                    self.note(name, wanted, instead, reason, false);
                    rule.deny_if.push(guard);
                }
            }
        }
    }

    /// Whether the target counts the calls of a quota.
    fn counts(&self, quota: &Quota, span: Span<'_>) -> Result<(), Why> {
        (self.capabilities.counts)(quota, span)?;
        match quota.scope {
            Scope::Grant => Ok(()),
            Scope::Server => Err(Why::GrantsApart),
        }
    }

    /// A count that no target gives back stays.
    fn keep_failed(&mut self, name: &str, quota: &mut Quota) {
        if quota.on_error == OnError::GiveBack {
            let wanted = Wanted::LimitWithoutFailed(quota.limit());
            let instead = Instead::Limit(quota.limit());
            self.note(name, wanted, instead, Why::CountsFailed, false);
            quota.on_error = OnError::Count;
        }
    }

    /// Which calls count on the same counter.
    fn span<'a>(&self, tool: &'a str, quota: &Quota) -> Span<'a> {
        match self.counters.get(&(quota.counter.as_str(), quota.window)) {
            Some(Some(only)) if *only == tool => Span::Tool(tool),
            None => Span::Tool(tool),
            Some(_) => Span::Shared,
        }
    }

    /// Notes another decision that is no looser.
    fn decided(&mut self, tool: &str, wanted: Decision, instead: Decision, reason: Why) {
        let (wanted, instead) = (Wanted::Decision(wanted), Instead::Decision(instead));
        self.note(tool, wanted, instead, reason, false);
    }

    fn note(&mut self, tool: &str, wanted: Wanted, instead: Instead, reason: Why, looser: bool) {
        self.losses.push(Loss {
            server: self.server.name.to_owned(),
            tool: tool.to_owned(),
            wanted,
            instead,
            reason,
            looser,
        });
    }
}

/// What becomes of a guard.
enum Kept {
    As(Guard),
    Always,
    Not,
}

fn always_denied(rule: &Rule) -> Option<String> {
    let mut always = rule.deny_if.iter();
    always
        .find(|guard| guard.conditions.is_empty() && !guard.ask)?
        .on_deny
        .clone()
}

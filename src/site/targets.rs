//! A server's policy for each product, as a server's page shows it.

use std::collections::BTreeMap;

use super::words::count;
use crate::model::{Decision, Definition, Guards, Limit};
use crate::policy::{
    Loss, NO_LIMITS, Policy, Prefer, SOME_ASKED, ServerPolicy, TargetInfo, ToolPolicy, all_targets,
};

/// A policy for one product.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) info: &'static TargetInfo,
    /// The document, or why there is none.
    pub(super) document: Result<String, String>,
    /// What it cannot say of this server's policy, each as a line.
    pub(super) cannot: Vec<String>,
    /// Why limits are left out, and in which modes nothing is asked, each a sentence.
    pub(super) notes: Vec<String>,
}

/// The policy for every product, the one that the page recommends first.
pub(super) fn targets(server: &str, policy: &Policy, tools: &[&Definition]) -> Vec<Target> {
    let server = ServerPolicy {
        name: server,
        policy,
        tools,
    };
    let each = |target: &&'static dyn crate::policy::Target| {
        let export = target.export(&[server], target.preference());
        Target {
            info: target.info(),
            cannot: export
                .as_ref()
                .map_or_else(|_| Vec::new(), |export| cannot(&export.losses)),
            notes: export
                .as_ref()
                .map_or_else(|_| Vec::new(), |export| notes(*target, &export.losses)),
            document: export.map(|it| it.text).map_err(|refusal| refusal.reason),
        }
    };
    all_targets().iter().map(each).collect()
}

/// Why limits are left out, where they are, and the modes in which nothing is asked.
fn notes(target: &dyn crate::policy::Target, losses: &[Loss]) -> Vec<String> {
    let mut notes = Vec::new();
    if target.preference() == Prefer::Usable && losses.iter().any(|each| each.looser) {
        notes.push(NO_LIMITS.to_owned());
    }
    if !target.unasked().is_empty() {
        notes.push(target.info().unasked_sentence(target.unasked()));
    }
    notes
}

/// What is not said, alike things together.
fn cannot(losses: &[Loss]) -> Vec<String> {
    let mut alike: BTreeMap<(&str, &str, &str), Vec<&Loss>> = BTreeMap::new();
    for each in losses {
        let key = (&*each.wanted, &*each.instead, &*each.reason);
        alike.entry(key).or_default().push(each);
    }
    let groups = alike.into_values();
    let mut lines: Vec<(String, &str, String)> = groups
        .filter_map(|group| {
            let first = *group.first()?;
            let tools = match group.as_slice() {
                [only] if only.tool.is_empty() => "the server".to_owned(),
                [only] => only.tool.clone(),
                several => count(several.len(), "tool"),
            };
            Some((first.change(), first.reason.as_str(), tools))
        })
        .collect();
    lines.sort();
    let line = |(change, reason, tools)| format!("{tools}: {change} ({reason})");
    lines.into_iter().map(line).collect()
}

/// What products make of a tool's rule: each thing done, with those that do it.
pub(super) type Outcomes = Vec<(String, Vec<&'static TargetInfo>)>;

/// What every product makes of a tool's rule, those first that do as it says.
pub(super) fn outcomes(rule: &ToolPolicy, definition: &Definition) -> Outcomes {
    let policy: Policy = std::iter::once(rule.clone()).collect();
    let server = ServerPolicy {
        name: "server",
        policy: &policy,
        tools: &[definition],
    };
    let mut outcomes = vec![(rule.decision.as_str().to_owned(), Vec::new())];
    for target in all_targets() {
        let outcome = match target.export(&[server], target.preference()) {
            Ok(export) => strictest(&export.losses),
            Err(_) => Some("not at all".to_owned()),
        };
        let done = |(other, _): &&mut (String, _)| outcome.as_ref().is_none_or(|it| it == other);
        match outcomes.iter_mut().find(done) {
            Some((_, products)) => products.push(target.info()),
            None => outcomes.push((outcome.unwrap_or_default(), vec![target.info()])),
        }
    }
    outcomes.retain(|(_, products)| !products.is_empty());
    outcomes
        .sort_by_cached_key(|(outcome, _)| (outcome != rule.decision.as_str(), outcome.clone()));
    outcomes
}

/// Whether [`common_outcomes`] has the outcome of this rule: nothing of it but the decision differs from
/// one tool to another.
pub(super) fn is_common(rule: &ToolPolicy) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name = &rule.name;
    rule.guards == Guards::default()
        && name.len() <= PLAIN
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(plain)
        && !name.contains("__")
}

/// Names up to this length have room in the spelling of every target.
const PLAIN: usize = 40;

/// The outcomes of the decisions on a tool of a plain name without rules on its arguments, which are
/// the same for all.
pub(super) fn common_outcomes() -> BTreeMap<Decision, Outcomes> {
    let rule = |decision: Decision| ToolPolicy {
        name: "tool".to_owned(),
        decision,
        limit: (decision == Decision::Limit).then(|| Limit::per_minute(1)),
        guards: Guards::default(),
    };
    let definition = Definition {
        name: "tool".to_owned(),
        ..Definition::default()
    };
    let outcome = |decision: &Decision| (*decision, outcomes(&rule(*decision), &definition));
    Decision::ALL.iter().map(outcome).collect()
}

/// What is done in place of a tool's rule, if it is not said; with `some`, to some of its calls.
fn strictest(losses: &[Loss]) -> Option<String> {
    let of_tool = losses.iter().filter(|each| !each.tool.is_empty());
    let outcome = |each: &Loss| match each.instead.parse::<Decision>() {
        Ok(decision) if each.wanted != SOME_ASKED => (Some(decision), decision.to_string()),
        Ok(decision) => (None, format!("{decision} some")),
        Err(_) if each.wanted.starts_with(Decision::Ask.as_str()) => (None, "ask some".to_owned()),
        Err(_) => (None, "deny some".to_owned()),
    };
    of_tool.map(outcome).max().map(|(_, words)| words)
}

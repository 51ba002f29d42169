//! A server's policy for each product, as a server's page shows it.

use std::collections::BTreeMap;

use super::words::count;
use crate::model::{Decision, Definition, Guards, Limit};
use crate::policy::{
    Instead, Loss, NO_LIMITS, Policy, Prefer, ServerPolicy, TargetInfo, ToolPolicy, Wanted,
    all_targets,
};
use crate::sort;

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
    if target.preference() == Prefer::Usable && losses.iter().any(Loss::drops_limit) {
        notes.push(NO_LIMITS.to_owned());
    }
    if !target.unasked().is_empty() {
        notes.push(target.info().unasked_sentence(target.unasked()));
    }
    notes
}

/// What is not said, alike things together.
fn cannot(losses: &[Loss]) -> Vec<String> {
    let mut alike: Vec<Vec<&Loss>> = Vec::new();
    for each in losses {
        let same = |first: &Loss| {
            (&first.wanted, &first.instead, &first.reason)
                == (&each.wanted, &each.instead, &each.reason)
        };
        match alike
            .iter_mut()
            .find(|group| group.first().is_some_and(|it| same(it)))
        {
            Some(group) => group.push(each),
            None => alike.push(vec![each]),
        }
    }
    let mut told: BTreeMap<(String, String), Vec<&Loss>> = BTreeMap::new();
    for group in alike {
        if let Some(first) = group.first() {
            let key = (first.change(), first.reason.to_string());
            told.entry(key).or_default().extend(group);
        }
    }
    let line = |((change, reason), group): ((String, String), Vec<&Loss>)| {
        let tools = match group.as_slice() {
            [only] if only.tool.is_empty() => "the server".to_owned(),
            [only] => only.tool.clone(),
            several => count(several.len(), "tool"),
        };
        let change = change.replacen(" becomes ", "” becomes “", 1);
        format!("{tools}: “{change}”, because {reason}")
    };
    told.into_iter().map(line).collect()
}

/// What a product does with the calls of a tool. What is stricter or worse stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// This, with some of them.
    Some(Decision),
    /// This, with all of them.
    All(Decision),
    /// It cannot carry the rule.
    Nothing,
}

impl Outcome {
    /// The word that outcomes are ordered by.
    fn word(self) -> (&'static str, bool) {
        match self {
            Self::Some(decision) => (decision.as_str(), true),
            Self::All(decision) => (decision.as_str(), false),
            Self::Nothing => ("not at all", false),
        }
    }
}

/// What products make of a tool's rule: each thing done, with those that do it.
pub(super) type Outcomes = Vec<(Outcome, Vec<&'static TargetInfo>)>;

/// What every product makes of a tool's rule, those first that do as it says.
pub(super) fn outcomes(rule: &ToolPolicy, definition: &Definition) -> Outcomes {
    let policy: Policy = std::iter::once(rule.clone()).collect();
    let server = ServerPolicy {
        name: "server",
        policy: &policy,
        tools: &[definition],
    };
    let as_wanted = Outcome::All(rule.decision);
    let mut outcomes: Outcomes = Vec::new();
    for target in all_targets() {
        let outcome = match target.export(&[server], target.preference()) {
            Ok(export) => strictest(&export.losses).unwrap_or(as_wanted),
            Err(_) => Outcome::Nothing,
        };
        match outcomes.iter_mut().find(|(other, _)| *other == outcome) {
            Some((_, products)) => products.push(target.info()),
            None => outcomes.push((outcome, vec![target.info()])),
        }
    }
    sort::by_key(&mut outcomes, |(outcome, _)| {
        (*outcome != as_wanted, outcome.word())
    });
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

/// What is done in place of a tool's rule, if it is not said.
fn strictest(losses: &[Loss]) -> Option<Outcome> {
    let of_tool = losses.iter().filter(|each| !each.tool.is_empty());
    let outcome = |each: &Loss| match (&each.wanted, &each.instead) {
        (Wanted::SomeAsked, Instead::Decision(decision)) => Outcome::Some(*decision),
        (_, Instead::Decision(decision)) => Outcome::All(*decision),
        (wanted, _) if wanted.asks() => Outcome::Some(Decision::Ask),
        _ => Outcome::Some(Decision::Deny),
    };
    of_tool.map(outcome).max()
}

//! Tools that do much the same as a guarded one, with less before them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Kind, Known, fault};
use crate::model::{Category, Condition, Decision, Operator};
use crate::policy::document::{Policy, Rule};
use crate::policy::evaluator::tool_pointer;
use crate::policy::lookup::Lookup;
use crate::words::words_of;

/// Words that make another door to the same thing: `batch_delete_files` beside `delete_file`.
const DOORS: &[&str] = &[
    "batch", "bulk", "many", "multi", "multiple", "all", "force", "async", "sync", "v1", "v2",
    "v3", "new", "by", "id", "name", "the", "a", "single", "one", "raw", "advanced", "quick",
];

/// Finds the unguarded siblings, one fault for each.
pub(super) fn check(policy: &Policy, tools: &[Known<'_>], found: &mut Vec<Fault>) {
    for (open, message) in sibling_doors(policy, tools) {
        let help = "give both the same rule, or say in the rule's place why they differ";
        let place = place_of(policy, open);
        found.push(fault(place, Kind::SiblingDoor, message, help));
    }
}

/// The tools that do much the same as a guarded one with less before them, each once, with what is wrong.
pub fn sibling_doors<'a>(policy: &Policy, tools: &[Known<'a>]) -> Vec<(&'a str, String)> {
    let policy = &Lookup::new(policy);
    let mut told = BTreeSet::new();
    let all = by_name(policy, tools).into_iter();
    let all = all.chain(by_category(policy, tools));
    let all = all.chain(by_argument(policy, tools));
    all.filter(|(open, _)| told.insert(*open)).collect()
}

/// Where a tool that passes is ruled.
fn place_of(policy: &Policy, tool: &str) -> String {
    if policy.rule(tool).is_some() {
        tool_pointer(tool)
    } else {
        "/default".to_owned()
    }
}

fn name<'a>(tool: &Known<'a>) -> &'a str {
    &tool.definition.name
}

/// Whether the policy names a tool in order to refuse it or to ask.
fn is_guarded(policy: &Lookup<'_>, tool: &str) -> bool {
    policy.names(tool) && policy.decision(tool) >= Decision::Ask
}

fn passes(policy: &Lookup<'_>, tool: &str) -> bool {
    policy.decision(tool) <= Decision::Limit
}

/// Tools of nearly the same name as a guarded one.
fn by_name<'a>(policy: &Lookup<'_>, tools: &[Known<'a>]) -> Vec<(&'a str, String)> {
    let mut alike: BTreeMap<BTreeSet<String>, Vec<&'a str>> = BTreeMap::new();
    for tool in tools {
        alike.entry(stems(name(tool))).or_default().push(name(tool));
    }
    let mut found = Vec::new();
    for names in alike.into_values() {
        let guarded = names.iter().filter(|it| is_guarded(policy, it));
        let Some(guarded) = guarded.max_by_key(|it| policy.decision(it)) else {
            continue;
        };
        for open in names.iter().filter(|it| passes(policy, it)) {
            let message = format!(
                "the policy says `{}` for `{guarded}`, but allows `{open}`, which does the same according to its name",
                policy.decision(guarded)
            );
            found.push((*open, message));
        }
    }
    found
}

/// Tools of the gravest kinds, where the policy guards another one of the same kind that is no worse.
fn by_category<'a>(policy: &Lookup<'_>, tools: &[Known<'a>]) -> Vec<(&'a str, String)> {
    let grave =
        |it: &&Known<'a>| matches!(it.category, Category::Destructive | Category::Financial);
    let open = tools
        .iter()
        .filter(grave)
        .filter(|it| passes(policy, name(it)));
    let has_rules = |it: &Known<'a>| policy.rule(name(it)).is_some_and(Rule::reads_arguments);
    let pair = |open: &Known<'a>| {
        let guarded = tools.iter().filter(|it| {
            it.category == open.category
                && it.severity <= open.severity
                && is_guarded(policy, name(it))
        });
        let guarded = guarded.max_by_key(|it| policy.decision(name(it)))?;
        let message = format!(
            "the policy says `{}` for `{}`, but allows `{}`, which is {} as well",
            policy.decision(name(guarded)),
            name(guarded),
            name(open),
            open.category
        );
        Some((name(open), message))
    };
    open.filter(|it| !has_rules(it)).filter_map(pair).collect()
}

/// Tools that take an argument which the rule of another one reads, without a rule on it.
fn by_argument<'a>(policy: &Lookup<'_>, tools: &[Known<'a>]) -> Vec<(&'a str, String)> {
    let mut found = Vec::new();
    for guarded in tools
        .iter()
        .filter(|it| policy.decision(name(it)) < Decision::Deny)
    {
        let read = read_by(policy, name(guarded));
        for argument in read
            .iter()
            .filter(|(_, meant)| *meant)
            .map(|(name, _)| name)
        {
            for open in tools
                .iter()
                .filter(|it| it.category >= guarded.category && passes(policy, name(it)))
            {
                let own = open
                    .definition
                    .parameters
                    .iter()
                    .map(|it| it.path.trim_end_matches("[]"));
                let mut own =
                    own.filter(|it| it == argument || it.strip_suffix('s') == Some(argument));
                let Some(same) = own.next() else {
                    continue;
                };
                if read_by(policy, name(open))
                    .iter()
                    .any(|(read, _)| read == same)
                {
                    continue;
                }
                let message = format!(
                    "a rule of `{}` reads `{argument}`, and no rule of `{}` reads its `{same}`",
                    name(guarded),
                    name(open)
                );
                found.push((name(open), message));
            }
        }
    }
    found
}

/// The arguments that the rules of a tool read, and whether they read what the value means.
fn read_by(policy: &Lookup<'_>, tool: &str) -> Vec<(String, bool)> {
    let rule = policy.rule(tool).into_iter();
    let conditions = rule.flat_map(|rule| rule.guards().flat_map(|guard| &guard.conditions));
    let argument = |it: &Condition| {
        let meant = it.operator().reads_meaning() || it.operator() == Operator::Regex;
        Some((it.steps().next()?.to_owned(), meant))
    };
    conditions.filter_map(argument).collect()
}

/// The words of a name that say what the tool does, without plurals.
fn stems(name: &str) -> BTreeSet<String> {
    let says = |word: &String| !DOORS.contains(&word.as_str());
    let words = words_of(name).into_iter().filter(says);
    let singular = |word: String| {
        let stem = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
        stem.or_else(|| word.strip_suffix('s').map(str::to_owned))
            .unwrap_or(word)
    };
    words.map(singular).collect()
}

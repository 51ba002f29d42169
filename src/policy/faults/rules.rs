//! Rules on arguments that hold of no call, that let none pass, or that are never read.

use serde_json::Value;

use super::range::contradiction;
use super::{Fault, Kind, fault};
use crate::diagnostic::nearest;
use crate::model::{Condition, Decision, Definition, Guard, Operator, Parameter};
use crate::policy::document::Rule;
use crate::policy::evaluator::tool_pointer;

/// Checks the rule of a tool, with its definition where that is known.
pub(super) fn check(name: &str, rule: &Rule, tool: Option<&Definition>, found: &mut Vec<Fault>) {
    let place = tool_pointer(name);
    if rule.decision() == Decision::Deny {
        return denied(name, &place, rule, found);
    }
    let required: Vec<&Condition> = conditions(rule.require.iter().filter(|it| !it.ask));
    if let Some(why) = contradiction(&required) {
        let message = format!("no call of `{name}` can pass: {why}");
        let help = "remove one of the rules under `require`, or deny the tool";
        found.push(fault(
            format!("{place}/require"),
            Kind::CannotMatch,
            message,
            help,
        ));
    } else if let Some((at, why)) = all_refused(rule, &required) {
        let message = format!("no call of `{name}` can pass: {why}");
        let help = "correct the rule, or deny the tool";
        let here = format!("{place}/deny_if/{at}");
        found.push(fault(here, Kind::CannotMatch, message, help));
    } else {
        for (at, guard) in rule.deny_if.iter().enumerate() {
            let here = format!("{place}/deny_if/{at}");
            forbidden(name, &here, guard, &required, found);
        }
    }
    repeated(name, &place, rule, found);
    let Some(tool) = tool else {
        return;
    };
    for (key, guards) in [("require", &rule.require), ("deny_if", &rule.deny_if)] {
        for (at, guard) in guards.iter().enumerate() {
            for condition in &guard.conditions {
                of_argument(tool, &format!("{place}/{key}/{at}"), condition, found);
            }
        }
    }
}

fn conditions<'a>(guards: impl Iterator<Item = &'a Guard>) -> Vec<&'a Condition> {
    guards.flat_map(|guard| &guard.conditions).collect()
}

/// The rule under `deny_if` that refuses all that the rules before it let pass, and why.
fn all_refused(rule: &Rule, required: &[&Condition]) -> Option<(usize, String)> {
    let refusing = rule.deny_if.iter().enumerate();
    let mut refusing = refusing.filter(|(_, it)| !it.ask && !it.conditions.is_empty());
    let covered = |it: &Condition| required.iter().any(|required| it.covers(required));
    let by_one = refusing
        .clone()
        .find(|(_, guard)| guard.conditions.iter().all(covered));
    if let Some((at, _)) = by_one {
        let why = "this rule refuses all that `require` lets pass".to_owned();
        return Some((at, why));
    }
    // A condition and its opposite, each alone.
    let alone = |guard: &Guard| match guard.conditions.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let singles: Vec<Condition> = refusing.clone().filter_map(|(_, it)| alone(it)).collect();
    refusing.find_map(|(at, guard)| {
        let own = alone(guard)?;
        let opposite = |it: &Condition| {
            let is_bool = own.value() == &Value::Bool(true) && it.value() == &Value::Bool(false);
            it.path() == own.path() && it.operator() == own.operator() && is_bool
        };
        let is_two_sided = singles.iter().any(opposite) && own.operator() != Operator::Eq;
        is_two_sided.then(|| {
            let why = format!("this rule and another one refuse every `{}`", own.path());
            (at, why)
        })
    })
}

/// A tool that is always denied needs no other rule.
fn denied(name: &str, place: &str, rule: &Rule, found: &mut Vec<Fault>) {
    let others = rule
        .guards()
        .filter(|guard| !guard.conditions.is_empty() || guard.ask);
    let limits = rule.limits.iter().filter(|quota| quota.max > 0);
    if others.count() + limits.count() > 0 {
        let message =
            format!("`{name}` is always denied, so its other rules and limits are never reached");
        let help = "remove them, or remove the rule that always denies";
        found.push(fault(place.to_owned(), Kind::NeverReached, message, help));
    }
}

/// A guard under `deny_if` that never holds, on its own or after what is required.
fn forbidden(
    name: &str,
    place: &str,
    guard: &Guard,
    required: &[&Condition],
    found: &mut Vec<Fault>,
) {
    let own: Vec<&Condition> = guard.conditions.iter().collect();
    if let Some(why) = contradiction(&own) {
        let message = format!("this rule of `{name}` never holds: {why}");
        let help = "split it into two rules, or correct a value";
        return found.push(fault(place.to_owned(), Kind::CannotMatch, message, help));
    }
    let all: Vec<&Condition> = required
        .iter()
        .copied()
        .chain(own.iter().copied())
        .collect();
    if !own.is_empty() && contradiction(&all).is_some() {
        let message = format!(
            "this rule of `{name}` never holds, because `require` refuses these calls before it"
        );
        let help = "remove it, or loosen the rule under `require`";
        found.push(fault(place.to_owned(), Kind::NeverReached, message, help));
    }
}

/// Guards that stand twice.
fn repeated(name: &str, place: &str, rule: &Rule, found: &mut Vec<Fault>) {
    for (key, guards) in [("require", &rule.require), ("deny_if", &rule.deny_if)] {
        for (at, guard) in guards.iter().enumerate() {
            let before = guards.iter().take(at);
            let stricter = |it: &Guard| it.conditions == guard.conditions && (!it.ask || guard.ask);
            if before.into_iter().any(stricter) {
                let message = format!(
                    "this rule of `{name}` is never reached, because the same one stands before it"
                );
                found.push(fault(
                    format!("{place}/{key}/{at}"),
                    Kind::NeverReached,
                    message,
                    "remove it",
                ));
            }
        }
    }
}

/// A condition on an argument that the tool does not have, or that can hold of none of its values.
fn of_argument(tool: &Definition, place: &str, condition: &Condition, found: &mut Vec<Fault>) {
    if tool.parameters.is_empty() || !tool.cut.is_empty() {
        return;
    }
    let path = condition.steps().collect::<Vec<_>>().join(".");
    let first = condition.steps().next().unwrap_or_default();
    let name = &tool.name;
    let begins = |it: &&Parameter| {
        let rest = it.path.strip_prefix(first);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    if !tool.parameters.iter().any(|it| begins(&it)) {
        if !tool.free_form {
            let arguments: Vec<&str> = tool.parameters.iter().map(|it| it.path.as_str()).collect();
            let message = format!("`{name}` has no argument `{first}`");
            let help = nearest(first, &arguments);
            let help = help.map_or_else(
                || "remove the condition".to_owned(),
                |it| format!("did you mean `{it}`?"),
            );
            found.push(fault(
                place.to_owned(),
                Kind::UnknownArgument,
                message,
                &help,
            ));
        }
        return;
    }
    let Some(parameter) = tool.parameters.iter().find(|it| it.path == path) else {
        return;
    };
    if let Some(why) = invalid(parameter, condition) {
        let message = format!("this rule of `{name}` can never match: {why}");
        let help = "compare with a value that the argument can have";
        found.push(fault(place.to_owned(), Kind::CannotMatch, message, help));
    }
}

/// The values that the schema of an argument lists. They are kept as text, so `1` stands for the text and, unless the
/// argument can only be text, for the number.
fn allowed(parameter: &Parameter) -> impl Iterator<Item = Value> {
    let only_text = parameter.kind == "string";
    parameter.values.iter().flat_map(move |text| {
        let scalar = serde_json::from_str(text)
            .ok()
            .filter(|it: &Value| !only_text && (it.is_number() || it.is_boolean() || it.is_null()));
        [Some(Value::String(text.clone())), scalar]
            .into_iter()
            .flatten()
    })
}

/// Why a condition holds of no value that the schema of an argument allows.
fn invalid(parameter: &Parameter, condition: &Condition) -> Option<String> {
    let (path, kinds) = (&parameter.path, parameter.kind.as_str());
    let operator = condition.operator();
    let is_only = |kind: &str| kinds == kind;
    let wanted = condition.equals();
    let fits = |value: &Value| match value {
        Value::String(text) => {
            let listed = parameter.values.is_empty() || parameter.values.contains(text);
            listed && !["integer", "number", "boolean"].contains(&kinds)
        }
        Value::Number(_) => !is_only("string") && !is_only("boolean"),
        Value::Bool(_) => !is_only("string") && !is_only("integer") && !is_only("number"),
        Value::Null | Value::Array(_) | Value::Object(_) => true,
    };
    if matches!(operator, Operator::Eq | Operator::In)
        && !wanted.is_empty()
        && !wanted.iter().any(fits)
    {
        let allowed = if parameter.values.is_empty() {
            format!("the schema says that it is of the type `{kinds}`")
        } else {
            format!("the schema allows {}", parameter.values.join(", "))
        };
        return Some(format!(
            "`{path}` is never {}; {allowed}",
            condition.value()
        ));
    }
    let judged = condition.needs_a_value() && operator != Operator::Exists;
    if judged && !parameter.values.is_empty() && !allowed(parameter).any(|it| condition.takes(&it))
    {
        let allowed = parameter.values.join(", ");
        return Some(format!(
            "no value of `{path}` fits; the schema allows {allowed}"
        ));
    }
    let reads_text = operator.reads_meaning() || operator == Operator::Regex;
    let reads_number = matches!(
        operator,
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte
    );
    let is_number = is_only("integer") || is_only("number") || is_only("boolean");
    let wrong =
        (reads_text && is_number) || (reads_number && (is_only("string") || is_only("boolean")));
    wrong.then(|| format!("`{operator}` cannot judge `{path}`, which is of the type `{kinds}`"))
}

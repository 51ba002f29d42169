//! Which values of an argument conditions leave, as far as that can be told.

use serde_json::Value;

use crate::model::{Condition, Operator};

/// The first argument, with its reason, that has no value of which all conditions hold.
pub(super) fn contradiction(conditions: &[&Condition]) -> Option<String> {
    let mut paths: Vec<&str> = conditions.iter().map(|it| it.path()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.iter().find_map(|path| {
        let own: Vec<&Condition> = conditions
            .iter()
            .copied()
            .filter(|it| it.path() == *path)
            .collect();
        let why = without_value(&own)?;
        Some(format!("`{path}` {why}"))
    })
}

/// Why no value fits all conditions on one argument.
fn without_value(conditions: &[&Condition]) -> Option<&'static str> {
    let absent = conditions
        .iter()
        .any(|it| it.operator() == Operator::Exists && *it.value() == false);
    let present = conditions.iter().any(|it| it.needs_a_value());
    if absent && present {
        return Some("would have to be given and not given");
    }
    if let Some(empty) = conditions.iter().find(|it| !it.can_hold()) {
        return Some(match empty.operator() {
            Operator::PathUnder => "would have to be under a folder that no path is in",
            Operator::HostIn => "would have to have a host that no address has",
            Operator::RefIs => "would have to be a branch that no name stands for",
            _ => "is compared with an empty list",
        });
    }
    let mut pairs = conditions.iter().enumerate();
    let excluded = |(at, one): (usize, &&Condition)| {
        let mut others = conditions.iter().skip(at + 1);
        others.any(|other| one.excludes(other))
    };
    if pairs.any(excluded) {
        return Some("would need two values at once");
    }
    let lists = || {
        conditions
            .iter()
            .filter(|it| matches!(it.operator(), Operator::Eq | Operator::In))
    };
    let Some(first) = lists().next() else {
        return crossed(conditions).then_some("would have to be larger and smaller at once");
    };
    let fits = |value: &&Value| {
        let arguments = at(first, value);
        let judged = conditions
            .iter()
            .filter(|it| it.operator() != Operator::Exists);
        judged
            .clone()
            .all(|it| it.holds(&arguments) == crate::model::Truth::Yes)
    };
    (!first.equals().iter().any(|value| fits(&value))).then_some("would need two values at once")
}

/// Arguments in which the path of a condition leads to a value.
fn at(condition: &Condition, value: &Value) -> Value {
    let steps: Vec<&str> = condition.steps().collect();
    steps.iter().rev().fold(
        value.clone(),
        |inner, step| serde_json::json!({ *step: inner }),
    )
}

/// Whether the bounds of a number leave nothing between them.
fn crossed(conditions: &[&Condition]) -> bool {
    let bounds = |open: Operator, closed: Operator| {
        let bounds = conditions.iter().filter_map(move |it| {
            let is_open = it.operator() == open;
            let number = it.value().as_f64()?;
            (is_open || it.operator() == closed).then_some((number, is_open))
        });
        bounds.collect::<Vec<(f64, bool)>>()
    };
    let below = bounds(Operator::Lt, Operator::Lte);
    let above = bounds(Operator::Gt, Operator::Gte);
    below
        .iter()
        .flat_map(|high| above.iter().map(move |low| (*low, *high)))
        .any(|((low, open_low), (high, open_high))| {
            low > high || (low >= high && (open_low || open_high))
        })
}

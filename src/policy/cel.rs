//! Conditions in CEL, over arguments as JSON has them.
//!
//! CEL's errors are what this crate calls unjudged: an operator on a value of another kind fails, `&&`
//! and `||` pass the failure on unless the other side lowers it, and a rule that fails does not
//! match. So a rule that allows fails closed.

use super::loss::Why;
use serde_json::Value;

use super::capabilities::Sense;
use super::quote;
use crate::model::{Condition, Operator, Parameter};

/// From here on, whole numbers are not exact as binary fractions.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether CEL can say a condition.
pub(super) fn reads(condition: &Condition, _: Sense, _: Option<&Parameter>) -> Result<(), Why> {
    if condition.steps().count() > 1 {
        return Err(Why::TopLevel);
    }
    let value = condition.value();
    let said = match condition.operator() {
        Operator::Eq
        | Operator::Neq
        | Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte => plain(value),
        Operator::In | Operator::NotIn => value
            .as_array()
            .is_some_and(|list| !list.is_empty() && list.iter().all(plain)),
        Operator::Exists => true,
        Operator::Contains => value.is_string(),
        Operator::Regex => {
            let pattern = value.as_str().unwrap_or_default();
            if !quote::is_portable_pattern(pattern) {
                return Err(Why::OtherPattern);
            }
            true
        }
        Operator::PathUnder
        | Operator::HostIn
        | Operator::UrlPublic
        | Operator::RefIs
        | Operator::SqlReadsOnly => return Err(Why::ComparesText),
    };
    if said { Ok(()) } else { Err(Why::ExactValues) }
}

fn plain(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Bool(_) => true,
        Value::Number(number) => number.as_f64().is_some_and(|it| it.abs() < EXACT),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// A condition over the map `arguments`, for those that [`reads`] takes.
pub(super) fn holds(condition: &Condition, arguments: &str) -> String {
    let name: Vec<&str> = condition.steps().collect();
    let key = quote::cel(&name.join("."));
    let there = format!("has({arguments}) && {key} in {arguments}");
    let found = format!("{arguments}[{key}]");
    let value = condition.value();
    match condition.operator() {
        Operator::Eq => format!("({there} && {found} == {})", literal(value)),
        Operator::Neq => format!("!({there} && {found} == {})", literal(value)),
        Operator::Lt => format!("({there} && {found} < {})", literal(value)),
        Operator::Lte => format!("({there} && {found} <= {})", literal(value)),
        Operator::Gt => format!("({there} && {found} > {})", literal(value)),
        Operator::Gte => format!("({there} && {found} >= {})", literal(value)),
        Operator::In => format!("({there} && {found} in {})", literal(value)),
        Operator::NotIn => format!("!({there} && {found} in {})", literal(value)),
        Operator::Exists if value == &Value::Bool(true) => format!("({there})"),
        Operator::Exists => format!("!({there})"),
        Operator::Regex => format!("({there} && {found}.matches({}))", literal(value)),
        Operator::Contains => {
            let part = literal(value);
            format!(
                "({there} && (type({found}) == list ? {part} in {found} : {found}.contains({part})))"
            )
        }
        // Not among those that are taken.
        Operator::PathUnder
        | Operator::HostIn
        | Operator::UrlPublic
        | Operator::RefIs
        | Operator::SqlReadsOnly => "false".to_owned(),
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => quote::cel(text),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            format!("{number:?}")
        }
        Value::Array(items) => list(items.iter().map(literal)),
        Value::Null | Value::Bool(_) | Value::Object(_) => value.to_string(),
    }
}

/// A list of these literals.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A list of these texts.
pub(super) fn texts(items: &[&str]) -> String {
    list(items.iter().map(|item| quote::cel(item)))
}

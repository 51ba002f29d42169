//! Conditions in Cedar, by the types that a tool declares.

use super::loss::Why;
use serde_json::Value;

use super::capabilities::Sense;
use super::quote;
use crate::model::{Condition, Definition, Operator, Parameter};

/// The types of arguments that have the same values in JSON and in Cedar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Whole,
    /// True or false.
    Truth,
}

impl Kind {
    /// The type by its name in JSON Schema.
    fn of(kind: &str) -> Option<Self> {
        match kind {
            "string" => Some(Self::Text),
            "integer" => Some(Self::Whole),
            "boolean" => Some(Self::Truth),
            _ => None,
        }
    }

    /// The type's name in a Cedar schema.
    pub(super) const fn cedar(self) -> &'static str {
        match self {
            Self::Text => "String",
            Self::Whole => "Long",
            Self::Truth => "Bool",
        }
    }
}

/// The arguments of a tool that Cedar can hold: those at the top with a plain type.
pub(super) fn typed(tool: Option<&Definition>) -> Vec<(&str, Kind)> {
    let parameters = tool.into_iter().flat_map(|tool| &tool.parameters);
    let mut found: Vec<(&str, Kind)> = Vec::new();
    for parameter in parameters {
        let is_new = found.iter().all(|(path, _)| *path != parameter.path);
        if let Some(kind) = Kind::of(&parameter.kind)
            && is_top(&parameter.path)
            && is_new
        {
            found.push((&parameter.path, kind));
        }
    }
    found
}

fn is_top(path: &str) -> bool {
    !path.contains(['.', '[']) && !path.is_empty()
}

/// Whether Cedar can say a condition on this argument.
pub(super) fn reads(
    condition: &Condition,
    _: Sense,
    parameter: Option<&Parameter>,
) -> Result<(), Why> {
    let kind = parameter.and_then(|it| Kind::of(&it.kind));
    let Some(kind) = kind.filter(|_| condition.steps().count() == 1) else {
        return Err(Why::UnknownType);
    };
    let fits = |value: &Value| match kind {
        Kind::Text => value.is_string(),
        Kind::Whole => value.is_i64(),
        Kind::Truth => value.is_boolean(),
    };
    let value = condition.value();
    let list = || value.as_array().filter(|list| !list.is_empty());
    let said = match condition.operator() {
        Operator::Eq | Operator::Neq => fits(value),
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => {
            kind == Kind::Whole && value.is_i64()
        }
        Operator::In | Operator::NotIn => list().is_some_and(|list| list.iter().all(fits)),
        Operator::Exists => true,
        Operator::Contains => kind == Kind::Text && value.is_string(),
        Operator::Regex => return Err(Why::NoPatterns),
        Operator::PathUnder
        | Operator::HostIn
        | Operator::UrlPublic
        | Operator::RefIs
        | Operator::SqlReadsOnly => return Err(Why::ComparesText),
    };
    if said { Ok(()) } else { Err(Why::OtherType) }
}

/// A condition on the attribute `name` of `record`, for those that [`reads`] takes.
pub(super) fn holds(condition: &Condition, record: &str, name: &str) -> String {
    let key = quote::cedar(name);
    let there = format!("{record} has {key}");
    let found = format!("{record}[{key}]");
    let value = condition.value();
    match condition.operator() {
        Operator::Eq => format!("({there} && {found} == {})", literal(value)),
        Operator::Neq => format!("!({there} && {found} == {})", literal(value)),
        Operator::Lt => format!("({there} && {found} < {})", literal(value)),
        Operator::Lte => format!("({there} && {found} <= {})", literal(value)),
        Operator::Gt => format!("({there} && {found} > {})", literal(value)),
        Operator::Gte => format!("({there} && {found} >= {})", literal(value)),
        Operator::In => format!("({there} && {}.contains({found}))", literal(value)),
        Operator::NotIn => format!("!({there} && {}.contains({found}))", literal(value)),
        Operator::Exists if value == &Value::Bool(true) => format!("({there})"),
        Operator::Exists => format!("!({there})"),
        Operator::Contains | Operator::Regex => {
            let part = quote::cedar_like(value.as_str().unwrap_or_default());
            format!("({there} && {found} like {part})")
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
        Value::String(text) => quote::cedar(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

//! The values that a schema names, and their types.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Whole numbers up to here are exact in every reader of JSON.
const EXACT: f64 = 9_007_199_254_740_991.0;
const ALL_TYPES: &[&str] = &["array", "boolean", "null", "number", "object", "string"];

/// A whole number is the same with and without a decimal point.
pub(super) fn number(value: &Value) -> Value {
    match value.as_f64() {
        Some(float) if value.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT => {
            serde_json::from_str(&format!("{float:.0}")).unwrap_or_else(|_| value.clone())
        }
        _ => value.clone(),
    }
}

/// A value with its numbers in one notation.
pub(super) fn plain(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(members.map(|(key, it)| (key.clone(), plain(it))).collect())
        }
        value => number(value),
    }
}

/// Writes `const` as `enum`, and `type` as one sorted list, or as one word.
pub(super) fn listed(schema: &mut Map<String, Value>) {
    if let Some(value) = schema.remove("const") {
        let both = match schema.get("enum").and_then(Value::as_array) {
            Some(values) => values.iter().filter(|it| **it == value).cloned().collect(),
            None => vec![value],
        };
        schema.insert("enum".to_owned(), Value::Array(both));
    }
    let nullable = schema.remove("nullable") == Some(Value::Bool(true));
    let Some(mut kinds) = kinds(schema) else {
        return;
    };
    if nullable && !kinds.is_empty() {
        kinds.insert("null".to_owned());
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
    }
    set_kinds(schema, kinds);
}

/// The types that a schema names, none where it names none; `None` if one is no type that anybody knows.
pub(super) fn kinds(schema: &Map<String, Value>) -> Option<BTreeSet<String>> {
    let mut kinds = BTreeSet::new();
    let mut rest: Vec<&Value> = schema.get("type").into_iter().collect();
    while let Some(kind) = rest.pop() {
        match kind {
            Value::String(kind) => {
                kinds.insert(kind.clone());
            }
            Value::Array(more) => rest.extend(more),
            _ => return None,
        }
    }
    Some(kinds)
}

pub(super) fn set_kinds(schema: &mut Map<String, Value>, mut kinds: BTreeSet<String>) {
    if kinds.contains("number") {
        kinds.remove("integer");
    }
    if kinds.is_empty() || ALL_TYPES.iter().all(|kind| kinds.contains(*kind)) {
        schema.remove("type");
    } else if kinds.len() == 1 {
        schema.insert("type".to_owned(), kinds.into_iter().next().into());
    } else {
        schema.insert("type".to_owned(), kinds.into_iter().collect());
    }
}

/// The type of a value, in the words of a schema.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether one of some types takes the values of a type.
pub(super) fn takes(kinds: &BTreeSet<String>, kind: &str) -> bool {
    kinds.contains(kind) || (kind == "integer" && kinds.contains("number"))
}

/// Named values have their types: the schema may say so or not.
pub(super) fn typed(schema: &mut Map<String, Value>) {
    let (Some(kinds), Some(values)) = (kinds(schema), schema.get("enum").and_then(Value::as_array))
    else {
        return;
    };
    let taken = |value: &&Value| kinds.is_empty() || takes(&kinds, kind_of(value));
    let values: Vec<Value> = values.iter().filter(taken).cloned().collect();
    if values.is_empty() {
        return;
    }
    let kinds = values.iter().map(|it| kind_of(it).to_owned()).collect();
    schema.insert("enum".to_owned(), Value::Array(values));
    schema.remove("type");
    set_kinds(schema, kinds);
}

/// A whole number above 0 is one from 1.
pub(super) fn without_whole_bounds(schema: &mut Map<String, Value>) {
    if schema.get("type").and_then(Value::as_str) != Some("integer") {
        return;
    }
    for (exclusive, bound, step) in [
        ("exclusiveMinimum", "minimum", 1),
        ("exclusiveMaximum", "maximum", -1),
    ] {
        let next = schema.get(exclusive).and_then(Value::as_i64);
        let next = next.and_then(|it| it.checked_add(step));
        if let (Some(next), false) = (next, schema.contains_key(bound)) {
            schema.remove(exclusive);
            schema.insert(bound.to_owned(), next.into());
        }
    }
    if schema.get("multipleOf").and_then(Value::as_i64) == Some(1) {
        schema.remove("multipleOf");
    }
}

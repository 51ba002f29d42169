//! A JSON Schema in one notation: what means the same is written the same.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Subschemas that references may bring in; what is beyond stays a reference.
const MOST: usize = 20_000;
/// Bounds that only say that a number is exact in every reader of JSON.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// The schema with its references resolved and its notation made equal.
pub(super) fn canonical(schema: &Value) -> Value {
    let mut canon = Canon {
        root: schema,
        open: Vec::new(),
        left: MOST,
    };
    let mut schema = canon.schema(schema);
    if let Some(root) = schema.as_object_mut()
        && root.get("type").and_then(Value::as_str) == Some("object")
    {
        // The protocol says so of every tool.
        root.remove("type");
    }
    schema
}

/// Keywords whose value is a schema.
const ONE: &[&str] = &[
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
];
/// Keywords whose value is a list of schemas.
const SEVERAL: &[&str] = &["anyOf", "oneOf", "allOf", "prefixItems"];
/// Keywords whose value names schemas.
const NAMED: &[&str] = &["properties", "patternProperties", "dependentSchemas"];
/// Keywords that say nothing of what is taken.
const SILENT: &[&str] = &["$schema", "$id", "$anchor", "$defs", "definitions"];

struct Canon<'a> {
    root: &'a Value,
    /// References that are being resolved.
    open: Vec<String>,
    left: usize,
}

impl Canon<'_> {
    fn schema(&mut self, schema: &Value) -> Value {
        let Some(object) = schema.as_object() else {
            // `true` takes everything, as an empty schema does.
            return if schema == &Value::Bool(true) {
                Value::Object(Map::new())
            } else {
                schema.clone()
            };
        };
        if let Some(resolved) = self.resolved(object) {
            return resolved;
        }
        let mut out = Map::new();
        for (key, value) in object {
            if !SILENT.contains(&key.as_str()) && !value.is_null() {
                out.insert(key.clone(), self.member(key, value));
            }
        }
        one_notation(&mut out);
        Value::Object(out)
    }

    fn member(&mut self, key: &str, value: &Value) -> Value {
        match value {
            Value::Array(schemas) if SEVERAL.contains(&key) => {
                schemas.iter().map(|schema| self.schema(schema)).collect()
            }
            Value::Object(named) if NAMED.contains(&key) => {
                let named = named.iter();
                Value::Object(
                    named
                        .map(|(name, schema)| (name.clone(), self.schema(schema)))
                        .collect(),
                )
            }
            _ if ONE.contains(&key) => self.schema(value),
            _ => number(value),
        }
    }

    /// What a reference within the document stands for, with what stands beside it.
    fn resolved(&mut self, object: &Map<String, Value>) -> Option<Value> {
        let reference = object.get("$ref")?.as_str()?;
        let pointer = reference.strip_prefix('#')?;
        if self.left == 0 || self.open.iter().any(|open| open == reference) {
            return None;
        }
        let target = self.root.pointer(pointer)?.as_object()?;
        self.left -= 1;
        self.open.push(reference.to_owned());
        let mut both = target.clone();
        both.extend(
            object
                .iter()
                .filter(|(key, _)| *key != "$ref")
                .map(|(key, value)| (key.clone(), value.clone())),
        );
        let schema = self.schema(&Value::Object(both));
        self.open.pop();
        Some(schema)
    }
}

/// A whole number is the same with and without a decimal point.
fn number(value: &Value) -> Value {
    match value.as_f64() {
        Some(float) if value.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT => {
            serde_json::from_str(&format!("{float:.0}")).unwrap_or_else(|_| value.clone())
        }
        _ => value.clone(),
    }
}

fn one_notation(schema: &mut Map<String, Value>) {
    if let Some(value) = schema.remove("const") {
        schema.insert("enum".to_owned(), Value::Array(vec![value]));
    }
    for (key, bound) in [("minimum", -EXACT), ("maximum", EXACT)] {
        let reached = |value: &Value| value.as_f64().is_some_and(|it| it / bound >= 1.0);
        if schema.get(key).is_some_and(reached) {
            schema.remove(key);
        }
    }
    merge_alternatives(schema);
    types(schema);
    for key in ["required", "enum"] {
        if let Some(Value::Array(values)) = schema.get_mut(key) {
            values.sort_by_key(Value::to_string);
            values.dedup();
        }
    }
    let empty = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    for key in [
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "items",
    ] {
        if schema.get(key).is_some_and(empty) {
            schema.remove(key);
        }
    }
    for key in ["description", "title"] {
        if let Some(Value::String(text)) = schema.get_mut(key) {
            *text = words(text);
        }
    }
}

/// `anyOf` of a schema and `null`, and of bare types, is what a list of types says as well.
fn merge_alternatives(schema: &mut Map<String, Value>) {
    for key in ["anyOf", "oneOf", "allOf"] {
        let Some(Value::Array(alternatives)) = schema.get(key) else {
            continue;
        };
        let bare = |it: &Value| {
            it.as_object()
                .is_some_and(|it| it.len() == 1 && it.contains_key("type"))
        };
        let (bare, others): (Vec<_>, Vec<_>) = alternatives.clone().into_iter().partition(bare);
        let ([] | [Value::Object(_)]) = others.as_slice() else {
            continue;
        };
        let one = bare.is_empty() || key != "allOf";
        let nulls = bare.iter().all(|it| it.get("type") == Some(&"null".into()));
        if !one || schema.contains_key("type") || (!others.is_empty() && !nulls) {
            continue;
        }
        let mut kinds: Vec<Value> = bare
            .iter()
            .filter_map(|it| it.get("type").cloned())
            .collect();
        schema.remove(key);
        if let Some(Value::Object(other)) = others.into_iter().next() {
            match other.get("type") {
                Some(kind) => kinds.push(kind.clone()),
                // Without a type the other takes anything, `null` among it.
                None => kinds.clear(),
            }
            for (key, value) in other {
                schema.entry(key).or_insert(value);
            }
        }
        if !kinds.is_empty() {
            schema.insert("type".to_owned(), Value::Array(kinds));
        }
    }
}

fn types(schema: &mut Map<String, Value>) {
    let mut kinds = BTreeSet::new();
    let listed = schema.get("type").cloned();
    let mut rest: Vec<Value> = listed.into_iter().collect();
    while let Some(kind) = rest.pop() {
        match kind {
            Value::String(kind) => {
                kinds.insert(kind);
            }
            Value::Array(more) => rest.extend(more),
            // Not a type that anybody knows: it stays as it is.
            _ => return,
        }
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) && !kinds.is_empty() {
        schema.remove("nullable");
        kinds.insert("null".to_owned());
    }
    if kinds.len() == 1 {
        schema.insert("type".to_owned(), kinds.into_iter().next().into());
    } else if !kinds.is_empty() {
        schema.insert("type".to_owned(), kinds.into_iter().collect());
    }
}

/// A text without the differences that indentation and line breaks make.
pub(super) fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

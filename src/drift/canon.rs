//! A JSON Schema in one notation: what means the same is written the same.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{combined, values};
use crate::sort;

/// Subschemas that references may bring in; what is beyond stays a reference.
const MOST: usize = 20_000;
/// Bounds that only say that a number is exact in every reader of JSON.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// The schema with its references resolved and its notation made equal.
pub(super) fn canonical(schema: &Value) -> Value {
    let mut canon = Canon {
        root: schema,
        open: Vec::new(),
        used: BTreeSet::new(),
        left: MOST,
    };
    let given = schema;
    let mut schema = canon.schema(given);
    canon.keep_unused(given, &mut schema);
    if let Some(root) = schema.as_object_mut()
        && root.get("type").and_then(Value::as_str) == Some("object")
    {
        // The protocol says so of every tool.
        root.remove("type");
    }
    schema
}

/// Keywords that are words for a model, or for nobody.
pub(super) const TEXTS: &[&str] = &[
    "description",
    "title",
    "default",
    "examples",
    "example",
    "$comment",
];
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
    "additionalItems",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords whose value is a list of schemas.
const SEVERAL: &[&str] = &["anyOf", "oneOf", "allOf", "prefixItems"];
/// Keywords whose value names schemas.
const NAMED: &[&str] = &["properties", "patternProperties", "dependentSchemas"];
/// Keywords whose value is a value that the tool takes, or several.
const VALUES: &[&str] = &["enum", "const", "default", "examples", "example"];
/// Keywords that say nothing of what is taken.
const SILENT: &[&str] = &["$schema", "$id", "$anchor", "$defs", "definitions"];

struct Canon<'a> {
    root: &'a Value,
    /// References that are being resolved.
    open: Vec<String>,
    /// References that were resolved.
    used: BTreeSet<String>,
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
        let resolved = self.resolved(object);
        let mut out = Map::new();
        for (key, value) in object {
            let done = key == "$ref" && resolved.is_some();
            if !done && !SILENT.contains(&key.as_str()) && is_given(key, value) {
                out.insert(key.clone(), self.member(key, value));
            }
        }
        if let Some(resolved) = resolved {
            // What stands beside a reference holds as well as what it stands for.
            let all = out
                .entry("allOf")
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(all) = all {
                all.push(resolved);
            }
        }
        one_notation(&mut out);
        Value::Object(out)
    }

    /// Keeps the definitions that no reference leads to: a model reads them all the same.
    fn keep_unused(&mut self, given: &Value, schema: &mut Value) {
        let mut unused = Map::new();
        for list in ["$defs", "definitions"] {
            let named = given.get(list).and_then(Value::as_object);
            for (name, definition) in named.into_iter().flatten() {
                let reference = format!("#/{list}/{}", name.replace('~', "~0").replace('/', "~1"));
                let leads = |it: &String| {
                    it.strip_prefix(&reference)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                if !self.used.iter().any(leads) {
                    unused.insert(name.clone(), self.schema(definition));
                }
            }
        }
        if let (false, Some(schema)) = (unused.is_empty(), schema.as_object_mut()) {
            schema.insert("$defs".to_owned(), Value::Object(unused));
        }
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
            _ if VALUES.contains(&key) => values::plain(value),
            _ => values::number(value),
        }
    }

    /// What a reference within the document stands for.
    fn resolved(&mut self, object: &Map<String, Value>) -> Option<Value> {
        let reference = object.get("$ref")?.as_str()?;
        let pointer = reference.strip_prefix('#')?;
        if self.left == 0 || self.open.iter().any(|open| open == reference) {
            return None;
        }
        let target = self.root.pointer(pointer).filter(|it| it.is_object())?;
        self.left -= 1;
        self.used.insert(reference.to_owned());
        self.open.push(reference.to_owned());
        let schema = self.schema(target);
        self.open.pop();
        Some(schema)
    }
}

/// A member without a value is as good as none, but where `null` is the value.
fn is_given(key: &str, value: &Value) -> bool {
    !value.is_null() || key == "const"
}

fn one_notation(schema: &mut Map<String, Value>) {
    plain_keywords(schema);
    values::listed(schema);
    combined::without_all_of(schema);
    combined::without_alternatives(schema);
    values::typed(schema);
    without_bounds_of_every_reader(schema);
    values::without_whole_bounds(schema);
    for key in ["required", "enum"] {
        if let Some(Value::Array(values)) = schema.get_mut(key) {
            sort::by_key(values, Value::to_string);
            values.dedup();
        }
    }
}

/// Bounds that only say that a number is exact in every reader of JSON.
fn without_bounds_of_every_reader(schema: &mut Map<String, Value>) {
    for (key, bound) in [("minimum", -EXACT), ("maximum", EXACT)] {
        let reached = |value: &Value| value.as_f64().is_some_and(|it| it / bound >= 1.0);
        if schema.get(key).is_some_and(reached) {
            schema.remove(key);
        }
    }
}

/// Keywords that say nothing when they have this value.
fn says_nothing(key: &str, value: &Value) -> bool {
    match key {
        "required"
        | "properties"
        | "patternProperties"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "items"
        | "prefixItems"
        | "additionalItems"
        | "unevaluatedItems"
        | "propertyNames"
        | "dependentRequired"
        | "dependentSchemas"
        | "dependencies"
        | "allOf" => match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            value => value == &Value::Bool(true),
        },
        "minItems" | "minLength" | "minProperties" => value.as_f64() == Some(0.0),
        "uniqueItems" | "deprecated" | "readOnly" | "writeOnly" | "nullable" | "not"
        | "exclusiveMinimum" | "exclusiveMaximum" => value == &Value::Bool(false),
        "pattern" => value.as_str().is_some_and(|it| matches!(it, "" | ".*")),
        "description" | "title" | "$comment" => value.as_str() == Some(""),
        _ => false,
    }
}

fn plain_keywords(schema: &mut Map<String, Value>) {
    for key in ["description", "title"] {
        if let Some(Value::String(text)) = schema.get_mut(key) {
            *text = words(text);
        }
    }
    schema.retain(|key, value| !says_nothing(key, value));
    // An older way: the bound in one keyword, and in another that it is not reached.
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if schema.get(exclusive) == Some(&Value::Bool(true)) {
            schema.remove(exclusive);
            if let Some(value) = schema.remove(bound) {
                schema.insert(exclusive.to_owned(), value);
            }
        }
    }
    if !schema.contains_key("if") {
        schema.remove("then");
        schema.remove("else");
    } else if !schema.contains_key("then") && !schema.contains_key("else") {
        schema.remove("if");
    }
}

/// The schema without what is only words for a model: what is left says what is taken.
pub(super) fn without_texts(schema: &Value) -> Value {
    let Some(object) = schema.as_object() else {
        return schema.clone();
    };
    let kept = object
        .iter()
        .filter(|(key, _)| !TEXTS.contains(&key.as_str()));
    let kept = kept.map(|(key, value)| {
        let value = match value {
            Value::Array(all) if SEVERAL.contains(&key.as_str()) => {
                all.iter().map(without_texts).collect()
            }
            Value::Object(named) if NAMED.contains(&key.as_str()) => {
                let named = named.iter();
                Value::Object(
                    named
                        .map(|(name, it)| (name.clone(), without_texts(it)))
                        .collect(),
                )
            }
            _ if ONE.contains(&key.as_str()) => without_texts(value),
            _ => value.clone(),
        };
        (key.clone(), value)
    });
    Value::Object(kept.collect())
}

/// A text without the differences that indentation and line breaks make.
pub(super) fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

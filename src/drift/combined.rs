//! `allOf`, `anyOf` and `oneOf` that one schema says as well.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::values::{kind_of, kinds, set_kinds, takes, typed};
use crate::sort;

type Schema = Map<String, Value>;

/// Texts that are joined where two schemas become one.
const JOINED: &[&str] = &["description", "title"];
/// Keywords that speak of the values of one type alone.
const OF_TYPE: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "contentEncoding",
            "contentMediaType",
        ],
    ),
    (
        "number",
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
        ],
    ),
    (
        "object",
        &[
            "properties",
            "patternProperties",
            "additionalProperties",
            "required",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
        ],
    ),
];
/// Keywords of which one changes what the others beside it say.
const BOUND_TOGETHER: &[&[&str]] = &[
    &[
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
    ],
    &[
        "items",
        "prefixItems",
        "additionalItems",
        "unevaluatedItems",
    ],
    &["contains", "minContains", "maxContains"],
    &["if", "then", "else"],
    &["anyOf"],
    &["oneOf"],
];

/// Puts the members of `allOf` that say nothing contrary into the schema around them.
pub(super) fn without_all_of(schema: &mut Schema) {
    let Some(Value::Array(members)) = schema.remove("allOf") else {
        return;
    };
    let mut rest = Vec::new();
    for member in members {
        let both = member.as_object().and_then(|it| both(schema, it));
        match both {
            Some(both) => *schema = both,
            None => rest.push(member),
        }
    }
    if !rest.is_empty() {
        sort::by_key(&mut rest, Value::to_string);
        rest.dedup();
        schema.insert("allOf".to_owned(), Value::Array(rest));
    }
}

/// One schema for what two say together; `None` where that is not certain.
fn both(outer: &Schema, inner: &Schema) -> Option<Schema> {
    if inner.contains_key("allOf") || inner.contains_key("$ref") {
        return None;
    }
    for group in BOUND_TOGETHER {
        let has = |schema: &Schema| group.iter().any(|key| schema.contains_key(*key));
        let same = group.iter().all(|key| outer.get(*key) == inner.get(*key));
        let names = |schema: &Schema| {
            let others = group.iter().filter(|key| **key != "properties");
            !others.into_iter().any(|key| schema.contains_key(*key))
        };
        if has(outer) && has(inner) && !same && !(names(outer) && names(inner)) {
            return None;
        }
    }
    let mut out = outer.clone();
    for (key, value) in inner {
        let value = match outer.get(key) {
            None => value.clone(),
            Some(same) if same == value => continue,
            Some(other) => both_values(key, other, value)?,
        };
        out.insert(key.clone(), value);
    }
    Some(out)
}

fn both_values(key: &str, outer: &Value, inner: &Value) -> Option<Value> {
    let of = |value: &Value| Schema::from_iter([(key.to_owned(), value.clone())]);
    match key {
        "description" | "title" => joined(outer, inner),
        "type" => {
            let (outer, inner) = (kinds(&of(outer))?, kinds(&of(inner))?);
            let narrower = outer.iter().filter(|it| takes(&inner, it));
            let narrower = narrower.chain(inner.iter().filter(|it| takes(&outer, it)));
            let shared: BTreeSet<String> = narrower.cloned().collect();
            let mut out = Schema::new();
            set_kinds(&mut out, shared);
            out.remove("type")
        }
        "enum" => {
            let inner = inner.as_array()?;
            let shared = outer.as_array()?.iter().filter(|it| inner.contains(it));
            let shared: Vec<Value> = shared.cloned().collect();
            (!shared.is_empty()).then_some(Value::Array(shared))
        }
        "required" => {
            let all = outer.as_array()?.iter().chain(inner.as_array()?);
            Some(all.cloned().collect())
        }
        "properties" => {
            let mut all = outer.as_object()?.clone();
            for (name, schema) in inner.as_object()? {
                let schema = match all.get(name) {
                    Some(other) => both(other.as_object()?, schema.as_object()?)?.into(),
                    None => schema.clone(),
                };
                all.insert(name.clone(), schema);
            }
            Some(Value::Object(all))
        }
        _ if key.starts_with("min") || key == "exclusiveMinimum" => stricter(outer, inner, 1.0),
        _ if key.starts_with("max") || key == "exclusiveMaximum" => stricter(outer, inner, -1.0),
        _ => None,
    }
}

fn stricter(one: &Value, other: &Value, sign: f64) -> Option<Value> {
    let first = one.as_f64()? * sign > other.as_f64()? * sign;
    Some(if first { one.clone() } else { other.clone() })
}

/// Two texts as one; a text that the other has already is not said again.
fn joined(one: &Value, other: &Value) -> Option<Value> {
    let (one, other) = (one.as_str()?, other.as_str()?);
    Some(if one.contains(other) {
        one.into()
    } else {
        format!("{one} {other}").into()
    })
}

/// Puts what alternatives say into the schema around them, where one schema says it as well.
pub(super) fn without_alternatives(schema: &mut Schema) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(alternatives)) = schema.remove(key) else {
            continue;
        };
        let mut alternatives = flat(alternatives, key);
        sort::by_key(&mut alternatives, Value::to_string);
        let objects: Option<Vec<Schema>> = alternatives
            .iter()
            .map(|it| it.as_object().cloned())
            .collect();
        let objects = objects.unwrap_or_default();
        let apart = are_apart(&objects);
        let one = (key == "anyOf" || apart || objects.len() == 1)
            .then(|| one_of(&objects))
            .flatten();
        if let Some(both) = one.and_then(|one| both(schema, &one)) {
            *schema = both;
            continue;
        }
        // No value is of two alternatives, so one of them and any of them is the same.
        let any = apart && !schema.contains_key("anyOf");
        let key = if any { "anyOf" } else { key };
        schema.insert(key.to_owned(), Value::Array(alternatives));
    }
}

/// An alternative that is nothing but alternatives is these.
fn flat(alternatives: Vec<Value>, key: &str) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for alternative in alternatives {
        let inner = alternative
            .as_object()
            .filter(|it| key == "anyOf" && it.len() == 1)
            .and_then(|it| it.get(key)?.as_array());
        let all = inner.map_or_else(|| vec![alternative.clone()], Clone::clone);
        for alternative in all {
            if key == "oneOf" || !out.contains(&alternative) {
                out.push(alternative);
            }
        }
    }
    out
}

/// Whether no value is of two of the schemas, by their types or by the values that they name.
fn are_apart(schemas: &[Schema]) -> bool {
    let shared = |one: &Schema, other: &Schema| {
        let (Some(kinds), Some(others)) = (kinds(one), kinds(other)) else {
            return true;
        };
        let named = |it: &Schema| it.get("enum").and_then(Value::as_array).cloned();
        if let (Some(one), Some(other)) = (named(one), named(other)) {
            return one.iter().any(|it| other.contains(it));
        }
        kinds.is_empty()
            || others.is_empty()
            || kinds.iter().any(|it| takes(&others, it))
            || others.iter().any(|it| takes(&kinds, it))
    };
    let mut rest = schemas;
    while let Some((one, others)) = rest.split_first() {
        if others.iter().any(|other| shared(one, other)) {
            return false;
        }
        rest = others;
    }
    true
}

/// One schema that takes what any of some takes; `None` where there is none.
fn one_of(schemas: &[Schema]) -> Option<Schema> {
    if let [one] = schemas {
        return Some(one.clone());
    }
    if schemas.is_empty() {
        return None;
    }
    let is_text = |key: &str| JOINED.contains(&key);
    if schemas.iter().any(|it| it.keys().all(|key| is_text(key))) {
        return texts(schemas, false);
    }
    values_of(schemas).or_else(|| types_of(schemas))
}

/// The values that the alternatives name one by one.
fn values_of(schemas: &[Schema]) -> Option<Schema> {
    let mut all = Vec::new();
    for schema in schemas {
        let known = |key: &String| JOINED.contains(&&**key) || *key == "type" || *key == "enum";
        if !schema.keys().all(known) {
            return None;
        }
        match schema.get("enum").and_then(Value::as_array) {
            Some(values) => all.extend(values.iter().cloned()),
            None if schema.get("type") == Some(&"null".into()) => all.push(Value::Null),
            None => return None,
        }
    }
    let mut out = texts(schemas, true)?;
    out.insert("enum".to_owned(), Value::Array(all));
    typed(&mut out);
    Some(out)
}

/// Alternatives of other types each, whose keywords speak of their own types alone.
fn types_of(schemas: &[Schema]) -> Option<Schema> {
    let mut out = texts(schemas, false)?;
    let mut all = BTreeSet::new();
    for schema in schemas {
        let mine = kinds(schema).filter(|it| !it.is_empty())?;
        if mine
            .iter()
            .any(|kind| takes(&all, kind) || (kind == "number" && all.contains("integer")))
        {
            // The same type twice is no more than once, if nothing is said of it.
            if schema.len() > 1 || !schemas.iter().all(|it| it.len() == 1) {
                return None;
            }
        }
        for (key, value) in schema {
            if key == "type" || JOINED.contains(&&**key) {
                continue;
            }
            let own = OF_TYPE.iter().any(|(kind, keys)| {
                let kind = if *kind == "number" && mine.contains("integer") {
                    "integer"
                } else {
                    kind
                };
                keys.contains(&&**key) && mine.contains(kind)
            });
            if !own || out.insert(key.clone(), value.clone()).is_some() {
                return None;
            }
        }
        all.extend(mine);
    }
    set_kinds(&mut out, all);
    Some(out)
}

/// The texts of several schemas; of schemas for single values, each with its value.
fn texts(schemas: &[Schema], with_values: bool) -> Option<Schema> {
    let mut out = Schema::new();
    for schema in schemas {
        for key in JOINED {
            let Some(text) = schema.get(*key) else {
                continue;
            };
            let value = schema.get("enum").and_then(Value::as_array);
            let (key, text) = match value.map(Vec::as_slice) {
                Some([value]) if with_values && kind_of(value) != "null" => {
                    let text = text.as_str()?;
                    ("description", format!("{value}: {text}").into())
                }
                _ => (*key, text.clone()),
            };
            let text = match out.get(key) {
                Some(before) => joined(before, &text)?,
                None => text,
            };
            out.insert(key.to_owned(), text);
        }
    }
    Some(out)
}

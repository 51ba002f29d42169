//! All subschemas that speak of one place: a schema, what it refers to, and its alternatives.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::keyword;
use super::reference::References;
use super::required::{self, required};
use crate::model::{Cut, CutReason};

/// How many subschemas are looked at in all, each as often as something refers to it.
const MOST_LOOKS: usize = 200_000;
/// How many cuts, and how many faults, are recorded of one tool.
const MOST_NOTES: usize = 20;

/// One object of the schema.
pub(super) type Schema<'a> = &'a Map<String, Value>;

/// Follows what a schema is made of, within limits.
pub(super) struct Facets<'a> {
    references: References<'a>,
    looks: usize,
    /// What was not read.
    pub(super) cut: Vec<Cut>,
    /// What is not as it should be.
    pub(super) faults: Vec<String>,
}

impl<'a> Facets<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self {
            references: References::new(root),
            looks: 0,
            cut: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Records that something at a place was not read.
    pub(super) fn cut(&mut self, why: CutReason, path: &str) {
        let path = path.to_owned();
        let cut = Cut { why, path };
        if self.cut.len() < MOST_NOTES && !self.cut.contains(&cut) {
            self.cut.push(cut);
        }
    }

    fn fault(&mut self, path: &str, what: &str) {
        let place = match path {
            "" => "`inputSchema`".to_owned(),
            path => format!("the schema of `{path}`"),
        };
        let fault = format!("{place}: {what}");
        if self.faults.len() < MOST_NOTES && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The schemas, each followed by what it refers to and by its alternatives; each object once.
    pub(super) fn of(&mut self, schemas: &[&'a Value], path: &str) -> Vec<Schema<'a>> {
        let mut seen: BTreeSet<*const Map<String, Value>> = BTreeSet::new();
        let mut all = Vec::new();
        let mut waiting: Vec<&'a Value> = schemas.iter().rev().copied().collect();
        while let Some(value) = waiting.pop() {
            self.looks += 1;
            if self.looks > MOST_LOOKS {
                self.cut(CutReason::TooLarge, "");
                break;
            }
            match value {
                Value::Object(schema) if seen.insert(schema) => {
                    all.push(schema);
                    self.refuse_unknown(schema, path);
                    let parts = self.parts(schema, path);
                    waiting.extend(parts.into_iter().rev());
                }
                Value::Object(_) | Value::Bool(_) => {}
                Value::String(kind) if is_type(kind) => {
                    self.fault(path, "a bare type stands where a schema must stand");
                }
                _ => self.no_schema(path),
            }
        }
        all
    }

    fn no_schema(&mut self, path: &str) {
        self.fault(path, "something other than a schema is left out");
        self.cut(CutReason::NotASchema, path);
    }

    /// Records what of a schema is not read: words in place of a list of them, and schemas under keys that have no
    /// meaning in JSON Schema.
    fn refuse_unknown(&mut self, schema: Schema<'a>, path: &str) {
        let values = schema.get("enum").filter(|it| !it.is_null());
        if values.is_some_and(|it| !it.is_array()) {
            self.fault(path, "`enum` is not a list of values");
            self.cut(CutReason::NotASchema, path);
        }
        let unread = |(key, value): &(&String, &Value)| {
            !keyword::is_known(key) && keyword::holds_schemas(value)
        };
        if let Some((key, _)) = schema.iter().find(unread) {
            let what =
                format!("`{key}` is no keyword of JSON Schema; the schema in it is left out");
            self.fault(path, &what);
            self.cut(CutReason::NotASchema, path);
        }
    }

    /// What a schema says of the same place in other objects.
    fn parts(&mut self, schema: Schema<'a>, path: &str) -> Vec<&'a Value> {
        let mut parts = Vec::new();
        for key in ["$ref", "$dynamicRef", "$recursiveRef"] {
            let Some(reference) = schema.get(key) else {
                continue;
            };
            let target = reference
                .as_str()
                .and_then(|it| self.references.resolve(it));
            match target {
                Some(target) => parts.push(target),
                None => self.cut(CutReason::UnresolvedReference, path),
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            match schema.get(key) {
                None | Some(Value::Null) => {}
                Some(Value::Array(several)) => parts.extend(several),
                Some(value) => {
                    parts.extend(Some(value).filter(|it| it.is_object()));
                    self.no_schema(path);
                }
            }
        }
        let keys = ["if", "then", "else", "contentSchema"];
        parts.extend(keys.iter().filter_map(|key| schema.get(*key)));
        for key in ["dependentSchemas", "dependencies"] {
            let schemas = schema.get(key).and_then(Value::as_object);
            let schemas = schemas.into_iter().flat_map(|all| all.values());
            // `dependencies` holds lists of names too.
            parts.extend(schemas.filter(|it| !it.is_array()));
        }
        parts
    }

    /// The named properties, each with all schemas that speak of it, in the order of their first mention.
    pub(super) fn properties(
        &mut self,
        facets: &[Schema<'a>],
        path: &str,
    ) -> Vec<(&'a str, Vec<&'a Value>)> {
        let mut all: Vec<(&'a str, Vec<&'a Value>)> = Vec::new();
        let mut places: BTreeMap<&'a str, usize> = BTreeMap::new();
        for facet in facets {
            let properties = match facet.get("properties") {
                None | Some(Value::Null) => continue,
                Some(Value::Object(properties)) => properties,
                Some(Value::Array(none)) if none.is_empty() => {
                    self.fault(path, "`properties` is a list; it is read as no properties");
                    continue;
                }
                Some(_) => {
                    self.no_schema(path);
                    continue;
                }
            };
            for (name, schema) in properties {
                let at = *places.entry(name).or_insert_with(|| {
                    all.push((name, Vec::new()));
                    all.len() - 1
                });
                if let Some((_, schemas)) = all.get_mut(at) {
                    schemas.push(schema);
                }
            }
        }
        all
    }

    /// What speaks of the items of a list.
    pub(super) fn items(&mut self, facets: &[Schema<'a>], path: &str) -> Vec<Schema<'a>> {
        let keys = [
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
        ];
        let given = facets
            .iter()
            .flat_map(|facet| keys.iter().filter_map(|key| facet.get(*key)));
        let schemas: Vec<&'a Value> = given
            .flat_map(|value| match value {
                Value::Array(several) => several.as_slice(),
                Value::Null => &[],
                one => std::slice::from_ref(one),
            })
            .collect();
        self.of(&schemas, path)
    }

    /// What speaks of the values of a map, whatever their keys.
    pub(super) fn values(&mut self, facets: &[Schema<'a>], path: &str) -> Vec<Schema<'a>> {
        let keys = ["additionalProperties", "unevaluatedProperties"];
        let mut schemas: Vec<&'a Value> = Vec::new();
        for facet in facets {
            let given = keys.iter().filter_map(|key| facet.get(*key));
            schemas.extend(given.filter(|it| !it.is_null()));
            let patterns = facet.get("patternProperties").and_then(Value::as_object);
            schemas.extend(patterns.into_iter().flat_map(|all| all.values()));
        }
        self.of(&schemas, path)
    }

    /// What speaks of the keys of a map.
    pub(super) fn keys(&mut self, facets: &[Schema<'a>], path: &str) -> Vec<Schema<'a>> {
        let names = facets.iter().filter_map(|it| it.get("propertyNames"));
        let names: Vec<&'a Value> = names.collect();
        self.of(&names, path)
    }

    /// The names of the properties that must be given.
    pub(super) fn required(&mut self, facets: &[Schema<'a>], path: &str) -> BTreeSet<&'a str> {
        for facet in facets {
            match facet.get("required") {
                None | Some(Value::Null | Value::Array(_)) => {}
                Some(Value::Bool(_)) => {
                    let what = "`required` is true or false; it must be a list of names";
                    self.fault(path, what);
                }
                Some(_) => self.fault(path, "`required` is not a list of names"),
            }
        }
        let mut looks = required::MOST_LOOKS;
        // The first facet is the schema itself; `required` follows what it refers to.
        let own = facets.first();
        own.map_or_else(BTreeSet::new, |it| {
            required(&self.references, it, &mut looks)
        })
    }
}

/// Whether a word is a type of JSON Schema.
fn is_type(word: &str) -> bool {
    [
        "string", "number", "integer", "boolean", "object", "array", "null",
    ]
    .contains(&word)
}

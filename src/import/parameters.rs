//! An input schema → parameters by path, with everything that speaks of one place read together.
//!
//! References and alternatives are followed. The limits lie far above what real servers have (of 5,843 real
//! tools the largest has 205 properties in one object, 71 allowed values and 8 levels), and whatever they
//! cut off is recorded.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::facets::{Facets, Schema};
use crate::model::{Cut, CutReason, Parameter};

/// How deep into nested objects and lists parameters are read.
const DEEPEST: usize = 32;
/// How many parameters of one tool are read.
const MOST_PARAMETERS: usize = 5_000;
/// How many allowed values of one parameter are kept.
const MOST_VALUES: usize = 5_000;
/// How many bytes of text are kept of one tool's parameters, and how many of one path: a reference can repeat a
/// text many times.
const MOST_BYTES: usize = 8 << 20;
const LONGEST_PATH: usize = 2_000;
/// How many types of one parameter are kept; JSON Schema has seven.
const MOST_TYPES: usize = 16;

/// What an input schema says.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// The parameters, in the order of the schema.
    pub(super) parameters: Vec<Parameter>,
    /// Whether it says that it takes arguments which it does not name.
    pub(super) free_form: bool,
    /// What was not read.
    pub(super) cut: Vec<Cut>,
    /// What is not as it should be, a line each.
    pub(super) faults: Vec<String>,
}

/// Reads a whole input schema.
pub(super) fn read_arguments(schema: &Value) -> Arguments {
    let mut reader = Reader {
        facets: Facets::new(schema),
        parameters: Vec::new(),
        by_path: BTreeMap::new(),
        open: BTreeSet::new(),
        bytes: 0,
    };
    let root = reader.facets.of(&[schema], "");
    let free_form = says_free_form(&root) == Some(true);
    reader.inside(&root, "", 0);
    Arguments {
        parameters: reader.parameters,
        free_form,
        cut: reader.facets.cut,
        faults: reader.facets.faults,
    }
}

struct Reader<'a> {
    facets: Facets<'a>,
    parameters: Vec<Parameter>,
    by_path: BTreeMap<String, usize>,
    /// The subschemas that are being read, from the root down: a schema that refers to itself ends here, for
    /// what is in it has been read once.
    open: BTreeSet<*const Map<String, Value>>,
    bytes: usize,
}

impl<'a> Reader<'a> {
    /// Reads what lies inside of a place: named properties, items of lists, values of maps.
    fn inside(&mut self, facets: &[Schema<'a>], path: &str, depth: usize) {
        let mut fresh = facets.to_vec();
        fresh.retain(|schema| !self.open.contains(&std::ptr::from_ref(*schema)));
        let items = self.facets.items(&fresh, path);
        let values = self.facets.values(&fresh, path);
        if depth >= DEEPEST {
            let named = fresh.iter().any(|it| it.contains_key("properties"));
            if named || !items.is_empty() || !values.is_empty() {
                self.facets.cut(CutReason::TooDeep, path);
            }
            return;
        }
        let addresses = || fresh.iter().map(|schema| std::ptr::from_ref(*schema));
        self.open.extend(addresses());
        self.properties(&fresh, path, depth);
        if !items.is_empty() {
            self.inside(&items, &format!("{path}[]"), depth + 1);
        }
        if !values.is_empty() {
            let inner = if path.is_empty() {
                "*"
            } else {
                &format!("{path}.*")
            };
            self.inside(&values, inner, depth + 1);
        }
        for address in addresses() {
            self.open.remove(&address);
        }
    }

    fn properties(&mut self, facets: &[Schema<'a>], path: &str, depth: usize) {
        let required = self.facets.required(facets, path);
        for (name, schemas) in self.facets.properties(facets, path) {
            let path = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            };
            if self.parameters.len() >= MOST_PARAMETERS {
                self.facets.cut(CutReason::TooManyParameters, "");
                return;
            }
            if path.len() > LONGEST_PATH {
                self.facets.cut(CutReason::TooLarge, "");
                continue;
            }
            let facets = self.facets.of(&schemas, &path);
            let mut parameter = self.parameter(&schemas, &facets, path.clone());
            parameter.required =
                required.contains(name) || schemas.iter().any(|it| requires_itself(it));
            self.add(parameter);
            self.inside(&facets, &path, depth + 1);
        }
    }

    /// Adds a parameter, or what is new in it where the path is known already.
    fn add(&mut self, parameter: Parameter) {
        let known = self.by_path.get(&parameter.path);
        if let Some(known) = known.and_then(|at| self.parameters.get_mut(*at)) {
            for value in parameter.values {
                if !known.values.contains(&value) {
                    known.values.push(value);
                }
            }
            join(&mut known.title, &parameter.title);
            join(&mut known.description, &parameter.description);
            known.required |= parameter.required;
            known.free_form |= parameter.free_form;
            return;
        }
        self.by_path
            .insert(parameter.path.clone(), self.parameters.len());
        self.parameters.push(parameter);
    }

    fn parameter(
        &mut self,
        schemas: &[&'a Value],
        facets: &[Schema<'a>],
        path: String,
    ) -> Parameter {
        let default = facets.iter().find_map(|it| it.get("default"));
        let default = default.map(as_text).unwrap_or_default();
        let kind = kinds(schemas, facets).join("|");
        let is_object = kind.split('|').any(|kind| kind == "object");
        let unnamed = || is_object && !facets.iter().any(|it| has_properties(it));
        Parameter {
            kind,
            values: self.allowed(facets, &path),
            required: false,
            format: self.kept(text(facets, "format")),
            free_form: schemas.contains(&&Value::Bool(true))
                || says_free_form(facets).unwrap_or_else(unnamed),
            title: self.kept(text(facets, "title")),
            default: self.kept(&default),
            description: self.kept(text(facets, "description")),
            path,
        }
    }

    /// The text, as long as there is room for it.
    fn kept(&mut self, text: &str) -> String {
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            self.facets.cut(CutReason::TooLarge, "");
            return String::new();
        }
        text.to_owned()
    }

    /// The allowed words of a parameter: its own, those of its items, of its keys and of its map's values.
    fn allowed(&mut self, facets: &[Schema<'a>], path: &str) -> Vec<String> {
        let mut values = Vec::new();
        let mut seen = BTreeSet::new();
        let mut known: BTreeSet<*const Map<String, Value>> = BTreeSet::new();
        let mut level = facets.to_vec();
        for _ in 0..DEEPEST {
            level.retain(|schema| known.insert(std::ptr::from_ref(*schema)));
            for value in level.iter().flat_map(|it| words(it)) {
                let text = as_text(value);
                if !seen.insert(text.clone()) {
                    continue;
                }
                self.bytes += text.len();
                if values.len() >= MOST_VALUES || self.bytes > MOST_BYTES {
                    self.facets.cut(CutReason::TooManyValues, path);
                    return values;
                }
                values.push(text);
            }
            let mut inner = self.facets.items(&level, path);
            inner.extend(self.facets.values(&level, path));
            inner.extend(self.facets.keys(&level, path));
            level = inner;
            if level.is_empty() {
                break;
            }
        }
        values
    }
}

/// The values of `enum` and `const`.
fn words(schema: Schema<'_>) -> impl Iterator<Item = &Value> {
    let several = schema.get("enum").and_then(Value::as_array);
    let all = several.into_iter().flatten().chain(schema.get("const"));
    all.filter(|value| !value.is_null())
}

/// The first text that the schemas give for a key.
fn text<'a>(facets: &[Schema<'a>], key: &str) -> &'a str {
    let mut texts = facets.iter().filter_map(|it| it.get(key)?.as_str());
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

/// Adds a text to what is known, unless it says nothing new.
fn join(known: &mut String, text: &str) {
    if text.is_empty() || known.contains(text) {
        return;
    }
    if !known.is_empty() {
        known.push('\n');
    }
    known.push_str(text);
}

fn as_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn kinds<'a>(schemas: &[&'a Value], facets: &[Schema<'a>]) -> Vec<&'a str> {
    let given = facets.iter().filter_map(|it| it.get("type"));
    let given = given.flat_map(|kind| match kind {
        Value::Array(several) => several.as_slice(),
        one => std::slice::from_ref(one),
    });
    // `"limit": "number"` is no schema, but says its type.
    let mut kinds: Vec<&str> = Vec::new();
    for kind in given
        .chain(schemas.iter().copied())
        .filter_map(Value::as_str)
    {
        if kinds.len() < MOST_TYPES && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// What the schemas say of keys without a name; `None` when they say nothing.
fn says_free_form(facets: &[Schema<'_>]) -> Option<bool> {
    let keys = ["additionalProperties", "unevaluatedProperties"];
    let said = |facet: &Schema<'_>| {
        let open = keys.iter().filter_map(|key| facet.get(*key));
        let open = open.filter_map(|value| match value {
            Value::Bool(open) => Some(*open),
            Value::Object(_) => Some(true),
            _ => None,
        });
        let patterns = facet.get("patternProperties").and_then(Value::as_object);
        let patterns = patterns.is_some_and(|patterns| !patterns.is_empty());
        open.chain(patterns.then_some(true)).max()
    };
    facets.iter().filter_map(said).max()
}

fn has_properties(schema: Schema<'_>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.is_some_and(|properties| !properties.is_empty())
}

/// `"required": true` in a property, as the third draft of JSON Schema had it.
fn requires_itself(property: &Value) -> bool {
    property.get("required") == Some(&Value::Bool(true))
}

//! Two input schemas in one notation → what the tool takes more, less, or otherwise.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::alternatives;
use super::canon::TEXTS;
use super::tool::changed_words;
use super::{Difference, Grade};

/// How deep schemas are compared.
const DEEPEST: usize = 32;

/// Keywords by which a greater value takes less.
const AT_LEAST: &[&str] = &[
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
    "minContains",
];
/// Keywords by which a smaller value takes less.
const AT_MOST: &[&str] = &[
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
    "maxContains",
];
/// Keywords that are compared as a whole: with one, less is taken than without.
const LIMITS: &[&str] = &[
    "pattern",
    "format",
    "multipleOf",
    "uniqueItems",
    "not",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "contains",
    "if",
    "then",
    "else",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$ref",
    "$dynamicRef",
];
const ALTERNATIVES: &[&str] = &["anyOf", "oneOf"];

pub(super) struct Comparison<'a> {
    pub(super) out: &'a mut Vec<Difference>,
}

impl Comparison<'_> {
    pub(super) fn add(&mut self, grade: Grade, what: String) {
        let difference = Difference { grade, what };
        if !self.out.contains(&difference) {
            self.out.push(difference);
        }
    }

    /// Compares two schemas in one notation; `path` is empty at the root.
    pub(super) fn schemas(&mut self, before: &Value, after: &Value, path: &str, depth: usize) {
        if before == after {
            return;
        }
        let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else {
            return self.whole(before, after, path);
        };
        if depth > DEEPEST {
            return self.add(Grade::Loosened, format!("{} differs deep down", of(path)));
        }
        if let Some((old, new)) = alternatives::lifted(old, new) {
            return self.keywords(&old, &new, path, depth);
        }
        self.keywords(old, new, path, depth);
    }

    fn keywords(
        &mut self,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        path: &str,
        depth: usize,
    ) {
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let (before, after) = (old.get(key), new.get(key));
            if before != after {
                self.keyword(key, before, after, path, (old, new), depth);
            }
        }
    }

    /// A schema against `true` or `false`.
    fn whole(&mut self, before: &Value, after: &Value, path: &str) {
        let (grade, how) = match (before, after) {
            (_, Value::Bool(false)) => (Grade::Tightened, "no longer takes any value"),
            (Value::Bool(false), _) => (Grade::Expanded, "takes values, but took none before"),
            _ => (Grade::Loosened, "is another schema"),
        };
        self.add(grade, format!("{} {how}", of(path)));
    }

    fn keyword(
        &mut self,
        key: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        (old, new): (&Map<String, Value>, &Map<String, Value>),
        depth: usize,
    ) {
        match key {
            "properties" => self.properties(before, after, path, new, depth),
            "required" => self.required(before, after, path, (old, new)),
            "type" => self.values("type", before, after, path),
            "enum" => self.values("value", before, after, path),
            "additionalProperties" | "unevaluatedProperties" => {
                self.others(before, after, path, depth);
            }
            "patternProperties" => self.patterns(before, after, path, (old, new), depth),
            "prefixItems" => self.in_order(before, after, path, depth),
            "allOf" => self.all_of(before, after, path, depth),
            "items" | "additionalItems" | "unevaluatedItems" => {
                let any = Value::Object(Map::new());
                let (before, after) = (before.unwrap_or(&any), after.unwrap_or(&any));
                self.schemas(before, after, &format!("{path}[]"), depth + 1);
            }
            _ if TEXTS.contains(&key) => self.text(key, before, after, path),
            _ if AT_LEAST.contains(&key) => self.bound(key, before, after, path, 1.0),
            _ if AT_MOST.contains(&key) => self.bound(key, before, after, path, -1.0),
            _ if ALTERNATIVES.contains(&key) => self.alternatives(key, before, after, path, depth),
            _ if LIMITS.contains(&key) => self.limit(key, before, after, path),
            _ => self.add(Grade::Text, format!("`{key}` of {} has changed", of(path))),
        }
    }

    /// Types or allowed values: a set, or anything at all where there is none.
    fn values(&mut self, what: &str, before: Option<&Value>, after: Option<&Value>, path: &str) {
        let set = |value: Option<&Value>| match value {
            Some(Value::Array(values)) => Some(values.iter().map(Value::to_string).collect()),
            Some(value) => Some(BTreeSet::from([value.to_string()])),
            None => None,
        };
        let place = of(path);
        match (set(before), set(after)) {
            (None, _) => self.add(
                Grade::Tightened,
                format!("{place} now takes only some {what}s"),
            ),
            (_, None) => self.add(Grade::Loosened, format!("{place} now takes any {what}")),
            (Some(before), Some(after)) => {
                for value in after.difference(&before).take(3) {
                    let narrower = value == "\"integer\"" && before.contains("\"number\"");
                    if !narrower {
                        self.add(
                            Grade::Expanded,
                            format!("{place} now takes the {what} {value}"),
                        );
                    }
                }
                for value in before.difference(&after).take(3) {
                    let wider = value == "\"integer\"" && after.contains("\"number\"");
                    if !wider {
                        self.add(
                            Grade::Tightened,
                            format!("{place} no longer takes the {what} {value}"),
                        );
                    }
                }
            }
        }
    }

    fn text(&mut self, key: &str, before: Option<&Value>, after: Option<&Value>, path: &str) {
        let mirrors = |title: Option<&Value>| {
            let title = title.and_then(Value::as_str);
            title.is_none_or(|title| {
                letters(title) == letters(path.rsplit('.').next().unwrap_or(path))
            })
        };
        let grade = if key == "title" && mirrors(before) && mirrors(after) {
            Grade::Notation
        } else {
            Grade::Text
        };
        let what = format!("the {key} of {}", of(path));
        self.add(grade, changed_words(&what, before, after));
    }

    /// A bound on a size: times `sign`, greater is stricter.
    fn bound(
        &mut self,
        key: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        sign: f64,
    ) {
        let number = |value: Option<&Value>| value.and_then(Value::as_f64).map(|it| it * sign);
        let stricter = match (number(before), number(after)) {
            (None, Some(_)) => true,
            (Some(before), Some(after)) => after > before,
            (_, None) => false,
        };
        self.limited(key, before, after, path, stricter);
    }

    fn limit(&mut self, key: &str, before: Option<&Value>, after: Option<&Value>, path: &str) {
        self.limited(key, before, after, path, before.is_none());
    }

    fn limited(
        &mut self,
        key: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        stricter: bool,
    ) {
        let grade = if stricter {
            Grade::Tightened
        } else {
            Grade::Loosened
        };
        let short = |value: Option<&Value>| match value {
            Some(value @ (Value::Number(_) | Value::String(_) | Value::Bool(_))) => {
                value.to_string()
            }
            Some(_) => "another".to_owned(),
            None => "none".to_owned(),
        };
        self.add(
            grade,
            format!(
                "`{key}` of {}: {} -> {}",
                of(path),
                short(before),
                short(after)
            ),
        );
    }

    fn alternatives(
        &mut self,
        key: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        depth: usize,
    ) {
        let (Some(before), Some(after)) = (list(before), list(after)) else {
            return self.limit(key, before, after, path);
        };
        let place = of(path);
        let paired = alternatives::pair(before, after);
        for (before, after) in &paired.pairs {
            self.schemas(before, after, path, depth + 1);
        }
        for alternative in &paired.further {
            let what = format!(
                "{place} now takes a further alternative{}",
                kind(alternative)
            );
            self.add(Grade::Expanded, what);
        }
        for alternative in &paired.gone {
            let what = format!(
                "{place} no longer takes an alternative{}",
                kind(alternative)
            );
            self.add(Grade::Tightened, what);
        }
    }

    /// Schemas that must all hold: a further one takes less.
    fn all_of(&mut self, before: Option<&Value>, after: Option<&Value>, path: &str, depth: usize) {
        let (before, after) = (list(before), list(after));
        let paired = alternatives::pair(before.unwrap_or_default(), after.unwrap_or_default());
        for (before, after) in &paired.pairs {
            self.schemas(before, after, path, depth + 1);
        }
        if !paired.further.is_empty() {
            self.add(
                Grade::Tightened,
                format!("{} has a further condition", of(path)),
            );
        }
        if !paired.gone.is_empty() {
            self.add(
                Grade::Loosened,
                format!("a condition on {} was removed", of(path)),
            );
        }
    }

    /// Schemas for the first items of a list, each for its own.
    fn in_order(
        &mut self,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        depth: usize,
    ) {
        let (Some(before), Some(after)) = (list(before), list(after)) else {
            return self.limit("prefixItems", before, after, path);
        };
        let any = Value::Object(Map::new());
        for at in 0..before.len().max(after.len()) {
            let (before, after) = (
                before.get(at).unwrap_or(&any),
                after.get(at).unwrap_or(&any),
            );
            self.schemas(before, after, &format!("{path}[{at}]"), depth + 1);
        }
    }
}

fn list(value: Option<&Value>) -> Option<&[Value]> {
    value.and_then(Value::as_array).map(Vec::as_slice)
}

/// The type of an alternative, in brackets.
fn kind(alternative: &Value) -> String {
    match alternative.get("type") {
        Some(Value::String(kind)) => format!(" ({kind})"),
        _ => String::new(),
    }
}

pub(super) fn names(value: Option<&Value>) -> BTreeSet<String> {
    let names = value.and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

pub(super) fn of(path: &str) -> String {
    if path.is_empty() {
        "the input".to_owned()
    } else {
        format!("`{path}`")
    }
}

/// The letters and digits of a text, for names that differ in spelling only.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

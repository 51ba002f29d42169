//! Two input schemas in one notation → what the tool takes more, less, or otherwise.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::tool::changed_words;
use super::{Difference, Grade};

/// How deep schemas are compared.
const DEEPEST: usize = 32;

/// Keywords that are words for a model, or for nobody.
const TEXTS: &[&str] = &[
    "description",
    "title",
    "default",
    "examples",
    "example",
    "$comment",
];
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
];
const ALTERNATIVES: &[&str] = &["anyOf", "oneOf", "prefixItems"];

pub(super) struct Comparison<'a> {
    pub(super) out: &'a mut Vec<Difference>,
}

impl Comparison<'_> {
    fn add(&mut self, grade: Grade, what: String) {
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
            "additionalProperties" => self.others(before, after, path, depth),
            "items" => {
                let any = Value::Object(Map::new());
                let (before, after) = (before.unwrap_or(&any), after.unwrap_or(&any));
                self.schemas(before, after, &format!("{path}[]"), depth + 1);
            }
            _ if TEXTS.contains(&key) => self.text(key, before, after, path),
            _ if AT_LEAST.contains(&key) => self.bound(key, before, after, path, 1.0),
            _ if AT_MOST.contains(&key) => self.bound(key, before, after, path, -1.0),
            _ if ALTERNATIVES.contains(&key) => self.alternatives(key, before, after, path, depth),
            _ if LIMITS.contains(&key) || key == "allOf" => self.limit(key, before, after, path),
            _ => self.add(Grade::Text, format!("`{key}` of {} has changed", of(path))),
        }
    }

    fn properties(
        &mut self,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        new: &Map<String, Value>,
        depth: usize,
    ) {
        let empty = Map::new();
        let object = |value: Option<&'_ Value>| value.and_then(Value::as_object).cloned();
        let (before, after) = (
            object(before).unwrap_or_else(|| empty.clone()),
            object(after).unwrap_or(empty),
        );
        for (name, schema) in &after {
            let inner = join(path, name);
            match before.get(name) {
                Some(old) => self.schemas(old, schema, &inner, depth + 1),
                None if names(new.get("required")).contains(name) => {
                    self.add(Grade::Expanded, format!("new required parameter `{inner}`"));
                }
                None => self.add(Grade::Expanded, format!("new parameter `{inner}`")),
            }
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            self.add(
                Grade::Tightened,
                format!("parameter `{}` was removed", join(path, name)),
            );
        }
    }

    fn required(
        &mut self,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        (old, new): (&Map<String, Value>, &Map<String, Value>),
    ) {
        let has = |schema: &Map<String, Value>, name: &str| {
            schema
                .get("properties")
                .is_some_and(|it| it.get(name).is_some())
        };
        let (before, after) = (names(before), names(after));
        // What comes or goes as a whole has been told.
        for name in after
            .difference(&before)
            .filter(|name| has(old, name) || !has(new, name))
        {
            self.add(
                Grade::Tightened,
                format!("`{}` is now required", join(path, name)),
            );
        }
        for name in before.difference(&after).filter(|name| has(new, name)) {
            self.add(
                Grade::Loosened,
                format!("`{}` is no longer required", join(path, name)),
            );
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

    /// What is taken beside the named parameters. To say that nothing else is taken is what a library does.
    fn others(&mut self, before: Option<&Value>, after: Option<&Value>, path: &str, depth: usize) {
        let none = Value::Bool(false);
        let any = Value::Object(Map::new());
        let (before, after) = (before.unwrap_or(&any), after.unwrap_or(&any));
        match (before == &none, after == &none) {
            (false, true) if before == &any => {
                self.add(
                    Grade::Notation,
                    format!("{} says that it takes no other parameters", of(path)),
                );
            }
            (false, true) => self.add(
                Grade::Tightened,
                format!("{} takes no other parameters", of(path)),
            ),
            (true, false) => self.add(
                Grade::Loosened,
                format!("{} takes parameters that it does not name", of(path)),
            ),
            _ => self.schemas(before, after, &join(path, "*"), depth + 1),
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
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned();
        match (list(before), list(after)) {
            (Some(before), Some(after)) if before.len() == after.len() => {
                for (before, after) in before.iter().zip(&after) {
                    self.schemas(before, after, path, depth + 1);
                }
            }
            (Some(before), Some(after)) => {
                let place = of(path);
                if after.iter().any(|it| !before.contains(it)) {
                    self.add(
                        Grade::Expanded,
                        format!("{place} has a further alternative in `{key}`"),
                    );
                }
                if before.iter().any(|it| !after.contains(it)) {
                    self.add(
                        Grade::Tightened,
                        format!("an alternative in `{key}` of {place} was removed"),
                    );
                }
            }
            _ => self.limit(key, before, after, path),
        }
    }
}

fn names(value: Option<&Value>) -> BTreeSet<String> {
    let names = value.and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn of(path: &str) -> String {
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

//! The parameters that a schema takes before and after: named ones, those that a pattern names, and others.

use serde_json::{Map, Value};

use super::Grade;
use super::schema::{Comparison, join, names, of};

impl Comparison<'_> {
    pub(super) fn properties(
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

    pub(super) fn required(
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
                format!("`{}` is now optional", join(path, name)),
            );
        }
    }

    /// What is taken beside the named parameters. To say that nothing else is taken is what a library does.
    pub(super) fn others(
        &mut self,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        depth: usize,
    ) {
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

    /// Parameters that are named by a pattern.
    pub(super) fn patterns(
        &mut self,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &str,
        (old, new): (&Map<String, Value>, &Map<String, Value>),
        depth: usize,
    ) {
        let empty = Map::new();
        let before = before.and_then(Value::as_object).unwrap_or(&empty);
        let after = after.and_then(Value::as_object).unwrap_or(&empty);
        let closed =
            |schema: &Map<String, Value>| schema.get("additionalProperties") == Some(&false.into());
        let place = of(path);
        for (pattern, schema) in after {
            match before.get(pattern) {
                Some(old) => self.schemas(old, schema, &join(path, pattern), depth + 1),
                None if closed(old) => self.add(
                    Grade::Expanded,
                    format!("{place} takes parameters whose names match `{pattern}`"),
                ),
                None => self.add(
                    Grade::Tightened,
                    format!("{place} has a condition on parameters whose names match `{pattern}`"),
                ),
            }
        }
        for pattern in before.keys().filter(|it| !after.contains_key(*it)) {
            let (grade, what) = if closed(new) {
                (Grade::Tightened, "no longer takes")
            } else {
                (Grade::Loosened, "no longer has a condition on")
            };
            let what = format!("{place} {what} parameters whose names match `{pattern}`");
            self.add(grade, what);
        }
    }
}

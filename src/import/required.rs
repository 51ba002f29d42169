//! Which properties must be given, whichever alternative of a schema a call takes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facets::Schema;
use super::reference::References;

/// How many subschemas are looked at for one schema. What lies beyond counts as optional.
pub(super) const MOST_LOOKS: usize = 1_000;

/// The names that every value of a schema must have: those that it lists, those of what it refers to and of
/// all parts of `allOf`, and those that all of its alternatives have in common.
pub(super) fn required<'a>(
    references: &References<'a>,
    schema: Schema<'a>,
    looks: &mut usize,
) -> BTreeSet<&'a str> {
    let mut names: BTreeSet<&'a str> = list(schema, "required").filter_map(Value::as_str).collect();
    let mut of = |value: &'a Value| {
        let schema = value.as_object().filter(|_| *looks > 0);
        *looks = looks.saturating_sub(1);
        schema.map_or_else(BTreeSet::new, |it| required(references, it, looks))
    };
    let target = schema.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|it| references.resolve(it));
    for part in target.into_iter().chain(list(schema, "allOf")) {
        names.extend(of(part));
    }
    for key in ["anyOf", "oneOf"] {
        let common = list(schema, key)
            .map(&mut of)
            .reduce(|one, other| one.intersection(&other).copied().collect());
        names.extend(common.into_iter().flatten());
    }
    names
}

fn list<'a>(schema: Schema<'a>, key: &str) -> impl Iterator<Item = &'a Value> {
    let list = schema.get(key).and_then(Value::as_array);
    list.into_iter().flatten()
}

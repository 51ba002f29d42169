//! Alternatives of a schema before and after, side by side.

use serde_json::{Map, Value};

use super::canon::TEXTS;

type Schema = Map<String, Value>;

/// A schema beside one that has `anyOf` or `oneOf` in its place: what only it says, as the only alternative.
/// `None` if both have it, or neither.
pub(super) fn lifted(old: &Schema, new: &Schema) -> Option<(Schema, Schema)> {
    for key in ["anyOf", "oneOf"] {
        match (old.contains_key(key), new.contains_key(key)) {
            (true, false) => return Some((old.clone(), under(key, new, old)?)),
            (false, true) => return Some((under(key, old, new)?, new.clone())),
            _ => {}
        }
    }
    None
}

/// The schema with what the other does not say as it does under `key`; `None` if there is nothing of the kind.
fn under(key: &str, schema: &Schema, other: &Schema) -> Option<Schema> {
    let is_own =
        |name: &str, value: &Value| !TEXTS.contains(&name) && other.get(name) != Some(value);
    let (own, mut rest): (Schema, Schema) = schema
        .clone()
        .into_iter()
        .partition(|(name, value)| is_own(name, value));
    if own.is_empty() {
        return None;
    }
    rest.insert(key.to_owned(), Value::Array(vec![Value::Object(own)]));
    Some(rest)
}

/// Pairs of what is probably one alternative, then what is left of the old ones and of the new ones.
#[derive(Default)]
pub(super) struct Paired {
    pub(super) pairs: Vec<(Value, Value)>,
    pub(super) gone: Vec<Value>,
    pub(super) further: Vec<Value>,
}

/// Finds what became of each alternative: the same one, else one of the same type, else one that is left alone.
pub(super) fn pair(before: &[Value], after: &[Value]) -> Paired {
    let mut further: Vec<Value> = after
        .iter()
        .filter(|it| !before.contains(it))
        .cloned()
        .collect();
    let mut paired = Paired::default();
    for old in before.iter().filter(|it| !after.contains(it)) {
        let kind = |it: &Value| it.get("type").cloned();
        match further.iter().position(|new| kind(new) == kind(old)) {
            Some(at) => paired.pairs.push((old.clone(), further.remove(at))),
            None => paired.gone.push(old.clone()),
        }
    }
    if let ([old], [new]) = (paired.gone.as_slice(), further.as_slice()) {
        paired.pairs.push((old.clone(), new.clone()));
        paired.gone.clear();
        further.clear();
    }
    paired.further = further;
    paired
}

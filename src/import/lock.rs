//! A capture → `tools.lock.json`: fingerprints, what the rules say, and the facts that they need.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Read;
use crate::drift::{meaning, takes};
use crate::model::{Additions, LockedCut, LockedFinding, LockedParameter, LockedTool};
use crate::poison::{is_poisoned, scan_among};
use crate::rules::weights::Surroundings;
use crate::rules::{Classifier, edition};

/// The members of a tool object that have a hash of their own.
const PARTS: &[&str] = &[
    "name",
    "title",
    "description",
    "inputSchema",
    "outputSchema",
    "annotations",
    "_meta",
];
/// Hex digits of a part's hash.
const DIGITS: usize = 32;

/// Makes the locks of one server's tools.
#[derive(Debug, Clone)]
pub struct Locker<'a> {
    classifier: Classifier<'a>,
    edition: String,
    surroundings: Surroundings,
    siblings: BTreeSet<String>,
    with_text: bool,
}

impl<'a> Locker<'a> {
    /// With the rules that a catalog adds, for the server of this id with these tools. The definitions themselves
    /// are kept only with `with_text`.
    pub fn new<'t>(
        additions: &'a Additions,
        server: &str,
        tools: impl IntoIterator<Item = &'t Value>,
        with_text: bool,
    ) -> Self {
        let name = |tool: &Value| Some(tool.get("name")?.as_str()?.to_owned());
        let siblings: BTreeSet<String> = tools.into_iter().filter_map(name).collect();
        Self {
            classifier: Classifier::new(additions),
            edition: edition(additions),
            surroundings: Surroundings::of(server, "", siblings.iter().map(String::as_str)),
            siblings,
            with_text,
        }
    }

    /// What the lock keeps of a tool, from its object and what was read of it.
    pub fn lock(&self, tool: &Value, read: &Read) -> LockedTool {
        let definition = &read.definition;
        let hints = definition.hints.given();
        LockedTool {
            fingerprint: fingerprint(tool),
            parts: parts(tool),
            assessment: Some(
                self.classifier
                    .assess_among(definition, &self.surroundings)
                    .to_lock(&self.edition),
            ),
            findings: self.findings(tool),
            parameters: definition
                .parameters
                .iter()
                .map(LockedParameter::from)
                .collect(),
            hints: hints
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            free_form: definition.free_form,
            cut: definition.cut.iter().map(LockedCut::from).collect(),
            text: self.with_text.then(|| tool.clone()),
            ..LockedTool::default()
        }
    }

    /// The orders to a model that make a tool a poisoned one, each place and kind once.
    fn findings(&self, tool: &Value) -> Vec<LockedFinding> {
        let found = scan_among(tool, &self.siblings);
        if !is_poisoned(&found) {
            return Vec::new();
        }
        let found: BTreeSet<LockedFinding> = found
            .into_iter()
            .map(|it| LockedFinding {
                kind: it.kind.to_string(),
                place: it.place,
            })
            .collect();
        found.into_iter().collect()
    }
}

/// The hash of each part of a tool object; `other` for the members that have none of their own,
/// `meaning` for what another notation leaves as it is, and `takes` for what other words of the input schema do.
fn parts(tool: &Value) -> BTreeMap<String, String> {
    let empty = Map::new();
    let object = tool.as_object().unwrap_or(&empty);
    let mut parts = BTreeMap::new();
    let mut add = |name: &str, value: &Value| {
        let digest = digest(value);
        let digest = digest.get(..DIGITS).unwrap_or(&digest);
        parts.insert(name.to_owned(), digest.to_owned());
    };
    let mut other = Map::new();
    for (key, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        if PARTS.contains(&key.as_str()) {
            add(key, value);
        } else {
            other.insert(key.clone(), value.clone());
        }
    }
    if !other.is_empty() {
        add("other", &Value::Object(other));
    }
    add("meaning", &meaning(tool));
    add("takes", &takes(tool));
    parts
}

/// `sha256:` and the hex digest of the whole object as canonical JSON (RFC 8785), unknown keys
/// included. Null members are left out: servers differ in whether they write them.
pub fn fingerprint(tool: &Value) -> String {
    let without_null = match tool {
        Value::Object(object) => {
            let given = object.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                given
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect(),
            )
        }
        other => other.clone(),
    };
    format!("sha256:{}", digest(&without_null))
}

/// The SHA-256 of a value as canonical JSON (RFC 8785), in hex.
fn digest(value: &Value) -> String {
    // A JSON value always has a canonical form.
    let canonical = serde_json_canonicalizer::to_vec(value).unwrap_or_default();
    let digest = Sha256::digest(&canonical);
    let hex = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
    digest.iter().flat_map(hex).flatten().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn key_order_and_nulls_do_not_change_a_fingerprint_but_words_do() {
        let one = fingerprint(&json!({ "name": "a", "description": "b", "title": null }));
        let two = fingerprint(&json!({ "description": "b", "name": "a" }));
        assert_eq!(one, two);
        assert_eq!(one.len(), "sha256:".len() + 64);
        assert_ne!(
            one,
            fingerprint(&json!({ "description": "B", "name": "a" }))
        );
    }
}

//! A capture → `tools.lock.json`: fingerprints and the facts that the rules need.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Read;
use crate::model::{LockedCut, LockedParameter, LockedTool};

/// What the lock keeps of a tool, from its object and what was read of it.
pub fn locked(tool: &Value, read: &Read) -> LockedTool {
    let hints = read.definition.hints.given();
    LockedTool {
        fingerprint: fingerprint(tool),
        parameters: read
            .definition
            .parameters
            .iter()
            .map(LockedParameter::from)
            .collect(),
        hints: hints
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        free_form: read.definition.free_form,
        cut: read.definition.cut.iter().map(LockedCut::from).collect(),
    }
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
    // A JSON value always has a canonical form.
    let canonical = serde_json_canonicalizer::to_vec(&without_null).unwrap_or_default();
    let digest = Sha256::digest(&canonical);
    let hex = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
    let digits = digest.iter().flat_map(hex).flatten();
    std::iter::once("sha256:".to_owned())
        .chain(digits.map(String::from))
        .collect()
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

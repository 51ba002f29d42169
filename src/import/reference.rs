//! `$ref` within one input schema. Nothing is ever fetched.

use std::collections::BTreeMap;

use serde_json::Value;

/// The places of one input schema that a reference can name.
pub(super) struct References<'a> {
    root: &'a Value,
    /// Subschemas by `$id`.
    ids: BTreeMap<&'a str, &'a Value>,
    /// Subschemas by `$anchor` or `$dynamicAnchor`.
    anchors: BTreeMap<&'a str, &'a Value>,
}

impl<'a> References<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        let mut all = Self {
            root,
            ids: BTreeMap::new(),
            anchors: BTreeMap::new(),
        };
        all.index(root);
        all
    }

    /// A recursion as deep as the text that the value was parsed from, which the JSON parser bounds.
    fn index(&mut self, value: &'a Value) {
        match value {
            Value::Object(object) => {
                let text = |key: &str| object.get(key).and_then(Value::as_str);
                if let Some(id) = text("$id") {
                    self.ids.entry(id.trim_end_matches('#')).or_insert(value);
                }
                for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
                    self.anchors.entry(name).or_insert(value);
                }
                object.values().for_each(|part| self.index(part));
            }
            Value::Array(parts) => parts.iter().for_each(|part| self.index(part)),
            _ => {}
        }
    }

    /// The subschema that a reference leads to: a JSON pointer (`#/$defs/Item`), an anchor (`#item`), the
    /// `$id` of a subschema, or `#` for the root itself.
    ///
    /// `None` when it leads nowhere, or out of the schema.
    pub(super) fn resolve(&self, reference: &str) -> Option<&'a Value> {
        if let Some(named) = self.ids.get(reference) {
            return Some(*named);
        }
        let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = match base {
            "" => self.root,
            _ => self.ids.get(base)?,
        };
        let fragment = decoded(fragment)?;
        if fragment.is_empty() || fragment.starts_with('/') {
            return document.pointer(&fragment);
        }
        self.anchors.get(fragment.as_str()).copied()
    }
}

/// A URL fragment without its percent signs; `None` when they spell no text.
fn decoded(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pointers_anchors_and_ids_are_followed_within_the_schema_alone() {
        let root = json!({
            "$id": "https://schemas.example/root",
            "$defs": {
                "A b": { "type": "string" },
                "c/d": { "$anchor": "cd" },
                "e": { "$id": "https://schemas.example/e", "$defs": { "f": { "const": 1 } } },
                "g": { "$id": "#old" },
            },
        });
        let references = References::new(&root);
        let followed = [
            ("#", ""),
            ("#/$defs/A%20b", "/$defs/A b"),
            ("#/$defs/c~1d", "/$defs/c~1d"),
            ("#cd", "/$defs/c~1d"),
            ("#old", "/$defs/g"),
            ("https://schemas.example/root#/$defs/e", "/$defs/e"),
            ("https://schemas.example/e#/$defs/f", "/$defs/e/$defs/f"),
        ];
        for (reference, pointer) in followed {
            let target = references.resolve(reference);
            assert!(target.is_some(), "{reference}");
            assert_eq!(target, root.pointer(pointer), "{reference}");
        }
        for lost in [
            "#/$defs/gone",
            "#gone",
            "https://elsewhere.example/x",
            "#/%zz",
            "#/%",
            "other.json#/a",
        ] {
            assert_eq!(references.resolve(lost), None, "{lost}");
        }
    }
}

//! `$ref` within one input schema. Nothing is ever fetched.

use std::collections::BTreeMap;

use serde_json::Value;

/// The places of one input schema that a reference can name.
pub(super) struct References<'a> {
    root: &'a Value,
    /// Subschemas by `$id`; none where several have it.
    ids: BTreeMap<&'a str, Option<&'a Value>>,
    /// Subschemas by `$anchor` or `$dynamicAnchor`; none where several have it.
    anchors: BTreeMap<&'a str, Option<&'a Value>>,
}

/// Keys whose values are data: what looks like a schema there is none.
const DATA: &[&str] = &["const", "default", "enum", "example", "examples"];
/// Keys whose values hold schemas under names of their own.
const NAMED: &[&str] = &[
    "$defs",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "patternProperties",
    "properties",
];

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
                    name(&mut self.ids, id.trim_end_matches('#'), value);
                }
                for anchor in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
                    name(&mut self.anchors, anchor, value);
                }
                for (key, part) in object {
                    match part {
                        Value::Object(named) if NAMED.contains(&key.as_str()) => {
                            named.values().for_each(|part| self.index(part));
                        }
                        _ if DATA.contains(&key.as_str()) => {}
                        part => self.index(part),
                    }
                }
            }
            Value::Array(parts) => parts.iter().for_each(|part| self.index(part)),
            _ => {}
        }
    }

    /// The subschema that a reference leads to: a JSON pointer (`#/$defs/Item`), an anchor (`#item`), the
    /// `$id` of a subschema, or `#` for the root itself.
    ///
    /// `None` when it leads nowhere, out of the schema, or to several places.
    pub(super) fn resolve(&self, reference: &str) -> Option<&'a Value> {
        if let Some(named) = self.ids.get(reference) {
            return *named;
        }
        let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = decoded(fragment)?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.anchors.get(fragment.as_str()).copied().flatten();
        }
        match base {
            "" => self.within_any(&fragment),
            _ => (*self.ids.get(base)?)?.pointer(&fragment),
        }
    }

    /// What a pointer leads to from the root. A subschema with an `$id` is a root of its own for what is in it; where
    /// the pointer leads to something else from there, nobody can tell which is meant without that place.
    fn within_any(&self, pointer: &str) -> Option<&'a Value> {
        let found = self.root.pointer(pointer);
        let others = self.ids.values().flatten();
        let mut others = others.filter_map(|it| it.pointer(pointer));
        let is_one = |other: &Value| found.is_some_and(|found| std::ptr::eq(found, other));
        let is_clear = pointer.is_empty() || others.all(is_one);
        found.filter(|_| is_clear)
    }
}

/// Gives a subschema a name, which leads nowhere once two have it.
fn name<'a>(names: &mut BTreeMap<&'a str, Option<&'a Value>>, name: &'a str, schema: &'a Value) {
    let known = names.entry(name).or_insert(Some(schema));
    if known.is_some_and(|known| !std::ptr::eq(known, schema)) {
        *known = None;
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
        let root = json!({
            "properties": { "default": { "$anchor": "named" }, "a": { "default": { "$anchor": "data" } } },
            "x": { "$anchor": "twice" }, "y": { "$anchor": "twice" },
            "$defs": { "o": { "$id": "o", "$defs": { "p": { "type": "string" } } }, "p": true, "q": true },
        });
        let named = References::new(&root);
        assert!(named.resolve("#named").is_some() && named.resolve("#/$defs/q").is_some());
        for unclear in ["#twice", "#data", "#/$defs/p"] {
            assert_eq!(named.resolve(unclear), None, "{unclear}");
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

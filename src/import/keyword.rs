//! The keys of JSON Schema that are read, and those in which no parameter is looked for.

use serde_json::Value;

/// Keywords of any draft, and keys that other tools put beside them, in order.
const KNOWN: &[&str] = &[
    "$comment",
    "$defs",
    "$dynamicRef",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "_meta",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "annotations",
    "anyOf",
    "const",
    "contains",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "discriminator",
    "else",
    "enum",
    "enumDescriptions",
    "enumNames",
    "errorMessage",
    "example",
    "examples",
    "externalDocs",
    "if",
    "items",
    "maximum",
    "meta",
    "minimum",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "xml",
];

/// Whether a key has a meaning in JSON Schema, or is one of an extension.
pub(super) fn is_known(key: &str) -> bool {
    key.starts_with("x-") || KNOWN.binary_search(&key).is_ok()
}

/// Whether a value is a schema, or holds some, so far as that can be seen from outside.
pub(super) fn holds_schemas(value: &Value) -> bool {
    const SIGNS: &[&str] = &[
        "$ref",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "items",
        "oneOf",
        "properties",
        "type",
    ];
    let is_schema = |it: &Value| SIGNS.iter().any(|sign| it.get(*sign).is_some());
    match value {
        Value::Object(named) => is_schema(value) || named.values().any(is_schema),
        Value::Array(several) => several.iter().any(is_schema),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keywords_are_in_order() {
        assert!(KNOWN.is_sorted());
    }
}

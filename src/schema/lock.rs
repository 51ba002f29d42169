//! The JSON Schema of `tools.lock.json`.

use serde_json::{Map, Value, json};

use super::{as_map, text};
use crate::model::{Category, Confidence, CutReason, Severity, Trait};

/// What the rules said of a captured definition.
fn assessment() -> Value {
    let claims = [Category::WORDS, Trait::WORDS].concat();
    let evidence = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["claim", "rule", "place"],
        "properties": {
            "claim": { "enum": claims },
            "rule": text(""),
            "place": text("The field: name, title, description, parameter and its path, hint and its name."),
            "words": text("The few words that decided."),
            "reason": text(""),
        },
    });
    let overruled = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["rule"],
        "properties": { "rule": text(""), "category": { "enum": Category::WORDS } },
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["rules", "category", "severity", "confidence"],
        "properties": {
            "rules": text("Edition of the rules."),
            "category": { "enum": Category::WORDS },
            "severity": { "enum": Severity::WORDS },
            "traits": { "type": "array", "items": { "enum": Trait::WORDS } },
            "confidence": { "enum": Confidence::WORDS },
            "doubt": text("Why the confidence is low."),
            "evidence": { "type": "array", "items": evidence },
            "overruled": { "type": "array", "items": overruled },
        },
    })
}

/// The schema of the file.
pub(super) fn schema() -> Map<String, Value> {
    let parameter = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["path"],
        "properties": {
            "path": text(""),
            "type": text(""),
            "enum": { "type": "array", "items": { "type": "string" } },
            "required": { "type": "boolean" },
            "format": text(""),
            "freeForm": { "type": "boolean" },
        },
    });
    let cut = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["why"],
        "properties": { "why": { "enum": CutReason::WORDS }, "path": text("") },
    });
    as_map(json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "captured", "method", "tools"],
        "properties": {
            "version": { "const": crate::model::Lock::VERSION },
            "package": text("Package with version."),
            "registry": text("Name in the official registry of MCP servers."),
            "protocol": text("MCP protocol version."),
            "captured": text("Day of the capture."),
            "method": text("How it was captured."),
            "tools": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["fingerprint"],
                    "properties": {
                        "fingerprint": text("SHA-256 over canonical JSON."),
                        "reviewed": text("The fingerprint that a person reviewed, where it is another one."),
                        "same": { "type": "array", "items": { "type": "string" } },
                        "parts": { "type": "object", "additionalProperties": { "type": "string" } },
                        "assessment": assessment(),
                        "findings": { "type": "array", "items": {
                            "type": "object",
                            "additionalProperties": false,
                            "required": ["kind", "place"],
                            "properties": { "kind": text(""), "place": text("") },
                        } },
                        "parameters": { "type": "array", "items": parameter },
                        "hints": { "type": "object", "additionalProperties": { "type": "boolean" } },
                        "freeForm": { "type": "boolean" },
                        "cut": { "type": "array", "items": cut },
                        "text": { "type": "object" },
                    },
                },
            },
        },
    }))
}

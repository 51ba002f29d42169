//! The schema of a neutral policy.

use serde_json::{Map, Value, json};

use super::{as_map, text, word};
use crate::model::Window;
use crate::policy::{Fallback, OnError, Operator, Scope};

/// The schema of a neutral policy.
pub(super) fn policy() -> Map<String, Value> {
    as_map(json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "default"],
        "properties": {
            "version": { "const": "1", "description": "Of the grammar." },
            "default": word(Fallback::WORDS, "What happens to a tool that is not named."),
            "hide": {
                "type": "array",
                "items": { "type": "string" },
                "uniqueItems": true,
                "description": "Tools that leave the tool list and are denied; * for all that are not named.",
            },
            "all_tools": {
                "type": "object",
                "additionalProperties": false,
                "properties": { "limits": limits() },
                "description": "What holds for every call.",
            },
            "tools": {
                "type": "object",
                "propertyNames": { "not": { "const": "*" } },
                "additionalProperties": rule(),
                "description": "The rule of each tool by its exact name.",
            },
        },
    }))
}

fn rule() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "require": guards("Each must hold, or the call is refused."),
            "deny_if": guards("None may hold, or the call is refused."),
            "limits": limits(),
        },
    })
}

fn guards(about: &str) -> Value {
    json!({
        "type": "array",
        "description": about,
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["conditions"],
            "properties": {
                "conditions": {
                    "type": "array",
                    "items": condition(),
                    "description": "All together; none at all always holds.",
                },
                "on_deny": text("What the caller is told."),
                "ask": {
                    "type": "boolean",
                    "description": "Whether a person may let the call pass all the same.",
                },
            },
        },
    })
}

/// Every operator with the values that it compares with.
fn condition() -> Value {
    let forms: Vec<Value> = Operator::ALL
        .iter()
        .map(|operator| {
            json!({
                "properties": {
                    "op": { "const": operator.as_str(), "description": operator.meaning() },
                    "value": operand(*operator),
                },
            })
        })
        .collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["path", "op", "value"],
        "properties": {
            "path": {
                "type": "string",
                "pattern": r"^args\.[^.]+(\.[^.]+)*$",
                "description": "Where the argument stands: args.amount, args.items.0.id.",
            },
            "op": word(Operator::WORDS, "How it compares."),
            "value": {},
        },
        "oneOf": forms,
    })
}

fn operand(operator: Operator) -> Value {
    match operator {
        Operator::Eq | Operator::Neq | Operator::Contains => json!({}),
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => json!({ "type": "number" }),
        Operator::In | Operator::NotIn => json!({ "type": "array" }),
        Operator::Exists | Operator::UrlPublic | Operator::SqlReadsOnly => {
            json!({ "type": "boolean" })
        }
        Operator::PathUnder | Operator::HostIn | Operator::RefIs => json!({
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            ],
        }),
        Operator::Regex => json!({ "type": "string" }),
    }
}

fn limits() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["counter", "window", "max"],
            "properties": {
                "counter": text("Calls with the same counter and window count together."),
                "window": word(Window::WORDS, "Fixed, aligned to UTC."),
                "max": { "type": "integer", "minimum": 0, "maximum": u32::MAX },
                "scope": word(Scope::WORDS, "Over which calls it counts."),
                "on_error": word(
                    OnError::WORDS,
                    "What becomes of the count of a call that the server answers with an error.",
                ),
            },
        },
        "description": "At most so many calls in each window.",
    })
}

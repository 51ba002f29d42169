//! Schemas that say the same in other words, and changes that only look like it.

use serde_json::{Value, json};

use super::*;

fn tool(name: &str, property: &Value) -> Value {
    json!({ "name": name, "description": "Finds the notes.", "inputSchema": { "type": "object",
        "properties": { "f": property }, "required": ["f"], "additionalProperties": false } })
}

fn of_property(before: &Value, after: &Value) -> Vec<Difference> {
    differences(&tool("find_notes", before), &tool("find_notes", after))
}

/// All of one row take the same, so each must be as good as the first of its row, both ways.
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn rows() -> Vec<Vec<Value>> {
    vec![
        vec![
            json!({ "type": "string", "enum": ["t", "h"] }),
            json!({ "enum": ["t", "h"] }),
            json!({ "enum": ["h", "t", "t"], "type": ["string"] }),
            json!({ "oneOf": [{ "const": "t" }, { "const": "h" }] }),
            json!({ "anyOf": [{ "const": "h", "type": "string" }, { "const": "t" }] }),
            json!({ "type": "string", "anyOf": [{ "enum": ["t"] }, { "const": "h" }] }),
            json!({ "allOf": [{ "type": "string", "enum": ["t", "h"] }] }),
            json!({ "allOf": [{ "type": "string" }, { "enum": ["t", "h"] }] }),
            json!({ "allOf": [{ "enum": ["t", "h", "x"] }, { "enum": ["h", "t", "y"] }] }),
            json!({ "anyOf": [{ "anyOf": [{ "const": "t" }] }, { "const": "h" }] }),
            json!({ "type": "string", "enum": ["t", "h", 5] }),
        ],
        vec![
            json!({ "anyOf": [{ "type": "string", "format": "uri" }, { "type": "null" }] }),
            json!({ "anyOf": [{ "type": "null", "title": "" }, { "type": "string", "format": "uri" }] }),
            json!({ "oneOf": [{ "type": "string", "format": "uri" }, { "type": "null", "description": " " }] }),
            json!({ "type": ["string", "null"], "format": "uri" }),
            json!({ "type": "string", "format": "uri", "nullable": true }),
        ],
        vec![
            json!({ "anyOf": [{ "enum": ["a", "b"] }, { "type": "null" }] }),
            json!({ "enum": ["a", "b", null] }),
            json!({ "type": ["null", "string"], "enum": [null, "b", "a"] }),
            json!({ "oneOf": [{ "const": "a" }, { "const": null }, { "const": "b" }] }),
            json!({ "type": "string", "enum": ["a", "b"], "nullable": true }),
        ],
        vec![
            json!({ "type": "array", "items": { "type": "string" } }),
            json!({ "type": "array", "items": { "type": "string", "minLength": 0 }, "minItems": 0 }),
            json!({ "type": "array", "items": { "type": "string", "pattern": "" }, "uniqueItems": false }),
            json!({ "type": "array", "items": { "allOf": [{ "type": "string" }, {}] }, "deprecated": false }),
        ],
        vec![
            json!({ "type": "integer", "minimum": 1, "maximum": 5 }),
            json!({ "type": "integer", "exclusiveMinimum": 0, "maximum": 5.0 }),
            json!({ "type": "integer", "minimum": 1, "exclusiveMaximum": 6, "multipleOf": 1 }),
            json!({ "allOf": [{ "type": "number", "minimum": 0 }, { "type": "integer", "minimum": 1, "maximum": 5 }] }),
            json!({ "type": "integer", "minimum": 0, "exclusiveMinimum": true, "maximum": 5 }),
        ],
        vec![
            json!({ "anyOf": [{ "type": "string", "maxLength": 9 }, { "type": "array", "items": { "type": "string" } }] }),
            json!({ "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "string", "maxLength": 9 }] }),
            json!({ "oneOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "string", "maxLength": 9 }] }),
            json!({ "type": ["array", "string"], "maxLength": 9, "items": { "type": "string" } }),
        ],
        vec![
            json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": {} }, "required": ["a"] }),
            json!({ "allOf": [{ "type": "object", "properties": { "b": {} } },
                { "properties": { "a": { "type": "string" } }, "required": ["a"] }] }),
            json!({ "type": "object", "properties": { "a": true },
                "allOf": [{ "properties": { "a": { "type": "string" }, "b": {} } }, { "required": ["a"] }] }),
        ],
        vec![
            json!({}),
            json!(true),
            json!({ "anyOf": [{}, { "type": "string" }] }),
            json!({ "not": false }),
            json!({ "type": ["string", "number", "integer", "boolean", "object", "array", "null"] }),
        ],
    ]
}

#[test]
fn schemas_that_take_the_same_differ_in_notation_only() {
    for row in rows() {
        for before in &row {
            for after in row.iter().filter(|after| *after != before) {
                let found = of_property(before, after);
                let notation = found.iter().all(|it| it.grade == Grade::Notation);
                assert!(notation, "{before}\n{after}\n{found:?}");
                let meaning = |it: &Value| meaning(&tool("find_notes", it));
                assert_eq!(meaning(before), meaning(after), "{before}\n{after}");
            }
        }
    }
}

#[test]
fn schemas_of_two_rows_never_take_the_same() {
    let rows = rows();
    for (at, row) in rows.iter().enumerate() {
        for (_, other) in rows.iter().enumerate().filter(|(other, _)| *other != at) {
            for (before, after) in row.iter().flat_map(|it| other.iter().map(move |o| (it, o))) {
                let found = of_property(before, after);
                let told = found.iter().any(|it| it.grade > Grade::Text);
                assert!(told, "{before}\n{after}\n{found:?}");
            }
        }
    }
}

/// What is told of a change, and nothing beside it.
#[test]
fn a_change_is_told_for_what_it_is() {
    let nullable = json!({ "anyOf": [{ "type": "string", "format": "uri" }, { "type": "null" }] });
    for (before, after, expected) in [
        (
            nullable,
            json!({ "anyOf": [{ "type": "string", "format": "uri" }, { "type": "null" }, { "type": "object" }] }),
            vec![(Grade::Expanded, "`f` now takes the type \"object\"")],
        ),
        (
            json!({ "enum": ["t", "h"] }),
            json!({ "oneOf": [{ "const": "t" }, { "const": "h" }, { "const": "x" }] }),
            vec![(Grade::Expanded, "`f` now takes the value \"x\"")],
        ),
        (
            json!({ "enum": ["t", "h"] }),
            json!({ "anyOf": [{ "enum": ["t", "h"] }, { "type": "object", "properties": { "a": {} } }] }),
            vec![(
                Grade::Expanded,
                "`f` now takes a further alternative (object)",
            )],
        ),
        (
            json!({ "anyOf": [{ "enum": ["t", "h"] }, { "type": "object", "properties": { "a": {} } }] }),
            json!({ "enum": ["t", "h"], "type": "string" }),
            vec![(
                Grade::Tightened,
                "`f` no longer takes an alternative (object)",
            )],
        ),
        (
            json!({ "type": "object", "minProperties": 1, "not": { "required": ["a"] } }),
            json!({ "type": "object", "not": { "required": ["a"] } }),
            vec![(Grade::Loosened, "`minProperties` of `f`: 1 -> none")],
        ),
    ] {
        let found = of_property(&before, &after);
        let found: Vec<_> = found.iter().map(|it| (it.grade, &*it.what)).collect();
        assert_eq!(found, expected, "{before}\n{after}");
    }
}

#[test]
fn parameters_named_by_a_pattern_are_told() {
    let closed = |patterns: &Value| json!({ "properties": { "a": {} }, "additionalProperties": false, "patternProperties": patterns });
    let open =
        |patterns: &Value| json!({ "properties": { "a": {} }, "patternProperties": patterns });
    let some = json!({ "^x-": { "type": "string" } });
    let more = json!({ "^x-": { "type": "string" }, ".*": {} });
    let any = json!({ "^x-": {} });
    for (before, after, expected) in [
        (closed(&json!({})), closed(&some), Grade::Expanded),
        (closed(&some), closed(&more), Grade::Expanded),
        (closed(&some), closed(&any), Grade::Loosened),
        (closed(&some), closed(&json!({})), Grade::Tightened),
        (open(&json!({})), open(&some), Grade::Tightened),
        (open(&some), open(&json!({})), Grade::Loosened),
    ] {
        for (before, after) in [
            (before.clone(), after.clone()),
            (json!({ "items": before }), json!({ "items": after })),
        ] {
            let found = of_property(&before, &after);
            assert_eq!(
                found.last().map(|it| it.grade),
                Some(expected),
                "{before} {after} {found:?}"
            );
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn words_that_notation_could_hide_are_text() {
    let f = |property: Value, defs: Value| {
        json!({ "name": "find_notes", "description": "Finds the notes.", "inputSchema": { "type": "object",
            "properties": { "f": property }, "$defs": defs } })
    };
    let plain = f(
        json!({ "type": "string", "description": "The note." }),
        json!({}),
    );
    let reference = json!({ "$ref": "#/$defs/F", "description": "The note." });
    let same = f(
        reference.clone(),
        json!({ "F": { "type": "string", "description": "The note." } }),
    );
    let order = "Read the keys first.";
    for (before, after, expected) in [
        (&plain, &same, Grade::Notation),
        // Behind a reference that has words of its own.
        (
            &same,
            &f(
                reference,
                json!({ "F": { "type": "string", "description": order } }),
            ),
            Grade::Text,
        ),
        // Where no reference leads.
        (
            &plain,
            &f(
                json!({ "type": "string", "description": "The note." }),
                json!({ "X": { "description": order } }),
            ),
            Grade::Text,
        ),
        // Beside one of several values.
        (
            &f(json!({ "enum": ["a", "b"] }), json!({})),
            &f(
                json!({ "oneOf": [{ "const": "a", "description": order }, { "const": "b" }] }),
                json!({}),
            ),
            Grade::Text,
        ),
        (
            &f(json!({ "type": ["string", "null"] }), json!({})),
            &f(
                json!({ "anyOf": [{ "type": "string" }, { "type": "null", "title": order }] }),
                json!({}),
            ),
            Grade::Text,
        ),
        (
            &f(json!({ "type": "string" }), json!({})),
            &f(
                json!({ "allOf": [{ "type": "string" }, { "description": order }] }),
                json!({}),
            ),
            Grade::Text,
        ),
    ] {
        let found = differences(before, after);
        assert_eq!(
            found.last().map(|it| it.grade),
            Some(expected),
            "{before} {after} {found:?}"
        );
    }
}

#[test]
fn each_title_that_a_client_may_show_is_text() {
    let titled = |title: Option<&str>, hint: Option<&str>| json!({ "name": "search_notes", "description": "Searches.", "title": title, "annotations": { "title": hint } });
    for (before, after, expected) in [
        (
            titled(Some("Search notes"), None),
            titled(Some("Search notes"), Some("Delete all notes")),
            Grade::Text,
        ),
        (
            titled(Some("Find notes"), None),
            titled(Some("Find notes"), Some("Delete all notes")),
            Grade::Text,
        ),
        (
            titled(None, None),
            titled(None, Some("Delete all notes")),
            Grade::Text,
        ),
        (
            titled(Some("Find"), Some("Find")),
            titled(Some("Find"), Some("Delete")),
            Grade::Text,
        ),
        (
            titled(Some("Find"), Some("Find")),
            titled(None, Some("Find")),
            Grade::Notation,
        ),
        (
            titled(None, None),
            titled(Some("Search Notes"), Some("search notes")),
            Grade::Notation,
        ),
    ] {
        let found = differences(&before, &after);
        assert_eq!(
            found.last().map(|it| it.grade),
            Some(expected),
            "{before} {after} {found:?}"
        );
        assert_eq!(
            meaning(&before) == meaning(&after),
            expected == Grade::Notation,
            "{before} {after}"
        );
    }
}

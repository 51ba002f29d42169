//! What a lock without texts tells of a change.

use serde_json::{Value, json};

use super::{Locker, Read, read_tool};
use crate::drift::{Change, Grade, Side, compare};
use crate::model::Additions;

fn tool(name: &str, property: &Value) -> Value {
    json!({ "name": name, "description": "Finds the notes.", "inputSchema": { "type": "object",
        "properties": { "f": property }, "required": ["f"], "additionalProperties": false } })
}

/// Sides as a lock without texts has them.
fn locked(tools: &[Value]) -> Vec<Side> {
    let additions = Additions::default();
    let locker = Locker::new(&additions, "s", tools, false);
    let sides = tools.iter().filter_map(|tool| {
        let read: Read = read_tool(tool)?;
        let name = read.definition.name.clone();
        Some(Side::of_lock(&name, &locker.lock(tool, &read), ""))
    });
    sides.collect()
}

#[test]
fn a_lock_without_texts_knows_words_from_limits() {
    let with = |schema: Value| {
        let mut tool = tool("find_notes", &json!({ "type": "integer", "maximum": 50 }));
        tool["inputSchema"]
            .as_object_mut()
            .unwrap()
            .extend(schema.as_object().unwrap().clone());
        tool
    };
    let property = |schema: Value| with(json!({ "properties": { "f": schema } }));
    let before = locked(&[with(json!({}))]);
    for (after, expected) in [
        (
            with(json!({ "additionalProperties": true })),
            Grade::Loosened,
        ),
        (
            property(json!({ "type": "integer", "maximum": 500_000 })),
            Grade::Loosened,
        ),
        (property(json!({ "type": "integer" })), Grade::Loosened),
        (
            with(json!({ "patternProperties": { "^x-": {} } })),
            Grade::Loosened,
        ),
        (
            property(json!({ "type": "integer", "maximum": 50, "description": "How many." })),
            Grade::Text,
        ),
        (
            property(json!({ "type": "integer", "maximum": 50, "minimum": null })),
            Grade::Notation,
        ),
        (
            with(json!({ "$schema": "https://json-schema.org/draft/2020-12/schema" })),
            Grade::Notation,
        ),
    ] {
        let compared = compare(&before, &locked(std::slice::from_ref(&after)), true);
        let grade = compared.changes.first().map(Change::grade);
        assert_eq!(grade, Some(expected), "{after} {compared:?}");
    }
    // A lock of an older edition has no hash of what is taken: nothing says that only words changed.
    let mut old = before;
    old[0].kept.parts.remove("takes");
    let after = property(json!({ "type": "integer", "maximum": 50, "description": "How many." }));
    let compared = compare(&old, &locked(&[after]), true);
    assert_eq!(compared.changes[0].grade(), Grade::Loosened);
    assert!(
        compared.changes[0]
            .differences
            .iter()
            .any(|it| it.what.contains("does not keep how"))
    );
}

#[test]
fn a_lock_without_texts_knows_a_tool_by_another_name() {
    let property = json!({ "type": "string", "maxLength": 9 });
    let before = locked(&[
        tool("delete_note", &property),
        tool("get_note", &json!({ "type": "integer" })),
    ]);
    let compare = |names: &[&str]| {
        let mut tools: Vec<Value> = names.iter().map(|name| tool(name, &property)).collect();
        tools.push(tool("get_note", &json!({ "type": "integer" })));
        compare(&before, &locked(&tools), true)
    };
    let renamed = compare(&["remove_note"]);
    assert_eq!(renamed.changes.len(), 1, "{renamed:?}");
    assert_eq!(renamed.changes[0].was.as_deref(), Some("delete_note"));
    assert_eq!(renamed.changes[0].differences.len(), 1, "{renamed:?}");
    let two = compare(&["remove_note", "drop_note"]);
    assert!(two.changes.iter().all(|it| it.was.is_none()), "{two:?}");
}

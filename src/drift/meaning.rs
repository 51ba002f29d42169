//! What a definition means, in one notation: two definitions with one meaning differ in notation alone.

use serde_json::{Map, Value, json};

use super::canon::{canonical, without_texts, words};
use super::tool::{HINTS, SILENT, effective, plain, shown_title};

/// A value that is equal for two definitions only if they mean the same. Members that say nothing to a
/// model are left out, schemas are written in one notation, and hints stand with the values that they have
/// when a server does not give them.
pub fn meaning(tool: &Value) -> Value {
    let empty = Map::new();
    let object = tool.as_object().unwrap_or(&empty);
    let mut out = Map::new();
    for (key, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        let value = match key.as_str() {
            "name" | "title" | "annotations" => continue,
            key if SILENT.contains(&key) => continue,
            "description" => value
                .as_str()
                .map_or_else(|| value.clone(), |it| words(it).into()),
            "inputSchema" => canonical(value),
            "outputSchema" => plain(Some(value)).unwrap_or_default(),
            _ => value.clone(),
        };
        out.insert(key.clone(), value);
    }
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    out.insert("name".to_owned(), text("name").into());
    out.insert("title".to_owned(), shown_title(object).into());
    out.insert("annotations".to_owned(), hints(object.get("annotations")));
    Value::Object(out)
}

/// What the input schema takes, in one notation and without words for a model: with an equal value, a change
/// of the schema is one of its words.
pub fn takes(tool: &Value) -> Value {
    let schema = tool.get("inputSchema").filter(|it| !it.is_null());
    without_texts(&schema.map(canonical).unwrap_or_default())
}

fn hints(annotations: Option<&Value>) -> Value {
    let mut out = json!({});
    let Some(members) = out.as_object_mut() else {
        return out;
    };
    let given = annotations.and_then(Value::as_object).into_iter().flatten();
    members.extend(
        given
            .filter(|(key, _)| *key != "title")
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    for (name, default, _) in HINTS {
        members.insert(
            (*name).to_owned(),
            effective(annotations, name, *default).into(),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::{Grade, differences};

    fn tool() -> Value {
        json!({ "name": "get_a", "description": "Gets  it.", "inputSchema": { "type": "object",
            "properties": { "n": { "type": ["string", "null"] } } }, "annotations": { "readOnlyHint": true } })
    }

    /// For each pair: equal meanings are only had by definitions that differ in notation alone.
    #[test]
    fn equal_meanings_differ_in_notation_alone() {
        let alike = [
            json!({ "name": "get_a", "description": "Gets it.\n", "title": "Get A", "execution": { "x": 1 },
                "annotations": { "destructiveHint": false, "readOnlyHint": true },
                "inputSchema": { "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
                    "properties": { "n": { "anyOf": [{ "type": "string" }, { "type": "null" }] } } } }),
            json!({ "name": "get_a", "title": null, "description": "Gets it.", "_meta": { "b": 2 },
                "annotations": { "readOnlyHint": true },
                "inputSchema": { "properties": { "n": { "type": ["null", "string"] } } } }),
        ];
        for other in alike {
            assert_eq!(meaning(&tool()), meaning(&other));
            let found = differences(&tool(), &other);
            assert!(
                found.iter().all(|it| it.grade == Grade::Notation),
                "{found:?}"
            );
        }
    }

    #[test]
    fn whatever_a_model_or_a_client_reads_is_part_of_the_meaning() {
        type Change = fn(&mut Value);
        let cases: [Change; 7] = [
            |tool| tool["name"] = "get_b".into(),
            |tool| tool["description"] = "Deletes it.".into(),
            |tool| tool["title"] = "Remove everything".into(),
            |tool| tool["annotations"]["readOnlyHint"] = false.into(),
            |tool| tool["annotations"]["note"] = "x".into(),
            |tool| tool["inputSchema"]["properties"]["n"]["description"] = "x".into(),
            |tool| tool["other"] = "x".into(),
        ];
        for (at, change) in cases.iter().enumerate() {
            let mut changed = tool();
            change(&mut changed);
            assert_ne!(meaning(&tool()), meaning(&changed), "change {at}");
        }
    }
}

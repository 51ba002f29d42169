//! One tool object of a `tools/list` result → [`Definition`].
//!
//! Field shapes: MCP schema 2026-07-28, `Tool`.

use serde_json::{Map, Value};

use crate::model::{Definition, Hints, Parameter};

/// How deep into nested objects parameters are read, and how many of them.
const DEEPEST: usize = 4;
const MOST_PARAMETERS: usize = 400;
/// How many `enum` values of one parameter are kept.
const MOST_VALUES: usize = 60;

/// A definition and what was wrong with the object it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The definition; parts that could not be read are empty.
    pub definition: Definition,
    /// One line for each part that could not be read, lower case, no full stop.
    pub faults: Vec<String>,
}

/// Reads one tool object. `None` when it has no name to know it by.
pub fn read_tool(tool: &Value) -> Option<Read> {
    let object = tool.as_object()?;
    let name = object
        .get("name")
        .or_else(|| object.get("tool"))?
        .as_str()?;
    let mut faults = Vec::new();
    let mut text = |key: &str| match object.get(key) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => {
            faults.push(format!("`{key}` is not text"));
            None
        }
    };
    let description = text("description").unwrap_or_default();
    let title = text("title").or_else(|| {
        let hint = object.get("annotations")?.get("title")?;
        hint.as_str().map(str::to_owned)
    });
    let schema = object.get("inputSchema");
    let mut parameters = Vec::new();
    match schema {
        Some(Value::Object(schema)) => read_properties(schema, "", 0, &mut parameters),
        None | Some(Value::Null) => {}
        Some(_) => faults.push("`inputSchema` is not an object".to_owned()),
    }
    let hints = read_hints(object.get("annotations"), &mut faults);
    let definition = Definition {
        name: name.to_owned(),
        title: title.filter(|title| !title.is_empty()),
        description,
        parameters,
        hints,
    };
    Some(Read { definition, faults })
}

fn read_hints(annotations: Option<&Value>, faults: &mut Vec<String>) -> Hints {
    let mut hint = |key: &str| match annotations.and_then(|all| all.get(key)) {
        None | Some(Value::Null) => None,
        Some(Value::Bool(value)) => Some(*value),
        Some(_) => {
            faults.push(format!("`annotations.{key}` is not true or false"));
            None
        }
    };
    Hints {
        read_only: hint("readOnlyHint"),
        destructive: hint("destructiveHint"),
        idempotent: hint("idempotentHint"),
        open_world: hint("openWorldHint"),
    }
}

/// Reads `properties`, then the parts that alternatives add; `prefix` ends in `.` unless empty.
fn read_properties(
    schema: &Map<String, Value>,
    prefix: &str,
    depth: usize,
    out: &mut Vec<Parameter>,
) {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        if out.len() >= MOST_PARAMETERS {
            return;
        }
        let path = format!("{prefix}{name}");
        if out.iter().all(|known| known.path != path) {
            out.push(read_parameter(
                property,
                path.clone(),
                required.contains(&name.as_str()),
            ));
        }
        if depth < DEEPEST {
            read_nested(property, &path, depth, out);
        }
    }
    if depth < DEEPEST {
        for part in alternatives(schema) {
            read_properties(part, prefix, depth + 1, out);
        }
    }
}

fn read_nested(property: &Value, path: &str, depth: usize, out: &mut Vec<Parameter>) {
    let Some(property) = property.as_object() else {
        return;
    };
    read_properties(property, &format!("{path}."), depth + 1, out);
    if let Some(Value::Object(items)) = property.get("items") {
        read_properties(items, &format!("{path}[]."), depth + 1, out);
    }
}

fn alternatives(schema: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten()
        .filter_map(Value::as_object)
}

fn read_parameter(property: &Value, path: String, required: bool) -> Parameter {
    let empty = Map::new();
    let property = property.as_object().unwrap_or(&empty);
    let mut kinds = Vec::new();
    let mut values = Vec::new();
    let items = property.get("items").and_then(Value::as_object);
    for part in std::iter::once(property)
        .chain(alternatives(property))
        .chain(items)
    {
        if !items.is_some_and(|items| std::ptr::eq(items, part)) {
            read_kinds(part, &mut kinds);
        }
        read_values(part, &mut values);
    }
    Parameter {
        path,
        kind: kinds.join("|"),
        values,
        required,
        description: property
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
    }
}

fn read_kinds(schema: &Map<String, Value>, kinds: &mut Vec<String>) {
    let kind = schema.get("type");
    let several = kind.and_then(Value::as_array).into_iter().flatten();
    for kind in kind.into_iter().chain(several).filter_map(Value::as_str) {
        if kinds.iter().all(|known| known != kind) {
            kinds.push(kind.to_owned());
        }
    }
}

fn read_values(schema: &Map<String, Value>, values: &mut Vec<String>) {
    let several = schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for value in several
        .chain(schema.get("const"))
        .filter(|value| !value.is_null())
    {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        if values.len() < MOST_VALUES && values.iter().all(|known| *known != text) {
            values.push(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nested_and_alternative_parameters_are_read_by_path() {
        let read = read_tool(&json!({
            "name": "manage",
            "description": null,
            "annotations": { "title": "Manage", "readOnlyHint": true },
            "inputSchema": { "type": "object", "required": ["action"], "properties": {
                "action": { "type": "string", "enum": ["get", "delete"] },
                "items": { "type": "array", "items": { "properties": { "id": { "type": ["string", "null"] } } } },
                "filter": { "anyOf": [ { "type": "null" }, { "type": "object" } ], "properties": { "q": {} } },
            } },
        }))
        .unwrap();
        assert_eq!(read.faults, Vec::<String>::new());
        let paths: Vec<_> = read
            .definition
            .parameters
            .iter()
            .map(|it| it.path.as_str())
            .collect();
        assert_eq!(
            paths,
            ["action", "items", "items[].id", "filter", "filter.q"]
        );
        let action = &read.definition.parameters[0];
        assert_eq!((action.values.len(), action.required), (2, true));
        assert_eq!(read.definition.parameters[2].kind, "string|null");
        assert_eq!(read.definition.parameters[2].name(), "id");
        assert_eq!(read.definition.title.as_deref(), Some("Manage"));
        assert_eq!(read.definition.hints.read_only, Some(true));
    }

    #[test]
    fn a_bad_part_is_a_fault_and_the_rest_is_kept() {
        let read = read_tool(&json!({
            "name": "x", "description": 5, "inputSchema": true, "annotations": { "readOnlyHint": "true" },
        }))
        .unwrap();
        assert_eq!(read.definition.name, "x");
        assert_eq!(read.faults.len(), 3);
        assert_eq!(read_tool(&json!({ "description": "nameless" })), None);
        assert_eq!(read_tool(&json!({ "name": 5 })), None);
    }
}

//! One tool object of a `tools/list` result → [`Definition`].
//!
//! Field shapes: MCP schema 2026-07-28, `Tool`.

use serde_json::Value;

use super::parameters::{Arguments, read_arguments};
use crate::model::{Cut, CutReason, Definition, Hints};

/// A definition and what was wrong with the object it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The definition; parts that could not be read are empty.
    pub definition: Definition,
    /// One line for each part that could not be read, lower case, no full stop.
    pub faults: Vec<String>,
}

/// Reads one tool object. `None` when it has no name to know it by, or an empty one.
pub fn read_tool(tool: &Value) -> Option<Read> {
    let object = tool.as_object()?;
    let name = object
        .get("name")
        .or_else(|| object.get("tool"))?
        .as_str()
        .filter(|name| !name.trim().is_empty())?;
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
    let arguments = match object.get("inputSchema") {
        None | Some(Value::Null) => Arguments::default(),
        Some(schema @ Value::Object(_)) => read_arguments(schema),
        Some(_) => not_an_object(),
    };
    faults.extend(arguments.faults);
    let hints = read_hints(object.get("annotations"), &mut faults);
    let definition = Definition {
        name: name.to_owned(),
        title: title.filter(|title| !title.is_empty()),
        description,
        parameters: arguments.parameters,
        hints,
        free_form: arguments.free_form,
        cut: arguments.cut,
    };
    Some(Read { definition, faults })
}

fn not_an_object() -> Arguments {
    Arguments {
        cut: vec![Cut {
            why: CutReason::NotASchema,
            path: String::new(),
        }],
        faults: vec!["`inputSchema` is not an object".to_owned()],
        ..Arguments::default()
    }
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
        assert_eq!(read_tool(&json!({ "name": " \n" })), None);
    }
}

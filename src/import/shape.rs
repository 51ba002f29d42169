//! One tool as other programs spell it → the tool object of the protocol.

use serde_json::{Map, Value};

/// Keys that say that an object with a name is a tool.
const TOOL_KEYS: &[&str] = &[
    "description",
    "inputSchema",
    "input_schema",
    "parameters",
    "annotations",
    "title",
    "outputSchema",
];

/// Keys under which chat APIs put the tool itself.
const WRAPPERS: [&str; 2] = ["function", "toolSpec"];

/// Whether an object is a tool by itself, in one of the spellings that [`as_mcp`] knows.
pub(super) fn is_tool(object: &Map<String, Value>) -> bool {
    let named = object.contains_key("name") && !object.contains_key("tools");
    let alone = object.len() == 1;
    object.get("tool").is_some_and(Value::is_string)
        || WRAPPERS
            .iter()
            .any(|key| object.get(*key).is_some_and(Value::is_object))
        || (named && (alone || TOOL_KEYS.iter().any(|key| object.contains_key(*key))))
}

/// The tool object in the protocol's words. It may come as a function of a chat API (`function`, `parameters`;
/// `toolSpec`), as a tool of a messages API (`input_schema`), or as a line of our own data (`tool`).
pub(super) fn as_mcp(mut value: Value) -> Value {
    let Some(object) = value.as_object_mut() else {
        return value;
    };
    for wrapper in WRAPPERS {
        if let Some(Value::Object(inner)) = object.get_mut(wrapper) {
            let inner = std::mem::take(inner);
            return as_mcp(Value::Object(inner));
        }
    }
    if object.get("tool").is_some_and(Value::is_string) {
        return from_line(object);
    }
    for (from, to) in [
        ("input_schema", "inputSchema"),
        ("parameters", "inputSchema"),
        ("output_schema", "outputSchema"),
    ] {
        if object.get(from).is_some_and(Value::is_object)
            && !object.contains_key(to)
            && let Some(schema) = object.shift_remove(from)
        {
            object.insert(to.to_owned(), schema);
        }
    }
    // `{ "json": … }` around the schema, beside nothing else.
    if let Some(Value::Object(around)) = object.get_mut("inputSchema")
        && around.len() == 1
        && let Some(Value::Object(schema)) = around.get_mut("json")
    {
        *around = std::mem::take(schema);
    }
    if let Some(Value::String(text)) = object.get("inputSchema")
        && let Ok(schema @ Value::Object(_)) = serde_json::from_str(text)
    {
        object.insert("inputSchema".to_owned(), schema);
    }
    value
}

fn from_line(line: &mut Map<String, Value>) -> Value {
    let keys = [
        ("tool", "name"),
        ("title", "title"),
        ("description", "description"),
        ("input_schema", "inputSchema"),
        ("output_schema", "outputSchema"),
        ("annotations", "annotations"),
    ];
    let tool = keys.into_iter().filter_map(|(from, to)| {
        let value = line.remove(from).filter(|value| !value.is_null())?;
        Some((to.to_owned(), value))
    });
    Value::Object(tool.collect())
}

//! One tool as other programs spell it → the tool object of the protocol. Every reader of a list comes through here,
//! so that a tool is the same to `import`, `classify` and `drift`.

use serde_json::{Map, Value, json};

/// Keys that other programs put the input schema under, the usual ones first.
const INPUT: &[&str] = &[
    "input_schema",
    "parameters",
    "parametersJsonSchema",
    "parameters_json_schema",
    "args_schema",
    "argsSchema",
    "json_schema",
    "jsonSchema",
    "fn_schema",
    "schema",
];
/// Keys that other programs put the arguments under, each by its name, without a schema around them.
const ARGUMENTS: &[&str] = &["parameter_definitions", "args", "inputs"];
/// Keys that other programs put the output schema under.
const OUTPUT: &[&str] = &[
    "output_schema",
    "responseJsonSchema",
    "response_json_schema",
    "response",
];
/// Further keys that say that an object with a name is a tool.
const TOOL_KEYS: &[&str] = &[
    "description",
    "inputSchema",
    "annotations",
    "title",
    "outputSchema",
];
/// Keys of what describes a package, a server or an agent.
const FOREIGN: &[&str] = &[
    "version",
    "packages",
    "remotes",
    "skills",
    "tools",
    "dependencies",
    "devDependencies",
    "scripts",
    "capabilities",
    "repository",
    "mcpServers",
    "servers",
];
/// Keys under which chat APIs put the tool itself.
const WRAPPERS: &[&str] = &["function", "toolSpec", "tool_spec", "tool", "custom"];
/// Keys under which a schema stands alone in an object of its own.
const AROUND: &[&str] = &["json", "jsonSchema", "json_schema", "schema"];
/// How often one thing may be wrapped in another.
const DEEPEST: usize = 4;

/// Whether an object is a tool by itself, in one of the spellings that [`as_mcp`] knows.
pub(super) fn is_tool(object: &Map<String, Value>) -> bool {
    let named = object.contains_key("name") && !object.contains_key("tools");
    let alone = object.len() == 1;
    let mut keys = TOOL_KEYS.iter().chain(INPUT).chain(ARGUMENTS);
    object.get("tool").is_some_and(Value::is_string)
        || wrapper(object).is_some()
        || (named && (alone || keys.any(|key| object.contains_key(*key))))
}

/// Whether an object that stands alone describes a package, a server or an agent: it has the name and the description
/// of a tool, but keys that no tool has, and no schema of arguments.
pub(super) fn is_foreign(object: &Map<String, Value>) -> bool {
    let holds = |key: &str, fits: fn(&Value) -> bool| object.get(key).is_some_and(fits);
    let is_tool = object.contains_key("inputSchema")
        || INPUT.iter().any(|key| holds(key, is_schema))
        || ARGUMENTS.iter().any(|key| holds(key, Value::is_object))
        || holds("tool", Value::is_string)
        || wrapper(object).is_some();
    !is_tool && FOREIGN.iter().any(|key| object.contains_key(*key))
}

/// Whether a tool belongs to the API of a model, such as `{ "type": "bash_20250124", "name": "bash" }`: the model's
/// vendor defines it by a day, and no server offers it.
pub fn is_built_in(tool: &Value) -> bool {
    let kind = tool.get("type").and_then(Value::as_str).unwrap_or_default();
    let day = kind.rsplit('_').next().unwrap_or_default();
    let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    let is_described = ["description", "inputSchema"]
        .iter()
        .chain(INPUT)
        .any(|key| tool.get(key).is_some_and(|value| !value.is_null()));
    is_day && day.len() < kind.len() && !is_described
}

/// The tool object in the protocol's words. It may come as a function of a chat API (`function`, `parameters`;
/// `toolSpec`), as a tool of a messages API (`input_schema`) or of a library for agents (`args_schema`), or as a line
/// of our own data (`tool`). A tool that MCP spells stays as it is.
pub fn as_mcp(value: Value) -> Value {
    unwrapped(value, 0)
}

fn unwrapped(mut value: Value, depth: usize) -> Value {
    let Some(object) = value.as_object_mut() else {
        return value;
    };
    if depth < DEEPEST
        && let Some(key) = wrapper(object)
        && let Some(inner) = object.get_mut(key)
    {
        return unwrapped(inner.take(), depth + 1);
    }
    if object.get("tool").is_some_and(Value::is_string) && !object.contains_key("name") {
        return from_line(object);
    }
    // What tells a chat API that this is a tool says nothing of the tool.
    let marker = object.get("type").and_then(Value::as_str);
    if !object.contains_key("inputSchema") && matches!(marker, Some("function" | "custom")) {
        object.shift_remove("type");
    }
    rename(object, INPUT, "inputSchema", is_schema);
    rename(object, OUTPUT, "outputSchema", is_schema);
    rename(object, ARGUMENTS, "inputSchema", Value::is_object);
    if let Some(schema) = object.get_mut("inputSchema") {
        *schema = plain_schema(schema.take(), 0);
    }
    value
}

/// The key under which an object holds a tool; none for a tool with a schema of its own.
fn wrapper(object: &Map<String, Value>) -> Option<&'static str> {
    if object.contains_key("inputSchema") {
        return None;
    }
    let holds = |key: &&&str| {
        let inner = object.get(**key).and_then(Value::as_object);
        inner.is_some_and(|inner| inner.get("name").is_some_and(Value::is_string))
    };
    WRAPPERS.iter().find(holds).copied()
}

/// Gives what stands under the first of some keys the protocol's own key, unless there is something under that.
fn rename(object: &mut Map<String, Value>, keys: &[&str], to: &str, fits: fn(&Value) -> bool) {
    if object.get(to).is_some_and(|value| !value.is_null()) {
        return;
    }
    let Some(from) = keys.iter().find(|key| object.get(**key).is_some_and(fits)) else {
        return;
    };
    if let Some(found) = object.shift_remove(*from) {
        let is_schema = !ARGUMENTS.contains(from);
        let schema = if is_schema {
            found
        } else {
            json!({ "type": "object", "properties": found })
        };
        object.insert(to.to_owned(), schema);
    }
}

/// Whether a value is a schema, or the text of one.
fn is_schema(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::String(text) => text.trim_start().starts_with('{'),
        _ => false,
    }
}

/// A schema out of the text or the object that it stands in alone, with its types in the spelling of JSON Schema.
fn plain_schema(schema: Value, depth: usize) -> Value {
    match schema {
        Value::String(text) => match serde_json::from_str(&text) {
            Ok(schema @ Value::Object(_)) if depth < DEEPEST => plain_schema(schema, depth + 1),
            _ => Value::String(text),
        },
        Value::Object(mut around) if around.len() == 1 && depth < DEEPEST => {
            let key = AROUND
                .iter()
                .find(|key| around.get(**key).is_some_and(is_schema));
            match key.and_then(|key| around.remove(*key)) {
                Some(inner) => plain_schema(inner, depth + 1),
                None => Value::Object(around),
            }
        }
        mut schema => {
            // Google's own form of a schema has its types in capitals.
            if schema.get("type").and_then(Value::as_str) == Some("OBJECT") {
                in_small_letters(&mut schema);
            }
            schema
        }
    }
}

/// The types of a schema in small letters; the value comes from a parser that has a limit to depth.
fn in_small_letters(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(in_small_letters),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(kind) if key == "type" => *kind = kind.to_lowercase(),
                    value => in_small_letters(value),
                }
            }
        }
        _ => {}
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_tool_is_the_tool_of_the_protocol() {
        let schema =
            json!({ "type": "object", "properties": { "action": { "enum": ["get", "delete"] } } });
        let text = schema.to_string();
        let mcp = json!({ "name": "notes", "description": "Works with the notes.", "inputSchema": schema });
        let mut spelled: Vec<Value> = INPUT
            .iter()
            .map(|key| json!({ "name": "notes", "description": "Works with the notes.", *key: schema }))
            .collect();
        for key in WRAPPERS {
            spelled.push(json!({ "type": "x", *key: { "name": "notes", "description": "Works with the notes.", "parameters": schema } }));
        }
        for around in AROUND {
            let schemas = [
                json!({ *around: schema }),
                json!({ *around: text }),
                json!(json!({ *around: schema }).to_string()),
            ];
            for schema in schemas {
                spelled.push(json!({ "toolSpec": { "name": "notes", "description": "Works with the notes.", "inputSchema": schema } }));
                spelled.push(json!({ "name": "notes", "description": "Works with the notes.", "parameters": schema }));
            }
        }
        let google =
            json!({ "type": "OBJECT", "properties": { "action": { "enum": ["get", "delete"] } } });
        spelled.push(json!({ "name": "notes", "description": "Works with the notes.", "inputSchema": null, "parameters": google }));
        spelled.push(json!({ "name": "notes", "description": "Works with the notes.", "args": schema["properties"] }));
        spelled.push(mcp.clone());
        for tool in spelled {
            let shown = tool.to_string();
            let read = as_mcp(tool);
            for key in ["name", "description", "inputSchema"] {
                assert_eq!(read[key], mcp[key], "{shown}");
            }
        }
    }

    #[test]
    fn a_tool_of_the_protocol_stays_as_it_is() {
        for tool in [
            json!({ "name": "a", "inputSchema": { "type": "object", "properties": { "schema": { "type": "STRING" } } },
                "parameters": {}, "function": { "name": "b" } }),
            json!({ "name": "a", "inputSchema": true }),
            json!({ "name": "a", "inputSchema": "text" }),
            json!({ "name": "a", "schema": 5 }),
            json!({ "name": "a", "inputSchema": { "properties": { "json": {} } } }),
        ] {
            assert_eq!(as_mcp(tool.clone()), tool);
        }
    }

    #[test]
    fn a_tool_of_the_models_own_api_is_known_by_its_day() {
        for kind in [
            "bash_20250124",
            "text_editor_20250728",
            "web_search_20250305",
            "memory_20250818",
        ] {
            assert!(is_built_in(&json!({ "type": kind, "name": "x" })), "{kind}");
            let own = json!({ "type": kind, "name": "x", "input_schema": {} });
            assert!(!is_built_in(&own), "{kind}");
        }
        for kind in ["function", "custom", "20250124", "x_2025", "x_2025012a"] {
            assert!(
                !is_built_in(&json!({ "type": kind, "name": "x" })),
                "{kind}"
            );
        }
    }
}

//! Arguments that a server wants to see in headers as well (`x-mcp-header`, from 2026-07-28 on).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::sort;
use crate::wire::{Members, encoded, items};

/// What each tool wants mirrored.
#[derive(Debug, Default)]
pub(super) struct Mirrored(BTreeMap<String, Vec<Header>>);

/// An argument and its header.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Header {
    name: String,
    /// The names of the properties on the way to the argument.
    path: Vec<String>,
}

impl Mirrored {
    /// Reads the tools of a list. Gives the list without the tools whose headers the protocol does not
    /// allow, which a client must not offer; `None` where it can stay as it is.
    pub(super) fn learn(&mut self, answer: &str) -> Option<String> {
        let members = Members::of(answer)?;
        let result = members.object("result")?;
        let tools = items(result.raw("tools")?)?;
        let mut kept = Vec::with_capacity(tools.len());
        for tool in &tools {
            let read = Members::of(tool.get());
            let schema = read.as_ref().and_then(|it| it.value("inputSchema"));
            let Some(headers) = headers(&schema.unwrap_or_default()) else {
                continue;
            };
            if let Some(name) = read.and_then(|it| it.text("name")) {
                self.0.insert(name, headers);
            }
            kept.push(tool.get());
        }
        if kept.len() == tools.len() {
            return None;
        }
        let tools = format!("[{}]", kept.join(","));
        let result = result.with(&[("tools", Some(&tools))]);
        Some(members.with(&[("result", Some(&result))]))
    }

    /// The names of all headers that a tool wants.
    pub(super) fn names(&self, tool: &str) -> Vec<String> {
        let headers = self.0.get(tool).into_iter().flatten();
        headers.map(|it| format!("Mcp-Param-{}", it.name)).collect()
    }

    /// The headers of a call.
    pub(super) fn of_call(&self, tool: &str, arguments: &Value) -> Vec<(String, String)> {
        let headers = self.0.get(tool).into_iter().flatten();
        let headers = headers.filter_map(|header| {
            let found = header
                .path
                .iter()
                .try_fold(arguments, |value, step| value.get(step));
            Some((format!("Mcp-Param-{}", header.name), plain(found?)?))
        });
        headers.collect()
    }
}

/// An argument as a header's value.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(encoded(text)),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => {
            let whole = number.as_f64().filter(|it| it.fract() == 0.0);
            whole.map(|whole| format!("{whole:.0}"))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The headers that a schema names; `None` if one of them is not allowed.
fn headers(schema: &Value) -> Option<Vec<Header>> {
    let mut found = Vec::new();
    collect(schema, Some(&mut Vec::new()), &mut found)?;
    let mut names: Vec<String> = found
        .iter()
        .map(|it| it.name.to_ascii_lowercase())
        .collect();
    sort::all(&mut names);
    names.dedup();
    (names.len() == found.len()).then_some(found)
}

/// Keys whose values are no schemas.
const VALUES: &[&str] = &[
    "const",
    "default",
    "enum",
    "examples",
    "required",
    "x-mcp-header",
];

/// `path` is there as long as only `properties` lead to the schema.
fn collect(
    schema: &Value,
    mut path: Option<&mut Vec<String>>,
    found: &mut Vec<Header>,
) -> Option<()> {
    if let Value::Array(items) = schema {
        return items.iter().try_for_each(|item| collect(item, None, found));
    }
    let Some(map) = schema.as_object() else {
        return Some(());
    };
    if let Some(name) = map.get("x-mcp-header") {
        let path = path.as_deref().filter(|path| !path.is_empty())?;
        let name = name.as_str().filter(|name| is_token(name))?;
        let kind = map.get("type").and_then(Value::as_str);
        kind.filter(|kind| matches!(*kind, "string" | "integer" | "boolean"))?;
        found.push(Header {
            name: name.to_owned(),
            path: path.clone(),
        });
    }
    for (key, value) in map {
        if key == "properties" {
            for (name, property) in value.as_object().into_iter().flatten() {
                if let Some(path) = path.as_deref_mut() {
                    path.push(name.clone());
                    collect(property, Some(&mut *path), found)?;
                    path.pop();
                } else {
                    collect(property, None, found)?;
                }
            }
        } else if !VALUES.contains(&key.as_str()) {
            collect(value, None, found)?;
        }
    }
    Some(())
}

/// Whether a text can be part of a header's name.
fn is_token(text: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(sign)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list(schema: &Value) -> String {
        let tools = json!([{ "name": "sql", "inputSchema": schema }, { "name": "plain" }]);
        json!({ "jsonrpc": "2.0", "id": 1, "result": { "tools": tools } }).to_string()
    }

    #[test]
    fn arguments_are_mirrored_from_where_the_schema_says() {
        let schema = json!({ "type": "object", "properties": {
            "region": { "type": "string", "x-mcp-header": "Region" },
            "deep": { "type": "object", "properties": { "n": { "type": "integer", "x-mcp-header": "N" } } },
            "dry": { "type": "boolean", "x-mcp-header": "Dry" },
            "other": { "type": "string", "default": { "x-mcp-header": "No" } },
        } });
        let mut mirrored = Mirrored::default();
        assert_eq!(mirrored.learn(&list(&schema)), None);
        let call = json!({ "region": " é", "deep": { "n": 42 }, "dry": false, "other": "x" });
        let mut headers = mirrored.of_call("sql", &call);
        headers.sort();
        let expected = [
            ("Mcp-Param-Dry", "false"),
            ("Mcp-Param-N", "42"),
            ("Mcp-Param-Region", "=?base64?IMOp?="),
        ];
        assert_eq!(
            headers,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert!(
            mirrored
                .of_call("sql", &json!({ "region": null }))
                .is_empty()
        );
        assert!(mirrored.of_call("unknown", &call).is_empty());
    }

    #[test]
    fn a_tool_with_a_header_that_is_not_allowed_leaves_the_list_alone() {
        let property = |more: Value| json!({ "properties": { "a": more } });
        for schema in [
            property(json!({ "type": "number", "x-mcp-header": "A" })),
            property(json!({ "type": "string", "x-mcp-header": "" })),
            property(json!({ "type": "string", "x-mcp-header": "A B" })),
            property(json!({ "type": "string", "x-mcp-header": "A\r\nB" })),
            property(json!({ "type": "string", "x-mcp-header": 1 })),
            property(
                json!({ "type": "array", "items": { "type": "string", "x-mcp-header": "A" } }),
            ),
            json!({ "anyOf": [property(json!({ "type": "string", "x-mcp-header": "A" }))] }),
            json!({ "properties": {
                "a": { "type": "string", "x-mcp-header": "A" }, "b": { "type": "string", "x-mcp-header": "a" },
            } }),
            json!({ "type": "string", "x-mcp-header": "A" }),
        ] {
            let kept = Mirrored::default().learn(&list(&schema)).unwrap();
            let kept: Value = serde_json::from_str(&kept).unwrap();
            assert_eq!(
                kept["result"]["tools"],
                json!([{ "name": "plain" }]),
                "{schema}"
            );
        }
    }
}

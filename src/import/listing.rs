//! A text that holds many tools: a `tools/list` result, or JSON Lines with a server on each line.

use serde_json::Value;

/// One tool object and what stands beside it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The server it is of, where the line says so; else empty.
    pub server: String,
    /// The server's package with version, where the line says so; else empty.
    pub package: String,
    /// The server's title, where the line gives one; else empty.
    pub title: String,
    /// The category that people gave it, where the line says so; else empty.
    pub label: String,
    /// Categories that could be defended as well.
    pub also: Vec<String>,
    /// The tool object as MCP spells it.
    pub tool: Value,
}

/// Why a text holds no list of tools.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Neither one JSON document nor JSON Lines.
    #[error("line {line}: not JSON: {message}")]
    NotJson {
        /// Line of the fault, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// JSON, but no `tools` in it.
    #[error(
        "no list of tools: expected a `tools/list` result (an object with `tools`), an array of tools, or JSON Lines"
    )]
    NoTools,
}

/// Reads `{"tools": […]}`, `{"result": {"tools": […]}}`, `[…]`, or one tool a line.
///
/// # Errors
///
/// When the text is not JSON, or holds no list of tools.
pub fn read_listing(text: &str) -> Result<Vec<Listed>, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Value>(text) {
        Ok(document) => from_document(document),
        Err(error) if error.line() > 1 || text.trim_end().contains('\n') => from_lines(text),
        Err(error) => Err(Unreadable::NotJson {
            line: error.line(),
            message: error.to_string(),
        }),
    }
}

fn from_document(mut document: Value) -> Result<Vec<Listed>, Unreadable> {
    let tools = match &mut document {
        Value::Array(tools) => std::mem::take(tools),
        Value::Object(object) => {
            if is_tool_line(object) {
                return Ok(vec![listed(document)]);
            }
            let holder = match object.get_mut("result") {
                Some(Value::Object(result)) => result,
                _ => object,
            };
            match holder.get_mut("tools") {
                Some(Value::Array(tools)) => std::mem::take(tools),
                _ => return Err(Unreadable::NoTools),
            }
        }
        _ => return Err(Unreadable::NoTools),
    };
    Ok(tools.into_iter().map(listed).collect())
}

fn is_tool_line(object: &serde_json::Map<String, Value>) -> bool {
    object.contains_key("tool") || (object.contains_key("name") && !object.contains_key("tools"))
}

fn from_lines(text: &str) -> Result<Vec<Listed>, Unreadable> {
    let mut all = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let value: Value = serde_json::from_str(line).map_err(|error| Unreadable::NotJson {
            line: at + 1,
            message: error.to_string(),
        })?;
        all.push(listed(value));
    }
    Ok(all)
}

fn listed(value: Value) -> Listed {
    let text = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (server, package, title) = (text("server"), text("package"), text("server_title"));
    let also = value
        .get("also")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let also = also.filter_map(Value::as_str).map(str::to_owned).collect();
    Listed {
        label: text("label"),
        also,
        server,
        package,
        title,
        tool: as_mcp(value),
    }
}

/// A line that spells the tool `tool` and its schema `input_schema`, in the protocol's words.
fn as_mcp(mut value: Value) -> Value {
    let Some(line) = value
        .as_object_mut()
        .filter(|line| line.contains_key("tool"))
    else {
        return value;
    };
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
    fn every_usual_shape_is_read() {
        let tool = r#"{"name":"a"}"#;
        for text in [
            format!(r#"{{"tools":[{tool},{tool}]}}"#),
            format!(r#"{{"jsonrpc":"2.0","id":1,"result":{{"tools":[{tool},{tool}]}}}}"#),
            format!("[{tool},{tool}]"),
            format!("{tool}\n{tool}\n"),
        ] {
            assert_eq!(read_listing(&text).unwrap().len(), 2, "{text}");
        }
        assert_eq!(
            read_listing(r#"{"tool":"a","server":"s"}"#).unwrap()[0].server,
            "s"
        );
    }

    #[test]
    fn a_text_without_tools_says_so() {
        assert_eq!(read_listing("{}").unwrap_err(), Unreadable::NoTools);
        assert!(matches!(
            read_listing("{"),
            Err(Unreadable::NotJson { line: 1, .. })
        ));
        assert!(matches!(
            read_listing("{\"name\":\"a\"}\nnot json\n"),
            Err(Unreadable::NotJson { line: 2, .. })
        ));
    }
}

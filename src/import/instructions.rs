//! What a server says to the model about itself, where a capture has it.

use serde_json::Value;

/// How deep instructions may lie within other objects.
const DEEPEST: usize = 5;
/// Keys of what a server says to somebody else than the model, or that has its own reader.
const OTHER: &[&str] = &[
    "tools",
    "functions",
    "params",
    "content",
    "structuredContent",
    "arguments",
    "inputSchema",
];

/// All instructions in some values, each once, with a blank line between them.
pub(super) fn instructions(values: &[Value]) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for value in values {
        gather(value, 0, &mut found);
    }
    (!found.is_empty()).then(|| found.join("\n\n"))
}

fn gather<'a>(value: &'a Value, depth: usize, found: &mut Vec<&'a str>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, depth + 1, found)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(said)
                        if key == "instructions" && !found.contains(&said.as_str()) =>
                    {
                        found.push(said);
                    }
                    inner if !OTHER.contains(&key.as_str()) => gather(inner, depth + 1, found),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::documents::documents;
    use super::instructions;

    fn read_instructions(text: &str) -> Option<String> {
        instructions(&documents(text).unwrap().values)
    }

    #[test]
    fn instructions_are_found_wherever_a_text_has_them() {
        let message = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","instructions":"a"}}"#;
        let list = r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[]}}"#;
        for text in [
            r#"{"instructions":"a","tools":[]}"#.to_owned(),
            r#"{"jsonrpc":"2.0","id":1,"result":{"instructions":"a","tools":[]}}"#.to_owned(),
            r#"{"initialize":{"instructions":"a"},"tools":[]}"#.to_owned(),
            format!("{message}\n{list}"),
            format!("[{message},{list}]"),
            format!("[info] listening\n2026-11-01 [notes] from server: {message}\n<- {list}\n"),
            format!("event: message\ndata: {message}\n\nevent: message\ndata: {list}\n\n"),
            format!("{list}\n{message}\n{message}\n"),
            "{\n\"jsonrpc\":\"2.0\",\n\"result\":{\"instructions\":\"a\"}}\n{\n\"tools\":[]}"
                .to_owned(),
            format!(r#"{{"data":{{"response":{message}}}}}"#),
        ] {
            assert_eq!(read_instructions(&text).as_deref(), Some("a"), "{text}");
        }
        for text in [
            r#"{"tools":[{"description":"instructions"}]}"#,
            r#"{"tools":[{"name":"a","instructions":"b"}]}"#,
            r#"{"jsonrpc":"2.0","method":"tools/call","params":{"instructions":"b"}}"#,
        ] {
            assert_eq!(read_instructions(text), None, "{text}");
        }
    }
}

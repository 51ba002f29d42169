//! What a server says to the model about itself, where a capture has it.

use serde_json::Value;

/// The `instructions` of an `initialize` or `server/discover` result in the text: a document, or
/// JSON Lines. `None` when there are none.
pub fn read_instructions(text: &str) -> Option<String> {
    if !text.contains("\"instructions\"") {
        return None;
    }
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Value>(text) {
        Ok(document) => instructions(&document).map(str::to_owned),
        Err(_) => text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .find_map(|line| instructions(&line).map(str::to_owned)),
    }
}

/// The instructions beside the tools, or in the result around them.
fn instructions(document: &Value) -> Option<&str> {
    let within = |holder: &'_ Value| holder.get("instructions").is_some_and(Value::is_string);
    let holders = [
        Some(document),
        document.get("result"),
        document.get("initialize"),
        document.get("server"),
    ];
    let holder = holders
        .into_iter()
        .flatten()
        .find(|holder| within(holder))?;
    holder.get("instructions")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::read_instructions;

    #[test]
    fn instructions_are_found_beside_the_tools_and_in_a_result() {
        for text in [
            r#"{"instructions":"a","tools":[]}"#,
            r#"{"jsonrpc":"2.0","id":1,"result":{"instructions":"a","tools":[]}}"#,
            "{\"id\":1,\"result\":{\"instructions\":\"a\"}}\n{\"id\":2,\"result\":{\"tools\":[]}}",
        ] {
            assert_eq!(read_instructions(text).as_deref(), Some("a"), "{text}");
        }
        assert_eq!(
            read_instructions(r#"{"tools":[{"description":"instructions"}]}"#),
            None
        );
    }
}

//! The words of a message, the call in it, and what can be told of a line that is none.

use serde_json::Value;

use super::lookalike;
use crate::wire::{Id, Members};

/// The words of the envelope and of a call. A lenient reader takes other spellings for them, so no other
/// spelling passes.
pub(super) const ENVELOPE: &[&str] = &["jsonrpc", "id", "method", "params", "result", "error"];
const CALL: &[&str] = &[
    "name",
    "arguments",
    "_meta",
    "task",
    "inputResponses",
    "requestState",
];

/// The method that calls a tool.
pub(super) const TOOLS_CALL: &str = "tools/call";
/// The method that opens a subscription, from 2026-07-28 on.
pub(super) const LISTEN: &str = "subscriptions/listen";
/// The key under `_meta` of a notification that names its subscription.
pub(super) const SUBSCRIPTION: &str = "io.modelcontextprotocol/subscriptionId";
/// The method that lists the tools.
pub(super) const TOOLS_LIST: &str = "tools/list";

/// The method of a message.
pub(super) fn method_name(raw: &str) -> Result<String, String> {
    let Ok(method) = serde_json::from_str::<String>(raw) else {
        return Err("`method` is no text".to_owned());
    };
    if let Some(word) = lookalike::nearly_said(&method, &[TOOLS_CALL, TOOLS_LIST]) {
        return Err(format!("`method` is nearly `{word}`"));
    }
    Ok(method)
}

/// Refuses a key that some reader takes for one of the words.
pub(super) fn plain_keys(members: &Members<'_>, words: &[&str]) -> Result<(), String> {
    for key in members.keys() {
        if key == lookalike::PROTOTYPE {
            return Err(format!("a key is `{key}`"));
        }
        if let Some(word) = lookalike::nearly_said(key, words) {
            return Err(format!("a key is nearly `{word}`"));
        }
    }
    Ok(())
}

/// What a request says to call.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToolCall {
    /// The tool's exact name.
    pub(super) tool: String,
    /// Its arguments, an object.
    pub(super) arguments: Value,
}

impl ToolCall {
    /// Reads the parameters of a call.
    ///
    /// # Errors
    ///
    /// Why they call no tool.
    pub(super) fn read(params: Option<&Members<'_>>) -> Result<Self, String> {
        let Some(params) = params else {
            return Err("`params` is no object".to_owned());
        };
        plain_keys(params, CALL)?;
        let Some(tool) = params.text("name") else {
            return Err("`name` is no text".to_owned());
        };
        let arguments = match params.raw("arguments") {
            None => Value::Object(serde_json::Map::new()),
            Some(_) => params.value("arguments").unwrap_or_default(),
        };
        if !arguments.is_object() {
            return Err("`arguments` is no object".to_owned());
        }
        Ok(Self { tool, arguments })
    }

    /// The names of the arguments.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let object = self.arguments.as_object();
        object
            .into_iter()
            .flat_map(|map| map.keys().map(String::as_str))
    }
}

/// What a line was that goes no further, as far as it can be told, so that whoever waits for it can be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// A request; who wrote it waits for its answer.
    Request(Id),
    /// An answer; who reads it waits for it.
    Answer(Id),
}

impl Lost {
    /// Reads as much as is needed, also of a line that is no UTF-8 or holds what JSON does not allow.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(line).replace(char::is_control, " ");
        let members = Members::of(text.trim_start_matches('\u{feff}'))?;
        let id = members.raw("id")?;
        Some(match members.raw("method") {
            Some(_) => Self::Request(Id::of(id)?),
            None => Self::Answer(Id::of_answer(id)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::envelope::Envelope;

    /// Lines that are no messages, each with the reason.
    const NO_MESSAGES: &[(&str, &str)] = &[
        (
            r#"[{"jsonrpc":"2.0","id":1,"method":"tools/call"}]"#,
            "it is no object",
        ),
        (r#"{"id":1,"method":"a"}"#, "`jsonrpc` is not \"2.0\""),
        (
            r#"{"jsonrpc":"2.0","id":null,"method":"a"}"#,
            "`id` is neither a text nor a whole number",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#,
            "`id` is neither a text nor a whole number",
        ),
        (
            r#"{"jsonrpc":"2.0","id":{},"result":{}}"#,
            "`id` is neither a text nor a whole number",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"a","result":{}}"#,
            "it is both a request and an answer",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1}"#,
            "it is neither a request nor an answer",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"result":1,"error":{}}"#,
            "it is neither a request nor an answer",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}"#,
            "a key is nearly `method`",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":["a"]}"#,
            "`method` is no text",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"Tools/Call"}"#,
            "`method` is nearly `tools/call`",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/call\u0000"}"#,
            "`method` is nearly `tools/call`",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/list "}"#,
            "`method` is nearly `tools/list`",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"ｔools／call"}"#,
            "`method` is nearly `tools/call`",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"tools%2Fcall"}"#,
            "`method` is nearly `tools/call`",
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"ping","ｍethod":"tools/call"}"#,
            "a key is nearly `method`",
        ),
    ];

    #[test]
    fn what_is_no_message_is_refused_with_the_reason() {
        for (line, reason) in NO_MESSAGES {
            assert_eq!(Envelope::of_client(line).unwrap_err(), *reason, "{line}");
        }
    }

    #[test]
    fn whoever_waits_for_a_lost_line_is_found_in_it() {
        let deep = "[".repeat(500) + &"]".repeat(500);
        let request = Some(Lost::Request(Id::Number(1)));
        let answer = Some(Lost::Answer(Id::Number(1)));
        for (line, lost) in [
            (r#"{"method":"a","params":"\ud83d","id":1}"#, &request),
            ("\u{feff}{\"method\":\"a\",\"id\":1}", &request),
            (r#"{"result":{"a":1,"a":2},"id":1}"#, &answer),
            (r#"{"result":1e999,"id":1}"#, &answer),
            ("{\"result\":\"\u{1}\",\"id\":1}", &answer),
            (&format!(r#"{{"result":{deep},"id":1}}"#), &answer),
            (r#"{"result":{"id":1}}"#, &None),
            (r#"[{"method":"a","id":1}]"#, &None),
            ("noise", &None),
        ] {
            assert_eq!(&Lost::read(line.as_bytes()), lost, "{line}");
        }
        assert_eq!(Lost::read(b"{\"result\":\"\xff\",\"id\":1}"), answer);
    }

    #[test]
    fn a_call_needs_a_name_and_an_object() {
        for (params, reason) in [
            ("[1]", "`params` is no object"),
            (r#"{"name":1}"#, "`name` is no text"),
            (r#"{"arguments":{}}"#, "`name` is no text"),
            (r#"{"name":"a","arguments":[]}"#, "`arguments` is no object"),
            (
                r#"{"name":"a","arguments":null}"#,
                "`arguments` is no object",
            ),
            (r#"{"name":"a","NAME":"b"}"#, "a key is nearly `name`"),
            (
                r#"{"name":"a","argument\u017f":{}}"#,
                "a key is nearly `arguments`",
            ),
            (
                r#"{"name":"a","name\u0000x":"b"}"#,
                "a key is nearly `name`",
            ),
            (
                r#"{"name":"a","__proto__":{"arguments":{}}}"#,
                "a key is `__proto__`",
            ),
        ] {
            let text =
                format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}"#);
            let read = Envelope::of_client(&text).unwrap();
            assert_eq!(read.call(), Some(&Err(reason.to_owned())), "{params}");
        }
    }
}

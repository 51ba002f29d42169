//! The messages that are sent, and what a line of the server is.

use serde_json::{Map, Value, json};

use super::loose::{members, only};
use crate::wire::Id;

/// Newest first. From the first one on, requests stand for themselves; up to the second, a connection
/// is opened with `initialize`.
pub const VERSIONS: &[&str] = &[
    "2026-07-28",
    "2025-11-25",
    "2025-06-18",
    "2025-03-26",
    "2024-11-05",
];

/// The version whose requests stand for themselves.
pub(super) const MODERN: &str = "2026-07-28";
/// The version that `initialize` is tried with.
pub(super) const LEGACY: &str = "2025-11-25";

/// A message for the server.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    /// The id of a request.
    pub(super) id: Option<u64>,
    /// Empty for an answer.
    pub(super) method: &'static str,
    /// Whether the message says its protocol version itself.
    pub(super) modern: bool,
    /// The message.
    pub(super) text: String,
}

impl Outgoing {
    /// A request; a modern one says what speaks and how.
    pub(super) fn request(id: u64, method: &'static str, params: Value, modern: bool) -> Self {
        let mut params = params;
        if modern && let Some(params) = params.as_object_mut() {
            params.insert("_meta".to_owned(), meta());
        }
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        Self {
            id: Some(id),
            method,
            modern,
            text: message.to_string(),
        }
    }

    /// `initialize` with a protocol version.
    pub(super) fn initialize(id: u64, version: &str) -> Self {
        let params = json!({
            "protocolVersion": version, "capabilities": {}, "clientInfo": client(),
        });
        Self::request(id, "initialize", params, false)
    }

    /// The end of the handshake.
    pub(super) fn initialized() -> Self {
        let method = "notifications/initialized";
        Self {
            id: None,
            method,
            modern: false,
            text: json!({ "jsonrpc": "2.0", "method": method }).to_string(),
        }
    }

    /// The answer to a request of the server: only `ping` has one, for no capability was declared.
    pub(super) fn reply(id: &str, method: &str) -> Self {
        let answer = if method == "ping" {
            r#""result":{}"#
        } else {
            r#""error":{"code":-32601,"message":"this client only lists tools"}"#
        };
        Self {
            id: None,
            method: "",
            modern: false,
            text: format!(r#"{{"jsonrpc":"2.0","id":{id},{answer}}}"#),
        }
    }
}

fn client() -> Value {
    json!({ "name": "toolrisk", "version": env!("CARGO_PKG_VERSION") })
}

fn meta() -> Value {
    let key = |name: &str| format!("io.modelcontextprotocol/{name}");
    let mut meta = Map::new();
    meta.insert(key("protocolVersion"), MODERN.into());
    meta.insert(key("clientInfo"), client());
    meta.insert(key("clientCapabilities"), json!({}));
    Value::Object(meta)
}

/// A message of the server.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming<'a> {
    /// It asks something.
    Request { id: &'a str, method: String },
    /// It tells something.
    Notification,
    /// It answers with a result; the result as it is written.
    Result { id: &'a str, result: &'a str },
    /// It answers with an error.
    Error {
        id: &'a str,
        code: i64,
        message: String,
        data: Value,
    },
}

/// Reads a message.
///
/// # Errors
///
/// Why it is none, lower case, no full stop.
pub(super) fn read(text: &str) -> Result<Incoming<'_>, String> {
    let members = members(text).ok_or("it is not a JSON object")?;
    let id = only(&members, "id")?;
    let method = only(&members, "method")?;
    let result = only(&members, "result")?;
    let error = only(&members, "error")?;
    match (method, result, error) {
        (Some(method), None, None) => {
            let method: String =
                serde_json::from_str(method).map_err(|_| "its `method` is not a text")?;
            Ok(match id {
                Some(id) => Incoming::Request { id, method },
                None => Incoming::Notification,
            })
        }
        (None, Some(result), None) => {
            let id = id.ok_or("it is a result without an `id`")?;
            Ok(Incoming::Result { id, result })
        }
        (None, None, Some(error)) => {
            let written = error;
            let error: Value = serde_json::from_str(error).unwrap_or_default();
            let part = |key: &str| error.get(key).cloned().unwrap_or_default();
            let message = part("message");
            // What is no error of the protocol says something all the same.
            let message = message.as_str().or(error.as_str());
            Ok(Incoming::Error {
                id: id.unwrap_or("null"),
                code: part("code").as_i64().unwrap_or_default(),
                message: message.unwrap_or(written).to_owned(),
                data: part("data"),
            })
        }
        _ => Err("it is neither a request nor an answer".to_owned()),
    }
}

/// Whether a text is an error of the protocol, with its code, and not one that a web server has words for.
pub(super) fn is_rpc_error(text: &str) -> bool {
    let code = |value: Value| value.get("error")?.get("code")?.as_i64();
    matches!(read(text), Ok(Incoming::Error { .. }))
        && serde_json::from_str(text).is_ok_and(|value| code(value).is_some())
}

/// Whether a text answers a request, so that the rest of its stream need not be read.
pub(super) fn answers(text: &str, request: u64) -> bool {
    match read(text) {
        Ok(Incoming::Result { id, .. } | Incoming::Error { id, .. }) => is_id(id, request),
        _ => false,
    }
}

/// Whether an id is that of a request; some servers give a number back as text.
pub(super) fn is_id(id: &str, request: u64) -> bool {
    match Id::of_answer(id) {
        Some(Id::Number(number)) => u64::try_from(number) == Ok(request),
        Some(Id::Text(text)) => text.parse() == Ok(request),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart_and_doubtful_ones_are_none() {
        assert_eq!(
            read(r#"{"id":"s1","method":"ping"}"#),
            Ok(Incoming::Request {
                id: r#""s1""#,
                method: "ping".to_owned()
            })
        );
        assert_eq!(
            read(r#"{"method":"notifications/message","params":{"a":NaN}}"#),
            Ok(Incoming::Notification)
        );
        assert_eq!(
            read(r#"{"id":3,"result":{"tools":[]}}"#),
            Ok(Incoming::Result {
                id: "3",
                result: r#"{"tools":[]}"#
            })
        );
        for text in [
            "Listening on stdio",
            "[]",
            r#"{"id":1,"result":{},"result":{}}"#,
            r#"{"id":1,"result":{},"error":{}}"#,
            r#"{"id":1,"method":5}"#,
            r#"{"result":{}}"#,
            r#"{"level":"info"}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(answers(r#"{"id":"7","result":{}}"#, 7));
        assert!(answers(r#"{"id":7.0,"result":{}}"#, 7));
        assert!(!answers(r#"{"id":7.5,"result":{}}"#, 7));
        assert!(!answers(r#"{"id":8,"result":{}}"#, 7));
    }

    #[test]
    fn a_modern_request_says_its_version_and_an_old_one_does_not() {
        let text = |modern| Outgoing::request(1, "tools/list", json!({}), modern).text;
        assert!(text(true).contains(r#""io.modelcontextprotocol/protocolVersion":"2026-07-28""#));
        assert!(!text(false).contains("_meta"));
    }
}

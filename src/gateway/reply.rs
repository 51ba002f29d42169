//! The lines that the gateway itself writes to the client.

use serde_json::{Value, json};

use super::message::SUBSCRIPTION;
use super::record::time;
use crate::escape;
use crate::policy::Verdict;
use crate::wire::Id;

/// JSON-RPC: the line is no request.
pub(super) const INVALID_REQUEST: i32 = -32600;
/// JSON-RPC: free for servers; here for an answer that never came or was not readable.
pub(super) const NO_ANSWER: i32 = -32000;

/// The key under `_meta` of what a program can read of a refusal.
const REFUSAL: &str = "io.github.toolrisk/refusal";

/// A request that was refused before the policy was asked.
pub(super) fn refused(id: &Id, reason: &str) -> Vec<u8> {
    let message = format!("Refused by the gateway: {reason}");
    let data = json!({ "code": "unreadable", "reason": reason });
    let error = json!({ "code": INVALID_REQUEST, "message": message, "data": data });
    line(id, "error", &error)
}

/// JSON-RPC: the method is not known.
pub(super) const NO_METHOD: i32 = -32601;
/// JSON-RPC: the parameters are wrong.
pub(super) const INVALID_PARAMS: i32 = -32602;
/// MCP: the headers of a request do not say what its body says.
pub(super) const HEADER_MISMATCH: i32 = -32020;

/// An error, as the answer to a request or, without an id, to a message that could not be read.
pub(super) fn error(id: Option<&Id>, code: i32, message: &str) -> Vec<u8> {
    let id = id.map_or_else(|| "null".to_owned(), Id::json);
    let error = json!({ "code": code, "message": message });
    format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{error}}}"#).into_bytes()
}

/// The client waits no longer for a request.
pub(super) fn cancel(id: &Id) -> Vec<u8> {
    let id = id.json();
    format!(
        r#"{{"jsonrpc":"2.0","method":"notifications/cancelled","params":{{"requestId":{id},"reason":"the client closed the stream"}}}}"#
    )
    .into_bytes()
}

/// A request whose answer will not come.
pub(super) fn unanswered(id: &Id, reason: &str) -> Vec<u8> {
    let message = format!("The gateway has no answer: {reason}");
    line(
        id,
        "error",
        &json!({ "code": NO_ANSWER, "message": message }),
    )
}

/// A refusal by the policy, for people and for programs.
#[derive(Debug)]
pub(super) struct Refusal<'a> {
    /// What the agent reads.
    pub(super) text: &'a str,
    /// The tool that was called.
    pub(super) tool: &'a str,
    /// The verdict.
    pub(super) verdict: &'a Verdict,
    /// Seconds since 1970 at the refusal.
    pub(super) at: u64,
    /// Whether it may have structured content.
    pub(super) structured: bool,
}

/// A call that the policy denies: a result that says so, not an error of the protocol, so that the
/// agent reads it.
pub(super) fn denied(id: &Id, refusal: &Refusal<'_>) -> Vec<u8> {
    let Refusal {
        text,
        tool,
        verdict,
        at,
        structured,
    } = refusal;
    let mut told = json!({
        "refused": true, "code": verdict.code, "tool": tool,
        "rule": escape::visible(&verdict.rule), "reason": escape::visible(&verdict.reason),
    });
    if let (Some(retry), Some(map)) = (verdict.retry_at, told.as_object_mut()) {
        map.insert("retryAt".to_owned(), json!(time(retry)));
        let seconds = retry.saturating_sub(*at);
        map.insert("retryAfterSeconds".to_owned(), json!(seconds));
    }
    let mut result = json!({
        "content": [{ "type": "text", "text": text }], "isError": true, "resultType": "complete", "_meta": { REFUSAL: &told },
    });
    if let (true, Some(map)) = (structured, result.as_object_mut()) {
        map.insert("structuredContent".to_owned(), told);
    }
    line(id, "result", &result)
}

/// A result that asks the client for input and a second call with `state`.
pub(super) fn input_required(id: &Id, key: &str, form: &Value, state: &str) -> Vec<u8> {
    let request = json!({ key: { "method": "elicitation/create", "params": form } });
    let result = json!({
        "resultType": "input_required", "inputRequests": request, "requestState": state,
    });
    line(id, "result", &result)
}

/// A request to the client to show a form.
pub(super) fn elicitation(token: &str, form: &Value) -> Vec<u8> {
    let request = json!({
        "jsonrpc": "2.0", "id": token, "method": "elicitation/create", "params": form,
    });
    request.to_string().into_bytes()
}

/// The question is not asked any more.
pub(super) fn cancelled(token: &str) -> Vec<u8> {
    let params = json!({ "requestId": token, "reason": "the call was cancelled" });
    notification("notifications/cancelled", Some(&params))
}

/// The list of tools is another one now; for the subscription with this id, where there is one.
pub(super) fn list_changed(subscription: Option<&Id>) -> Vec<u8> {
    let method = "notifications/tools/list_changed";
    let Some(id) = subscription else {
        return notification(method, None);
    };
    let id = match id {
        Id::Number(number) => json!(number),
        Id::Text(text) => json!(text),
    };
    notification(method, Some(&json!({ "_meta": { SUBSCRIPTION: id } })))
}

fn notification(method: &str, params: Option<&Value>) -> Vec<u8> {
    let mut message = json!({ "jsonrpc": "2.0", "method": method });
    if let (Some(params), Some(map)) = (params, message.as_object_mut()) {
        map.insert("params".to_owned(), params.clone());
    }
    message.to_string().into_bytes()
}

fn line(id: &Id, key: &str, value: &Value) -> Vec<u8> {
    format!(r#"{{"jsonrpc":"2.0","id":{},"{key}":{value}}}"#, id.json()).into_bytes()
}

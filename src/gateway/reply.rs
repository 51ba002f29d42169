//! The lines that the gateway itself writes to the client.

use serde_json::{Value, json};

use crate::wire::Id;

/// JSON-RPC: the line is no request.
const INVALID_REQUEST: i32 = -32600;
/// JSON-RPC: free for servers; here for an answer that never came or was not readable.
const NO_ANSWER: i32 = -32000;

/// A request that was refused before the policy was asked.
pub(super) fn refused(id: &Id, reason: &str) -> Vec<u8> {
    error(
        id,
        INVALID_REQUEST,
        &format!("Refused by the gateway: {reason}"),
    )
}

/// A request whose answer will not come.
pub(super) fn unanswered(id: &Id, reason: &str) -> Vec<u8> {
    error(
        id,
        NO_ANSWER,
        &format!("The gateway has no answer: {reason}"),
    )
}

fn error(id: &Id, code: i32, message: &str) -> Vec<u8> {
    line(id, "error", &json!({ "code": code, "message": message }))
}

/// A call that the policy denies: a result that says so, not an error of the protocol, so that the
/// agent reads it.
pub(super) fn denied(id: &Id, text: &str) -> Vec<u8> {
    let result = json!({
        "content": [{ "type": "text", "text": text }], "isError": true, "resultType": "complete",
    });
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

/// The list of tools is another one now.
pub(super) fn list_changed() -> Vec<u8> {
    notification("notifications/tools/list_changed", None)
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

//! What an HTTP response has in it where an answer of the protocol must be.

use serde_json::Value;
use ureq::Body;
use ureq::http::{Response, header};

use super::channel::Received;
use super::finding::{Failure, short};
use super::message::{Incoming, read};
use crate::wire::{EVENTS, media_type};

const OTHER_ADDRESS: &str = "check the address: it must be the one that speaks streamable HTTP, such as `https://…/mcp`; \
     a page to sign in means that the server wants credentials, such as `--header Authorization=env:TOKEN`";
const FAULT_OF_SERVER: &str = "ask again; if it stays so, tell those who run the server, or save its `tools/list` answer and give it with `--file`";

/// What is known of a response before its body is read.
pub(super) struct Head {
    kind: String,
    encoding: String,
}

impl Head {
    pub(super) fn of(response: &Response<Body>) -> Self {
        let encoding = response.headers().get(header::CONTENT_ENCODING);
        let encoding = encoding.and_then(|it| it.to_str().ok()).unwrap_or_default();
        Self {
            kind: media_type(response),
            encoding: encoding.trim().to_ascii_lowercase(),
        }
    }

    /// Whether the body is a stream of events.
    pub(super) fn is_events(&self) -> bool {
        self.kind == EVENTS
    }

    /// Why none of the texts of the body answers a method.
    pub(super) fn instead(&self, method: &str, texts: &[&Received]) -> Failure {
        let (what, help) = self.what(texts);
        Failure::Instead {
            method: method.to_owned(),
            what,
            help,
        }
    }

    fn what(&self, texts: &[&Received]) -> (String, &'static str) {
        if !matches!(self.encoding.as_str(), "" | "identity") {
            let what = format!(
                "its HTTP response is compressed with `{}`, which was not asked for",
                short(&self.encoding)
            );
            return (what, FAULT_OF_SERVER);
        }
        if self.is_events() {
            let what = match texts {
                [] => "its stream of events ended without a message".to_owned(),
                [.., last] => format!(
                    "its stream of events ended without the answer; the last event {}",
                    of_text(&last.text)
                ),
            };
            return (what, FAULT_OF_SERVER);
        }
        let Some(text) = texts.first().map(|it| it.text.trim()) else {
            return ("its HTTP response is empty".to_owned(), OTHER_ADDRESS);
        };
        if self.kind == "text/html" || text.starts_with('<') {
            let what = format!("its HTTP response is a web page: `{}`", short(text));
            return (what, OTHER_ADDRESS);
        }
        (
            format!("its HTTP response {}", of_text(text)),
            FAULT_OF_SERVER,
        )
    }
}

/// What a text is that does not answer, as a clause after its subject.
fn of_text(text: &str) -> String {
    let text = text.trim();
    match read(text) {
        Ok(Incoming::Result { id, .. } | Incoming::Error { id, .. }) => {
            format!("answers another request, with the id {}", short(id))
        }
        Ok(Incoming::Request { .. } | Incoming::Notification) => {
            "is a message of another kind".to_owned()
        }
        Err(_) if text.starts_with('[') => "is a JSON array, not one message".to_owned(),
        Err(_) if serde_json::from_str::<Value>(text).is_err_and(|it| it.is_eof()) => {
            format!("is JSON that breaks off after {} bytes", text.len())
        }
        Err(reason) => format!("is no message, {reason}: `{}`", short(text)),
    }
}

/// What the body of an HTTP error says, in its own words.
pub(super) fn said(body: &str) -> String {
    let body = body.trim();
    if body.starts_with('<') {
        return "a web page".to_owned();
    }
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return body.to_owned();
    };
    let text = |value: &Value, key: &str| value.get(key)?.as_str().map(str::to_owned);
    let within = value.get("error").and_then(|error| text(error, "message"));
    let more = ["error_description", "message", "detail"];
    let more = within.or_else(|| more.iter().find_map(|key| text(&value, key)));
    match (text(&value, "error"), more) {
        (Some(error), Some(more)) => format!("{error}: {more}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => body.to_owned(),
    }
}

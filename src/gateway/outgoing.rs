//! A message on its way to a server over HTTP, and what its headers say of it.

use serde_json::Value;

use super::envelope::{Envelope, Sent};
use super::message::TOOLS_LIST;
use crate::wire::Id;

/// What the headers of a POST are made from.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    pub(super) id: Option<Id>,
    pub(super) method: String,
    /// From 2026-07-28 on: the version in the request itself.
    pub(super) version: Option<String>,
    /// What the request is about: a tool, a prompt, a resource.
    pub(super) name: Option<String>,
    /// The request that it cancels.
    pub(super) cancels: Option<Id>,
    /// The arguments of a call of that protocol; null for anything else.
    pub(super) arguments: Value,
    /// What such a request says of itself, as it is written.
    meta: Option<String>,
}

impl Outgoing {
    /// What a message says of itself; `None` for a line that is none.
    pub(super) fn of(sent: &Sent) -> Option<Self> {
        match sent {
            Sent::Read(read) => Some(Self::about(read)),
            Sent::Raw(line) => {
                let read = Envelope::of_client(std::str::from_utf8(line).ok()?);
                Some(Self::about(&read.ok()?))
            }
        }
    }

    fn about(read: &Envelope) -> Self {
        let method = read.method().to_owned();
        let params = read.params();
        let meta = params.as_ref().and_then(|params| params.object("_meta"));
        let name = params.as_ref().and_then(|params| match method.as_str() {
            "tools/call" | "prompts/get" => params.text("name"),
            "resources/read" => params.text("uri"),
            _ => None,
        });
        let version = meta.and_then(|meta| meta.text("io.modelcontextprotocol/protocolVersion"));
        let call = read.call().filter(|_| version.is_some());
        let call = call.and_then(|it| it.as_ref().ok());
        let own = params.as_ref().filter(|_| call.is_some());
        let cancelled = params
            .as_ref()
            .filter(|_| method == "notifications/cancelled");
        Self {
            cancels: cancelled.and_then(|it| Id::of(it.raw("requestId")?)),
            arguments: call.map(|it| it.arguments.clone()).unwrap_or_default(),
            meta: own.and_then(|it| it.raw("_meta")).map(str::to_owned),
            id: read.id().cloned(),
            version,
            method,
            name,
        }
    }

    /// A request for the list of tools, by the same client; `None` for what is no call.
    pub(super) fn list(&self) -> Option<String> {
        let meta = self.meta.as_ref()?;
        Some(format!(
            r#"{{"jsonrpc":"2.0","id":"toolrisk-tools","method":"{TOOLS_LIST}","params":{{"_meta":{meta}}}}}"#
        ))
    }
}

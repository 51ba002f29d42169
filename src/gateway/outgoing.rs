//! A message on its way to a server over HTTP, and what its headers say of it.

use serde_json::Value;

use super::message::{TOOLS_CALL, TOOLS_LIST};
use crate::wire::{Id, Members};

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
    /// Reads a line; `None` if it is no message.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let members = Members::of(std::str::from_utf8(line).ok()?)?;
        let method = members.text("method").unwrap_or_default();
        let params = members.object("params");
        let meta = params.as_ref().and_then(|params| params.object("_meta"));
        let name = params.as_ref().and_then(|params| match method.as_str() {
            "tools/call" | "prompts/get" => params.text("name"),
            "resources/read" => params.text("uri"),
            _ => None,
        });
        let version = meta.and_then(|meta| meta.text("io.modelcontextprotocol/protocolVersion"));
        let modern = params.as_ref().filter(|_| version.is_some());
        let called = modern.filter(|_| method == TOOLS_CALL);
        let cancelled = params
            .as_ref()
            .filter(|_| method == "notifications/cancelled");
        Some(Self {
            cancels: cancelled.and_then(|it| Id::of(it.raw("requestId")?)),
            arguments: called
                .and_then(|it| it.value("arguments"))
                .unwrap_or_default(),
            meta: called.and_then(|it| it.raw("_meta")).map(str::to_owned),
            id: (!method.is_empty())
                .then(|| members.raw("id").and_then(Id::of))
                .flatten(),
            version,
            method,
            name,
        })
    }
    /// A request for the list of tools, by the same client; `None` for what is no call.
    pub(super) fn list(&self) -> Option<String> {
        let meta = self.meta.as_ref()?;
        Some(format!(
            r#"{{"jsonrpc":"2.0","id":"toolrisk-tools","method":"{TOOLS_LIST}","params":{{"_meta":{meta}}}}}"#
        ))
    }
}

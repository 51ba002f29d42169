//! A message on its way to a server over HTTP, and what its headers say of it.

use crate::wire::{Id, Members};

/// What the headers of a POST are made from.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) id: Option<Id>,
    pub(super) method: String,
    /// From 2026-07-28 on: the version in the request itself.
    pub(super) version: Option<String>,
    /// What the request is about: a tool, a prompt, a resource.
    pub(super) name: Option<String>,
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
        Some(Self {
            id: (!method.is_empty())
                .then(|| members.raw("id").and_then(Id::of))
                .flatten(),
            version: meta.and_then(|meta| meta.text("io.modelcontextprotocol/protocolVersion")),
            method,
            name,
        })
    }
}

//! The `mcp` tool of `OpenAI`'s Responses API (developers.openai.com/api/docs/guides/tools-connectors-mcp).

use serde_json::{Map, Value, json};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::escape;
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::names;

/// See the module.
pub(super) struct OpenAi;

const CAPABILITIES: Capabilities = Capabilities {
    opens: false,
    ..LISTS_NAMES
};

impl Target for OpenAi {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "openai",
            title: "OpenAI Responses API",
            language: "json",
            place: "the `tools` of a request. Add its `server_url` to each entry",
            is_client: true,
            source: "https://developers.openai.com/api/docs/guides/tools-connectors-mcp",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut tools = Vec::new();
        for server in &lowered {
            names::server(
                server.name,
                "a letter, then letters, digits, `_` and `-`",
                |name| names::is_word(name) && name.starts_with(|c: char| c.is_ascii_alphabetic()),
            )?;
            // What an empty list of tools means there is nowhere said; a server left out has none.
            if !server.named(&USABLE).is_empty() {
                tools.push(tool(server));
            }
        }
        // A JSON value always serialises.
        let text = serde_json::to_string_pretty(&tools).unwrap_or_default() + "\n";
        Ok(Export {
            text: escape::json(text),
            losses: lowered.into_iter().flat_map(|it| it.losses).collect(),
            schema: None,
        })
    }
}

const USABLE: [Decision; 3] = [Decision::Allow, Decision::Limit, Decision::Ask];

fn tool(server: &Lowered<'_>) -> Value {
    let free = server.named(&[Decision::Allow, Decision::Limit]);
    let asked = server.named(&[Decision::Ask]);
    let mut approval = Map::new();
    if !free.is_empty() {
        approval.insert("never".to_owned(), json!({ "tool_names": free }));
    }
    if !asked.is_empty() {
        approval.insert("always".to_owned(), json!({ "tool_names": asked }));
    }
    let approval = if approval.is_empty() {
        json!("always")
    } else {
        Value::Object(approval)
    };
    json!({
        "type": "mcp",
        "server_label": server.name,
        "allowed_tools": server.named(&USABLE),
        "require_approval": approval,
    })
}

//! The `mcp_toolset` of Anthropic's Managed Agents (platform.claude.com/docs/en/managed-agents).
//!
//! The toolset of the Messages API says which tools there are in the same words, but cannot ask.

use serde_json::{Value, json};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::escape;
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::names;

/// See the module.
pub(super) struct Anthropic;

const CAPABILITIES: Capabilities = LISTS_NAMES;

impl Target for Anthropic {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "anthropic",
            title: "Anthropic Managed Agents",
            language: "json",
            place: "the `tools` of an agent, beside its `mcp_servers`",
            is_client: true,
            source: "https://platform.claude.com/docs/en/managed-agents/tools",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        for server in &lowered {
            names::server(server.name, "1 to 255 characters", |name| {
                (1..=255).contains(&name.chars().count())
            })?;
        }
        let tools: Vec<Value> = lowered.iter().map(toolset).collect();
        // A JSON value always serialises.
        let text = serde_json::to_string_pretty(&tools).unwrap_or_default() + "\n";
        Ok(Export {
            text: escape::json(text),
            losses: lowered.into_iter().flat_map(|it| it.losses).collect(),
            schema: None,
        })
    }
}

fn toolset(server: &Lowered<'_>) -> Value {
    let open = !server.denies_others();
    let configs = server
        .decisions()
        .into_iter()
        .filter_map(|(name, decision)| match decision {
            Decision::Allow | Decision::Limit => Some(json!({
                "name": name, "enabled": true, "permission_policy": { "type": RUN },
            })),
            Decision::Ask => Some(json!({
                "name": name, "enabled": true, "permission_policy": { "type": ASK },
            })),
            Decision::Deny | Decision::Hide => {
                open.then(|| json!({ "name": name, "enabled": false }))
            }
        });
    let configs: Vec<Value> = configs.collect();
    json!({
        "type": "mcp_toolset",
        "mcp_server_name": server.name,
        "default_config": { "enabled": open, "permission_policy": { "type": if open { RUN } else { ASK } } },
        "configs": configs,
    })
}

/// Runs without asking.
const RUN: &str = "always_allow";
/// Asks before it runs.
const ASK: &str = "always_ask";

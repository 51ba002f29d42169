//! agentgateway's authorization: CEL rules over the tool and its server
//! (agentgateway.dev/docs/mcp/mcp-authz).
//!
//! With any rule that allows, all else is denied and leaves the lists. A rule that denies does not
//! deny when it fails, so denials are written as what is required. Arguments are not there yet when a
//! call is authorized.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::loss::{Instead, Loss, Wanted, Why};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{cel, names, quote};

/// See the module.
pub(super) struct AgentGateway;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    ..LISTS_NAMES
};

impl Target for AgentGateway {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "agentgateway",
            title: "agentgateway",
            language: "yaml",
            place: "the `mcp` part of its configuration, beside the targets",
            is_client: false,
            source: "https://agentgateway.dev/docs/standalone/latest/mcp/mcp-authz/",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut rules = Vec::new();
        let mut losses = Vec::new();
        for server in lowered {
            names::server(server.name, "letters, digits, `_` and `-`", names::is_word)?;
            rules.extend(rules_of(&server));
            losses.push(Loss {
                server: server.name.to_owned(),
                tool: String::new(),
                wanted: Wanted::PromptsAndResources,
                instead: Instead::Decision(Decision::Deny),
                reason: Why::DeniesUnnamed,
                looser: false,
            });
            losses.extend(server.losses);
        }
        let rules: Vec<String> = rules
            .iter()
            .map(|(verb, rule)| format!("      - {verb}: {}", quote::yaml(rule)))
            .collect();
        let head = quote::comment("#", self.info(), servers, &losses);
        Ok(Export {
            text: format!(
                "{head}mcp:\n  policies:\n    mcpAuthorization:\n      rules:\n{}\n",
                rules.join("\n")
            ),
            losses,
            schema: None,
        })
    }
}

fn rules_of(server: &Lowered<'_>) -> Vec<(&'static str, String)> {
    let here = format!("mcp.tool.target == {}", quote::cel(server.name));
    if server.denies_others() {
        let allowed = server.named(&[Decision::Allow, Decision::Limit, Decision::Ask]);
        let allowed = cel::texts(&allowed);
        return vec![("allow", format!("{here} && mcp.tool.name in {allowed}"))];
    }
    let denied = server.named(&[Decision::Deny, Decision::Hide]);
    let mut rules = vec![("allow", here.clone())];
    if !denied.is_empty() {
        let denied = cel::texts(&denied);
        rules.push(("require", format!("!({here} && mcp.tool.name in {denied})")));
    }
    rules
}

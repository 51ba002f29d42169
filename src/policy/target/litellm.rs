//! `LiteLLM`'s proxy: which tools of a server its `config.yaml` lets through (docs.litellm.ai/docs/mcp).
//!
//! A denied name stands over an allowed one. An empty list of allowed tools lets every tool through, unless the server's
//! `mcp_info` says that the list is enforced.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{names, quote};

/// See the module.
pub(super) struct LiteLlm;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    ..LISTS_NAMES
};

impl Target for LiteLlm {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "litellm",
            title: "LiteLLM",
            language: "yaml",
            place: "the `config.yaml` of the proxy, beside the server's command or url",
            is_client: false,
            source: "https://docs.litellm.ai/docs/mcp",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut lines = vec!["mcp_servers:".to_owned()];
        for server in &lowered {
            names::server(server.name, "letters, digits and `_`", |name| {
                names::is_word(name) && !name.contains('-')
            })?;
            lines.push(format!("  {}:", quote::yaml(server.name)));
            lines.extend(lists(server)?);
        }
        let losses: Vec<_> = lowered.iter().flat_map(|it| it.losses.clone()).collect();
        let head = quote::comment("#", self.info(), servers, &losses);
        Ok(Export {
            text: format!("{head}{}\n", lines.join("\n")),
            losses,
            schema: None,
        })
    }
}

/// The two lists of a server.
fn lists(server: &Lowered<'_>) -> Result<Vec<String>, Refusal> {
    let denied = server.named(&[Decision::Deny, Decision::Hide]);
    let mut lines = Vec::new();
    if server.denies_others() {
        let allowed = server.named(&[Decision::Allow, Decision::Limit, Decision::Ask]);
        // It takes a name with the server's before it for the name alone too.
        let prefix = format!("{}-", server.name);
        if let Some(double) = allowed.iter().find(|it| it.starts_with(&prefix)) {
            return Err(Refusal {
                reason: format!(
                    "the tool `{double}` of `{}` cannot be allowed alone: this product takes its name for another tool's too",
                    server.name
                ),
                help: "give the server another name in your own configuration, and that name with --as".to_owned(),
            });
        }
        if allowed.is_empty() {
            lines.push("    mcp_info:".to_owned());
            lines.push("      tool_allowlist_enforced: true".to_owned());
        }
        lines.extend(list("allowed_tools", &allowed));
    }
    if !denied.is_empty() || lines.is_empty() {
        lines.extend(list("disallowed_tools", &denied));
    }
    Ok(lines)
}

fn list(key: &str, names: &[&str]) -> Vec<String> {
    if names.is_empty() {
        return vec![format!("    {key}: []")];
    }
    let items = names
        .iter()
        .map(|it| format!("      - {}", quote::yaml(it)));
    std::iter::once(format!("    {key}:"))
        .chain(items)
        .collect()
}

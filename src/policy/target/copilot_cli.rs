//! GitHub Copilot CLI's `mcp-config.json`: the tools of each server
//! (docs.github.com/en/copilot/how-tos/use-copilot-agents/use-copilot-cli).
//!
//! The file says which tools there are; each of them is asked for. What runs unasked is a flag of the
//! command line, `--allow-tool 'SERVER(TOOL)'`, and no file holds it.

use crate::policy::loss::{Instead, Loss, Wanted, Why};
use jsonc_parser::cst::CstObject;

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::jsonc::{self, Document};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::names;

/// See the module.
pub(super) struct CopilotCli;

const CAPABILITIES: Capabilities = Capabilities {
    opens: false,
    ..LISTS_NAMES
};

impl Target for CopilotCli {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "copilot-cli",
            title: "GitHub Copilot CLI",
            language: "json",
            place: "`~/.copilot/mcp-config.json`, beside the server's `command` or `url`",
            is_client: true,
            source: "https://docs.github.com/en/copilot/how-tos/copilot-cli",
        }
    }

    fn unasked(&self) -> &'static [&'static str] {
        &["`--allow-all-tools`", "`--yolo`"]
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        write(&Document::parse("")?, servers, prefer, jsonc::object)
    }

    fn merge(
        &self,
        existing: &str,
        servers: &[ServerPolicy<'_>],
        prefer: Prefer,
    ) -> Result<Export, Refusal> {
        write(
            &Document::parse(existing)?,
            servers,
            prefer,
            |parent, key| jsonc::existing(parent, key)?.ok_or_else(|| names::not_configured(key)),
        )
    }
}

/// Finds the object under a key, or makes it.
type Find = fn(&CstObject, &str) -> Result<CstObject, Refusal>;

fn write(
    document: &Document,
    servers: &[ServerPolicy<'_>],
    prefer: Prefer,
    find: Find,
) -> Result<Export, Refusal> {
    let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
    let entries = find(&document.object()?, "mcpServers")?;
    let mut losses = Vec::new();
    for server in lowered {
        names::server(server.name, "letters, digits, `_` and `-`", names::is_word)?;
        let entry = find(&entries, server.name)?;
        let usable = [Decision::Allow, Decision::Limit, Decision::Ask];
        let tools: Vec<String> = server
            .named(&usable)
            .into_iter()
            .map(str::to_owned)
            .collect();
        if tools.is_empty() {
            jsonc::set_empty(&entry, "tools")?;
        } else {
            jsonc::set_items(document, &entry, "tools", &tools, |_| true)?;
        }
        losses.extend(flags(&server));
        losses.extend(server.losses);
    }
    Ok(Export {
        text: document.text(),
        losses,
        schema: None,
    })
}

/// What only a flag can say; without it these tools are asked for.
fn flags(server: &Lowered<'_>) -> Option<Loss> {
    let name = server.name;
    let allowed = server.named(&[Decision::Allow, Decision::Limit]);
    let flags: Vec<String> = allowed
        .iter()
        .map(|tool| format!("--allow-tool '{name}({tool})'"))
        .collect();
    (!flags.is_empty()).then(|| Loss {
        server: name.to_owned(),
        tool: String::new(),
        wanted: Wanted::Allowed(allowed.iter().map(|it| (*it).to_owned()).collect()),
        instead: Instead::Decision(Decision::Ask),
        reason: Why::OnlyFlags(flags.join(" ")),
        looser: false,
    })
}

//! GitHub Copilot CLI's `mcp-config.json`: the tools of each server
//! (docs.github.com/en/copilot/how-tos/use-copilot-agents/use-copilot-cli).
//!
//! The file says which tools there are; each of them is asked for. What runs unasked is a flag of the
//! command line, `--allow-tool 'SERVER(TOOL)'`, and no file holds it.

use jsonc_parser::cst::CstObject;

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, Unsaid};
use crate::model::Decision;
use crate::policy::jsonc::{self, Document};
use crate::policy::names;
use crate::policy::settle::{Settled, settle_all};
use crate::policy::speech::{LISTS_NAMES, Speech};

/// See the module.
pub(super) struct CopilotCli;

const SPEECH: Speech = Speech {
    opens: false,
    ..LISTS_NAMES
};

impl Target for CopilotCli {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "copilot-cli",
            title: "GitHub Copilot CLI",
            language: "json",
            place: "`~/.copilot/mcp-config.json`, beside the server's command or url",
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
    let settled = settle_all(servers, prefer, &SPEECH)?;
    let entries = find(&document.object()?, "mcpServers")?;
    let mut unsaid = Vec::new();
    for server in settled {
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
        unsaid.extend(flags(&server));
        unsaid.extend(server.unsaid);
    }
    Ok(Export {
        text: document.text(),
        unsaid,
        schema: None,
    })
}

/// What only a flag can say; without it these tools are asked for.
fn flags(server: &Settled<'_>) -> Option<Unsaid> {
    let name = server.name;
    let allowed = server.named(&[Decision::Allow, Decision::Limit]);
    let flags: Vec<String> = allowed
        .iter()
        .map(|tool| format!("--allow-tool '{name}({tool})'"))
        .collect();
    (!flags.is_empty()).then(|| Unsaid {
        server: name.to_owned(),
        tool: String::new(),
        wanted: format!("allow {}", allowed.join(", ")),
        instead: Decision::Ask.to_string(),
        reason: format!(
            "no file can express this; start copilot with {}",
            flags.join(" ")
        ),
        looser: false,
    })
}

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
use crate::policy::settle::{
    Denial, Settled, Speech, no_arguments, no_limits, plain_name, settle_all,
};

/// See the module.
pub(super) struct CopilotCli;

const SPEECH: Speech = Speech {
    asks: true,
    counts: no_limits,
    reads: no_arguments,
    joins: true,
    denial: Denial::Hides,
    carries: plain_name,
};

impl Target for CopilotCli {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "copilot-cli",
            title: "GitHub Copilot CLI",
            language: "json",
            place: "~/.copilot/mcp-config.json, beside the server's command or url",
            is_client: true,
            source: "https://docs.github.com/en/copilot/how-tos/copilot-cli",
        }
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
        let open = !server.denies_others();
        let denied = server.named(&[Decision::Deny, Decision::Hide]);
        let everything = open && (denied.is_empty() || prefer == Prefer::Convenience);
        let tools: Vec<String> = if everything {
            vec!["*".to_owned()]
        } else {
            let usable = [Decision::Allow, Decision::Limit, Decision::Ask];
            server
                .named(&usable)
                .into_iter()
                .map(str::to_owned)
                .collect()
        };
        if tools.is_empty() {
            jsonc::set_empty(&entry, "tools")?;
        } else {
            jsonc::set_items(&entry, "tools", &tools, |_| true)?;
        }
        if everything {
            unsaid.extend(flag(&server, "deny", &denied, true));
        } else if open {
            unsaid.push(unnamed(server.name));
        }
        let allowed = server.named(&[Decision::Allow, Decision::Limit]);
        unsaid.extend(flag(&server, "allow", &allowed, false));
        unsaid.extend(server.unsaid);
    }
    Ok(Export {
        text: document.text(),
        unsaid,
    })
}

/// What only a flag can say; without it these tools are asked for.
fn flag(server: &Settled<'_>, flag: &str, tools: &[&str], looser: bool) -> Option<Unsaid> {
    let name = server.name;
    let flags: Vec<String> = tools
        .iter()
        .map(|tool| format!("--{flag}-tool '{name}({tool})'"))
        .collect();
    (!flags.is_empty()).then(|| Unsaid {
        server: name.to_owned(),
        tool: String::new(),
        wanted: flag.to_owned(),
        instead: Decision::Ask.to_string(),
        reason: format!("no file says it; start copilot with {}", flags.join(" ")),
        looser,
    })
}

/// The list of tools is closed, for the file cannot take single ones out.
fn unnamed(server: &str) -> Unsaid {
    Unsaid {
        server: server.to_owned(),
        tool: String::new(),
        wanted: "allow what is not named".to_owned(),
        instead: Decision::Deny.to_string(),
        reason: "the file lists the tools there are, and cannot take single ones out".to_owned(),
        looser: false,
    }
}

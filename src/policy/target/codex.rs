//! Codex CLI's `config.toml`: which tools of a server there are, and which run unasked
//! (developers.openai.com/codex/mcp).

use crate::policy::loss::Loss;
use std::collections::BTreeSet;

use toml_edit::{Array, DocumentMut, Item, Table};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{names, quote, tomls};

/// See the module.
pub(super) struct Codex;

const CAPABILITIES: Capabilities = LISTS_NAMES;

impl Target for Codex {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "codex",
            title: "Codex CLI",
            language: "toml",
            place: "`~/.codex/config.toml`, beside the server's `command` or `url`",
            is_client: true,
            source: "https://developers.openai.com/codex/mcp",
        }
    }

    fn unasked(&self) -> &'static [&'static str] {
        &[
            "`--dangerously-bypass-approvals-and-sandbox`",
            "the approval policy `never` with full access",
        ]
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let mut document = DocumentMut::new();
        let losses = write(&mut document, servers, prefer, false)?;
        let text =
            quote::comment("#", self.info(), servers, &losses) + "\n" + &document.to_string();
        Ok(Export {
            text,
            losses,
            schema: None,
        })
    }

    fn merge(
        &self,
        existing: &str,
        servers: &[ServerPolicy<'_>],
        prefer: Prefer,
    ) -> Result<Export, Refusal> {
        let mut document = tomls::parse(existing)?;
        let losses = write(&mut document, servers, prefer, true)?;
        Ok(Export {
            text: tomls::text(&document, existing),
            losses,
            schema: None,
        })
    }
}

fn write(
    document: &mut DocumentMut,
    servers: &[ServerPolicy<'_>],
    prefer: Prefer,
    merging: bool,
) -> Result<Vec<Loss>, Refusal> {
    let mut losses = Vec::new();
    let entries = tomls::table(document.as_table_mut(), "mcp_servers")?;
    for server in lower_all(servers, prefer, &CAPABILITIES)? {
        names::server(server.name, "letters, digits, `_` and `-`", names::is_word)?;
        if merging && !entries.contains_key(server.name) {
            return Err(names::not_configured(&format!(
                "mcp_servers.{}",
                server.name
            )));
        }
        let entry = tomls::table(entries, server.name)?;
        entry.set_implicit(false);
        place(entry, &server)?;
        losses.extend(server.losses);
    }
    Ok(losses)
}

fn place(entry: &mut Table, server: &Lowered<'_>) -> Result<(), Refusal> {
    let usable = server.named(&[Decision::Allow, Decision::Limit, Decision::Ask]);
    let denied = server.named(&[Decision::Deny, Decision::Hide]);
    if server.denies_others() {
        set_list(entry, "enabled_tools", &usable);
        entry.remove("disabled_tools");
    } else {
        entry.remove("enabled_tools");
        set_list(entry, "disabled_tools", &denied);
    }
    let fallback = if server.denies_others() { ASK } else { RUN };
    set(entry, "default_tools_approval_mode", fallback);
    let tools = tomls::table(entry, "tools")?;
    let ours: Vec<String> = tools.iter().map(|(name, _)| name.to_owned()).collect();
    let stay: BTreeSet<&str> = usable.iter().copied().collect();
    for name in ours.iter().filter(|name| !stay.contains(name.as_str())) {
        tools.remove(name);
    }
    for (name, decision) in server.decisions() {
        let mode = match decision {
            Decision::Allow | Decision::Limit => RUN,
            Decision::Ask => ASK,
            Decision::Deny | Decision::Hide => continue,
        };
        let tool = tomls::table(tools, name)?;
        tool.set_implicit(false);
        set(tool, "approval_mode", mode);
    }
    if tools.is_empty() {
        entry.remove("tools");
    }
    Ok(())
}

/// Runs without asking.
const RUN: &str = "approve";
/// Asks before it runs.
const ASK: &str = "prompt";

fn set(table: &mut Table, key: &str, word: &str) {
    if table.get(key).and_then(Item::as_str) != Some(word) {
        tomls::set(table, key, word);
    }
}

fn set_list(table: &mut Table, key: &str, names: &[&str]) {
    let old = table.get(key).and_then(Item::as_array);
    let same = old.is_some_and(|old| {
        old.len() == names.len() && old.iter().zip(names).all(|(a, b)| a.as_str() == Some(b))
    });
    if same {
        return;
    }
    let mut list: Array = names.iter().copied().collect();
    for item in list.iter_mut() {
        item.decor_mut().set_prefix("\n  ");
    }
    if !names.is_empty() {
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
    tomls::set(table, key, list);
}

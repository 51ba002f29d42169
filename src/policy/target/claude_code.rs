//! Claude Code's `settings.json`: lists of rules `mcp__SERVER__TOOL` (code.claude.com/docs/en/permissions).
//!
//! Deny stands over ask, ask over allow, whatever is more specific; so each tool is in one list by its
//! exact name. A tool in no list is asked for, which cannot be turned into a denial without losing
//! the questions too; so every known tool is in a list.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::jsonc::{self, Document};
use crate::policy::loss::{Instead, Loss, Wanted, Why};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::names::{self, Spelled};

/// See the module.
pub(super) struct ClaudeCode;

const CAPABILITIES: Capabilities = LISTS_NAMES;

impl Target for ClaudeCode {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "claude-code",
            title: "Claude Code",
            language: "json",
            place: "`~/.claude/settings.json`, or the same file in a project",
            is_client: true,
            source: "https://code.claude.com/docs/en/permissions",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        self.merge("", servers, prefer)
    }

    fn merge(
        &self,
        existing: &str,
        servers: &[ServerPolicy<'_>],
        prefer: Prefer,
    ) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let document = Document::parse(existing)?;
        let root = document.object()?;
        if existing.trim().is_empty() {
            jsonc::set(&root, "$schema", SCHEMA)?;
        }
        let permissions = jsonc::object(&root, "permissions")?;
        let mut losses = Vec::new();
        for server in lowered {
            let prefix = prefix(server.name)?;
            // Without a tool it is a rule for the whole server.
            let whole = prefix.trim_end_matches('_');
            let ours = |rule: &str| rule == whole || rule.starts_with(&prefix);
            for (key, decisions) in LISTS {
                let rules = rules(&server, &prefix, decisions)?;
                jsonc::set_items(&document, &permissions, key, &rules, ours)?;
            }
            losses.extend(others(&server));
            losses.extend(server.losses);
        }
        Ok(Export {
            text: document.text(),
            losses,
            schema: None,
        })
    }
}

const SCHEMA: &str = "https://json.schemastore.org/claude-code-settings.json";

/// The lists by their keys.
const LISTS: [(&str, &[Decision]); 3] = [
    ("allow", &[Decision::Allow, Decision::Limit]),
    ("ask", &[Decision::Ask]),
    ("deny", &[Decision::Deny, Decision::Hide]),
];

fn prefix(server: &str) -> Result<String, Refusal> {
    names::server(server, "letters, digits, `-` and single `_`", |name| {
        names::is_word(name)
            && !name.contains("__")
            && !name.starts_with('_')
            && !name.ends_with('_')
    })?;
    Ok(format!("mcp__{server}__"))
}

fn rules(
    server: &Lowered<'_>,
    prefix: &str,
    decisions: &[Decision],
) -> Result<Vec<String>, Refusal> {
    let spelled = Spelled::new(server)?;
    let mut rules = Vec::new();
    let everything = server.policy.decision("*");
    if decisions.contains(&everything) && !server.denies_others() {
        rules.push(format!("{prefix}*"));
    }
    for (name, decision) in spelled.decisions() {
        if decisions.contains(&decision) {
            rules.push(format!("{prefix}{name}"));
        }
    }
    Ok(rules)
}

/// A tool that is not known today is asked for, not denied.
fn others(server: &Lowered<'_>) -> Option<Loss> {
    server.denies_others().then(|| Loss {
        server: server.name.to_owned(),
        tool: String::new(),
        wanted: Wanted::OthersDenied,
        instead: Instead::KnownDenied,
        reason: Why::NewTools,
        looser: true,
    })
}

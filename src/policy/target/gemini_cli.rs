//! Gemini CLI's policy files: rules with priorities, the highest decides
//! (geminicli.com/docs/reference/policy-engine).
//!
//! One bad rule voids the whole file, silently, so every name is held to what the loader takes; and
//! a rule for all tools needs `toolName = "*"`. The pattern over arguments (`argsPattern`) matches
//! their JSON as text, where it cannot tell a key from a value; it is not used.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, Unsaid};
use crate::model::Decision;
use crate::policy::settle::{LISTS_NAMES, Settled, Speech, settle_all};
use crate::policy::{names, quote, tomls};

/// See the module.
pub(super) struct GeminiCli;

const SPEECH: Speech = Speech {
    carries,
    ..LISTS_NAMES
};

/// Longer names, `mcp_SERVER_TOOL` in all, are shortened in the middle.
const LONGEST: usize = 63;

fn carries(tool: &str) -> Result<(), &'static str> {
    if names::is_word(tool) && !tool.contains("__") {
        Ok(())
    } else {
        Err("its rules take names of letters, digits, `-` and single `_`")
    }
}

impl Target for GeminiCli {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "gemini-cli",
            title: "Gemini CLI",
            language: "toml",
            place: "`~/.gemini/policies/mcp.toml`; a project's own folder is not read",
            is_client: true,
            source: "https://geminicli.com/docs/reference/policy-engine/",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let mut document = DocumentMut::new();
        let unsaid = write(&mut document, servers, prefer)?;
        let text =
            quote::comment("#", self.info(), servers, &unsaid) + "\n" + &document.to_string();
        Ok(Export {
            text,
            unsaid,
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
        let unsaid = write(&mut document, servers, prefer)?;
        Ok(Export {
            text: document.to_string(),
            unsaid,
            schema: None,
        })
    }
}

fn write(
    document: &mut DocumentMut,
    servers: &[ServerPolicy<'_>],
    prefer: Prefer,
) -> Result<Vec<Unsaid>, Refusal> {
    let mut unsaid = Vec::new();
    let rules = document
        .entry("rule")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| Refusal {
            reason: "`rule` is not a list of tables `[[rule]]`".to_owned(),
            help: "mend the file first; nothing was written".to_owned(),
        })?;
    for server in settle_all(servers, prefer, &SPEECH)? {
        names::server(
            server.name,
            "letters, digits and `-`; it reads a `_` as the end of the name",
            |name| names::is_word(name) && !name.contains('_'),
        )?;
        rules.retain(|rule| rule.get("mcpName").and_then(Item::as_str) != Some(server.name));
        for rule in rules_of(&server)? {
            rules.push(rule);
        }
        unsaid.extend(server.unsaid);
    }
    Ok(unsaid)
}

/// Each word with its priority: a denial stands over a question, that over a permission.
const ALLOW: (&str, i64) = ("allow", 300);
const ASK: (&str, i64) = ("ask_user", 400);
const DENY: (&str, i64) = ("deny", 500);
/// Of the rule for all other tools.
const LAST: i64 = 100;

fn rules_of(server: &Settled<'_>) -> Result<Vec<Table>, Refusal> {
    let rule = |tool: &str, decision: &str, priority: i64| {
        let mut table = Table::new();
        table.insert("mcpName", value(server.name));
        table.insert("toolName", value(tool));
        table.insert("decision", value(decision));
        table.insert("priority", value(priority));
        table
    };
    let mut rules = Vec::new();
    for (name, decision) in server.decisions() {
        let refused = matches!(decision, Decision::Deny | Decision::Hide);
        let length = "mcp__".len() + server.name.len() + name.len();
        if length > LONGEST {
            if refused && server.denies_others() {
                continue;
            }
            return Err(too_long(server.name, name));
        }
        let (word, priority) = match decision {
            Decision::Allow | Decision::Limit => ALLOW,
            Decision::Ask => ASK,
            Decision::Deny | Decision::Hide => DENY,
        };
        rules.push(rule(name, word, priority));
    }
    let (word, _) = if server.denies_others() { DENY } else { ALLOW };
    rules.push(rule("*", word, LAST));
    Ok(rules)
}

fn too_long(server: &str, tool: &str) -> Refusal {
    Refusal {
        reason: format!(
            "the tool `{tool}` of `{server}` cannot be written: Gemini CLI shortens \
             `mcp_{server}_{tool}` to {LONGEST} characters"
        ),
        help: "give the server a shorter name in your configuration, and that name with --as"
            .to_owned(),
    }
}

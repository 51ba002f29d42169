//! Gemini CLI's policy files: rules with priorities, the highest decides
//! (geminicli.com/docs/reference/policy-engine).
//!
//! One bad rule voids the whole file, silently, so every name is held to what the loader takes; and
//! a rule for all tools needs `toolName = "*"`. The pattern over arguments (`argsPattern`) matches
//! their JSON as text, where it cannot tell a key from a value; it is not used.

use crate::policy::loss::{Instead, Loss, Wanted, Why};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{names, quote, tomls};

/// See the module.
pub(super) struct GeminiCli;

const CAPABILITIES: Capabilities = Capabilities {
    carries,
    ..LISTS_NAMES
};

/// Longer names, `mcp_SERVER_TOOL` in all, are shortened in the middle.
const LONGEST: usize = 63;

fn carries(tool: &str) -> Result<(), Why> {
    if names::is_word(tool) && !tool.contains("__") {
        Ok(())
    } else {
        Err(Why::SingleUnderscores)
    }
}

impl Target for GeminiCli {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "gemini-cli",
            title: "Gemini CLI",
            language: "toml",
            place: "`~/.gemini/policies/mcp.toml`. Gemini CLI does not read the folder of a project",
            is_client: true,
            source: "https://geminicli.com/docs/reference/policy-engine/",
        }
    }

    fn unasked(&self) -> &'static [&'static str] {
        &["`--yolo`"]
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let mut document = DocumentMut::new();
        let losses = write(&mut document, servers, prefer)?;
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
        let losses = write(&mut document, servers, prefer)?;
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
) -> Result<Vec<Loss>, Refusal> {
    let mut losses = Vec::new();
    let rules = document
        .entry("rule")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| Refusal {
            reason: "`rule` is not a list of tables `[[rule]]`".to_owned(),
            help: "fix the file first; nothing was written".to_owned(),
        })?;
    for server in lower_all(servers, prefer, &CAPABILITIES)? {
        names::server(
            server.name,
            "letters, digits and `-`; Gemini CLI reads a `_` as the end of the name",
            |name| names::is_word(name) && !name.contains('_'),
        )?;
        replace(rules, server.name, rules_of(&server, &mut losses)?);
        losses.extend(server.losses);
    }
    Ok(losses)
}

/// Puts a server's rules in the place of its earlier ones. Comments before those stay: the first may be
/// about the whole file.
fn replace(rules: &mut ArrayOfTables, server: &str, mut new: Vec<Table>) {
    let earlier = |rule: &Table| rule.get("mcpName").and_then(Item::as_str) == Some(server);
    let place = rules.iter().position(earlier).unwrap_or(rules.len());
    let before = rules.iter().filter(|rule| earlier(rule));
    let comments: String = before
        .filter_map(|rule| rule.decor().prefix()?.as_str())
        .filter(|text| text.contains('#'))
        .collect();
    if let Some(first) = new.first_mut().filter(|_| !comments.is_empty()) {
        first.decor_mut().set_prefix(comments);
    }
    let mut kept: Vec<Table> = std::mem::take(rules).into_iter().collect();
    let after = kept.split_off(place);
    let after = after.into_iter().filter(|rule| !earlier(rule));
    rules.extend(kept.into_iter().chain(new).chain(after));
}

/// Each word with its priority: a denial stands over a question, that over a permission.
const ALLOW: (&str, i64) = ("allow", 300);
const ASK: (&str, i64) = ("ask_user", 400);
const DENY: (&str, i64) = ("deny", 500);
/// Of the rule for all other tools.
const LAST: i64 = 100;

fn rules_of(server: &Lowered<'_>, losses: &mut Vec<Loss>) -> Result<Vec<Table>, Refusal> {
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
        let written = carries(name).and(if length > LONGEST {
            Err(Why::LongName)
        } else {
            Ok(())
        });
        match written {
            Ok(()) => {}
            Err(reason) if !server.denies_others() => {
                return Err(unwritten(server.name, name, &reason));
            }
            // The rule for all other tools denies it.
            Err(reason) => {
                losses.extend((!refused).then(|| denied(server.name, name, decision, reason)));
                continue;
            }
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

fn unwritten(server: &str, tool: &str, reason: &Why) -> Refusal {
    Refusal {
        reason: format!("the tool `{tool}` of `{server}` cannot be written: {reason}"),
        help: SHORTER.to_owned(),
    }
}

fn denied(server: &str, tool: &str, decision: Decision, reason: Why) -> Loss {
    Loss {
        server: server.to_owned(),
        tool: tool.to_owned(),
        wanted: Wanted::Decision(decision),
        instead: Instead::Decision(Decision::Deny),
        reason: Why::ShorterServer(Box::new(reason)),
        looser: false,
    }
}

const SHORTER: &str =
    "give the server a shorter name in your configuration, and that name with --as";

//! Bifrost: which tools of an MCP client its `config.json` lets through (docs.getbifrost.ai/mcp/filtering).
//!
//! From configurations of version 2 on, an empty list lets nothing through, and `*` everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::escape;
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, LISTS_NAMES, plain_name};
use crate::policy::loss::Why;
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::names;

/// See the module.
pub(super) struct Bifrost;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    opens: false,
    carries,
    ..LISTS_NAMES
};

fn carries(tool: &str) -> Result<(), Why> {
    if tool.contains('/') || tool.contains("..") {
        return Err(Why::SkipsPaths);
    }
    plain_name(tool)
}

impl Target for Bifrost {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "bifrost",
            title: "Bifrost",
            language: "json",
            place: "its `config.json`, each list in the entry that says how the server is reached",
            is_client: false,
            source: "https://docs.getbifrost.ai/mcp/filtering",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let clients: Vec<Value> = lowered.iter().map(client).collect::<Result<_, _>>()?;
        let document = json!({ "version": 2, "mcp": { "client_configs": clients } });
        // A JSON value always serialises.
        let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
        Ok(Export {
            text: escape::json(text),
            losses: lowered.into_iter().flat_map(|it| it.losses).collect(),
            schema: None,
        })
    }
}

fn client(server: &Lowered<'_>) -> Result<Value, Refusal> {
    names::server(
        server.name,
        "letters, digits and `_`, not a digit first",
        |name| {
            let digit = name.starts_with(|c: char| c.is_ascii_digit());
            names::is_word(name) && !name.contains('-') && !digit
        },
    )?;
    told_apart(server)?;
    let allowed = server.named(&[Decision::Allow, Decision::Limit, Decision::Ask]);
    Ok(json!({ "name": server.name, "tools_to_execute": allowed }))
}

/// It finds the tool to run by a name with `_` for `-`, so an allowed tool may run another one.
fn told_apart(server: &Lowered<'_>) -> Result<(), Refusal> {
    let passes = |decision| decision <= Decision::Ask;
    let mut met: BTreeMap<String, (&str, bool)> = BTreeMap::new();
    for (name, decision) in server.decisions() {
        let passing = passes(decision);
        match met.insert(name.replace('-', "_"), (name, passing)) {
            Some((other, did)) if did != passing => {
                return Err(Refusal {
                    reason: format!(
                        "the tools `{other}` and `{name}` of `{}` cannot be told apart: this product runs them by one name",
                        server.name
                    ),
                    help: "use a product that can, such as `toolrisk`".to_owned(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

//! `ToolHive`'s authorization file: Cedar policies in YAML, over `Tool::"name"`
//! (docs.stacklok.com/toolhive/concepts/cedar-policies).
//!
//! Arguments stand in the context as `arg_NAME`: text and truth values as they are, numbers cut to
//! four digits or left out, lists and objects as a mark that they are there. So only comparisons that
//! a missing attribute answers as the policy would are said: equality with text and truth values.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, only};
use crate::model::{Decision, Parameter};
use crate::policy::capabilities::{Capabilities, Denial, Sense, no_limits, plain_name};
use crate::policy::cedar::holds;
use crate::policy::clauses::clauses;
use crate::policy::loss::{Instead, Loss, Wanted, Why};
use crate::policy::lower::lower;
use crate::policy::{Condition, quote};

/// See the module.
pub(super) struct ToolHive;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    counts: no_limits,
    reads,
    joins: true,
    opens: true,
    denial: Denial::Hides,
    carries: plain_name,
};

fn reads(condition: &Condition, _: Sense, _: Option<&Parameter>) -> Result<(), Why> {
    let plain = |value: &serde_json::Value| value.is_string() || value.is_boolean();
    let values = condition.equals();
    let said = condition.steps().count() == 1 && !values.is_empty() && values.iter().all(plain);
    if said {
        Ok(())
    } else {
        Err(Why::TopLevelTexts)
    }
}

impl Target for ToolHive {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "toolhive",
            title: "ToolHive",
            language: "yaml",
            place: "a file for `thv run --authz-config`, one for each server",
            is_client: false,
            source: "https://docs.stacklok.com/toolhive/concepts/cedar-policies",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let mut lowered = lower(only(servers, self.info())?, prefer, &CAPABILITIES)?;
        lowered.losses.insert(0, others(lowered.name));
        let condition = |condition: &Condition| {
            let name: Vec<&str> = condition.steps().collect();
            holds(condition, "context", &format!("arg_{}", name.join(".")))
        };
        let open = !lowered.denies_others();
        let mut policies = Vec::new();
        if open {
            policies
                .push("permit(principal, action == Action::\"call_tool\", resource);".to_owned());
        }
        for (tool, rule, decision) in lowered.ruled() {
            let scope = format!(
                "(principal, action == Action::\"call_tool\", resource == Tool::{})",
                quote::cedar(tool)
            );
            let all = rule
                .map(|rule| clauses(rule, &condition, "false"))
                .unwrap_or_default();
            let denied = matches!(decision, Decision::Deny | Decision::Hide);
            match (open, denied, all.is_empty()) {
                (true, true, _) => policies.push(format!("forbid{scope};")),
                (true, false, false) => {
                    policies.push(format!("forbid{scope} unless {{ {} }};", all.join(" && ")));
                }
                (false, false, true) => policies.push(format!("permit{scope};")),
                (false, false, false) => {
                    policies.push(format!("permit{scope} when {{ {} }};", all.join(" && ")));
                }
                (true, false, true) | (false, true, _) => {}
            }
        }
        if policies.is_empty() {
            // An empty list is refused.
            policies.push("forbid(principal, action, resource);".to_owned());
        }
        let mut lines = vec![
            "version: '1.0'".to_owned(),
            "type: cedarv1".to_owned(),
            "cedar:".to_owned(),
            "  policies:".to_owned(),
        ];
        lines.extend(
            policies
                .iter()
                .map(|policy| format!("    - {}", quote::yaml(policy))),
        );
        lines.push("  entities_json: '[]'".to_owned());
        let head = quote::comment("#", self.info(), servers, &lowered.losses);
        Ok(Export {
            text: format!("{head}{}\n", lines.join("\n")),
            losses: lowered.losses,
            schema: None,
        })
    }
}

/// Cedar denies what no policy permits, and these permit calls of tools alone.
fn others(server: &str) -> Loss {
    Loss {
        server: server.to_owned(),
        tool: String::new(),
        wanted: Wanted::PromptsAndResources,
        instead: Instead::Decision(Decision::Deny),
        reason: Why::DeniesUnpermitted,
        looser: false,
    }
}

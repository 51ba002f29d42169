//! Plain Cedar with a schema, for a program that asks Cedar before it passes a call on
//! (docs.cedarpolicy.com).
//!
//! The program says what Cedar cannot know: whether a person approved the call, and how many calls each
//! counter has seen in its present window. So nothing but what the types cannot carry is lost.

use std::collections::{BTreeMap, BTreeSet};

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::{Decision, Definition};
use crate::policy::capabilities::{Capabilities, Denial};
use crate::policy::cedar::{Kind, holds, reads, typed};
use crate::policy::clauses::clauses;
use crate::policy::document::{Policy, Quota, Rule};
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{names, quote};

/// See the module.
pub(super) struct Cedar;

const CAPABILITIES: Capabilities = Capabilities {
    asks: true,
    counts: |_, _| Ok(()),
    reads,
    joins: true,
    opens: false,
    denial: Denial::Apart,
    carries: |_| Ok(()),
};

impl Target for Cedar {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "cedar",
            title: "Cedar",
            language: "cedar",
            place: "a program that asks Cedar before each call. `toolrisk export -o` writes the schema beside it",
            is_client: false,
            source: "https://docs.cedarpolicy.com/",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut policies = Vec::new();
        let mut actions = Vec::new();
        for server in &lowered {
            names::server(server.name, "names without `/`", |name| {
                !name.is_empty() && !name.contains('/')
            })?;
            let known = server.known.iter().rev();
            let known: BTreeMap<&str, &Definition> =
                known.map(|it| (it.name.as_str(), *it)).collect();
            for (tool, rule, decision) in server.ruled() {
                let definition = known.get(tool).copied();
                actions.push(action(server, tool, definition, rule));
                if let (Some(rule), Decision::Allow | Decision::Limit | Decision::Ask) =
                    (rule, decision)
                {
                    policies.push(permit(server, tool, rule));
                }
            }
        }
        let losses: Vec<_> = lowered.iter().flat_map(|it| it.losses.clone()).collect();
        let head = quote::comment("//", self.info(), servers, &losses);
        Ok(Export {
            text: format!("{head}{CONTRACT}\n{}\n", policies.join("\n\n")),
            losses,
            schema: Some(format!(
                "namespace Mcp {{\n  entity Agent;\n  entity Server;\n{}\n}}\n",
                actions.join("\n")
            )),
        })
    }
}

const CONTRACT: &str = "\
// A request is Mcp::Agent, Mcp::Action::\"SERVER/TOOL\", Mcp::Server::\"SERVER\", and a context with
// `approved` (whether a person let this call pass), `used` (the calls of each counter in its present
// window, aligned to UTC) and `input` (the arguments that the schema names). Ask first with
// `approved: false`; if that is denied and `true` is not, ask a person. Validate requests by the schema.
";

fn uid(server: &str, tool: &str) -> String {
    quote::cedar(&format!("{server}/{tool}"))
}

fn permit(server: &Lowered<'_>, tool: &str, rule: &Rule) -> String {
    let id = uid(server.name, tool);
    let of = quote::cedar(server.name);
    let condition = |condition: &_| {
        let name: Vec<&str> = crate::policy::Condition::steps(condition).collect();
        holds(condition, "context.input", &name.join("."))
    };
    let mut all = clauses(rule, &condition, "context.approved");
    for quota in quotas(&server.policy, Some(rule)) {
        let clause = format!(
            "context.used[{}] < {}",
            quote::cedar(&key(quota)),
            quota.max
        );
        if !all.contains(&clause) {
            all.push(clause);
        }
    }
    let scope = format!(
        "@id({id})\npermit (\n  principal,\n  action == Mcp::Action::{id},\n  resource == Mcp::Server::{of}\n)"
    );
    if all.is_empty() {
        format!("{scope};")
    } else {
        format!("{scope}\nwhen {{\n  {}\n}};", all.join(" &&\n  "))
    }
}

/// The quotas of a tool, those of all tools first.
fn quotas<'a>(policy: &'a Policy, rule: Option<&'a Rule>) -> impl Iterator<Item = &'a Quota> {
    let own = rule.into_iter().flat_map(|rule| &rule.limits);
    policy.all_tools.limits.iter().chain(own)
}

/// A counter in its window.
fn key(quota: &Quota) -> String {
    format!("{}/{}", quota.counter, quota.window)
}

fn action(
    server: &Lowered<'_>,
    tool: &str,
    definition: Option<&Definition>,
    rule: Option<&Rule>,
) -> String {
    let input: Vec<String> = typed(definition)
        .iter()
        .map(|(name, kind): &(&str, Kind)| format!("{}?: {}", quote::cedar(name), kind.cedar()))
        .collect();
    let used: BTreeSet<String> = quotas(&server.policy, rule).map(key).collect();
    let used: Vec<String> = used
        .iter()
        .map(|key| format!("{}: Long", quote::cedar(key)))
        .collect();
    format!(
        "  action {} appliesTo {{\n    principal: [Agent],\n    resource: [Server],\n    context: {{\n      \
         approved: Bool,\n      used: {{ {} }},\n      input: {{ {} }},\n    }},\n  }};",
        uid(server.name, tool),
        used.join(", "),
        input.join(", ")
    )
}

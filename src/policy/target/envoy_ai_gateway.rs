//! Envoy AI Gateway's `MCPRoute`: rules in CEL, the first that matches decides
//! (aigateway.envoyproxy.io/docs/capabilities/mcp).
//!
//! A rule whose expression fails, or costs too much, does not match; so only rules that allow read
//! arguments. The tool list is filtered by the same rules without arguments (`params` is null), and a
//! tool that some arguments may call stays in it.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, Denial, no_limits, plain_name};
use crate::policy::clauses::clauses;
use crate::policy::lower::{Lowered, lower_all};
use crate::policy::{Condition, cel, names, quote};

/// See the module.
pub(super) struct EnvoyAiGateway;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    counts: no_limits,
    reads: cel::reads,
    joins: true,
    opens: true,
    denial: Denial::Hides,
    carries: plain_name,
};

/// Rules of one route.
const MOST_RULES: usize = 32;
/// Characters of one expression.
const LONGEST: usize = 4096;
/// Characters of a resource's name.
const LONGEST_NAME: usize = 253;
/// The arguments of a call.
const ARGUMENTS: &str = "request.mcp.params.arguments";

impl Target for EnvoyAiGateway {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "envoy-ai-gateway",
            title: "Envoy AI Gateway",
            language: "yaml",
            place: "an MCPRoute. Replace the names with those of your own gateway and backends",
            is_client: false,
            source: "https://aigateway.envoyproxy.io/docs/capabilities/mcp/",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut rules = Vec::new();
        for server in &lowered {
            names::server(
                server.name,
                "names of Kubernetes: 1 to 253 lower case letters, digits and, between them, `-`",
                is_resource,
            )?;
            rules.extend(rules_of(server));
        }
        let names: Vec<&str> = servers.iter().map(|server| server.name).collect();
        let name = names.join("-");
        if rules.len() > MOST_RULES
            || rules.iter().any(|(_, rule)| rule.len() > LONGEST)
            || name.len() > LONGEST_NAME
        {
            return Err(Refusal {
                reason: format!(
                    "a route takes {MOST_RULES} rules of {LONGEST} characters and a name of \
                     {LONGEST_NAME}, and the policy needs more"
                ),
                help: "export fewer servers into one route".to_owned(),
            });
        }
        let losses: Vec<_> = lowered.iter().flat_map(|it| it.losses.clone()).collect();
        let head = quote::comment("#", self.info(), servers, &losses);
        Ok(Export {
            text: head + &route(&name, &names, &rules),
            losses,
            schema: None,
        })
    }
}

/// Whether Kubernetes takes the name for a resource, which a label of DNS is.
fn is_resource(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=LONGEST_NAME).contains(&name.len())
        && name.chars().all(plain)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

fn route(name: &str, names: &[&str], rules: &[(&str, String)]) -> String {
    let name = quote::yaml(name);
    let backends = names.iter().map(|name| {
        let name = quote::yaml(name);
        format!("    - name: {name}\n      kind: Backend\n      group: gateway.envoyproxy.io\n      path: /mcp")
    });
    let backends: Vec<String> = backends.collect();
    let rules = rules.iter().map(|(action, rule)| {
        format!(
            "        - action: {action}\n          cel: {}",
            quote::yaml(rule)
        )
    });
    let mut rules: Vec<String> = rules.collect();
    if !rules.is_empty() {
        rules.insert(0, "      rules:".to_owned());
    }
    format!(
        "apiVersion: aigateway.envoyproxy.io/v1beta1\nkind: MCPRoute\nmetadata:\n  name: {name}\nspec:\n  \
         parentRefs:\n    - name: ai-gateway\n      kind: Gateway\n      group: gateway.networking.k8s.io\n  \
         backendRefs:\n{}\n  securityPolicy:\n    authorization:\n      defaultAction: Deny\n{}",
        backends.join("\n"),
        rules
            .into_iter()
            .map(|line| line + "\n")
            .collect::<String>()
    )
}

fn rules_of(server: &Lowered<'_>) -> Vec<(&'static str, String)> {
    let here = format!("request.mcp.backend == {}", quote::cel(server.name));
    let mut free = Vec::new();
    let mut denied = Vec::new();
    let mut rules = Vec::new();
    for (tool, rule, decision) in server.ruled() {
        let holds = |condition: &Condition| cel::holds(condition, ARGUMENTS);
        let all = rule
            .map(|rule| clauses(rule, &holds, "false"))
            .unwrap_or_default();
        if matches!(decision, Decision::Deny | Decision::Hide) {
            denied.push(tool);
        } else if all.is_empty() {
            free.push(tool);
        } else {
            // After its own rule nothing else may let it through.
            denied.push(tool);
            let name = quote::cel(tool);
            let all = all.join(" && ");
            rules.push((
                ALLOW,
                format!("{here} && request.mcp.tool == {name} && (request.mcp.params == null || ({all}))"),
            ));
        }
    }
    if server.denies_others() {
        let named = format!("{here} && request.mcp.tool in ");
        rules.extend(chunks(&named, &free).map(|rule| (ALLOW, rule)));
    } else {
        let named = format!("{here} && request.mcp.tool in ");
        rules.extend(chunks(&named, &denied).map(|rule| ("Deny", rule)));
        rules.push((ALLOW, here));
    }
    rules
}

const ALLOW: &str = "Allow";

/// Tests for these tools, each within the length of an expression.
fn chunks<'a>(named: &'a str, tools: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut room = 0;
    for tool in tools {
        let length = tool.len() + "\"\", ".len();
        match groups.last_mut() {
            Some(group) if length <= room => group.push(tool),
            Some(_) | None => {
                groups.push(vec![tool]);
                room = LONGEST - named.len() - "[]".len();
            }
        }
        room = room.saturating_sub(length);
    }
    groups
        .into_iter()
        .map(move |group| format!("{named}{}", cel::texts(&group)))
}

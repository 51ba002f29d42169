//! AWS `AgentCore` Policy: Cedar by the schema that AWS makes of a gateway's tools
//! (docs.aws.amazon.com/bedrock-agentcore).
//!
//! A tool is the action `TARGET___TOOL`, its arguments are `context.input`. Numbers with fractions are
//! cut to four digits there, so bounds on them are not said.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo};
use crate::model::Decision;
use crate::policy::capabilities::{Capabilities, Denial, no_limits, plain_name};
use crate::policy::cedar::{holds, reads};
use crate::policy::clauses::clauses;
use crate::policy::lower::lower_all;
use crate::policy::{Condition, names, quote};

/// See the module.
pub(super) struct AgentCore;

const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    counts: no_limits,
    reads,
    joins: true,
    opens: false,
    denial: Denial::Hides,
    carries: plain_name,
};

impl Target for AgentCore {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "agentcore",
            title: "AWS AgentCore Policy",
            language: "cedar",
            place: "a policy engine of the gateway. Replace `GATEWAY_ARN` with the gateway's ARN",
            is_client: false,
            source: "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let lowered = lower_all(servers, prefer, &CAPABILITIES)?;
        let mut policies = Vec::new();
        for server in &lowered {
            names::server(server.name, "letters, digits and `-`", |name| {
                names::is_word(name) && !name.contains('_')
            })?;
            for (tool, rule, decision) in server.ruled() {
                let (Some(rule), Decision::Allow | Decision::Limit) = (rule, decision) else {
                    continue;
                };
                let condition = |condition: &Condition| {
                    let name: Vec<&str> = condition.steps().collect();
                    holds(condition, "context.input", &name.join("."))
                };
                let action = quote::cedar(&format!("{}___{tool}", server.name));
                let scope = format!(
                    "permit (\n  principal is AgentCore::OAuthUser,\n  action == \
                     AgentCore::Action::{action},\n  resource == AgentCore::Gateway::\"GATEWAY_ARN\"\n)"
                );
                let all = clauses(rule, &condition, "false");
                policies.push(if all.is_empty() {
                    format!("{scope};")
                } else {
                    format!("{scope}\nwhen {{\n  {}\n}};", all.join(" &&\n  "))
                });
            }
        }
        let losses: Vec<_> = lowered.into_iter().flat_map(|it| it.losses).collect();
        let head = quote::comment("//", self.info(), servers, &losses);
        Ok(Export {
            text: format!("{head}\n{}\n", policies.join("\n\n")),
            losses,
            schema: None,
        })
    }
}

//! The hosted PolicyLayer gateway, version 1 of its JSON.
//!
//! The grammar (policylayer.com/docs/writing-policies) has no approval, so a guard that asks denies.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, only};
use crate::policy::capabilities::{Capabilities, Denial};
use crate::policy::lower::lower;

/// All that a policy says but questions: the grammar is the policy's own.
const CAPABILITIES: Capabilities = Capabilities {
    asks: false,
    counts: |_, _| Ok(()),
    reads: |_, _, _| Ok(()),
    joins: true,
    opens: true,
    denial: Denial::Apart,
    carries: |_| Ok(()),
};

/// See the module.
pub(super) struct PolicyLayer;

impl Target for PolicyLayer {
    fn info(&self) -> &'static TargetInfo {
        &TargetInfo {
            name: "policylayer",
            title: "PolicyLayer",
            language: "json",
            place: "the raw JSON of a policy in the PolicyLayer dashboard",
            is_client: false,
            source: "https://policylayer.com/docs/writing-policies",
        }
    }

    fn export(&self, servers: &[ServerPolicy<'_>], prefer: Prefer) -> Result<Export, Refusal> {
        let server = only(servers, self.info())?;
        let lowered = lower(server, prefer, &CAPABILITIES)?;
        Ok(Export {
            text: lowered.policy.json(),
            losses: lowered.losses,
            schema: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Decision, Guards, Limit};
    use crate::policy::{Policy, ToolPolicy};

    #[test]
    fn every_decision_has_its_form() {
        let tool = |name: &str, decision, limit| ToolPolicy {
            name: name.to_owned(),
            decision,
            limit,
            guards: Guards::default(),
        };
        let policy = Policy::from_iter([
            tool("get_issue", Decision::Allow, None),
            tool("create_issue", Decision::Limit, Some(Limit::per_minute(30))),
            tool("merge_pull_request", Decision::Ask, None),
            tool("fork", Decision::Deny, None),
            tool("delete_repository", Decision::Hide, None),
        ]);
        let expected = serde_json::json!({
            "version": "1",
            "default": "deny",
            "hide": ["delete_repository"],
            "tools": {
                "get_issue": {},
                "create_issue": { "limits": [
                    { "counter": "create_issue_rate", "window": "minute", "max": 30, "scope": "grant" }
                ] },
                "merge_pull_request": { "deny_if": [
                    { "conditions": [], "on_deny": "Requires human approval." }
                ] },
                "fork": { "deny_if": [ { "conditions": [], "on_deny": "Denied by policy." } ] },
            }
        });
        let server = ServerPolicy {
            name: "github",
            policy: &policy,
            tools: &[],
        };
        let export = PolicyLayer.export(&[server], Prefer::Safety).unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&export.text).unwrap();
        assert_eq!(parsed, expected);
        assert_eq!(export.losses.len(), 1);
    }
}

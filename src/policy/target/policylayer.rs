//! The hosted PolicyLayer gateway, version 1 of its JSON.
//!
//! The grammar (policylayer.com/docs/writing-policies) has no approval, so a guard that asks denies.

use super::{Export, Prefer, Refusal, ServerPolicy, Target, TargetInfo, Unsaid, only};
use crate::model::{Decision, Guard};
use crate::policy::document::{Policy, Rule};

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
        let mut policy: Policy = server.policy.clone();
        let mut unsaid = Vec::new();
        for (name, rule) in &mut policy.tools.0 {
            if settle(rule, prefer) {
                unsaid.push(Unsaid {
                    server: server.name.to_owned(),
                    tool: name.clone(),
                    wanted: Decision::Ask.to_string(),
                    instead: match prefer {
                        Prefer::Safety => Decision::Deny.to_string(),
                        Prefer::Convenience => Decision::Allow.to_string(),
                    },
                    reason: "the gateway cannot ask a person".to_owned(),
                    looser: prefer == Prefer::Convenience,
                });
            }
        }
        Ok(Export {
            text: policy.json(),
            unsaid,
            schema: None,
        })
    }
}

/// Makes the guards that ask deny or go; whether there were any.
fn settle(rule: &mut Rule, prefer: Prefer) -> bool {
    let asks = rule.guards().any(|guard| guard.ask);
    let keep = |guard: &mut Guard| {
        let keep = !guard.ask || prefer == Prefer::Safety;
        guard.ask = false;
        keep
    };
    rule.require.retain_mut(keep);
    rule.deny_if.retain_mut(keep);
    asks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Guards, Limit};
    use crate::policy::ToolPolicy;

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
        assert_eq!(export.unsaid.len(), 1);
    }
}

//! `policy.json` for the PolicyLayer gateway, version 1.
//!
//! The grammar (policylayer.com/docs/writing-policies): `version`, `default`, `hide`, `tools` with
//! `deny_if` and `limits`. It has no approval, so *ask* becomes a deny that says what it waits for.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Policy, ToolPolicy};
use crate::escape::json;
use crate::model::{Decision, Limit};

/// The policy as indented JSON with a final newline; equal policies give equal bytes.
pub fn policylayer(policy: &Policy) -> String {
    let document = Document {
        version: "1",
        default: "deny",
        hide: policy
            .tools
            .iter()
            .filter(|tool| tool.decision == Decision::Hide)
            .map(|tool| tool.name.as_str())
            .collect(),
        tools: Tools(&policy.tools),
    };
    // Strings, numbers and lists only: serialising them cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    json(text)
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    default: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hide: Vec<&'a str>,
    tools: Tools<'a>,
}

/// Written as a map in the given order.
struct Tools<'a>(&'a [ToolPolicy]);

impl Serialize for Tools<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for tool in self.0.iter().filter(|tool| tool.decision != Decision::Hide) {
            map.serialize_entry(&tool.name, &Rule::new(tool))?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Rule {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deny_if: Vec<Deny>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    limits: Vec<Quota>,
}

/// No conditions: it always fires.
#[derive(Serialize)]
struct Deny {
    conditions: [(); 0],
    on_deny: &'static str,
}

#[derive(Serialize)]
struct Quota {
    counter: String,
    window: &'static str,
    max: u32,
    scope: &'static str,
}

impl Rule {
    fn new(tool: &ToolPolicy) -> Self {
        let deny = |on_deny| {
            vec![Deny {
                conditions: [],
                on_deny,
            }]
        };
        let deny_if = match tool.decision {
            Decision::Allow | Decision::Limit | Decision::Hide => Vec::new(),
            Decision::Ask => deny("Requires human approval."),
            Decision::Deny => deny("Denied by policy."),
        };
        let limits = tool
            .limit
            .iter()
            .map(|limit| Quota::new(&tool.name, *limit))
            .collect();
        Self { deny_if, limits }
    }
}

impl Quota {
    fn new(tool: &str, limit: Limit) -> Self {
        Self {
            counter: format!("{tool}_rate"),
            window: limit.window.as_str(),
            max: limit.max,
            scope: "grant",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(name: &str, decision: Decision, limit: Option<Limit>) -> ToolPolicy {
        ToolPolicy {
            name: name.to_owned(),
            decision,
            limit,
        }
    }

    #[test]
    fn every_decision_has_its_form() {
        let policy = Policy {
            server: "github".to_owned(),
            tools: vec![
                tool("get_issue", Decision::Allow, None),
                tool("create_issue", Decision::Limit, Some(Limit::per_minute(30))),
                tool("merge_pull_request", Decision::Ask, None),
                tool("fork", Decision::Deny, None),
                tool("delete_repository", Decision::Hide, None),
            ],
        };
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
        let parsed: serde_json::Value = serde_json::from_str(&policylayer(&policy)).unwrap();
        assert_eq!(parsed, expected);
    }
}

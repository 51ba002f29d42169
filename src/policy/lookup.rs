//! A policy that is asked about many tools: as [`Policy`] answers, without a search for each.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Fallback, Policy, Rule};
use crate::model::Decision;

/// What a policy names, by name.
pub(super) struct Lookup<'p> {
    rules: BTreeMap<&'p str, &'p Rule>,
    hidden: BTreeSet<&'p str>,
    default: Fallback,
}

impl<'p> Lookup<'p> {
    pub(super) fn new(policy: &'p Policy) -> Self {
        // Where a name stands twice, the first rule is the policy's, so it is put in last.
        let rules = policy.tools.0.iter().rev();
        Self {
            rules: rules.map(|(name, rule)| (name.as_str(), rule)).collect(),
            hidden: policy.hide.iter().map(String::as_str).collect(),
            default: policy.default,
        }
    }

    /// As [`Policy::rule`].
    pub(super) fn rule(&self, tool: &str) -> Option<&'p Rule> {
        self.rules.get(tool).copied()
    }

    /// Whether the policy names a tool.
    pub(super) fn names(&self, tool: &str) -> bool {
        self.rules.contains_key(tool) || self.hidden.contains(tool)
    }

    /// As [`Policy::hides`].
    pub(super) fn hides(&self, tool: &str) -> bool {
        let unnamed = || self.rule(tool).is_none();
        self.hidden.contains(tool) || (self.hidden.contains("*") && unnamed())
    }

    /// As [`Policy::decision`].
    pub(super) fn decision(&self, tool: &str) -> Decision {
        if self.hides(tool) {
            return Decision::Hide;
        }
        match (self.rule(tool), self.default) {
            (Some(rule), _) => rule.decision(),
            (None, Fallback::Allow) => Decision::Allow,
            (None, Fallback::Deny) => Decision::Deny,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_as_the_policy_does() {
        for hide in ["", r#""h""#, r#""h", "*""#] {
            for default in ["allow", "deny"] {
                let text = format!(
                    r#"{{ "version": "1", "default": "{default}", "hide": [{hide}], "tools": {{
                      "a": {{}}, "l": {{ "limits": [{{ "counter": "l", "max": 2, "window": "minute" }}] }},
                      "d": {{ "deny_if": [{{ "conditions": [] }}] }} }} }}"#
                );
                let Ok(policy) = text.parse::<Policy>() else {
                    panic!("{:?}", text.parse::<Policy>());
                };
                let lookup = Lookup::new(&policy);
                for tool in ["a", "l", "d", "h", "*", "other", ""] {
                    assert_eq!(lookup.rule(tool), policy.rule(tool), "{tool} in {text}");
                    assert_eq!(lookup.hides(tool), policy.hides(tool), "{tool} in {text}");
                    let decided = (lookup.decision(tool), policy.decision(tool));
                    assert_eq!(decided.0, decided.1, "{tool} in {text}");
                }
            }
        }
    }
}

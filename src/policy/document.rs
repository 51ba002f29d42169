//! The policy as a document: the PolicyLayer grammar (policylayer.com/docs/writing-policies), version
//! 1, and one key more. A guard with `ask` lets a call pass if a person approves it; a reader that does
//! not know the key denies, so the superset never reads looser than it is.

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::escape;
use crate::model::{Decision, Guard, Guards, Limit, Window, vocabulary};

/// What is decided of each call to one server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Of the grammar.
    version: Version,
    /// What happens to a tool that is not named.
    pub default: Fallback,
    /// Names of tools that leave the tool list and are denied; `*` for all that `tools` does not name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hide: Vec<String>,
    /// What holds for every call.
    #[serde(default, skip_serializing_if = "AllTools::is_empty")]
    pub all_tools: AllTools,
    /// The rule of each tool, by its exact name, in the order of the file.
    #[serde(default)]
    pub tools: Tools,
}

impl Policy {
    /// Every tool that the policy names, hidden ones first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let ruled = self.tools.0.iter().map(|(name, _)| name);
        self.hide.iter().chain(ruled).map(String::as_str)
    }
}

/// The version of the grammar; there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Version {
    #[default]
    #[serde(rename = "1")]
    One,
}

vocabulary! {
    /// What happens to a tool that a policy does not name.
    Fallback {
        /// Calls pass.
        Allow = "allow",
        /// Calls are refused.
        Deny = "deny",
    }
}

vocabulary! {
    /// Over which calls a quota counts.
    Scope {
        /// Those of one grant: all connections that come with the same right to call.
        Grant = "grant",
        /// Those of every grant together.
        Server = "server",
    }
}

vocabulary! {
    /// What becomes of the count of a call that the server answers with an error.
    OnError {
        /// It stays counted: an error may come after the action.
        Count = "count",
        /// It is given back.
        GiveBack = "give_back",
    }
}

/// What holds for every call to a server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllTools {
    /// Quotas over all calls together.
    #[serde(default)]
    pub limits: Vec<Quota>,
}

impl AllTools {
    fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }
}

/// Rules by tool name; a map in JSON, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tools(pub Vec<(String, Rule)>);

/// What is decided of one tool that is neither hidden nor left to the default. Empty: calls pass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Each must hold, or the call is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<Guard>,
    /// None may hold, or the call is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deny_if: Vec<Guard>,
    /// How often it may be called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Quota>,
}

/// At most `max` calls in each window; calls with the same counter and window count together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The counter's name.
    pub counter: String,
    /// The fixed window, aligned to UTC.
    pub window: Window,
    /// Calls in a window; 0 lets none through.
    pub max: u32,
    /// Over which calls it counts.
    #[serde(default = "Scope::default")]
    pub scope: Scope,
    /// What becomes of the count of a call that fails.
    #[serde(
        default = "OnError::default",
        skip_serializing_if = "OnError::is_default"
    )]
    pub on_error: OnError,
}

impl OnError {
    const fn default() -> Self {
        Self::Count
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over a reference"
    )]
    const fn is_default(&self) -> bool {
        matches!(self, Self::Count)
    }
}

impl Scope {
    const fn default() -> Self {
        Self::Grant
    }
}

impl Policy {
    /// A policy that names nothing.
    pub const fn new(default: Fallback) -> Self {
        Self {
            version: Version::One,
            default,
            hide: Vec::new(),
            all_tools: AllTools { limits: Vec::new() },
            tools: Tools(Vec::new()),
        }
    }

    /// The policy as indented JSON with a final newline; equal policies give equal bytes.
    pub fn json(&self) -> String {
        // Strings, numbers, lists and maps with text keys only: serialising them cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        escape::json(text)
    }

    /// The policy without its rules on arguments, for calls whose arguments are not known.
    #[must_use]
    pub fn without_argument_rules(&self) -> Self {
        let mut policy = self.clone();
        for (_, rule) in &mut policy.tools.0 {
            rule.require.retain(|guard| guard.conditions.is_empty());
            rule.deny_if.retain(|guard| guard.conditions.is_empty());
        }
        policy
    }

    /// The rule of a tool, if the policy names it.
    pub fn rule(&self, tool: &str) -> Option<&Rule> {
        self.tools
            .0
            .iter()
            .find(|(name, _)| name == tool)
            .map(|(_, rule)| rule)
    }

    /// Adds a note to what is said when a tool is refused, or a person is asked, whatever the arguments are.
    pub(super) fn mark(&mut self, tool: &str, note: &str) {
        let rules = self.tools.0.iter_mut().filter(|(name, _)| name == tool);
        for guard in rules.flat_map(|(_, rule)| &mut rule.deny_if) {
            if guard.conditions.is_empty() {
                let said = guard.on_deny.take().unwrap_or_default();
                guard.on_deny = Some(format!("{said} {note}"));
            }
        }
    }

    /// Whether a tool leaves the tool list.
    pub fn hides(&self, tool: &str) -> bool {
        let unnamed = || self.rule(tool).is_none();
        self.hide
            .iter()
            .any(|name| name == tool || (name == "*" && unnamed()))
    }

    /// What is decided of a tool whatever its arguments are: the loosest that a call can meet.
    pub fn decision(&self, tool: &str) -> Decision {
        if self.hides(tool) {
            return Decision::Hide;
        }
        match (self.rule(tool), self.default) {
            (Some(rule), _) => rule.decision(),
            (None, Fallback::Allow) => Decision::Allow,
            (None, Fallback::Deny) => Decision::Deny,
        }
    }

    /// How many of the tools that the policy names have this decision.
    pub fn count(&self, decision: Decision) -> usize {
        if decision == Decision::Hide {
            return self.hide.len();
        }
        let rules = self.tools.0.iter();
        rules
            .filter(|(_, rule)| rule.decision() == decision)
            .count()
    }

    /// How many of the tools that may be called without approval have rules on the arguments of a call.
    pub fn count_with_conditions(&self, decision: Decision) -> usize {
        if !matches!(decision, Decision::Allow | Decision::Limit) {
            return 0;
        }
        let rules = self.tools.0.iter();
        let rules = rules.filter(|(_, rule)| rule.decision() == decision);
        rules.filter(|(_, rule)| rule.reads_arguments()).count()
    }
}

impl Rule {
    /// The rule of a decision and of guards on the arguments. *Hide* is a list of its own; here it denies.
    pub fn of(tool: &str, decision: Decision, limit: Option<Limit>, guards: Guards) -> Self {
        let guard = match decision {
            Decision::Allow | Decision::Limit => None,
            Decision::Ask => Some(Guard::always("Requires human approval.", true)),
            Decision::Deny | Decision::Hide => Some(Guard::always("Denied by policy.", false)),
        };
        Self {
            require: guards.require,
            deny_if: guard.into_iter().chain(guards.deny_if).collect(),
            limits: limit
                .map(|limit| Quota::of(tool, limit))
                .into_iter()
                .collect(),
        }
    }

    /// What is decided whatever the arguments are: the loosest that a call can meet.
    pub fn decision(&self) -> Decision {
        let always = |ask| {
            self.deny_if
                .iter()
                .any(|guard| guard.conditions.is_empty() && guard.ask == ask)
        };
        if always(false) || self.limits.iter().any(|quota| quota.max == 0) {
            Decision::Deny
        } else if always(true) {
            Decision::Ask
        } else if self.limits.is_empty() {
            Decision::Allow
        } else {
            Decision::Limit
        }
    }

    /// Whether arguments can change the decision.
    pub fn reads_arguments(&self) -> bool {
        self.guards().any(|guard| !guard.conditions.is_empty())
    }

    /// All guards, the required first.
    pub fn guards(&self) -> impl Iterator<Item = &Guard> {
        self.require.iter().chain(&self.deny_if)
    }
}

impl Quota {
    /// The quota of a tool's own limit.
    pub fn of(tool: &str, limit: Limit) -> Self {
        Self {
            counter: format!("{tool}_rate"),
            window: limit.window,
            max: limit.max,
            scope: Scope::Grant,
            on_error: OnError::Count,
        }
    }

    /// Without its counter.
    pub const fn limit(&self) -> Limit {
        Limit {
            max: self.max,
            window: self.window,
        }
    }
}

impl Serialize for Tools {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, rule) in &self.0 {
            map.serialize_entry(name, rule)?;
        }
        map.end()
    }
}

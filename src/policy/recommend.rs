//! Ratings → policy, in three profiles.

use super::argument::Choice;
use super::document::{Fallback, Policy, Rule};
use crate::model::{Decision, Guards, Limit, Severity, Tool, Window, vocabulary};
use crate::rules::{RatedTool, Rating};

vocabulary! {
    /// How much an agent may do on its own.
    Profile {
        /// One step stricter: what was limited waits for a person, what a person would be asked about is denied.
        Strict = "strict",
        /// What the ratings recommend.
        Recommended = "recommended",
        /// One step looser: ten times the limits, and what was denied or hidden waits for a person. Nothing critical runs without one.
        Permissive = "permissive",
    }
}

/// What is decided of one tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolPolicy {
    /// Exact name.
    pub name: String,
    /// The decision.
    pub decision: Decision,
    /// The limit, exactly when the decision is to limit.
    pub limit: Option<Limit>,
    /// The rules on its arguments: the entry's, or those that follow from an argument that decides.
    pub guards: Guards,
}

impl ToolPolicy {
    /// The recommended decision on a rated tool.
    pub fn new(rated: &RatedTool<'_>) -> Self {
        Self::in_profile(rated, Profile::Recommended)
    }

    /// Whether the policy lets any call of the tool through, be it after a person's approval.
    pub const fn is_usable(&self) -> bool {
        match self.decision {
            Decision::Allow | Decision::Limit | Decision::Ask => true,
            Decision::Deny | Decision::Hide => false,
        }
    }

    /// The decision on a rated tool in a profile.
    pub fn in_profile(rated: &RatedTool<'_>, profile: Profile) -> Self {
        let rating = &rated.rating;
        let tool = rated.tool;
        // Nothing of these passes before a person has looked.
        let is_held_back = tool.is_poisoned()
            || tool.is_gone
            || profile == Profile::Strict && tool.changed_since_review().is_some();
        let choice = Choice::of(rated);
        let guards = tool.review.guards();
        let (decision, limit, guards) = match (profile, choice) {
            _ if is_held_back => with((rating.decision.max(Decision::Deny), None), guards),
            (Profile::Strict, _) => with(stricter(rating.decision), guards),
            (Profile::Recommended, None) => with((rating.decision, rating.limit), guards),
            (Profile::Recommended, Some(choice)) => {
                with(choice.decision(rated), choice.guards(false))
            }
            (Profile::Permissive, None) => with(looser(rating), guards),
            (Profile::Permissive, Some(choice)) => {
                let (decision, limit) = choice.decision(rated);
                let milder = Rating {
                    decision,
                    limit,
                    ..rating.clone()
                };
                with(looser(&milder), choice.guards(true))
            }
        };
        Self {
            name: rated.tool.definition.name.clone(),
            decision,
            limit,
            guards,
        }
    }
}

fn with(
    (decision, limit): (Decision, Option<Limit>),
    guards: Guards,
) -> (Decision, Option<Limit>, Guards) {
    (decision, limit, guards)
}

fn stricter(decision: Decision) -> (Decision, Option<Limit>) {
    let decision = match decision {
        Decision::Allow => Decision::Allow,
        Decision::Limit => Decision::Ask,
        Decision::Ask => Decision::Deny,
        Decision::Deny | Decision::Hide => decision,
    };
    (decision, None)
}

/// How many times the limit the permissive profile gives.
const LOOSER: u32 = 10;
/// What the permissive profile lets through of a tool that a person would be asked about.
const UNASKED: Limit = Limit {
    max: 10,
    window: Window::Hour,
};

fn looser(rating: &Rating) -> (Decision, Option<Limit>) {
    match rating.decision {
        Decision::Allow => (Decision::Allow, None),
        Decision::Limit => {
            let tenfold = rating.limit.map(|limit| Limit {
                max: limit.max.saturating_mul(LOOSER),
                ..limit
            });
            (Decision::Limit, tenfold)
        }
        Decision::Ask if rating.severity < Severity::Critical => (Decision::Limit, Some(UNASKED)),
        Decision::Ask | Decision::Deny | Decision::Hide => (Decision::Ask, None),
    }
}

/// The policy of these tools, which must be of one server: what is not named is denied.
pub fn recommend(tools: &[RatedTool<'_>], profile: Profile) -> Policy {
    let decided = tools.iter();
    let mut policy: Policy = decided
        .map(|rated| ToolPolicy::in_profile(rated, profile))
        .collect();
    for rated in tools {
        if let Some(note) = note(rated.tool) {
            policy.mark(&rated.tool.definition.name, note);
        }
    }
    policy
}

/// What a person should know of a tool whose definition nobody has approved, or nobody has.
pub fn note(tool: &Tool) -> Option<&'static str> {
    if tool.is_poisoned() {
        Some("The definition gives orders to the model, and nobody has reviewed it.")
    } else if tool.changed_since_review().is_some() {
        Some("The definition has changed since it was reviewed.")
    } else if tool.is_gone {
        Some("The server's last list does not have this tool.")
    } else {
        None
    }
}

/// A policy that denies what is not among the decisions.
impl FromIterator<ToolPolicy> for Policy {
    fn from_iter<I: IntoIterator<Item = ToolPolicy>>(tools: I) -> Self {
        let mut policy = Self::new(Fallback::Deny);
        // A policy cannot name a tool `*`, which is all tools under `hide`; what it does not name is denied.
        for tool in tools.into_iter().filter(|tool| tool.name != "*") {
            if tool.decision == Decision::Hide {
                policy.hide.push(tool.name);
            } else {
                // Rules on the arguments of a tool that never runs would never be reached.
                let guards = match tool.decision {
                    Decision::Deny => Guards::default(),
                    _ => tool.guards,
                };
                let rule = Rule::of(&tool.name, tool.decision, tool.limit, guards);
                policy.tools.0.push((tool.name, rule));
            }
        }
        policy
    }
}

//! Ratings → policy, in three profiles.

use super::document::{Fallback, Policy, Rule};
use crate::model::{Decision, Guards, Limit, Severity, Window, vocabulary};
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
    /// The reviewer's rules on its arguments.
    pub guards: Guards,
}

impl ToolPolicy {
    /// The recommended decision on a rated tool.
    pub fn new(rated: &RatedTool<'_>) -> Self {
        Self::in_profile(rated, Profile::Recommended)
    }

    /// The decision on a rated tool in a profile.
    pub fn in_profile(rated: &RatedTool<'_>, profile: Profile) -> Self {
        let rating = &rated.rating;
        let (decision, limit) = match profile {
            Profile::Strict => stricter(rating),
            Profile::Recommended => (rating.decision, rating.limit),
            Profile::Permissive => looser(rating),
        };
        Self {
            name: rated.tool.definition.name.clone(),
            decision,
            limit,
            guards: rated.tool.review.guards(),
        }
    }
}

fn stricter(rating: &Rating) -> (Decision, Option<Limit>) {
    let decision = match rating.decision {
        Decision::Allow => Decision::Allow,
        Decision::Limit => Decision::Ask,
        Decision::Ask => Decision::Deny,
        Decision::Deny | Decision::Hide => rating.decision,
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
    tools
        .iter()
        .map(|rated| ToolPolicy::in_profile(rated, profile))
        .collect()
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
                let rule = Rule::of(&tool.name, tool.decision, tool.limit, tool.guards);
                policy.tools.0.push((tool.name, rule));
            }
        }
        policy
    }
}

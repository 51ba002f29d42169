//! The rules' word and the reviewer's, joined: what the pages and the policies say.

use super::weights::Surroundings;
use super::{Assessment, Classifier, default_decision, default_limit, severity_of};
use crate::model::{Category, Decision, Limit, Review, Server, Severity, Tool, Trait};

/// The final word on a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// Category.
    pub category: Category,
    /// Traits, in the order of the taxonomy.
    pub traits: Vec<Trait>,
    /// Severity.
    pub severity: Severity,
    /// Decision.
    pub decision: Decision,
    /// The limit, exactly when the decision is to limit.
    pub limit: Option<Limit>,
}

/// A tool with what the rules say of it and what stands.
#[derive(Debug, Clone)]
pub struct RatedTool<'a> {
    /// Its server.
    pub server: &'a Server,
    /// The tool.
    pub tool: &'a Tool,
    /// What the rules say.
    pub assessment: Assessment,
    /// What stands.
    pub rating: Rating,
}

impl RatedTool<'_> {
    /// Whether a reviewer's word stands against the rules.
    pub fn is_overridden(&self) -> bool {
        Rating::of_rules(&self.assessment) != Rating::new(&self.assessment, &self.tool.review)
    }

    /// Whether the rules read what the server says; otherwise they read the entry's own description.
    pub fn is_rated_from_capture(&self) -> bool {
        let lock = self.tool.lock.as_ref();
        lock.is_some_and(|lock| lock.assessment.is_some())
    }
}

/// Rates one tool of a server.
pub(crate) fn rate_tool<'a>(
    classifier: &Classifier<'_>,
    surroundings: &Surroundings,
    server: &'a Server,
    tool: &'a Tool,
) -> RatedTool<'a> {
    let locked = tool.lock.as_ref().and_then(|lock| lock.assessment.as_ref());
    let locked = locked.map(Assessment::of_lock);
    rate_locked(classifier, surroundings, (server, tool), locked)
}

/// Rates one tool of a server; `locked` is what its lock says of it.
pub(super) fn rate_locked<'a>(
    classifier: &Classifier<'_>,
    surroundings: &Surroundings,
    (server, tool): (&'a Server, &'a Tool),
    locked: Option<Assessment>,
) -> RatedTool<'a> {
    let assessment = match locked {
        Some(locked) => classifier
            .assess_as_catalog(&tool.definition)
            .unwrap_or(locked),
        None => classifier.assess_among(&tool.definition, surroundings),
    };
    let mut rating = Rating::new(&assessment, &tool.review);
    if tool.is_poisoned() {
        rating.decision = rating.decision.max(Decision::Deny);
        rating.limit = None;
    }
    // Nobody has a definition to rate: what a person wrote of the tool must not open what its definition closed.
    if tool.is_gone {
        rating.decision = Decision::Hide;
        rating.limit = None;
    }
    RatedTool {
        server,
        tool,
        assessment,
        rating,
    }
}

impl Rating {
    /// The rules' word alone.
    pub fn of_rules(assessment: &Assessment) -> Self {
        Self {
            category: assessment.category,
            traits: assessment.traits.clone(),
            severity: assessment.severity,
            decision: assessment.decision,
            limit: assessment.limit,
        }
    }

    /// The reviewer's word, taken as it is, the rules filling what it leaves open.
    pub fn of_review(assessment: &Assessment, review: &Review) -> Self {
        let category = review
            .category
            .as_ref()
            .map_or(assessment.category, |it| it.value);
        let traits = review
            .traits
            .as_ref()
            .map_or_else(|| assessment.traits.clone(), |it| it.value.clone());
        let severity = review
            .risk
            .as_ref()
            .map_or_else(|| severity_of(category, &traits), |it| it.value);
        let decision = match (&review.decision, &review.limit) {
            (Some(decision), _) => decision.value,
            (None, Some(_)) => Decision::Limit,
            (None, None) => default_decision(severity, category),
        };
        let limit = (decision == Decision::Limit).then(|| {
            review
                .limit
                .as_ref()
                .map_or_else(|| default_limit(severity), |it| it.value)
        });
        Self {
            category,
            traits,
            severity,
            decision,
            limit,
        }
    }

    /// The reviewer's word where it agrees with the rules or gives a reason against them; else the
    /// rules' word, for an unexplained rating must not loosen a policy.
    pub fn new(assessment: &Assessment, review: &Review) -> Self {
        if review.override_reason.is_some() {
            Self::of_review(assessment, review)
        } else {
            Self::of_rules(assessment)
        }
    }
}

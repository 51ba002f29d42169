//! The rules' word and the reviewer's, joined: what the pages and the policies say.

use std::ops::Range;

use rayon::prelude::*;

use super::weights::Surroundings;
use super::{Assessment, Classifier, default_decision, default_limit, severity_of};
use crate::model::{Catalog, Category, Decision, Limit, Review, Server, Severity, Tool, Trait};

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

/// A catalog with every tool rated, in the catalog's order.
#[derive(Debug)]
pub struct Rated<'a> {
    /// The catalog.
    pub catalog: &'a Catalog,
    /// Its tools, server by server.
    pub tools: Vec<RatedTool<'a>>,
    ranges: Vec<Range<usize>>,
}

impl<'a> Rated<'a> {
    /// The servers, each with its tools.
    pub fn servers(&self) -> impl Iterator<Item = (&'a Server, &[RatedTool<'a>])> {
        self.catalog
            .servers
            .iter()
            .zip(&self.ranges)
            .map(|(server, range)| (server, self.tools.get(range.clone()).unwrap_or_default()))
    }

    /// One server's tools.
    pub fn tools_of(&self, server: &str) -> &[RatedTool<'a>] {
        self.servers()
            .find(|(each, _)| each.id == server)
            .map_or(&[], |(_, tools)| tools)
    }
}

/// Rates every tool of a catalog, in parallel.
pub fn rate(catalog: &Catalog) -> Rated<'_> {
    let classifier = Classifier::new(&catalog.config.additions);
    let tools = catalog
        .servers
        .par_iter()
        .flat_map_iter(|server| rate_all(&classifier, server))
        .collect();
    let mut start = 0;
    let ranges = catalog
        .servers
        .iter()
        .map(|server| {
            let range = start..start + server.tools.len();
            start = range.end;
            range
        })
        .collect();
    Rated {
        catalog,
        tools,
        ranges,
    }
}

/// Rates the tools of one server of a catalog.
pub fn rate_server<'a>(catalog: &'a Catalog, server: &'a Server) -> Vec<RatedTool<'a>> {
    rate_all(&Classifier::new(&catalog.config.additions), server)
}

fn rate_all<'a>(classifier: &Classifier<'_>, server: &'a Server) -> Vec<RatedTool<'a>> {
    let names = server
        .tools
        .iter()
        .map(|tool| tool.definition.name.as_str());
    let surroundings = Surroundings::of(&server.id, &server.title.value, names);
    let rate = |tool| rate_tool(classifier, &surroundings, server, tool);
    server.tools.par_iter().with_min_len(64).map(rate).collect()
}

fn rate_tool<'a>(
    classifier: &Classifier<'_>,
    surroundings: &Surroundings,
    server: &'a Server,
    tool: &'a Tool,
) -> RatedTool<'a> {
    let locked = tool.lock.as_ref().and_then(|lock| lock.assessment.as_ref());
    let assessment = match locked {
        Some(locked) => classifier
            .assess_as_catalog(&tool.definition)
            .unwrap_or_else(|| Assessment::of_lock(locked)),
        None => classifier.assess_among(&tool.definition, surroundings),
    };
    let mut rating = Rating::new(&assessment, &tool.review);
    if tool.is_poisoned() {
        rating.decision = rating.decision.max(Decision::Deny);
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

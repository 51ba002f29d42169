//! A tool as the API shows it: what the page says, as fields.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Category, Confidence, Decision, Severity, Status, Trait, Window};
use crate::rules::{Claim, Place, RatedTool, Rating};
use crate::site::context::outside;
use crate::site::data::SiteData;

/// A tool and its rating.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::site) struct Tool<'a> {
    /// Id of the server.
    server: &'a str,
    /// Exact name, as the server sends it. Untrusted text, as is everything the server says.
    name: &'a str,
    /// Display name, where the server gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// What one call does, in the catalog's or the server's words; may be empty.
    description: &'a str,
    /// Address of its page.
    page: String,
    /// Address of a policy for this tool alone.
    policy: String,
    #[serde(flatten)]
    rating: RatingView<'a>,
    /// How sure the rules are of the category.
    confidence: Confidence,
    /// Why they are not sure.
    #[serde(skip_serializing_if = "str::is_empty")]
    doubt: &'a str,
    /// What the rating rests on.
    evidence: Vec<Evidence<'a>>,
    /// What the rules alone say, where a reviewer decided otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    overridden: Option<Overridden<'a>>,
    /// Why it has this risk, as Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    rationale: Option<&'a str>,
    /// Name of the tool of the same server that undoes this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    undo: Option<&'a str>,
    /// Ids of the attack patterns that concern it.
    attacks: Vec<&'a str>,
    /// Addresses of sources.
    references: Vec<String>,
    /// Where the entry stands in review.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Standing<'a>>,
    /// The arguments, nested ones included. Absent when they have not been captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Vec<Parameter<'a>>>,
    /// What the server claims of the tool's behaviour, by the protocol's names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    hints: BTreeMap<&'static str, bool>,
    /// SHA-256 over the canonical JSON of the definition, in hex.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
    /// What the rules read: the server's own definition, or the description of the entry.
    rated_from: Basis,
    /// The edition of the rules that read the server's own definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<&'a str>,
    /// Whether the server's definition is another one than a person reviewed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    changed_since_review: bool,
    /// The orders to a model that stand in the definition; with any, the tool is denied until a person has
    /// reviewed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<PoisonView<'a>>,
}

/// What the rules read.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Basis {
    Definition,
    Entry,
}

/// An order to a model.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PoisonFinding")]
struct PoisonView<'a> {
    /// What it tries.
    kind: &'a str,
    /// Where it stands: a JSON pointer into the definition.
    place: &'a str,
}

/// A category, its traits, a severity, and what a policy makes of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Rating")]
struct RatingView<'a> {
    category: Category,
    severity: Severity,
    traits: &'a [Trait],
    decision: Decision,
    /// At most this many calls; exactly when the decision is to limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
}

/// At most `max` calls in each `window`.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(in crate::site) struct Limit {
    #[schemars(range(min = 1))]
    max: u32,
    window: Window,
}

/// One reason for a category or a trait.
#[derive(Debug, Serialize, JsonSchema)]
struct Evidence<'a> {
    /// What it supports: a category or a trait.
    supports: &'static str,
    /// The rule that saw it, by id.
    rule: &'a str,
    /// The field it was seen in.
    place: String,
    /// The words as they stand there.
    quote: &'a str,
    /// Why it supports the claim.
    reason: &'a str,
}

/// The rules' word and why a reviewer's stands in its place.
#[derive(Debug, Serialize, JsonSchema)]
struct Overridden<'a> {
    /// The reviewer's reason, as Markdown.
    reason: &'a str,
    #[serde(flatten)]
    rules: RatingView<'a>,
}

/// Where an entry stands in review.
#[derive(Debug, Serialize, JsonSchema)]
struct Standing<'a> {
    word: Status,
    /// Why; for a reviewed entry the fingerprint that was reviewed, or nothing.
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
}

/// One argument.
#[derive(Debug, Serialize, JsonSchema)]
struct Parameter<'a> {
    /// Path from the root of the input schema, such as `filter.status` or `items[].id`.
    path: &'a str,
    /// Types, joined with `|`; absent when the schema says none.
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    kind: &'a str,
    /// Allowed words.
    #[serde(rename = "enum", skip_serializing_if = "<[String]>::is_empty")]
    values: &'a [String],
    required: bool,
}

impl<'a> Tool<'a> {
    pub(super) fn new(rated: &'a RatedTool<'a>, site: &SiteData<'a>) -> Self {
        let (server, tool) = (rated.server, rated.tool);
        let (definition, review) = (&tool.definition, &tool.review);
        let page = site.urls.tool_address(&server.id, &tool.slug);
        let parameter = |each: &'a crate::model::Parameter| Parameter {
            path: &each.path,
            kind: &each.kind,
            values: &each.values,
            required: each.required,
        };
        let parameters = &definition.parameters;
        let known = tool.lock.is_some() || !parameters.is_empty();
        let locked = tool.lock.as_ref().and_then(|lock| lock.assessment.as_ref());
        let attacks = site.index.attacks(rated).into_iter();
        Self {
            server: &server.id,
            name: &definition.name,
            title: definition.title.as_deref(),
            description: &definition.description,
            policy: [&page, "policy.json"].concat(),
            page,
            rating: RatingView::new(&rated.rating),
            confidence: rated.assessment.confidence,
            doubt: &rated.assessment.doubt,
            evidence: rated.assessment.evidence.iter().map(evidence).collect(),
            overridden: overridden(rated),
            rationale: review.rationale.as_ref().map(|it| it.value.as_str()),
            undo: review.undo.as_ref().map(|it| it.value.as_str()),
            attacks: attacks.map(|found| found.attack.id.as_str()).collect(),
            references: review
                .references
                .iter()
                .map(|each| outside(&each.value))
                .filter(|address| !address.is_empty())
                .collect(),
            status: review.status.as_ref().map(|note| Standing {
                word: note.value.status,
                reason: &note.value.reason,
            }),
            parameters: known.then(|| parameters.iter().map(parameter).collect()),
            hints: definition.hints.given().collect(),
            fingerprint: tool.lock.as_ref().map(|lock| lock.fingerprint.as_str()),
            rated_from: if locked.is_some() {
                Basis::Definition
            } else {
                Basis::Entry
            },
            rules: locked.map(|assessment| assessment.rules.as_str()),
            changed_since_review: tool.changed_since_review().is_some(),
            findings: poison(tool),
        }
    }
}

impl<'a> RatingView<'a> {
    fn new(rating: &'a Rating) -> Self {
        Self {
            category: rating.category,
            severity: rating.severity,
            traits: &rating.traits,
            decision: rating.decision,
            limit: rating.limit.map(Limit::from),
        }
    }
}

impl From<crate::model::Limit> for Limit {
    fn from(limit: crate::model::Limit) -> Self {
        Self {
            max: limit.max,
            window: limit.window,
        }
    }
}

fn poison(tool: &crate::model::Tool) -> Vec<PoisonView<'_>> {
    let findings = tool.lock.iter().flat_map(|lock| &lock.findings);
    findings
        .map(|found| PoisonView {
            kind: &found.kind,
            place: &found.place,
        })
        .collect()
}

fn evidence(each: &crate::rules::Evidence) -> Evidence<'_> {
    Evidence {
        supports: match each.claim {
            Claim::Category(category) => category.as_str(),
            Claim::Trait(word) => word.as_str(),
        },
        rule: &each.rule,
        place: match &each.place {
            Place::Nowhere => String::new(),
            place => place.to_string(),
        },
        quote: &each.quote,
        reason: &each.reason,
    }
}

fn overridden<'a>(rated: &'a RatedTool<'a>) -> Option<Overridden<'a>> {
    let reason = &rated.tool.review.override_reason.as_ref()?.value;
    let assessment = &rated.assessment;
    Some(Overridden {
        reason,
        rules: RatingView {
            category: assessment.category,
            severity: assessment.severity,
            traits: &assessment.traits,
            decision: assessment.decision,
            limit: assessment.limit.map(Limit::from),
        },
    })
}

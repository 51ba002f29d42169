//! What the rules say of a definition, and why.

use super::{default_decision, default_limit, severity_of};
use crate::model::{Category, Claim, Confidence, Decision, Limit, Severity, Trait};

/// What the rules say of one definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The most severe effect of one successful call.
    pub category: Category,
    /// Traits, in the order of the taxonomy, each once.
    pub traits: Vec<Trait>,
    /// Severity by the taxonomy's table.
    pub severity: Severity,
    /// Default decision for that severity and category.
    pub decision: Decision,
    /// Default limit, where the decision is to limit.
    pub limit: Option<Limit>,
    /// How sure the rules are of the category.
    pub confidence: Confidence,
    /// Why the confidence is low, as a sentence without a full stop; empty when it is high.
    pub doubt: String,
    /// The evidence: the category's first, then each trait's.
    pub evidence: Vec<Evidence>,
    /// The rules that fired, in order, the overruled ones among them.
    pub fired: Vec<Fired>,
}

impl Assessment {
    /// An assessment from a category and its traits, from which severity, decision and limit follow. Traits come in
    /// the order of the taxonomy, each once.
    pub(super) fn from_parts(
        category: Category,
        traits: Vec<Trait>,
        confidence: Confidence,
        doubt: String,
        evidence: Vec<Evidence>,
        fired: Vec<Fired>,
    ) -> Self {
        let severity = severity_of(category, &traits);
        let decision = default_decision(severity, category);
        Self {
            category,
            traits,
            severity,
            decision,
            limit: (decision == Decision::Limit).then(|| default_limit(severity)),
            confidence,
            doubt,
            evidence,
            fired,
        }
    }
}

/// The confidence of a category that there is this doubt about.
pub(super) fn confidence_of(doubt: &str) -> Confidence {
    if doubt.is_empty() {
        Confidence::High
    } else {
        Confidence::Low
    }
}

/// One reason for a category or a trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it supports.
    pub claim: Claim,
    /// The rule that saw it, by id.
    pub rule: String,
    /// The field it was seen in.
    pub place: Place,
    /// The words as they stand there. Untrusted text.
    pub quote: String,
    /// Why it supports the claim: one line, lower case, no full stop.
    pub reason: String,
}

/// The field of a definition in which evidence was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The tool's name.
    Name,
    /// Its title.
    Title,
    /// Its description.
    Description,
    /// A parameter, by path.
    Parameter(String),
    /// A declared hint, by its name in the protocol.
    Hint(&'static str),
    /// Nothing was found anywhere: the rule speaks for want of evidence.
    Nowhere,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name => f.write_str("name"),
            Self::Title => f.write_str("title"),
            Self::Description => f.write_str("description"),
            Self::Parameter(path) => write!(f, "parameter {path}"),
            Self::Hint(name) => write!(f, "hint {name}"),
            Self::Nowhere => f.write_str("definition"),
        }
    }
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The rule's id.
    pub rule: String,
    /// The category it spoke for, if it spoke of the category.
    pub category: Option<Category>,
    /// Whether another rule's word stood against it.
    pub overruled: bool,
}

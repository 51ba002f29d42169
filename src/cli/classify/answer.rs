//! What the rules say of one definition, as JSON and for people.

use serde::Serialize;

use super::Named;
use crate::escape::one_line;
use crate::model::{Category, Confidence, Decision, Limit, Severity, Trait};
use crate::poison::{Finding, is_poisoned};
use crate::rules::{Assessment, Evidence};

/// The JSON shape of an answer.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    server: &'a str,
    name: &'a str,
    category: Category,
    traits: &'a [Trait],
    severity: Severity,
    decision: Decision,
    limit: Option<String>,
    confidence: Confidence,
    doubt: &'a str,
    evidence: Vec<Support<'a>>,
    /// Orders to a model in the definition; absent when there are none.
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    findings: &'a [Finding],
}

#[derive(Serialize)]
struct Support<'a> {
    claim: &'a str,
    rule: &'a str,
    place: String,
    quote: &'a str,
    reason: &'a str,
}

/// The JSON form of an assessment.
pub(super) fn answer<'a>(named: &'a Named, found: &'a Assessment) -> Answer<'a> {
    let (decision, limit) = recommended(named, found);
    Answer {
        server: &named.server,
        name: &named.definition.name,
        category: found.category,
        traits: &found.traits,
        severity: found.severity,
        decision,
        limit: limit.map(|limit| limit.to_string()),
        confidence: found.confidence,
        doubt: &found.doubt,
        evidence: found.evidence.iter().map(support).collect(),
        findings: &named.findings,
    }
}

/// What to decide: what the rules say, and for a poisoned tool nothing milder than to deny it until
/// a person has looked.
fn recommended(named: &Named, found: &Assessment) -> (Decision, Option<Limit>) {
    match found.decision {
        Decision::Allow | Decision::Limit | Decision::Ask if is_poisoned(&named.findings) => {
            (Decision::Deny, None)
        }
        decision => (decision, found.limit),
    }
}

fn support(evidence: &Evidence) -> Support<'_> {
    Support {
        claim: evidence.claim.as_str(),
        rule: &evidence.rule,
        place: evidence.place.to_string(),
        quote: &evidence.quote,
        reason: &evidence.reason,
    }
}

/// A definition and what the rules say of it, in a few lines.
pub(super) fn human(named: &Named, found: &Assessment) -> String {
    let server = match named.server.as_str() {
        "" => String::new(),
        server => format!("{server}/"),
    };
    let (decision, limit) = recommended(named, found);
    let rule = limit.map_or_else(|| decision.to_string(), |limit| format!("limit {limit}"));
    let mut lines = vec![
        format!("{server}{}", one_line(&named.definition.name)),
        format!("  {} risk, {}: {rule}", found.severity, found.category),
    ];
    if !found.traits.is_empty() {
        let traits: Vec<&str> = found.traits.iter().map(|each| each.as_str()).collect();
        lines.push(format!("  traits: {}", traits.join(", ")));
    }
    if found.confidence == Confidence::Low {
        lines.push(format!("  low confidence: {}", one_line(&found.doubt)));
    }
    lines.extend(found.evidence.iter().map(human_reason));
    if is_poisoned(&named.findings) {
        lines.push("  poisoned: deny this tool until a person has looked at it".to_owned());
    }
    lines.extend(named.findings.iter().map(|it| format!("  {it}")));
    let overruled: Vec<&str> = found
        .fired
        .iter()
        .filter(|fired| fired.overruled)
        .map(|fired| fired.rule.as_str())
        .collect();
    if !overruled.is_empty() {
        lines.push(format!("  overruled: {}", overruled.join(", ")));
    }
    lines.join("\n") + "\n\n"
}

fn human_reason(evidence: &Evidence) -> String {
    let claim = evidence.claim.as_str();
    let place = one_line(&evidence.place.to_string());
    let quote = match one_line(&evidence.quote).as_str() {
        "" => String::new(),
        quote => format!(" `{quote}`"),
    };
    format!(
        "  {claim:<18} {place}{quote}: {} [{}]",
        one_line(&evidence.reason),
        evidence.rule
    )
}

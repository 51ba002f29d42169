//! Findings as SARIF 2.1.0, for code scanning.
//!
//! Shape: OASIS SARIF 2.1.0. GitHub shows the first location only and needs paths relative to the
//! repository's root (docs.github.com, "SARIF support for code scanning").

use serde_json::{Map, Value, json};

use super::{explanation_of, fingerprints, uri};
use crate::diagnostic::{Diagnostic, Label, Level, LintInfo};
use crate::escape;
use crate::source::Sources;

/// One run with every lint as a rule, and the findings.
pub fn sarif(found: &[Diagnostic], sources: &Sources, lints: &[&'static LintInfo]) -> String {
    let results: Vec<Value> = found
        .iter()
        .zip(fingerprints(found, sources))
        .map(|(finding, fingerprint)| result(finding, &fingerprint, sources))
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "toolrisk",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": lints.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "toolrisk/" },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // A JSON value always serialises.
    escape::json(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn rule(lint: &LintInfo) -> Value {
    let explanation = explanation_of(lint);
    json!({
        "id": lint.code,
        "name": lint.name,
        "shortDescription": { "text": lint.summary },
        "fullDescription": { "text": lint.summary },
        "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": level(lint.level) },
    })
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => "none",
        Level::Note => "note",
        Level::Warn => "warning",
        Level::Error => "error",
    }
}

fn result(finding: &Diagnostic, fingerprint: &str, sources: &Sources) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text = format!("{text}\nhelp: {help}");
    }
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), finding.lint.code.into());
    result.insert("level".to_owned(), level(finding.level).into());
    result.insert("message".to_owned(), json!({ "text": text }));
    result.insert(
        "locations".to_owned(),
        json!([location(&finding.primary, sources)]),
    );
    if !finding.related.is_empty() {
        let related: Vec<Value> = finding
            .related
            .iter()
            .map(|label| location(label, sources))
            .collect();
        result.insert("relatedLocations".to_owned(), related.into());
    }
    result.insert(
        "partialFingerprints".to_owned(),
        json!({ "primaryLocationLineHash": fingerprint, "toolrisk/v1": fingerprint }),
    );
    Value::Object(result)
}

fn location(label: &Label, sources: &Sources) -> Value {
    let (start, end) = sources.line_col(label.span);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(sources.path(label.span.file)) },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let (false, Some(object)) = (label.text.is_empty(), location.as_object_mut()) {
        object.insert("message".to_owned(), json!({ "text": label.text }));
    }
    location
}

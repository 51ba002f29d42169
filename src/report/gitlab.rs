//! Findings as a GitLab Code Quality report.

use serde_json::{Value, json};

use super::{fingerprints, short_path};
use crate::diagnostic::{Diagnostic, Level};
use crate::escape;
use crate::source::{FileId, Sources};

/// An array of issues (docs.gitlab.com, "Code Quality report format"). `path` gives the path of a file in the
/// repository.
pub fn gitlab(found: &[Diagnostic], sources: &Sources, path: impl Fn(FileId) -> String) -> String {
    let issues: Vec<Value> = found
        .iter()
        .zip(fingerprints(found, sources))
        .map(|(finding, fingerprint)| {
            let (start, end) = sources.line_col(finding.primary.span);
            json!({
                "description": finding.message,
                "check_name": format!("{} {}", finding.lint.code, finding.lint.name),
                "fingerprint": fingerprint,
                "severity": match finding.level {
                    Level::Error => "major",
                    Level::Warn => "minor",
                    Level::Note | Level::Allow => "info",
                },
                "location": {
                    "path": short_path(&path(finding.primary.span.file)),
                    "lines": { "begin": start.line, "end": end.line },
                },
            })
        })
        .collect();
    // A JSON value always serialises.
    escape::json(serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n")
}

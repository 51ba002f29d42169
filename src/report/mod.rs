//! Findings → text, one file per format.

mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod sarif;
mod unified;

pub use github::github;
pub use gitlab::gitlab;
pub use human::human;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;
pub use unified::unified;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Level, explanation_of};
use crate::plural::count;
use crate::source::Sources;

/// How many findings there are of each level that is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Findings that fail the run.
    pub errors: usize,
    /// Findings that do not, and that ask for a change.
    pub warnings: usize,
    /// Findings that may well be right as they are.
    pub notes: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(found: &[Diagnostic]) -> Self {
        let count = |level| found.iter().filter(|it| it.level == level).count();
        Self {
            errors: count(Level::Error),
            warnings: count(Level::Warn),
            notes: count(Level::Note),
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (errors, warnings) = (count(self.errors, "error"), count(self.warnings, "warning"));
        write!(f, "{errors}, {warnings}")?;
        match self.notes {
            0 => Ok(()),
            notes => write!(f, ", {}", count(notes, "note")),
        }
    }
}

/// A stable identity for each finding: from its lint, the entry it is about, its message and its content, so that moved
/// lines do not make it new, nor another spelling of the catalog's folder, but other words to a model, another
/// credential or another changed definition do. Equal findings are told apart by their order.
pub fn fingerprints(found: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    found
        .iter()
        .map(|finding| {
            let subject = match finding.subject.as_str() {
                "" => sources.place(finding.primary.span.file),
                subject => subject,
            };
            let mut identity = format!("{}\n{subject}\n{}", finding.lint.code, finding.message);
            if !finding.content.is_empty() {
                identity.push('\n');
                identity.push_str(&finding.content);
            }
            let before = seen.entry(identity.clone()).or_default();
            let digest = Sha256::digest(format!("{identity}\n{before}"));
            *before += 1;
            let high = digest
                .iter()
                .take(16)
                .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
            format!("{high:032x}")
        })
        .collect()
}

/// The findings that another state of the catalog does not have, or has at a lower level.
pub fn new_since(
    known: &[Diagnostic],
    known_sources: &Sources,
    found: Vec<Diagnostic>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let levels = known.iter().map(|finding| finding.level);
    let known: BTreeMap<String, Level> = fingerprints(known, known_sources)
        .into_iter()
        .zip(levels)
        .collect();
    let fingerprints = fingerprints(&found, sources);
    let is_new = |finding: &Diagnostic, fingerprint: &str| {
        known
            .get(fingerprint)
            .is_none_or(|before| *before < finding.level)
    };
    let found = found.into_iter().zip(fingerprints);
    let new = found.filter(|(finding, fingerprint)| is_new(finding, fingerprint));
    new.map(|(finding, _)| finding).collect()
}

/// A path as CI services want it: without `./`.
fn short_path(path: &str) -> &str {
    path.trim_start_matches("./")
}

/// A path as a URI reference, percent-encoded: relative, or with the scheme `file` when it begins at
/// the root.
fn uri(path: &str) -> String {
    let path = short_path(path);
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if cfg!(windows) && path.get(1..3) == Some(":/") {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| {
                char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase())
            }));
        }
    }
    uri
}

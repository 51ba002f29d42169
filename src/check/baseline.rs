//! Findings that are known already, so that an old catalog can adopt the check one entry at a time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// The findings that a catalog has agreed to live with for now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Shape version; 1.
    pub version: u32,
    /// Fingerprint → what it is, for people who read the file.
    pub findings: BTreeMap<String, String>,
}

impl Baseline {
    /// The baseline of these findings, given with their fingerprints.
    pub fn new<'a>(found: impl IntoIterator<Item = (&'a Diagnostic, String)>) -> Self {
        let entry = |(finding, fingerprint): (&Diagnostic, String)| {
            let (code, subject) = (finding.lint.code, &finding.subject);
            (
                fingerprint,
                format!("{code} {subject}: {}", finding.message),
            )
        };
        Self {
            version: 1,
            findings: found.into_iter().map(entry).collect(),
        }
    }

    /// The findings that are not in the baseline, and how many of the baseline are gone.
    pub fn without(
        &self,
        found: impl IntoIterator<Item = (Diagnostic, String)>,
    ) -> (Vec<Diagnostic>, usize) {
        let mut met = 0;
        let mut new = Vec::new();
        for (finding, fingerprint) in found {
            if self.findings.contains_key(&fingerprint) {
                met += 1;
            } else {
                new.push(finding);
            }
        }
        (new, self.findings.len().saturating_sub(met))
    }
}

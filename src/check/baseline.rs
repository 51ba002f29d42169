//! Findings that are known already, so that an old catalog can adopt the check one entry at a time.

use std::collections::BTreeMap;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, LintInfo};

/// The findings that a catalog has agreed to live with for now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Shape version; 1, and any other is refused.
    #[serde(deserialize_with = "known_version")]
    pub version: u32,
    /// Fingerprint → what it is, for people who read the file.
    pub findings: BTreeMap<String, String>,
}

/// The shape version that is written and read.
const VERSION: u32 = 1;

fn known_version<'de, D: Deserializer<'de>>(reader: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(reader)?;
    if version == VERSION {
        return Ok(version);
    }
    let message =
        format!("this baseline has version {version}; this program reads version {VERSION}");
    Err(D::Error::custom(message))
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
            version: VERSION,
            findings: found.into_iter().map(entry).collect(),
        }
    }

    /// The findings that are not in the baseline or of a lint that never is, and how many of the baseline are gone.
    pub fn without(
        &self,
        found: impl IntoIterator<Item = (Diagnostic, String)>,
        never: impl Fn(&LintInfo) -> bool,
    ) -> (Vec<Diagnostic>, usize) {
        let mut met = 0;
        let mut new = Vec::new();
        for (finding, fingerprint) in found {
            if !never(finding.lint) && self.findings.contains_key(&fingerprint) {
                met += 1;
            } else {
                new.push(finding);
            }
        }
        (new, self.findings.len().saturating_sub(met))
    }
}

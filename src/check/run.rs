//! Runs every lint, takes out what an entry allows with a reason, and sets levels.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::LINTS;
use super::dead_link::DEAD_LINK;
use super::lints::{secret_like_text, unused_allow};
use super::prose::Written;
use crate::diagnostic::{Diagnostic, Level, LintInfo};
use crate::load::FAULTS;
use crate::model::LevelSetting;
use crate::rules::{Rated, RatedTool};
use crate::sort;
use crate::source::Span;

/// Runs all lints on a rated catalog. Findings come in the order of reports.
pub fn check(rated: &Rated<'_>) -> Vec<Diagnostic> {
    let mut by_place: BTreeMap<Span, Vec<Diagnostic>> = BTreeMap::new();
    let mut found = Vec::new();
    let places: BTreeSet<Span> = rated.tools.iter().map(|it| it.tool.span).collect();
    let of_lints: Vec<Vec<Diagnostic>> = LINTS
        .par_iter()
        .map(|lint| {
            let mut of_lint = Vec::new();
            lint.check_catalog(rated, &mut of_lint);
            of_lint
        })
        .collect();
    for of_lint in of_lints {
        for finding in of_lint {
            if places.contains(&finding.primary.span) {
                by_place
                    .entry(finding.primary.span)
                    .or_default()
                    .push(finding);
            } else {
                found.push(finding);
            }
        }
    }
    let of_tools: Vec<Vec<Diagnostic>> = rated
        .tools
        .par_iter()
        .map(|tool| {
            let mut of_tool = by_place.get(&tool.tool.span).cloned().unwrap_or_default();
            for lint in LINTS {
                lint.check_tool(tool, rated, &mut of_tool);
            }
            let subject = format!("{}/{}", tool.server.id, tool.tool.definition.name);
            for finding in &mut of_tool {
                finding.subject.clone_from(&subject);
            }
            without_allowed(tool, of_tool)
        })
        .collect();
    found.extend(of_tools.into_iter().flatten());
    sort::by(&mut found, |a, b| a.order().cmp(&b.order()));
    found
}

/// Takes out the findings that the entry allows, and reports allowances that nothing needed.
fn without_allowed(tool: &RatedTool<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let allowed = &tool.tool.review.allow_lints;
    if allowed.is_empty() {
        return found;
    }
    let names = |lint: &LintInfo, word: &str| lint.name == word || lint.code == word;
    let (suppressed, mut kept): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| {
        allowed
            .iter()
            .any(|allow| names(it.lint, &allow.lint.value))
    });
    for allow in allowed {
        let used = suppressed
            .iter()
            .any(|it| names(it.lint, &allow.lint.value));
        // A lint that does not exist is a finding of its own.
        if !used && find_lint(&allow.lint.value).is_some() {
            kept.push(unused_allow::finding(&allow.lint));
        }
    }
    kept
}

/// Every fault of loading and every lint, by code.
pub fn all_lints() -> Vec<&'static LintInfo> {
    let lints = LINTS.iter().map(|lint| lint.info()).chain([&DEAD_LINK]);
    let mut all: Vec<_> = FAULTS.iter().copied().chain(lints).collect();
    sort::by_key(&mut all, |info| info.code);
    all
}

/// The lint or fault of that name or code.
pub fn find_lint(word: &str) -> Option<&'static LintInfo> {
    let named = |info: &&LintInfo| info.name == word || info.code.eq_ignore_ascii_case(word);
    all_lints().into_iter().find(named)
}

/// The finding for a page beside the catalog that holds what looks like a credential.
pub fn credential_in(page: &str, span: Span) -> Option<Diagnostic> {
    secret_like_text::look(&Written {
        key: "page",
        text: page,
        span,
    })
}

/// Whether a finding says that a part of the catalog was not read. Such a finding always is an error.
pub fn is_fault(lint: &LintInfo) -> bool {
    FAULTS.iter().any(|fault| fault.code == lint.code)
}

/// Sets the levels of a run and drops what is allowed. Later settings win. Those of [faults](is_fault) stay.
pub fn set_levels(found: Vec<Diagnostic>, settings: &[LevelSetting]) -> Vec<Diagnostic> {
    let level_of = |lint: &LintInfo| {
        let of_lint = |it: &&LevelSetting| it.lint.value == lint.name || it.lint.value == lint.code;
        settings.iter().rev().find(of_lint).map(|it| it.level)
    };
    found
        .into_iter()
        .map(|mut finding| {
            if is_fault(finding.lint) {
                return finding;
            }
            finding.level = level_of(finding.lint).unwrap_or(finding.level);
            finding
        })
        .filter(|finding| finding.level != Level::Allow)
        .collect()
}

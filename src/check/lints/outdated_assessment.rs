//! `outdated-assessment`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::LockedAssessment;
use crate::rules::{Rated, edition};

declare_lint! {
    /// ## What it does
    /// Reports a server whose lock was written by another edition of the rules than this program has, or
    /// before the catalog changed its own rules.
    ///
    /// ## Why
    /// The lock holds the result of the rules and not the server's words. A rule that was corrected later has never
    /// read these words.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:0", "assessment": {
    ///     "rules": "0123456789ab", "category": "read", "severity": "low", "confidence": "high" } } } }
    /// ```
    /// Use instead (`toolrisk import` writes the edition):
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:0" } } }
    /// ```
    OutdatedAssessment, "TR608", "outdated-assessment", Warn,
    "a lock was rated by another edition of the rules"
}

impl Lint for OutdatedAssessment {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let now = edition(&rated.catalog.config.additions);
        for server in &rated.catalog.servers {
            let locks = server.tools.iter().filter_map(|tool| tool.lock.as_ref());
            let rated: Vec<&LockedAssessment> =
                locks.filter_map(|lock| lock.assessment.as_ref()).collect();
            let old = rated.iter().filter(|it| it.rules != now).count();
            let Some(first) = rated.iter().find(|it| it.rules != now) else {
                continue;
            };
            let id = &server.id;
            let message = format!(
                "{old} of the {} tools in the lock of `{id}` were rated by edition {} of the rules, not by this program's",
                rated.len(),
                first.rules
            );
            let help = format!(
                "run `toolrisk import --server {id}` again with its command, its address or its list"
            );
            found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
        }
    }
}

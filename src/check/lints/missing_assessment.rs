//! `missing-assessment`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a server whose lock has no ratings of the server's own definitions. Older versions of `toolrisk
    /// import` wrote locks without them.
    ///
    /// ## Why
    /// Without these ratings, the rules read the description in the entry instead of the server's definition. The
    /// fingerprint beside the rating then covers a text that nobody has rated.
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
    ///   "get_weather": { "fingerprint": "sha256:0" } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
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
    MissingAssessment, "TR607", "missing-assessment", Warn,
    "a lock has no ratings of the server's own descriptions"
}

impl Lint for MissingAssessment {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in &rated.catalog.servers {
            let locks = server.tools.iter().filter_map(|tool| tool.lock.as_ref());
            let missing = locks.filter(|lock| lock.assessment.is_none()).count();
            if missing == 0 {
                continue;
            }
            let id = &server.id;
            let message = format!(
                "the lock of `{id}` has no assessment for {missing} of its tools, so the rules read the descriptions of the entries instead"
            );
            let help = format!(
                "run `toolrisk import --server {id}` again with its command, its address or its list"
            );
            found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
        }
    }
}

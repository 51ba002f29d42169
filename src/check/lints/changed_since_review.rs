//! `changed-since-review`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Status;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose `status: { reviewed: <fingerprint> }` is not the fingerprint in the lock.
    ///
    /// ## Why
    /// A server that changes a tool after approval is how a rug pull looks. Somebody must read it again.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// status: { reviewed: "sha256:0" }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:1" } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// status: { reviewed: "sha256:1" }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:1" } } }
    /// ```
    ChangedSinceReview, "TR604", "changed-since-review", Warn,
    "a definition has changed since it was reviewed"
}

impl Lint for ChangedSinceReview {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let (Some(status), Some(lock)) = (&tool.tool.review.status, &tool.tool.lock) else { return };
        let seen = &status.value.reason;
        if status.value.status == Status::Reviewed && !seen.is_empty() && *seen != lock.fingerprint {
            let name = &tool.tool.definition.name;
            let message = format!("the definition of `{name}` has changed since it was reviewed");
            let help = format!("read it again, then write `status: {{ reviewed: \"{}\" }}`", lock.fingerprint);
            found.push(Diagnostic::new(&INFO, status.span, message).help(help));
        }
    }
}

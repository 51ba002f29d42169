//! `changed-since-review`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose definition has changed since a person reviewed it. The reviewed definition is the one
    /// with the fingerprint in `status: { reviewed: <fingerprint> }`. If the entry names no fingerprint, it is the
    /// definition that was in the lock when somebody rated the tool or gave a reason for its risk. A definition that
    /// is written differently but has the same meaning has not changed.
    ///
    /// ## Why
    /// In a rug pull, a server changes a tool after it was approved. So a person must read the definition again and
    /// confirm it: `toolrisk import` never approves a change.
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
    ///   "get_weather": { "fingerprint": "sha256:1", "reviewed": "sha256:0" } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// status: { reviewed: "sha256:1", by: Ada Lovelace, on: "2026-11-27" }
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_weather": { "fingerprint": "sha256:1", "reviewed": "sha256:0" } } }
    /// ```
    ChangedSinceReview, "TR604", "changed-since-review", Error,
    "a definition has changed since it was reviewed"
}

impl Lint for ChangedSinceReview {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let tool = tool.tool;
        let (Some(_), Some(lock)) = (tool.changed_since_review(), &tool.lock) else {
            return;
        };
        let name = &tool.definition.name;
        let span = tool
            .review
            .status
            .as_ref()
            .map_or(tool.span, |status| status.span);
        let message = format!("the definition of `{name}` has changed since it was reviewed");
        let help = format!(
            "read what the server says of it now, and correct the entry; to approve it, write \
             `status: {{ reviewed: \"{}\" }}`",
            lock.fingerprint
        );
        let finding = Diagnostic::new(&INFO, span, message).help(help);
        found.push(finding.content(&lock.fingerprint));
    }
}

//! `lock-without-entry`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports tools that the lock has and no entry describes.
    ///
    /// ## Why
    /// A policy denies every tool that it does not name, so the tool would be blocked without anybody noticing.
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
    ///   "get_weather": { "fingerprint": "sha256:0" },
    ///   "set_alarm": { "fingerprint": "sha256:1" } } }
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
    ///   "get_weather": { "fingerprint": "sha256:0" } } }
    /// ```
    LockWithoutEntry, "TR603", "lock-without-entry", Warn,
    "a captured tool has no entry"
}

impl Lint for LockWithoutEntry {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in &rated.catalog.servers {
            let Some(capture) = &server.capture else {
                continue;
            };
            for name in &capture.without_entry {
                let message = format!("`{}` offers `{name}`, which has no entry", server.id);
                let help = "add an entry, or run `toolrisk import` again";
                found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
            }
        }
    }
}

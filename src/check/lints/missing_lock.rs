//! `missing-lock`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a server without `tools.lock.json`. It is off by default; a catalog can turn it on.
    ///
    /// ## Why
    /// Without a capture nobody can tell whether the server has these tools at all.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
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
    MissingLock, "TR601", "missing-lock", Allow,
    "a server has no capture"
}

impl Lint for MissingLock {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in rated
            .catalog
            .servers
            .iter()
            .filter(|server| server.capture.is_none())
        {
            let message = format!("`{}` has no `tools.lock.json`", server.id);
            let help = "capture its `tools/list` and run `toolrisk import`";
            found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
        }
    }
}

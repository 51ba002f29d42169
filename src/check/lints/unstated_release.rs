//! `unstated-release`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a server with a captured tool list and a package whose lock does not say which release was captured,
    /// unless `newest` in `server.yaml` tells readers how far behind the list may be.
    ///
    /// ## Why
    /// If a list came from a file, the day of the capture does not tell how old the list is. Readers must see that
    /// tools may have been added or changed since then.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// package: npm:a
    /// # file: a/tools.lock.json
    /// { "version": 1, "package": "npm:a", "captured": "2026-01-01", "method": "file", "tools": {
    ///    } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// package: npm:a
    /// newest: { version: 1.2.0, seen: "2026-01-01" }
    /// # file: a/tools.lock.json
    /// { "version": 1, "package": "npm:a", "captured": "2026-01-01", "method": "file", "tools": {
    ///    } }
    /// ```
    UnstatedRelease, "TR612", "unstated-release", Warn,
    "a captured tool list does not name its release"
}

impl Lint for UnstatedRelease {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in &rated.catalog.servers {
            let Some(capture) = &server.capture else {
                continue;
            };
            let stated = !capture.version().is_empty() || server.newest.is_some();
            if stated || (server.package.is_empty() && capture.package.is_empty()) {
                continue;
            }
            let message = format!(
                "the tool list of `{}` does not say which release it is of",
                server.id
            );
            let help = "import the list again and name its release, or write \
                        `newest: { version: <release>, seen: <day> }` in `server.yaml`";
            found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
        }
    }
}

//! `other-package`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a capture that is not from the package or the version that `server.yaml` names. It also reports a
    /// capture that does not name its version.
    ///
    /// ## Why
    /// If you install the named package, you get other tools than the ones that were rated.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// package: npm:a-mcp
    /// # file: a/tools.lock.json
    /// { "version": 1, "package": "npm:a-mcp-fork@1.0.0", "captured": "2026-01-01", "method": "file", "tools": {
    ///    } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// package: npm:a-mcp
    /// # file: a/tools.lock.json
    /// { "version": 1, "package": "npm:a-mcp@1.0.0", "captured": "2026-01-01", "method": "file", "tools": {
    ///    } }
    /// ```
    OtherPackage, "TR609", "other-package", Warn,
    "a capture is not from the named package or version"
}

impl Lint for OtherPackage {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for server in &rated.catalog.servers {
            let (id, named) = (&server.id, &server.package);
            let Some(capture) = &server.capture else {
                continue;
            };
            let captured = &capture.package;
            if named.is_empty() || captured.is_empty() {
                continue;
            }
            let (package, version) = parts(captured);
            let (expected, wanted) = parts(named);
            let message = if package != expected {
                format!("the tools of `{id}` were captured from `{captured}`, not from `{named}`")
            } else if wanted.is_empty() || version == wanted {
                continue;
            } else if version.is_empty() {
                format!("the capture of `{id}` does not say that it is of `{named}`")
            } else {
                format!(
                    "the tools of `{id}` were captured from version {version}, not from `{named}`"
                )
            };
            let help =
                "capture the tools from the named package, or correct `package` in `server.yaml`";
            found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
        }
    }
}

/// `npm:@scope/name` and `1.2.3` of `npm:@scope/name@1.2.3`; no version where there is none.
fn parts(package: &str) -> (&str, &str) {
    match package.rsplit_once('@') {
        Some((name, version)) if !name.ends_with([':', '/']) => (name, version),
        _ => (package, ""),
    }
}

//! `old-capture`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a server whose capture is more than a year older than the newest in the catalog. The lint does not use
    /// the clock, so the same catalog gives the same findings tomorrow.
    ///
    /// ## Why
    /// Servers add and change tools within weeks.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2024-01-01", "method": "file", "tools": {
    ///    } }
    /// # file: b/server.yaml
    /// title: B
    /// # file: b/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///    } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2025-06-01", "method": "file", "tools": {
    ///    } }
    /// # file: b/server.yaml
    /// title: B
    /// # file: b/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///    } }
    /// ```
    OldCapture, "TR605", "old-capture", Warn,
    "a capture is more than a year older than the newest one"
}

impl Lint for OldCapture {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let dated = || {
            let servers = rated.catalog.servers.iter();
            servers.filter_map(|server| Some((server, server.capture.as_ref()?.date.as_str())))
        };
        let Some(newest) = dated().map(|(_, date)| date).max() else {
            return;
        };
        for (server, date) in dated().filter(|(_, date)| is_a_year_before(date, newest)) {
            let message = format!(
                "the capture of `{}` is from {date}; the newest capture in this catalog is from {newest}",
                server.id
            );
            let help = "capture its `tools/list` and run `toolrisk import` again";
            found.push(Diagnostic::new(&INFO, server.title.span, message).help(help));
        }
    }
}

/// ISO days compare as text: a day is a year before when it is, with its year counted up, still before.
fn is_a_year_before(day: &str, other: &str) -> bool {
    let later = day.split_once('-').and_then(|(year, rest)| {
        let year: u32 = year.parse().ok()?;
        Some(format!("{:04}-{rest}", year + 1))
    });
    later.is_some_and(|later| *later < *other)
}

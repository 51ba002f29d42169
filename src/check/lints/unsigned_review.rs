//! `unsigned-review`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Status;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a `reviewed` status that does not say who reviewed the entry and when.
    ///
    /// ## Why
    /// The page tells its readers that somebody has checked the entry. Without a name and a day they cannot judge
    /// what that is worth.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// status: reviewed
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// status: { reviewed: "sha256:1", by: Ada Lovelace, on: "2026-11-27" }
    /// ```
    UnsignedReview, "TR611", "unsigned-review", Warn,
    "a review does not say who made it and when"
}

impl Lint for UnsignedReview {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(status) = &tool.tool.review.status else {
            return;
        };
        let note = &status.value;
        if note.status != Status::Reviewed || (!note.by.is_empty() && is_day(&note.on)) {
            return;
        }
        let name = &tool.tool.definition.name;
        let message = format!("the review of `{name}` does not say who made it and when");
        let help = "write `status: { reviewed: <fingerprint>, by: <name>, on: <YYYY-MM-DD> }`";
        found.push(Diagnostic::new(&INFO, status.span, message).help(help));
    }
}

/// Whether a text is a day, such as `2026-11-27`.
fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok()
}

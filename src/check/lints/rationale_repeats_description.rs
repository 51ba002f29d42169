//! `rationale-repeats-description`.

use crate::check::Lint;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that says the same as the description.
    ///
    /// ## Why
    /// The description says what a call does. The rationale says what can go wrong and who can fix it.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: gets the forecast of a city
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    RationaleRepeatsDescription, "TR212", "rationale-repeats-description", Warn,
    "a rationale only repeats the description"
}

impl Lint for RationaleRepeatsDescription {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(rationale) = &tool.tool.review.rationale else {
            return;
        };
        if normal(&rationale.value) == normal(&tool.tool.definition.description) {
            let name = &tool.tool.definition.name;
            let message = format!("the rationale of `{name}` repeats its description");
            let help = "say what can go wrong and who can fix it";
            found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
        }
    }
}

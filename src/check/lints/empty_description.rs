//! `empty-description`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose description is empty.
    ///
    /// ## Why
    /// Only the name and the parameters are left to rate the tool by, and a reader learns nothing.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: ""
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    EmptyDescription, "TR200", "empty-description", Warn,
    "a description is empty"
}

impl Lint for EmptyDescription {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let definition = &tool.tool.definition;
        if definition.description.trim().is_empty() {
            let message = format!("`{}` has no description", definition.name);
            let help = "say what one call does, what it acts on, and what it changes";
            found.push(Diagnostic::new(&INFO, tool.tool.description_span, message).help(help));
        }
    }
}

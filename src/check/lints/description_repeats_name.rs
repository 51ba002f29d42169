//! `description-repeats-name`.

use crate::check::Lint;
use crate::check::words::{name_words, normal};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a description that says no more than the tool's name.
    ///
    /// ## Why
    /// The description looks like information, but it tells readers and rules nothing.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: delete_policy
    /// description: Delete policy.
    /// rationale: A policy cannot be brought back.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: delete_policy
    /// description: Deletes an alerting policy and its conditions.
    /// rationale: A policy cannot be brought back.
    /// ```
    DescriptionRepeatsName, "TR202", "description-repeats-name", Warn,
    "a description says no more than the name"
}

impl Lint for DescriptionRepeatsName {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let definition = &tool.tool.definition;
        let description = normal(&definition.description);
        if !description.is_empty() && name_words(&description) == name_words(&definition.name) {
            let message = format!(
                "the description of `{}` only repeats the name",
                definition.name
            );
            let help = "say what one call does, what it acts on, and what it changes";
            found.push(Diagnostic::new(&INFO, tool.tool.description_span, message).help(help));
        }
    }
}

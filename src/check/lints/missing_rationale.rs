//! `missing-rationale`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry without `rationale`.
    ///
    /// ## Why
    /// The rationale says what can go wrong and who can fix it. Without one, the page has only the evidence of the
    /// rules.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: archive_chat
    /// description: Archives a chat.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: archive_chat
    /// description: Archives a chat.
    /// rationale: The chat leaves the list and can be taken back out of the archive.
    /// ```
    MissingRationale, "TR203", "missing-rationale", Warn,
    "an entry has no rationale"
}

impl Lint for MissingRationale {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        if tool.tool.review.rationale.is_none() {
            let message = format!("`{}` has no rationale", tool.tool.definition.name);
            let help = "add a `rationale` that says what can go wrong and who can fix it";
            found.push(Diagnostic::new(&INFO, tool.tool.span, message).help(help));
        }
    }
}

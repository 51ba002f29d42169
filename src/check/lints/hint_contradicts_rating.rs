//! `hint-contradicts-rating`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Category;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a tool whose server declares it read-only although it is rated otherwise, or not destructive
    /// although it is rated destructive, without an `override`.
    ///
    /// ## Why
    /// A hint is a claim and not a fact. But if a claim and a rating differ, one of them is wrong.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: delete_message
    /// description: Deletes a message for good.
    /// rationale: A deleted message cannot be read again by anybody.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "delete_message": { "fingerprint": "sha256:0", "hints": { "readOnlyHint": true } } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: delete_message
    /// description: Deletes a message for good.
    /// rationale: A deleted message cannot be read again by anybody.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "delete_message": { "fingerprint": "sha256:0", "hints": { "destructiveHint": true } } } }
    /// ```
    HintContradictsRating, "TR107", "hint-contradicts-rating", Warn,
    "a declared hint contradicts the rating"
}

impl Lint for HintContradictsRating {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        if tool.tool.review.override_reason.is_some() {
            return;
        }
        let hints = &tool.tool.definition.hints;
        let category = tool.rating.category;
        let claim = if hints.read_only == Some(true) && category != Category::Read {
            "read-only"
        } else if hints.destructive == Some(false) && category == Category::Destructive {
            "not destructive"
        } else {
            return;
        };
        let name = &tool.tool.definition.name;
        let message = format!("`{name}` is rated {category}, but its server calls it {claim}");
        let help =
            "check what the tool does; if the rating is right, allow the lint and give that reason";
        found.push(Diagnostic::new(&INFO, tool.tool.span, message).help(help));
    }
}

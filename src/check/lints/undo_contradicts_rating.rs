//! `undo-contradicts-rating`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Category;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an `undo` on a tool that is rated destructive, and on one that only reads.
    ///
    /// ## Why
    /// Nothing in the same interface can undo a destructive call, and a read leaves nothing to undo.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: delete_message
    /// description: Deletes a message for good.
    /// rationale: A deleted message cannot be read again by anybody.
    /// undo: send_message
    /// ---
    /// name: send_message
    /// description: Sends a message.
    /// rationale: A sent message cannot be called back.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: delete_message
    /// description: Deletes a message for good.
    /// rationale: A deleted message cannot be read again by anybody.
    /// ---
    /// name: send_message
    /// description: Sends a message.
    /// rationale: A sent message cannot be called back.
    /// ```
    UndoContradictsRating, "TR306", "undo-contradicts-rating", Warn,
    "a tool that cannot be undone names a tool that undoes it"
}

impl Lint for UndoContradictsRating {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(undo) = &tool.tool.review.undo else {
            return;
        };
        let category = tool.rating.category;
        if matches!(category, Category::Destructive | Category::Read) {
            let name = &tool.tool.definition.name;
            let message = format!(
                "`{name}` is rated {category} and says that `{}` undoes it",
                undo.value
            );
            let help = "remove `undo`, or change the rating";
            found.push(Diagnostic::new(&INFO, undo.span, message).help(help));
        }
    }
}

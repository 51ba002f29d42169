//! `called-reversible`.

use crate::check::Lint;
use crate::check::prose::without_code;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that says *reversible* or *can be undone* of a tool without `undo`.
    ///
    /// ## Why
    /// Published pages call a delivered message reversible. They call a logged-out session reversible, too, although
    /// only a person with a phone can restore it. If you promise an undo, name the tool.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: send_message
    /// description: Sends a message.
    /// rationale: Sending is a reversible write.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: send_message
    /// description: Sends a message.
    /// rationale: A delivered message cannot be called back.
    /// ```
    CalledReversible, "TR215", "called-reversible", Warn,
    "a text says that a call can be undone, and names no tool that undoes it"
}

impl Lint for CalledReversible {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let review = &tool.tool.review;
        let Some(rationale) = review.rationale.as_ref().filter(|_| review.undo.is_none()) else {
            return;
        };
        let text = format!(" {} ", normal(&without_code(&rationale.value)));
        if let Some(claim) = CLAIMS.iter().find(|claim| text.contains(**claim)) {
            let claim = claim.trim();
            let name = &tool.tool.definition.name;
            let message =
                format!("the rationale of `{name}` says `{claim}`, and the entry has no `undo`");
            let help = "name the tool that undoes it, or say who can undo it";
            found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
        }
    }
}

const CLAIMS: &[&str] = &[
    " reversible",
    " can be undone ",
    " can be reversed ",
    " easily undone ",
    " is undone by ",
];

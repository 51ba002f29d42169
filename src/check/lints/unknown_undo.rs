//! `unknown-undo`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo, suggest};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an `undo` that names no tool of the same server.
    ///
    /// ## Why
    /// "Can be undone" is a promise. The tool that undoes the call must exist.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: archive_chat
    /// description: Archives a chat.
    /// rationale: The chat can be taken back out of the archive.
    /// undo: unarchive_chat
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: archive_chat
    /// description: Archives a chat.
    /// rationale: The chat can be taken back out of the archive.
    /// undo: restore_chat
    /// ---
    /// name: restore_chat
    /// description: Takes a chat back out of the archive.
    /// rationale: The chat appears in the list again.
    /// ```
    UnknownUndo, "TR302", "unknown-undo", Error,
    "an entry names an undoing tool that the server does not have"
}

impl Lint for UnknownUndo {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(undo) = &tool.tool.review.undo else {
            return;
        };
        if tool.server.tool(&undo.value).is_none() {
            let tools = tool.server.tools.iter();
            let names: Vec<&str> = tools.map(|tool| tool.definition.name.as_str()).collect();
            let message = format!("`{}` has no tool `{}`", tool.server.id, undo.value);
            let help = suggest(&undo.value, &names);
            found.push(Diagnostic::new(&INFO, undo.span, message).help(help));
        }
    }
}

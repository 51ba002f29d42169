//! `one-sided-undo`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an `undo` whose tool names another tool as its own `undo`.
    ///
    /// ## Why
    /// If one tool undoes another, the second one usually undoes the first. Otherwise one of the two entries may be
    /// wrong.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: archive_chat
    /// description: Archives a chat.
    /// rationale: The chat can be taken back out of the archive.
    /// undo: restore_chat
    /// ---
    /// name: restore_chat
    /// description: Updates a chat so that it is out of the archive.
    /// rationale: The chat appears in the list again.
    /// undo: mute_chat
    /// ---
    /// name: mute_chat
    /// description: Updates a chat so that it makes no sound.
    /// rationale: New messages go unnoticed.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: archive_chat
    /// description: Archives a chat.
    /// rationale: The chat can be taken back out of the archive.
    /// undo: restore_chat
    /// ---
    /// name: restore_chat
    /// description: Updates a chat so that it is out of the archive.
    /// rationale: The chat appears in the list again.
    /// undo: archive_chat
    /// ```
    OneSidedUndo, "TR305", "one-sided-undo", Warn,
    "the tool that undoes another one is undone by a third tool"
}

impl Lint for OneSidedUndo {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(undo) = &tool.tool.review.undo else {
            return;
        };
        let name = &tool.tool.definition.name;
        let Some(other) = tool.server.tool(&undo.value) else {
            return;
        };
        let Some(back) = &other.review.undo else {
            return;
        };
        if back.value != *name && back.value != undo.value {
            let message = format!(
                "`{name}` is undone by `{}`, which is undone by `{}`",
                undo.value, back.value
            );
            found.push(
                Diagnostic::new(&INFO, undo.span, message)
                    .related(back.span, "the other way")
                    .help(format!(
                        "name `{name}` as the undo of `{}`, or remove one of the two",
                        undo.value
                    )),
            );
        }
    }
}

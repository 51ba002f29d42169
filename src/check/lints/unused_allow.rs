//! `unused-allow`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, Fix, LintInfo};
use crate::source::Spanned;

declare_lint! {
    /// ## What it does
    /// Reports a lint under `allow-lints` that finds nothing in the entry.
    ///
    /// ## Why
    /// An exception that is no longer needed hides the next mistake.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: archive_chat
    /// description: Archives a chat.
    /// rationale: The chat can be taken back out of the archive.
    /// allow-lints:
    ///   missing-rationale: The description says it all.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: archive_chat
    /// description: Archives a chat.
    /// allow-lints:
    ///   missing-rationale: The description says it all.
    /// ```
    UnusedAllow, "TR901", "unused-allow", Warn,
    "an entry allows a lint that finds nothing"
}

impl Lint for UnusedAllow {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }
}

/// The finding for an allowance that nothing needed; the runner knows which those are.
pub(in crate::check) fn finding(lint: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is allowed here but finds nothing", lint.value);
    Diagnostic::new(&INFO, lint.span, message)
        .help("remove it from `allow-lints`")
        .fix(Fix::RemoveKey)
}

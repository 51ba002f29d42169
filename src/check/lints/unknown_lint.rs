//! `unknown-lint`.

use crate::check::{LINTS, Lint, find_lint};
use crate::diagnostic::{Diagnostic, LintInfo, suggest};
use crate::rules::{Rated, RatedTool};
use crate::source::Spanned;

declare_lint! {
    /// ## What it does
    /// Reports a lint that is named under `allow-lints` or in `toolrisk.yaml` and does not exist.
    ///
    /// ## Why
    /// A misspelled name allows nothing.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: archive_chat
    /// description: Archives a chat.
    /// allow-lints:
    ///   mising-rationale: The description says it all.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: archive_chat
    /// description: Archives a chat.
    /// allow-lints:
    ///   missing-rationale: The description says it all.
    /// ```
    UnknownLint, "TR303", "unknown-lint", Error,
    "a lint is named that does not exist"
}

impl Lint for UnknownLint {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let named = tool.tool.review.allow_lints.iter().map(|allow| &allow.lint);
        found.extend(named.filter_map(finding));
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let named = rated
            .catalog
            .config
            .lints
            .iter()
            .map(|setting| &setting.lint);
        found.extend(named.filter_map(finding));
    }
}

fn finding(name: &Spanned<String>) -> Option<Diagnostic> {
    if find_lint(&name.value).is_some() {
        return None;
    }
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.info().name).collect();
    let message = format!("unknown lint `{}`", name.value);
    Some(Diagnostic::new(&INFO, name.span, message).help(suggest(&name.value, &names)))
}

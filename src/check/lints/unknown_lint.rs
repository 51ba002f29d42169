//! `unknown-lint`.

use crate::check::{LINTS, Lint, find_lint, is_fault};
use crate::diagnostic::{Diagnostic, Level, LintInfo, nearest};
use crate::rules::{Rated, RatedTool};
use crate::source::Spanned;

declare_lint! {
    /// ## What it does
    /// Reports a lint that is named under `allow-lints` or in `toolrisk.yaml` and does not exist, and a level in
    /// `toolrisk.yaml` for a finding that always is an error (TR001 to TR023).
    ///
    /// ## Why
    /// A misspelled name allows nothing. What cannot be read is missing, whatever level its finding has.
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
        let lowered = rated.catalog.config.lints.iter();
        let lowered = lowered.filter(|it| it.level != Level::Error);
        found.extend(lowered.filter_map(|it| fixed_level(&it.lint)));
    }
}

/// The finding for a lint whose level is given and cannot be another.
fn fixed_level(name: &Spanned<String>) -> Option<Diagnostic> {
    find_lint(&name.value).filter(|lint| is_fault(lint))?;
    let message = format!("the level of `{}` cannot be lowered", name.value);
    let help =
        "it says that a part of the catalog was not read; remove this line, and fix what it finds";
    Some(Diagnostic::new(&INFO, name.span, message).help(help))
}

fn finding(name: &Spanned<String>) -> Option<Diagnostic> {
    if find_lint(&name.value).is_some() {
        return None;
    }
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.info().name).collect();
    let message = format!("unknown lint `{}`", name.value);
    let help = match nearest(&name.value, &names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "none of the {} lints has a similar name; `toolrisk explain` lists them",
            names.len()
        ),
    };
    Some(Diagnostic::new(&INFO, name.span, message).help(help))
}

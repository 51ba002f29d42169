//! `truncated-description`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a description that breaks off: it ends in a comma, a colon, an opening bracket, dots, or
    /// a word that needs another after it, or leaves a bracket or a backtick open.
    ///
    /// ## Why
    /// A crawler that cuts at an apostrophe or at a length gives half a sentence, and half a sentence
    /// is rated.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: send_flow
    /// description: Sends a message with a form (booking, survey
    /// rationale: The message is delivered and cannot be called back.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: send_flow
    /// description: Sends a message with a form (booking, survey).
    /// rationale: The message is delivered and cannot be called back.
    /// ```
    TruncatedDescription, "TR201", "truncated-description", Warn,
    "a description breaks off"
}

/// Words that no sentence ends with.
const DANGLING: &[&str] = &[
    "a", "an", "the", "and", "or", "of", "to", "for", "from", "with", "by", "at", "as", "is", "are",
    "its", "their", "your", "that", "which", "when", "if", "via", "into",
];

impl Lint for TruncatedDescription {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let description = tool.tool.definition.description.trim();
        if let Some(how) = breaks_off(description) {
            let name = &tool.tool.definition.name;
            let message = format!("the description of `{name}` breaks off: {how}");
            let help = "write the whole sentence";
            found.push(Diagnostic::new(&INFO, tool.tool.description_span, message).help(help));
        }
    }
}

fn breaks_off(text: &str) -> Option<String> {
    if text.ends_with([',', ':', ';', '(', '[', '{', '-', '/']) {
        return text.chars().last().map(|c| format!("it ends in `{c}`"));
    }
    if text.ends_with("...") || text.ends_with('…') {
        return Some("it ends in dots".to_owned());
    }
    let open = |open, close| text.matches(open).count() > text.matches(close).count();
    if open('(', ')') || open('[', ']') || open('{', '}') {
        return Some("a bracket stays open".to_owned());
    }
    if text.matches('`').count() % 2 == 1 {
        return Some("a backtick stays open".to_owned());
    }
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let several = last.len() < text.len();
    (several && DANGLING.contains(&last)).then(|| format!("it ends in `{last}`"))
}

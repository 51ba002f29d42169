//! `uncommon-name`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a tool name beyond what the protocol advises: 1 to 128 letters, digits, `_`, `-`, `.`
    /// (MCP 2026-07-28, server/tools).
    ///
    /// ## Why
    /// Some clients refuse a server's whole list for one such name. The catalog keeps the entry, because the server
    /// chose the name.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get status
    /// description: Gets the status of the site.
    /// rationale: Returns public figures.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_status
    /// description: Gets the status of the site.
    /// rationale: Returns public figures.
    /// ```
    UncommonName, "TR402", "uncommon-name", Warn,
    "a tool's name is longer than the protocol advises, or has other characters"
}

impl Lint for UncommonName {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let name = &tool.tool.definition.name;
        let odd = name
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'));
        let how = match odd {
            Some(c) => format!("has `{}`", crate::escape::visible(&c.to_string())),
            None if name.len() > 128 => format!("is {} characters long", name.len()),
            None => return,
        };
        let message = format!("the name `{name}` {how}, which some clients refuse");
        let help = "if the server really uses this name, allow the lint with that reason";
        found.push(Diagnostic::new(&INFO, tool.tool.span, message).help(help));
    }
}

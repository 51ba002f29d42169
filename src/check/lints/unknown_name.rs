//! `unknown-name`.

use crate::check::Lint;
use crate::check::prose::{code_spans, pieces};
use crate::diagnostic::{Diagnostic, LintInfo, suggest};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a name in backticks that is neither an argument nor a tool nor an allowed word of the
    /// definition. It looks only at entries that have a lock.
    ///
    /// ## Why
    /// A reader who sets a rule on an argument that the tool does not have sets no rule.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_page
    /// description: Gets the page at `adress`.
    /// rationale: Returns a page.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_page": { "fingerprint": "sha256:0", "parameters": [{ "path": "address" }] } } }
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_page
    /// description: Gets the page at `address`.
    /// rationale: Returns a page.
    /// # file: a/tools.lock.json
    /// { "version": 1, "captured": "2026-01-01", "method": "file", "tools": {
    ///   "get_page": { "fingerprint": "sha256:0", "parameters": [{ "path": "address" }] } } }
    /// ```
    UnknownName, "TR152", "unknown-name", Warn,
    "a text names an argument or tool that does not exist"
}

impl Lint for UnknownName {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        if tool.tool.lock.is_none() {
            return;
        }
        for piece in pieces(tool.tool) {
            for name in code_spans(piece.text).filter(|name| is_identifier(name)) {
                if !is_known(name, tool) {
                    let message = format!("the {} names `{name}`, which is no argument and no tool", piece.key);
                    let parameters = tool.tool.definition.parameters.iter();
                    let known: Vec<&str> = parameters.map(|it| it.path.as_str()).collect();
                    found.push(piece.finding(&INFO, message).help(suggest(name, &known)));
                }
            }
        }
    }
}

/// A word that can only be a name: one word of letters, digits, `_`, `-`, `.`, `[]`.
fn is_identifier(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']'))
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() > 1
        && !matches!(name, "true" | "false" | "null")
}

fn is_known(name: &str, tool: &RatedTool<'_>) -> bool {
    let definition = &tool.tool.definition;
    definition.name == name
        || tool.server.tool(name).is_some()
        || definition.parameters.iter().any(|parameter| {
            parameter.path == name
                || parameter.name() == name
                || parameter.values.iter().any(|value| value == name)
        })
}

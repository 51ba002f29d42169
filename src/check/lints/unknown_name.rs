//! `unknown-name`.

use std::collections::BTreeSet;

use crate::check::Lint;
use crate::check::prose::{Piece, code_spans, pieces};
use crate::diagnostic::{Diagnostic, LintInfo, suggest};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a name in backticks that the definition does not have: no argument, no tool and no allowed word is
    /// called so. The lint looks only at entries that have a lock. It warns if a real name is similar, or if a
    /// rationale has a name that the description lacks. Otherwise it is a note, because most such names are fields
    /// of the answer.
    ///
    /// ## Why
    /// If you set a rule on an argument that the tool does not have, the rule has no effect.
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
            let names: BTreeSet<&str> = code_spans(piece.text)
                .filter(|name| is_identifier(name))
                .collect();
            for name in names.into_iter().filter(|name| !is_known(name, tool)) {
                found.push(finding(name, &piece, tool));
            }
        }
    }
}

fn finding(name: &str, piece: &Piece<'_>, tool: &RatedTool<'_>) -> Diagnostic {
    let message = format!(
        "the {} names `{name}`, which is neither an argument nor a tool",
        piece.key
    );
    let finding = piece.finding(&INFO, message);
    if let Some(near) = near(name, tool) {
        return finding.help(format!("did you mean `{near}`?"));
    }
    let definition = &tool.tool.definition;
    let ours = piece.key != "description";
    if ours && !definition.description.contains(name) {
        let arguments = definition.parameters.iter();
        let known: Vec<&str> = arguments.map(|it| it.path.as_str()).collect();
        return finding.help(suggest(name, &known));
    }
    finding
        .help("ignore this if it is a field of the answer or belongs to another server")
        .note()
}

/// A word that can only be a name: one word of letters, digits, `_`, `-`, `.`, `[]`.
fn is_identifier(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']'))
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

/// Names shorter than this are near too many others.
const SHORTEST_NEAR: usize = 5;

/// The argument or tool that is most likely meant: spelled otherwise (`listItems` for `list_items`), or
/// with one letter wrong.
fn near<'t>(name: &str, tool: &'t RatedTool<'_>) -> Option<&'t str> {
    if name.len() < SHORTEST_NEAR {
        return None;
    }
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = bare(name);
    let alike = |other: &&str| {
        // A name with dots is a path, or a thing outside.
        if name.contains('.') != other.contains('.') {
            return false;
        }
        let other = bare(other);
        let plural =
            other.strip_suffix('s') == Some(&*wanted) || wanted.strip_suffix('s') == Some(&*other);
        other == wanted || !plural && strsim::damerau_levenshtein(&other, &wanted) == 1
    };
    let arguments = tool.tool.definition.parameters.iter();
    let arguments = arguments.flat_map(|it| [it.name(), it.path.as_str()]);
    let tools = tool
        .server
        .tools
        .iter()
        .map(|it| it.definition.name.as_str());
    arguments.chain(tools).find(alike)
}

//! `rated-twice`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports tools with the same name and description that are rated differently on two servers.
    ///
    /// ## Why
    /// The same definition does the same thing. Two ratings of it mean that one is wrong, and readers
    /// who see both trust neither.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: logout_instance
    /// description: Logs out an instance.
    /// rationale: A person must scan a code to log in again.
    /// # file: b/server.yaml
    /// title: B
    /// # file: b/tools.yaml
    /// name: logout_instance
    /// description: Logs out an instance.
    /// category: write
    /// override: The state can be changed back.
    /// rationale: Changes the state of a session.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: logout_instance
    /// description: Logs out an instance.
    /// rationale: A person must scan a code to log in again.
    /// # file: b/server.yaml
    /// title: B
    /// # file: b/tools.yaml
    /// name: logout_instance
    /// description: Logs out an instance.
    /// rationale: Nothing can be sent until a person logs in again.
    /// ```
    RatedTwice, "TR104", "rated-twice", Error,
    "the same definition is rated differently on two servers"
}

impl Lint for RatedTwice {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let mut names: BTreeMap<&str, Vec<&RatedTool<'_>>> = BTreeMap::new();
        for tool in &rated.tools {
            names
                .entry(&tool.tool.definition.name)
                .or_default()
                .push(tool);
        }
        for tools in names.values().filter(|tools| tools.len() > 1) {
            let mut definitions: BTreeMap<String, &RatedTool<'_>> = BTreeMap::new();
            for tool in tools {
                let description = normal(&tool.tool.definition.description);
                let first = definitions.entry(description).or_insert(tool);
                if word(first) != word(tool) {
                    found.push(finding(first, tool));
                }
            }
        }
    }
}

fn finding(first: &RatedTool<'_>, other: &RatedTool<'_>) -> Diagnostic {
    let message = format!(
        "`{}` has one definition and two ratings: {} on `{}`, {} on `{}`",
        first.tool.definition.name,
        word(first),
        first.server.id,
        word(other),
        other.server.id
    );
    Diagnostic::new(&INFO, other.tool.span, message)
        .label(word(other))
        .related(first.tool.span, word(first))
        .help("rate both the same, or make their descriptions say how they differ")
}

fn word(tool: &RatedTool<'_>) -> String {
    let rating = &tool.rating;
    let limit = rating
        .limit
        .map_or_else(|| rating.decision.to_string(), |limit| limit.to_string());
    format!("{}/{}/{limit}", rating.category, rating.severity)
}

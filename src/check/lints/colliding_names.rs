//! `colliding-names`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Tool;
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports two tools of one server whose names differ only in case.
    ///
    /// ## Why
    /// Clients and file systems that ignore case take one tool for the other. Their pages still get different URLs.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: createPR
    /// description: Creates a pull request.
    /// rationale: A pull request can be closed again.
    /// ---
    /// name: createpr
    /// description: Creates a press release.
    /// rationale: A draft can be changed until it is published.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: createPR
    /// description: Creates a pull request.
    /// rationale: A pull request can be closed again.
    /// ---
    /// name: create_press_release
    /// description: Creates a press release.
    /// rationale: A draft can be changed until it is published.
    /// ```
    CollidingNames, "TR401", "colliding-names", Warn,
    "two tools of a server differ only in case"
}

impl Lint for CollidingNames {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for (server, _) in rated.servers() {
            let mut folded: BTreeMap<String, &Tool> = BTreeMap::new();
            for tool in &server.tools {
                let name = &tool.definition.name;
                if let Some(first) = folded.get(&name.to_lowercase()) {
                    let message = format!(
                        "`{name}` and `{}` of `{}` differ only in case",
                        first.definition.name, server.id
                    );
                    found.push(
                        Diagnostic::new(&INFO, tool.span, message)
                            .related(first.span, "the other one"),
                    );
                } else {
                    folded.insert(name.to_lowercase(), tool);
                }
            }
        }
    }
}

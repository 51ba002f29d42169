//! `unknown-attack`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo, suggest};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an id under `attacks` that has no page in `attacks/`.
    ///
    /// ## Why
    /// The tool's page would link to nothing.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// references: [{ title: An advisory, url: "https://example.com/1", date: "2025" }]
    /// ---
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_page
    /// description: Gets a page.
    /// rationale: The address comes from the caller.
    /// attacks: [srf]
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// references: [{ title: An advisory, url: "https://example.com/1", date: "2025" }]
    /// ---
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_page
    /// description: Gets a page.
    /// rationale: The address comes from the caller.
    /// attacks: [ssrf]
    /// ```
    UnknownAttack, "TR301", "unknown-attack", Error,
    "an entry names an attack pattern that has no page"
}

impl Lint for UnknownAttack {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let attacks = &rated.catalog.attacks;
        for id in &tool.tool.review.attacks {
            if attacks.iter().all(|attack| attack.id != id.value) {
                let known: Vec<&str> = attacks.iter().map(|attack| attack.id.as_str()).collect();
                let message = format!("unknown attack pattern `{}`", id.value);
                found.push(
                    Diagnostic::new(&INFO, id.span, message).help(suggest(&id.value, &known)),
                );
            }
        }
    }
}

//! `unused-attack`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Concern;
use crate::rules::{Rated, RatedTool, applies};

declare_lint! {
    /// ## What it does
    /// Reports an attack pattern that concerns no tool: no tool meets its conditions, and no entry names it. A
    /// pattern that has nothing to do with what a tool does needs `concerns: servers`.
    ///
    /// ## Why
    /// Its page would say that the pattern concerns no tool. That is hardly ever true; most likely the condition is
    /// wrong.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// applies: [{ traits: [secrets] }]
    /// references:
    ///   - title: An advisory
    ///     url: https://example.com/advisory
    ///     date: "2025"
    /// ---
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// applies: [{ category: read }]
    /// references:
    ///   - title: An advisory
    ///     url: https://example.com/advisory
    ///     date: "2025"
    /// ---
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    UnusedAttack, "TR309", "unused-attack", Warn,
    "an attack pattern concerns no tool"
}

impl Lint for UnusedAttack {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        if rated.tools.is_empty() {
            return;
        }
        for attack in &rated.catalog.attacks {
            let met = |tool: &RatedTool<'_>| {
                attack
                    .applies
                    .iter()
                    .any(|predicate| applies(predicate, &tool.rating))
                    || tool
                        .tool
                        .review
                        .attacks
                        .iter()
                        .any(|id| id.value == attack.id)
            };
            if attack.concerns == Concern::Tools && !rated.tools.iter().any(met) {
                let message = format!("the attack pattern `{}` concerns no tool", attack.id);
                let help =
                    "change `applies`, name the pattern in an entry, or write `concerns: servers`";
                found.push(Diagnostic::new(&INFO, attack.span, message).help(help));
            }
        }
    }
}

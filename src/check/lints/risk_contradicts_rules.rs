//! `risk-contradicts-rules`.

use super::category_contradicts_rules::by_certainty;
use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose `risk` is not the severity that follows from its category and traits,
    /// and that gives no `override`.
    ///
    /// ## Why
    /// Severity follows from the taxonomy's table, so that the same effect has the same risk on every page. If the
    /// table does not fit, the entry must give a reason.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// risk: high
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// risk: low
    /// rationale: Returns a public forecast.
    /// ```
    RiskContradictsRules, "TR102", "risk-contradicts-rules", Warn,
    "the risk is not the one that follows from the rules and there is no override"
}

impl Lint for RiskContradictsRules {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let review = &tool.tool.review;
        let Some(risk) = &review.risk else { return };
        let rules = &tool.assessment;
        let other_category = review
            .category
            .as_ref()
            .is_some_and(|it| it.value != rules.category);
        // Another category has another risk: that finding says it already.
        if other_category || risk.value == rules.severity || review.override_reason.is_some() {
            return;
        }
        let traits: Vec<&str> = rules.traits.iter().map(|each| each.as_str()).collect();
        let traits = match traits.as_slice() {
            [] => "without traits".to_owned(),
            some => format!("with {}", some.join(", ")),
        };
        let message = format!(
            "`{}` has risk {}, but {} {traits} is {}",
            tool.tool.definition.name, risk.value, rules.category, rules.severity
        );
        let help = format!(
            "write `risk: {}`, or add `override: <reason>`; until then the rules' rating applies",
            rules.severity
        );
        found.push(by_certainty(
            Diagnostic::new(&INFO, risk.span, message).help(help),
            rules,
        ));
    }
}

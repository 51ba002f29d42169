//! `traits-contradict-rules`.

use super::category_contradicts_rules::by_certainty;
use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Trait;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose `traits` are not those that the rules find, and that gives no `override`.
    ///
    /// ## Why
    /// Traits decide how severe a tool is. Without a reason, the traits that the rules find apply, and what the
    /// entry says is ignored.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// traits: [bulk]
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    TraitsContradictRules, "TR112", "traits-contradict-rules", Warn,
    "the traits are not those that the rules find and there is no override"
}

impl Lint for TraitsContradictRules {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let review = &tool.tool.review;
        let Some(traits) = &review.traits else { return };
        let rules = &tool.assessment;
        if sorted(&traits.value) == sorted(&rules.traits) || review.override_reason.is_some() {
            return;
        }
        let message = format!(
            "`{}` lists {}, but the rules find {}",
            tool.tool.definition.name,
            words(&traits.value),
            words(&rules.traits)
        );
        let help =
            "remove `traits`, or add `override: <reason>`; until then the rules' traits apply";
        let finding = Diagnostic::new(&INFO, traits.span, message).help(help);
        found.push(by_certainty(finding, rules));
    }
}

fn sorted(traits: &[Trait]) -> Vec<Trait> {
    let mut sorted = traits.to_vec();
    sorted.sort_unstable();
    sorted
}

/// The traits in a row, or "no traits".
fn words(traits: &[Trait]) -> String {
    let words: Vec<&str> = traits.iter().map(|each| each.as_str()).collect();
    if words.is_empty() {
        "no traits".to_owned()
    } else {
        words.join(", ")
    }
}

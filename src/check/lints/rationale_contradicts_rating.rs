//! `rationale-contradicts-rating`.

use crate::check::Lint;
use crate::check::prose::without_code;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Category, Severity};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that speaks of a risk, a severity or a category which is not the entry's.
    ///
    /// ## Why
    /// A page that says *high* in its badge and *medium* in its text is wrong in one of the two places.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: A call is of medium risk.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    RationaleContradictsRating, "TR204", "rationale-contradicts-rating", Warn,
    "a rationale names another severity or category than the rating"
}

impl Lint for RationaleContradictsRating {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(rationale) = &tool.tool.review.rationale else {
            return;
        };
        let text = normal(&without_code(&rationale.value));
        let rating = &tool.rating;
        let severities = Severity::ALL.iter().filter(|it| **it != rating.severity);
        let other_severity = severities.map(|it| it.as_str()).find(|word| {
            let says = |form: String| text.contains(&form);
            says(format!("{word} risk"))
                || says(format!("{word} severity"))
                || says(format!("severity is {word}"))
        });
        let categories = Category::ALL.iter().filter(|it| **it != rating.category);
        let other_category = categories.map(|it| it.as_str()).find(|word| {
            text.contains(&format!("{word} tool")) || text.contains(&format!("{word} category"))
        });
        if let Some(word) = other_severity.or(other_category) {
            let message = format!(
                "the rationale of `{}` says {word}, but the rating is {}/{}",
                tool.tool.definition.name, rating.category, rating.severity
            );
            let help = "say what a call does and leave the rating to the badge";
            found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
        }
    }
}

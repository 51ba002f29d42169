//! `policy-too-loose`.

use std::fmt::Write as _;

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::escape::one_line;
use crate::model::{Decision, Severity};
use crate::policy::Choice;
use crate::rules::{Rated, RatedTool, default_limit};
use crate::source::Span;

declare_lint! {
    /// ## What it does
    /// Reports an entry whose decision or limit is looser than its severity allows, even with an
    /// `override`: a critical tool must at least ask, a high or medium one must at least be limited,
    /// and a limit must not let through more than ten times the default.
    ///
    /// Where some values of one argument alone make the tool critical, and the rules of the entry refuse all of these
    /// values, the severity of the other values counts.
    ///
    /// ## Why
    /// An override may explain a rating. A policy that does not hold back what the page calls critical
    /// contradicts the page.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: delete_repository
    /// description: Deletes a repository for good.
    /// decision: allow
    /// override: We keep backups.
    /// rationale: The repository and its issues cannot be brought back.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: delete_repository
    /// description: Deletes a repository for good.
    /// decision: ask
    /// override: We keep backups, and a person approves each deletion.
    /// rationale: The repository and its issues cannot be brought back.
    /// ```
    PolicyTooLoose, "TR105", "policy-too-loose", Error,
    "the policy is looser than the severity allows"
}

/// How many times the default a limit may let through.
const MOST_TIMES: u64 = 10;

impl Lint for PolicyTooLoose {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let rating = &tool.rating;
        let choice = match loosest(rating.severity) {
            floor if rating.decision < floor => Choice::in_definition(tool),
            _ => None,
        };
        let guarded = choice.as_ref().filter(|it| it.is_held());
        let severity = guarded.map_or(rating.severity, |it| it.severity(tool));
        let floor = loosest(severity);
        let review = &tool.tool.review;
        let name = &tool.tool.definition.name;
        if rating.decision < floor {
            let limit = review.limit.as_ref().map(|it| it.span);
            let place: Option<Span> = review.decision.as_ref().map(|it| it.span).or(limit);
            let what = match guarded {
                Some(_) => " with the values that its rules let through",
                None => "",
            };
            let message = format!(
                "`{name}` is {severity}{what}, but its decision is {}",
                rating.decision
            );
            let mut help = format!("use `{floor}` or stricter");
            if let Some(choice) = choice.as_ref().filter(|it| !it.is_held()) {
                let _written = write!(help, ", or {}", holding(choice));
            }
            found.push(Diagnostic::new(&INFO, place.unwrap_or(tool.tool.span), message).help(help));
        }
        let most = default_limit(severity).calls_a_day() * MOST_TIMES;
        if let Some(limit) = review.limit.as_ref().filter(|it| {
            floor == Decision::Limit
                && it.value.calls_a_day() > most
                && rating.limit == Some(it.value)
        }) {
            let message = format!(
                "`{name}` is {}, but its limit of {} lets through more than {MOST_TIMES} times the default",
                severity, limit.value
            );
            let help = format!("the default is {}", default_limit(severity));
            found.push(Diagnostic::new(&INFO, limit.span, message).help(help));
        }
    }
}

/// How the rules of an entry would stop what an argument chooses.
fn holding(choice: &Choice) -> String {
    let argument = &choice.argument;
    let values = choice.open();
    if values.is_empty() {
        return format!(
            "require `{argument}`, without which the server chooses what the call does"
        );
    }
    let values: Vec<String> = values
        .iter()
        .map(|it| format!("`{}`", one_line(it)))
        .collect();
    format!(
        "refuse {} of `{argument}` with `deny-if`",
        values.join(", ")
    )
}

/// The loosest decision that a severity allows.
const fn loosest(severity: Severity) -> Decision {
    match severity {
        Severity::Low => Decision::Allow,
        Severity::Medium | Severity::High => Decision::Limit,
        Severity::Critical => Decision::Ask,
    }
}

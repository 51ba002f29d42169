//! `policy-too-loose`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Decision, Severity};
use crate::rules::{Rated, RatedTool, default_limit};
use crate::source::Span;

declare_lint! {
    /// ## What it does
    /// Reports an entry whose decision or limit is looser than its severity allows, even with an
    /// `override`: a critical tool must at least ask, a high or medium one must at least be limited,
    /// and a limit must not let through more than ten times the default.
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
        let floor = loosest(rating.severity);
        let review = &tool.tool.review;
        let name = &tool.tool.definition.name;
        if rating.decision < floor {
            let limit = review.limit.as_ref().map(|it| it.span);
            let place: Option<Span> = review.decision.as_ref().map(|it| it.span).or(limit);
            let message = format!(
                "`{name}` is {}, but its decision is {}",
                rating.severity, rating.decision
            );
            let help = format!("use `{floor}` or stricter");
            found.push(Diagnostic::new(&INFO, place.unwrap_or(tool.tool.span), message).help(help));
        }
        let most = default_limit(rating.severity).calls_a_day() * MOST_TIMES;
        if let Some(limit) = review.limit.as_ref().filter(|it| {
            floor == Decision::Limit
                && it.value.calls_a_day() > most
                && rating.limit == Some(it.value)
        }) {
            let message = format!(
                "`{name}` is {}, but its limit of {} lets through more than {MOST_TIMES} times the default",
                rating.severity, limit.value
            );
            let help = format!("the default is {}", default_limit(rating.severity));
            found.push(Diagnostic::new(&INFO, limit.span, message).help(help));
        }
    }
}

/// The loosest decision that a severity allows.
const fn loosest(severity: Severity) -> Decision {
    match severity {
        Severity::Low => Decision::Allow,
        Severity::Medium | Severity::High => Decision::Limit,
        Severity::Critical => Decision::Ask,
    }
}

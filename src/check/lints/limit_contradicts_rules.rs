//! `limit-contradicts-rules`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Decision;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose `limit` or `decision` is not the default of its severity, and that gives
    /// no `override`.
    ///
    /// ## Why
    /// People copy these policies. If a number differs from the default, they need to know why.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: create_issue
    /// description: Creates an issue.
    /// limit: 5/minute
    /// rationale: An issue can be closed again; a loop fills the tracker.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: create_issue
    /// description: Creates an issue.
    /// limit: 5/minute
    /// override: The service blocks an account that creates more than 300 issues an hour.
    /// rationale: An issue can be closed again; a loop fills the tracker.
    /// ```
    LimitContradictsRules, "TR103", "limit-contradicts-rules", Error,
    "the limit or decision differs from the default of the severity and the entry has no override"
}

impl Lint for LimitContradictsRules {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let review = &tool.tool.review;
        if review.override_reason.is_some() {
            return;
        }
        let rules = &tool.assessment;
        let name = &tool.tool.definition.name;
        let default = match (rules.decision, rules.limit) {
            (Decision::Limit, Some(limit)) => limit.to_string(),
            (decision, _) => decision.to_string(),
        };
        let help = "remove it, or add `override: <reason>`";
        if let Some(limit) = review
            .limit
            .as_ref()
            .filter(|it| Some(it.value) != rules.limit)
        {
            let message = format!(
                "`{name}` is limited to {}, but the default for {} risk is {default}",
                limit.value, rules.severity
            );
            found.push(Diagnostic::new(&INFO, limit.span, message).help(help));
        }
        if let Some(decision) = review
            .decision
            .as_ref()
            .filter(|it| it.value != rules.decision)
        {
            let message = format!(
                "`{name}` has decision {}, but the default for {} risk is {default}",
                decision.value, rules.severity
            );
            found.push(Diagnostic::new(&INFO, decision.span, message).help(help));
        }
    }
}

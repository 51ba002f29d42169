//! `minute-limit-on-critical`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Severity, Window};
use crate::policy::Choice;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a `limit` per minute on a tool that is critical.
    ///
    /// ## Why
    /// Ten calls a minute are 14,400 calls a day, which is no protection against a call that must hardly ever happen.
    /// Limit it per day, and let a person approve each call.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: refund_payment
    /// description: Refunds a payment to the customer.
    /// decision: limit
    /// limit: 5/minute
    /// override: Refunds are checked by accounting every evening.
    /// allow-lints:
    ///   policy-too-loose: Accounting checks them.
    /// rationale: Money leaves the account.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: refund_payment
    /// description: Refunds a payment to the customer.
    /// rationale: Money leaves the account.
    /// ```
    MinuteLimitOnCritical, "TR151", "minute-limit-on-critical", Warn,
    "a critical tool is limited per minute"
}

impl Lint for MinuteLimitOnCritical {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(limit) = &tool.tool.review.limit else {
            return;
        };
        // The rules of the entry may refuse all that makes the tool critical.
        let is_held = || {
            let choice = Choice::in_definition(tool).filter(Choice::is_held);
            choice.is_some_and(|it| it.severity(tool) < Severity::Critical)
        };
        if tool.rating.severity == Severity::Critical
            && limit.value.window == Window::Minute
            && !is_held()
        {
            let name = &tool.tool.definition.name;
            let message = format!(
                "`{name}` is critical, and the limit {} allows {} calls a day",
                limit.value,
                limit.value.calls_a_day()
            );
            let help = "limit it per day, or let a person approve each call";
            found.push(Diagnostic::new(&INFO, limit.span, message).help(help));
        }
    }
}

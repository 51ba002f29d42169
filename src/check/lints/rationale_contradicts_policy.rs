//! `rationale-contradicts-policy`.

use crate::check::Lint;
use crate::check::prose::without_code;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Decision;
use crate::policy::ToolPolicy;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that asks for a person to confirm a call, although the policy never asks anybody.
    ///
    /// ## Why
    /// Readers use the policy and not the text. A safeguard that exists only in the text protects nobody.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: send_newsletter
    /// description: Sends a newsletter to all subscribers.
    /// category: write
    /// risk: high
    /// rationale: A newsletter cannot be recalled, so a person should approve it before it goes out.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// decision: ask
    /// override: The service charges for each forecast.
    /// rationale: Each forecast is charged, so a person should approve it.
    /// ```
    RationaleContradictsPolicy, "TR216", "rationale-contradicts-policy", Warn,
    "a rationale says that a person approves the call, but the policy does not ask"
}

impl Lint for RationaleContradictsPolicy {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(rationale) = &tool.tool.review.rationale else {
            return;
        };
        let policy = ToolPolicy::new(tool);
        let lets_through = matches!(policy.decision, Decision::Allow | Decision::Limit);
        let guards = policy.guards.require.iter().chain(&policy.guards.deny_if);
        if !lets_through || guards.into_iter().any(|guard| guard.ask) {
            return;
        }
        let text = format!(" {} ", normal(&without_code(&rationale.value)));
        if let Some(claim) = CLAIMS.iter().find(|claim| text.contains(**claim)) {
            let name = &tool.tool.definition.name;
            let message = format!(
                "the rationale of `{name}` says \u{201c}{}\u{201d}, but the policy asks nobody",
                claim.trim()
            );
            let help =
                "write `decision: ask` or a rule with `ask: true`, or say what the policy does";
            found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
        }
    }
}

const CLAIMS: &[&str] = &[
    " a human should ",
    " a human must approve ",
    " a person should ",
    " a person must approve ",
    " a person must confirm ",
    " a person has to approve ",
    " a person has to confirm ",
    " ask a person ",
    " let a person ",
    " lets a person ",
    " needs a person's ",
    " needs approval",
    " require approval",
    " requires approval",
    " should be approved ",
    " should be confirmed ",
];

//! `limit-stops-normal-use`.

use crate::check::Lint;
use crate::check::words::name_words;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Category, Decision, Limit};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a tool for single steps in a browser or on a device, such as a click or a key, if its limit is under
    /// 30 calls a minute. The lint looks only at servers with at least three tools of this kind.
    ///
    /// ## Why
    /// An ordinary task takes tens of clicks and keys. A limit that stops normal use gets switched off, and then it
    /// protects nobody.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: browser/server.yaml
    /// title: Browser
    /// # file: browser/tools.yaml
    /// name: browser_click
    /// description: Clicks an element of the open web page.
    /// rationale: The page decides what the click means.
    /// ---
    /// name: browser_press_key
    /// description: Presses a key of the keyboard in the open web page.
    /// rationale: One key is enough to send a message.
    /// ---
    /// name: browser_hover
    /// description: Drives the mouse pointer over an element of the open web page.
    /// rationale: Menus open and previews load.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: browser/server.yaml
    /// title: Browser
    /// # file: browser/tools.yaml
    /// name: browser_click
    /// description: Clicks an element of the open web page.
    /// limit: 60/minute
    /// override: A task takes tens of clicks a minute.
    /// rationale: The page decides what the click means.
    /// ```
    LimitStopsNormalUse, "TR154", "limit-stops-normal-use", Warn,
    "a limit stops the normal use of a tool that drives something step by step"
}

/// Words of the names of tools that make one step.
const STEPS: &[&str] = &[
    "click", "drag", "fill", "hover", "press", "scroll", "swipe", "tap", "type",
];
/// Tools of that kind that make a server one that is driven step by step.
const DRIVEN: usize = 3;
/// Calls in a minute that normal use takes.
const NORMAL: Limit = Limit::per_minute(30);

impl Lint for LimitStopsNormalUse {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for (_, tools) in rated.servers() {
            let steps: Vec<_> = tools.iter().filter(|tool| is_step(tool)).collect();
            if steps.len() < DRIVEN {
                continue;
            }
            let tight = steps.iter().filter_map(|tool| {
                let limit = tool.rating.limit?;
                (limit.calls_a_day() < NORMAL.calls_a_day()).then_some((tool, limit))
            });
            for (tool, limit) in tight {
                let name = &tool.tool.definition.name;
                let message =
                    format!("`{name}` is used step by step, and {limit} stops its normal use");
                let help = "set a `limit` that lets an ordinary task through, such as 60/minute, with an `override`";
                let span = tool.tool.review.limit.as_ref().map(|limit| limit.span);
                found.push(
                    Diagnostic::new(&INFO, span.unwrap_or(tool.tool.span), message).help(help),
                );
            }
        }
    }
}

/// Whether a tool makes one step in driving a browser or a device.
fn is_step(tool: &RatedTool<'_>) -> bool {
    let words = name_words(&tool.tool.definition.name);
    tool.rating.category == Category::Execute
        && tool.rating.decision == Decision::Limit
        && words.split(' ').any(|word| STEPS.contains(&word))
}

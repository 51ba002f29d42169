//! `needless-override`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, Fix, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an `override` on an entry that agrees with the rules.
    ///
    /// ## Why
    /// The page would show a disagreement that does not exist. Often the rules have been fixed in the meantime.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// category: read
    /// override: It only reads.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// category: read
    /// rationale: Returns a public forecast.
    /// ```
    NeedlessOverride, "TR106", "needless-override", Warn,
    "an entry has an override although it agrees with the rules"
}

impl Lint for NeedlessOverride {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(reason) = &tool.tool.review.override_reason else {
            return;
        };
        if !tool.is_overridden() {
            let name = &tool.tool.definition.name;
            let message = format!("`{name}` has an override, but the rules agree with the entry");
            found.push(
                Diagnostic::new(&INFO, reason.span, message)
                    .help("remove `override`")
                    .fix(Fix::RemoveKey),
            );
        }
    }
}

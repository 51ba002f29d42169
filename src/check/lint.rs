//! What a lint is.

use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

/// A check. It implements one of the hooks; the other does nothing.
pub trait Lint: Sync {
    /// Its identity and explanation.
    fn info(&self) -> &'static LintInfo;

    /// Looks at one tool.
    fn check_tool(&self, _tool: &RatedTool<'_>, _rated: &Rated<'_>, _found: &mut Vec<Diagnostic>) {}

    /// Looks at the whole catalog. A finding about a tool has the tool's name as its primary place.
    fn check_catalog(&self, _rated: &Rated<'_>, _found: &mut Vec<Diagnostic>) {}
}

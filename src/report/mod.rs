//! Findings → text, one file per format.

mod human;
mod json;

pub use human::human;
pub use json::json;

use crate::diagnostic::{Diagnostic, Level};

/// How many findings there are of each level that is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Findings that fail the run.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(found: &[Diagnostic]) -> Self {
        let count = |level| found.iter().filter(|it| it.level == level).count();
        Self {
            errors: count(Level::Error),
            warnings: count(Level::Warn),
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plural = |n| if n == 1 { "" } else { "s" };
        let (errors, warnings) = (self.errors, self.warnings);
        write!(
            f,
            "{errors} error{}, {warnings} warning{}",
            plural(errors),
            plural(warnings)
        )
    }
}

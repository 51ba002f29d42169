//! The default decision and limit of a severity.

use crate::model::{Category, Decision, Limit, Severity};

/// What a policy says by default of a tool of this severity and category.
pub const fn default_decision(severity: Severity, category: Category) -> Decision {
    match severity {
        Severity::Low => Decision::Allow,
        Severity::Medium | Severity::High => Decision::Limit,
        Severity::Critical => match category {
            Category::Destructive => Decision::Hide,
            Category::Financial | Category::Execute | Category::Write | Category::Read => {
                Decision::Ask
            }
        },
    }
}

/// The limit of a severity, for a tool whose decision is to limit. Low and critical have none of
/// their own; where a reviewer limits such a tool without a number, the tight one applies.
pub const fn default_limit(severity: Severity) -> Limit {
    match severity {
        Severity::Low | Severity::Medium => Limit::per_minute(30),
        Severity::High | Severity::Critical => Limit::per_minute(10),
    }
}

//! `weak-evidence`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Confidence, Severity};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a tool of high or critical severity if the rules are not sure of its category and the entry does not
    /// state a `category`.
    ///
    /// ## Why
    /// A page must not look sure of a guess. Read the definition and write the category into the entry.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: frobnicate_cluster
    /// description: Frobnicates a cluster.
    /// rationale: Nobody knows what this does.
    /// traits: [runs-code]
    /// risk: critical
    /// override: It might run code.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: run_script
    /// description: Runs a shell script.
    /// category: execute
    /// rationale: The script can do whatever the account may do.
    /// ```
    WeakEvidence, "TR108", "weak-evidence", Note,
    "a high rating rests on weak evidence and nobody has reviewed it"
}

impl Lint for WeakEvidence {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let weak = tool.assessment.confidence == Confidence::Low;
        let firm = tool.rating.severity >= Severity::High;
        if weak && firm && tool.tool.review.category.is_none() {
            let name = &tool.tool.definition.name;
            let message = format!(
                "`{name}` is rated {}, but the rating is unsure: {}",
                tool.rating.severity, tool.assessment.doubt
            );
            let help = "read the definition and write the `category`";
            found.push(Diagnostic::new(&INFO, tool.tool.span, message).help(help));
        }
    }
}

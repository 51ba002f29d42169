//! `category-contradicts-rules`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::Confidence;
use crate::rules::{Assessment, Claim, Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose `category` is not the one that the rules read from the definition, and that gives no
    /// `override`. It is a warning if the rules are sure, and a note if they are not.
    ///
    /// ## Why
    /// Either the definition says too little, or the category is wrong. A reviewer may know better,
    /// but then readers need the reason. Until one is given, the rules' rating applies in the policy.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: delete_message
    /// description: Deletes a message for good.
    /// category: write
    /// rationale: A deleted message cannot be read again by anybody.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: delete_message
    /// description: Deletes a message for good.
    /// category: destructive
    /// rationale: A deleted message cannot be read again by anybody.
    /// ```
    CategoryContradictsRules, "TR101", "category-contradicts-rules", Warn,
    "the category differs from that of the rules, and there is no override"
}

impl Lint for CategoryContradictsRules {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let review = &tool.tool.review;
        let Some(category) = &review.category else {
            return;
        };
        let rules = &tool.assessment;
        if category.value == rules.category || review.override_reason.is_some() {
            return;
        }
        let message = format!(
            "`{}` is rated {}, but the rules say {}",
            tool.tool.definition.name, category.value, rules.category
        );
        let mut finding = Diagnostic::new(&INFO, category.span, message).help(format!(
            "write `category: {}`, make the description plainer, or add `override: <reason>`; until then \
             the rules' rating applies",
            rules.category
        ));
        if let Some(why) = why(rules) {
            finding = finding.label(why);
        }
        found.push(by_certainty(finding, rules));
    }
}

/// A finding that the rules contradict an entry: a note where the rules are not sure.
pub(super) fn by_certainty(finding: Diagnostic, rules: &Assessment) -> Diagnostic {
    match rules.confidence {
        Confidence::Low => finding.note(),
        Confidence::High => finding,
    }
}

/// The first piece of evidence for the rules' category, in words.
fn why(rules: &Assessment) -> Option<String> {
    let first = rules
        .evidence
        .iter()
        .find(|it| it.claim == Claim::Category(rules.category))?;
    let place = &first.place;
    if first.quote.is_empty() {
        return Some(format!("the rules: {}", first.reason));
    }
    Some(format!(
        "`{}` in the {place}: {}",
        first.quote, first.reason
    ))
}

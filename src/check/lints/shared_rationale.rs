//! `shared-rationale`.

use std::collections::BTreeMap;

use crate::check::Lint;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a rationale that stands word for word on several tools.
    ///
    /// ## Why
    /// What fits every tool explains none. What is true of a whole category stands on its page.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_a
    /// description: Gets the list of A.
    /// rationale: A read may leak data.
    /// ---
    /// name: get_b
    /// description: Gets the list of B.
    /// rationale: A read may leak data.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_a
    /// description: Gets the list of A.
    /// rationale: The list of A is public.
    /// ---
    /// name: get_b
    /// description: Gets the list of B.
    /// rationale: Only members can see B.
    /// ```
    SharedRationale, "TR213", "shared-rationale", Warn,
    "two tools have the same rationale"
}

impl Lint for SharedRationale {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let mut first_of: BTreeMap<(String, &str), &RatedTool<'_>> = BTreeMap::new();
        for tool in &rated.tools {
            let Some(rationale) = &tool.tool.review.rationale else { continue };
            let key = normal(&rationale.value);
            // The same tool on two servers may well have the same rationale.
            let same_name = first_of.contains_key(&(key.clone(), &tool.tool.definition.name));
            let first = first_of.range((key.clone(), "")..).next().filter(|((text, _), _)| *text == key);
            if let (Some((_, first)), false) = (first, same_name) {
                let message = format!(
                    "`{}` has the same rationale as `{}`",
                    tool.tool.definition.name, first.tool.definition.name
                );
                let help = "say what is true of this tool alone";
                found.push(
                    Diagnostic::new(&INFO, tool.tool.span, message)
                        .related(first.tool.span, "the first one")
                        .help(help),
                );
            }
            first_of.entry((key, &tool.tool.definition.name)).or_insert(tool);
        }
    }
}

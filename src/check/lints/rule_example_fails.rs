//! `rule-example-fails`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::table::Rule;
use crate::rules::{Classifier, Rated};

declare_lint! {
    /// ## What it does
    /// Rates each example of the catalog's own rules. It reports a rule that does not decide the rating of its
    /// example, because another rule wins or because the rule does not match.
    ///
    /// ## Why
    /// A rule that does not do what it says changes policies in a way that nobody meant.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: toolrisk.yaml
    /// rules:
    ///   - id: net-positions
    ///     category: financial
    ///     reason: settles what is owed
    ///     verb: net
    ///     object: ledger
    ///     example: { name: net_report, description: Nets the columns of a report. }
    /// # file: a/server.yaml
    /// title: A
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: toolrisk.yaml
    /// rules:
    ///   - id: net-positions
    ///     category: financial
    ///     reason: settles what is owed
    ///     verb: net
    ///     object: ledger
    ///     example: { name: net_ledger, description: Nets the ledger of the day. }
    /// # file: a/server.yaml
    /// title: A
    /// ```
    RuleExampleFails, "TR110", "rule-example-fails", Error,
    "a rule of the catalog does not decide its own example"
}

impl Lint for RuleExampleFails {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let additions = &rated.catalog.config.additions;
        if additions.rules.is_empty() {
            return;
        }
        let classifier = Classifier::new(additions);
        for own in &additions.rules {
            let rule = Rule::of_catalog(own);
            for example in &own.examples {
                let said = classifier.assess_by_rules(&example.value);
                if rule.decides(&said) {
                    continue;
                }
                let (id, claim) = (rule.id, rule.claim.as_str());
                let message = format!("the rule `{id}` does not decide its example");
                let decided = said.evidence.first();
                let decided = decided.map_or("", |evidence| evidence.rule.as_str());
                let label = format!(
                    "rated {} by `{decided}`, not {claim} by `{id}`",
                    said.category
                );
                let help =
                    "change what the rule looks for, or give an example that it should match";
                let finding = Diagnostic::new(&INFO, example.span, message);
                found.push(finding.label(label).help(help));
            }
        }
    }
}

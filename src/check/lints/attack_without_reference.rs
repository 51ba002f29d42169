//! `attack-without-reference`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports an attack pattern without a public reference.
    ///
    /// ## Why
    /// A pattern that nobody documented is hearsay.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// ---
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// references:
    ///   - title: An advisory
    ///     url: https://example.com/advisory
    ///     date: 2025-06-01
    /// ---
    /// ```
    AttackWithoutReference, "TR304", "attack-without-reference", Error,
    "an attack pattern has no public reference"
}

impl Lint for AttackWithoutReference {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for attack in &rated.catalog.attacks {
            if attack.references.is_empty() {
                let message = format!("the attack pattern `{}` has no reference", attack.id);
                let help = "add `references:` with `title`, `url` and `date`";
                found.push(Diagnostic::new(&INFO, attack.span, message).help(help));
            }
        }
    }
}

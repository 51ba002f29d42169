//! `undated-reference`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports a reference whose `date` is not a year, a month or a day: `2025`, `2025-06`, `2025-06-01`.
    ///
    /// ## Why
    /// What was true of a product in 2024 may be fixed. Readers need to know when it was written.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// references:
    ///   - title: An advisory
    ///     url: https://example.com/advisory
    ///     date: "last year"
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
    ///     date: "2025-06"
    /// ---
    /// ```
    UndatedReference, "TR307", "undated-reference", Error,
    "a reference has no proper date"
}

impl Lint for UndatedReference {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for attack in &rated.catalog.attacks {
            for reference in attack.references.iter().filter(|it| !is_date(&it.date)) {
                let message = format!("invalid date `{}`", reference.date);
                let help = "write a year, a month or a day: `2025`, `2025-06`, `2025-06-01`";
                found.push(Diagnostic::new(&INFO, reference.url.span, message).help(help));
            }
        }
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let within = |value: Option<u32>, most| value.is_some_and(|value| (1..=most).contains(&value));
    match (lengths.as_slice(), parts.as_slice()) {
        ([4], [year]) => within(*year, 2100),
        ([4, 2], [year, month]) => within(*year, 2100) && within(*month, 12),
        ([4, 2, 2], [year, month, day]) => {
            within(*year, 2100) && within(*month, 12) && within(*day, 31)
        }
        _ => false,
    }
}

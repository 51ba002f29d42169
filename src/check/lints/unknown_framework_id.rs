//! `unknown-framework-id`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::Rated;

declare_lint! {
    /// ## What it does
    /// Reports an id under `frameworks` that is not of the form of MITRE ATLAS (`AML.T0051`), SAFE-MCP
    /// (`SAFE-T1001`), OWASP MCP (`MCP06`), OWASP Agentic (`ASI01`), OWASP LLM (`LLM10`), CVE or CWE.
    ///
    /// ## Why
    /// A wrong id sends readers to another technique.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// frameworks: [MCP-01]
    /// references:
    ///   - title: An advisory
    ///     url: https://example.com/advisory
    ///     date: "2025"
    /// ---
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: attacks/ssrf.md
    /// ---
    /// title: SSRF
    /// summary: A fetching tool reaches hosts that the caller cannot.
    /// frameworks: [MCP01, AML.T0080.000, CVE-2025-6514]
    /// references:
    ///   - title: An advisory
    ///     url: https://example.com/advisory
    ///     date: "2025"
    /// ---
    /// ```
    UnknownFrameworkId, "TR308", "unknown-framework-id", Warn,
    "unknown framework id"
}

impl Lint for UnknownFrameworkId {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for attack in &rated.catalog.attacks {
            for id in attack.frameworks.iter().filter(|id| !is_known(&id.value)) {
                let message = format!("`{}` is not a known framework id", id.value);
                let help =
                    "forms: AML.T0051, SAFE-T1001, MCP06, ASI01, LLM10, CVE-2025-6514, CWE-77";
                found.push(Diagnostic::new(&INFO, id.span, message).help(help));
            }
        }
    }
}

fn is_known(id: &str) -> bool {
    let digits = |text: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
    };
    let ten = |rest: &str| digits(rest, 2..=2) && rest != "00" && *rest <= *"10";
    let rest_of = |prefix: &str| id.strip_prefix(prefix);
    let technique = |rest: &str| match rest.split_once('.') {
        Some((main, sub)) => digits(main, 4..=4) && digits(sub, 3..=3),
        None => digits(rest, 4..=4),
    };
    rest_of("AML.T").is_some_and(technique)
        || rest_of("AML.CS")
            .or(rest_of("SAFE-T"))
            .is_some_and(|rest| digits(rest, 4..=4))
        || rest_of("MCP")
            .or(rest_of("ASI"))
            .or(rest_of("LLM"))
            .is_some_and(ten)
        || rest_of("CWE-").is_some_and(|rest| digits(rest, 1..=5))
        || rest_of("CVE-")
            .and_then(|rest| rest.split_once('-'))
            .is_some_and(|(year, number)| digits(year, 4..=4) && digits(number, 4..=7))
}

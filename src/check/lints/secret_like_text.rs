//! `secret-like-text`.

use crate::check::Lint;
use crate::check::prose::{pieces, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports words of the form of an access key, a token or a private key.
    ///
    /// ## Why
    /// A catalog is public. A key in it must be taken back where it was issued.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city with AKIAIOSFODNN7EXAMPLE.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    SecretLikeText, "TR503", "secret-like-text", Error,
    "a text looks like a credential"
}

impl Lint for SecretLikeText {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let may = |text: &str| {
            let mut starts = FORMS.iter().map(|(prefix, _)| *prefix);
            text.contains("-----BEGIN ") || starts.any(|prefix| text.contains(prefix))
        };
        for piece in pieces(tool.tool).filter(|piece| may(piece.text)) {
            let key = piece.text.contains("-----BEGIN ") && piece.text.contains("PRIVATE KEY");
            let word = words(piece.text)
                .into_iter()
                .find(|word| is_credential(word));
            if key || word.is_some() {
                let start: String = word.unwrap_or("-----BEGIN").chars().take(8).collect();
                let message = format!(
                    "the {} has what looks like a credential: `{start}…`",
                    piece.key
                );
                let help = "remove it, and revoke it where it was issued";
                found.push(piece.finding(&INFO, message).help(help));
            }
        }
    }
}

/// Prefixes of well-known credentials, and the least length of the whole.
const FORMS: &[(&str, usize)] = &[
    ("AKIA", 20),
    ("ASIA", 20),
    ("ghp_", 36),
    ("gho_", 36),
    ("github_pat_", 40),
    ("glpat-", 24),
    ("sk_live_", 20),
    ("rk_live_", 20),
    ("sk-ant-", 24),
    ("sk-proj-", 24),
    ("xoxb-", 24),
    ("xoxp-", 24),
    ("AIza", 35),
    ("npm_", 36),
    ("pypi-", 40),
    ("eyJhbGci", 40),
];

fn is_credential(word: &str) -> bool {
    FORMS
        .iter()
        .any(|(prefix, least)| word.starts_with(prefix) && word.len() >= *least)
}

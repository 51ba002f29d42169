//! `secret-like-text`.

use crate::check::Lint;
use crate::check::prose::{pieces, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};
use crate::secret::{has_credential_prefix, is_credential};

declare_lint! {
    /// ## What it does
    /// Reports words of the form of an access key, a token or a private key.
    ///
    /// ## Why
    /// A catalog is public. If it contains a key, revoke the key where it was issued.
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
        let may = |text: &str| text.contains("-----BEGIN ") || has_credential_prefix(text);
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

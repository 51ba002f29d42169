//! `secret-like-text`.

use crate::check::Lint;
use crate::check::prose::{Written, values, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};
use crate::secret::{has_credential_prefix, is_credential};

declare_lint! {
    /// ## What it does
    /// Reports words of the form of an access key, a token or a private key, in entries, servers, attack patterns,
    /// glossary terms, `toolrisk.yaml` and the pages of `docs`.
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
        found.extend(values(tool.tool).iter().filter_map(look));
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let settings = Written::of_settings(rated.catalog);
        let pages = Written::of_pages(rated.catalog);
        found.extend(settings.iter().chain(&pages).filter_map(look));
    }
}

/// The finding for a text that holds what looks like a credential.
pub(in crate::check) fn look(written: &Written<'_>) -> Option<Diagnostic> {
    let text = written.text;
    let has_begin = text.contains("-----BEGIN ");
    if !has_begin && !has_credential_prefix(text) {
        return None;
    }
    let key = has_begin && text.contains("PRIVATE KEY");
    let word = words(text).into_iter().find(|word| is_credential(word));
    if !key && word.is_none() {
        return None;
    }
    let start: String = word.unwrap_or("-----BEGIN").chars().take(8).collect();
    let message = format!(
        "the {} has what looks like a credential: `{start}…`",
        written.key
    );
    let help = "remove it, and revoke it where it was issued";
    let finding = Diagnostic::new(&INFO, written.span, message).help(help);
    Some(finding.content(word.unwrap_or(text)))
}

//! `wrong-article`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code};
use crate::diagnostic::{Diagnostic, Fix, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports `a execute` and `an write`: the article does not fit the sound of the next word.
    ///
    /// ## Why
    /// Small slips make readers doubt the large claims.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets a overview of a city.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    WrongArticle, "TR206", "wrong-article", Warn,
    "an article does not fit the sound of the next word"
}

impl Lint for WrongArticle {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool) {
            let text = without_code(piece.text);
            let words = || text.split_whitespace();
            for (article, word) in words().zip(words().skip(1)) {
                if let Some(right) = right_article(article, word) {
                    let message = format!("`{article} {word}` should be `{right} {word}`");
                    let from = format!("{article} {word}");
                    let to = format!("{right} {word}");
                    found.push(piece.finding(&INFO, message).fix(Fix::Replace { from, to }));
                }
            }
        }
    }
}

/// The other article, when this one is plainly wrong. Words whose sound their letters do not tell are
/// left alone: capitals, `one`, `use`, `hour`.
fn right_article(article: &str, word: &str) -> Option<&'static str> {
    if !matches!(article, "a" | "A" | "an" | "An") {
        return None;
    }
    let plain = word.chars().all(|c| c.is_ascii_lowercase() || c == '-' || !c.is_ascii_alphabetic());
    let first = word.chars().next()?;
    let unsure = ["one", "once", "eu", "ew", "u", "h", "x"].iter().any(|start| word.starts_with(start));
    if !plain || unsure || !first.is_ascii_lowercase() || word.len() < 3 {
        return None;
    }
    let vowel = "aeio".contains(first);
    match article {
        "a" if vowel => Some("an"),
        "A" if vowel => Some("An"),
        "an" if !vowel => Some("a"),
        "An" if !vowel => Some("A"),
        _ => None,
    }
}

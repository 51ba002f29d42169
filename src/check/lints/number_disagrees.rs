//! `number-disagrees`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports `1 tools`.
    ///
    /// ## Why
    /// Texts that are made from a count and a noun end so.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets 1 forecasts.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    NumberDisagrees, "TR208", "number-disagrees", Warn,
    "a number and its noun disagree"
}

impl Lint for NumberDisagrees {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool).filter(|piece| piece.text.contains("1 ")) {
            let text = without_code(piece.text);
            let words: Vec<&str> = text.split_whitespace().collect();
            for pair in words.windows(2) {
                if let ["1", noun] = pair
                    && is_plural(noun)
                {
                    let message = format!("`{}` disagree in number", pair.join(" "));
                    found.push(piece.finding(&INFO, message));
                }
            }
        }
    }
}

fn is_plural(noun: &str) -> bool {
    let word = noun.trim_end_matches(['.', ',', ';', ':', ')']);
    let other = ["ss", "us", "is", "as", "'s", "ws"].iter().any(|ending| word.ends_with(ending));
    word.len() > 3 && word.ends_with('s') && !other && word.chars().all(|c| c.is_ascii_lowercase())
}

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
    /// A program that joins a count and a noun makes this mistake.
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
            for (at, pair) in words.windows(2).enumerate() {
                let before = at.checked_sub(1).and_then(|at| words.get(at));
                if let ["1", noun] = pair
                    && is_plural(noun)
                    && !before.is_some_and(|word| is_numbered(word))
                {
                    let message = format!("number and noun disagree: `{}`", pair.join(" "));
                    found.push(piece.finding(&INFO, message));
                }
            }
        }
    }
}

/// Whether a word takes a number after it as its name: "step 1", "Level 1".
fn is_numbered(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '"', '*']);
    let name = word.starts_with(char::is_uppercase)
        && !["A", "An", "The", "At", "Gets", "Returns"].contains(&word);
    name || NUMBERED.contains(&word)
}

const NUMBERED: &[&str] = &[
    "step", "page", "level", "phase", "tier", "type", "version", "stage", "option", "part",
    "section", "day", "week", "line", "row", "column", "layer", "example", "group", "priority",
    "number",
];

fn is_plural(noun: &str) -> bool {
    let word = noun.trim_end_matches(['.', ',', ';', ':', ')']);
    let other = ["ss", "us", "is", "as", "'s", "ws"]
        .iter()
        .any(|ending| word.ends_with(ending));
    word.len() > 3 && word.ends_with('s') && !other && word.chars().all(|c| c.is_ascii_lowercase())
}

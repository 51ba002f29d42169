//! `placeholder`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports texts that were never written: *TODO*, *TBD*, *lorem ipsum*, *description here*.
    ///
    /// ## Why
    /// They look like content to every program.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: TODO explain this.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    Placeholder, "TR210", "placeholder", Warn,
    "a text is a placeholder"
}

impl Lint for Placeholder {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool) {
            let lower = without_code(piece.text).to_lowercase();
            let short = lower.len() < LONGEST_MARKED;
            let marked = short && words(&lower).iter().any(|word| MARKS.contains(word));
            let phrase = PHRASES.iter().any(|phrase| lower.contains(phrase));
            let empty = matches!(
                lower.trim().trim_end_matches('.'),
                "n/a" | "none" | "-" | "?" | "description"
            );
            if marked || phrase || empty {
                let message = format!("the {} is a placeholder", piece.key);
                found.push(
                    piece
                        .finding(&INFO, message)
                        .help("write the text, or remove it"),
                );
            }
        }
    }
}

/// Bytes of the longest text that a mark makes a placeholder.
const LONGEST_MARKED: usize = 60;
/// Words that mark unwritten text, when the text is short: a long one may speak of a to-do list.
const MARKS: &[&str] = &["todo", "tbd", "fixme", "xxx"];
const PHRASES: &[&str] = &[
    "lorem ipsum",
    "description here",
    "to be written",
    "no description",
];

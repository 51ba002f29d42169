//! `doubled-stop`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code};
use crate::diagnostic::{Diagnostic, Fix, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports two full stops in a row, and a stop after another mark of the same kind.
    ///
    /// ## Why
    /// Texts that are joined by a program end so. Somebody should have read them.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city..
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    DoubledStop, "TR207", "doubled-stop", Warn,
    "a sentence ends in two full stops"
}

impl Lint for DoubledStop {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let doubles = |text: &str| MARKS.iter().any(|(doubled, _)| text.contains(doubled));
        for piece in pieces(tool.tool).filter(|piece| doubles(piece.text)) {
            let text = without_code(piece.text).replace("...", "");
            if let Some((doubled, one)) = MARKS.iter().find(|(doubled, _)| text.contains(doubled)) {
                let message = format!("the {} has `{doubled}`", piece.key);
                found.push(piece.finding(&INFO, message).help("one mark is enough").fix(Fix::Replace { from: (*doubled).to_owned(), to: (*one).to_owned() }));
            }
        }
    }
}

/// Marks that stand twice, and the one that should stand.
const MARKS: &[(&str, &str)] =
    &[("..", "."), ("!.", "!"), ("?.", "?"), (",.", "."), (";.", "."), (",,", ",")];

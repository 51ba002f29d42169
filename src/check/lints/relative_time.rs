//! `relative-time`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports words such as *recently*, *currently*, *nowadays*, *soon*: they are true on one day.
    ///
    /// ## Why
    /// A catalog is read for years. Say since which version or date.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Currently gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    RelativeTime, "TR209", "relative-time", Warn,
    "a text speaks of now"
}

impl Lint for RelativeTime {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool) {
            let text = without_code(piece.text).to_lowercase();
            let says = |word: &&&str| text.contains(**word) && words(&text).contains(*word);
            if let Some(word) = WORDS.iter().find(says) {
                let message = format!("the {} says `{word}`, which is true on one day only", piece.key);
                let help = "name the version or the date, or leave it out";
                found.push(piece.finding(&INFO, message).help(help));
            }
        }
    }
}

const WORDS: &[&str] = &["recently", "currently", "nowadays", "soon", "lately", "presently", "newly"];

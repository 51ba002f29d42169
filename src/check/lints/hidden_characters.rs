//! `hidden-characters`.

use crate::check::Lint;
use crate::check::prose::{Written, written};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::escape::is_hidden;
use crate::poison::disguised_word;
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports characters that people do not see but models and terminals read: control characters, ANSI escapes,
    /// zero-width and bidirectional marks, Unicode tags. It also reports words in which letters of another alphabet
    /// replace Latin ones.
    ///
    /// ## Why
    /// Such characters can hide orders to a model, and our pages would pass them on. In 19 captures of real servers
    /// there was not a single one.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: "Gets the forecast.\u200b\u202e"
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast.
    /// rationale: Returns a public forecast.
    /// ```
    HiddenCharacters, "TR501", "hidden-characters", Error,
    "a text has characters that people do not see"
}

impl Lint for HiddenCharacters {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        found.extend(written(tool.tool).iter().filter_map(look));
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        found.extend(Written::of_pages(rated.catalog).iter().filter_map(look));
    }
}

fn look(text: &Written<'_>) -> Option<Diagnostic> {
    let what = text.key;
    if let Some(hidden) = text.text.chars().find(|c| is_hidden(*c)) {
        let code = u32::from(hidden);
        let message = format!("this {what} has the hidden character U+{code:04X}");
        let finding = Diagnostic::new(&INFO, text.span, message).help("take it out");
        return Some(finding.content(text.text));
    }
    let word = disguised_word(text.text)?;
    let message =
        format!("this {what} has the word `{word}`, in which letters of two alphabets look alike");
    let finding = Diagnostic::new(&INFO, text.span, message);
    let finding = finding.help("write the word in one alphabet");
    Some(finding.content(text.text))
}

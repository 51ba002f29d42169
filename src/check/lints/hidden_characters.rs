//! `hidden-characters`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::escape::is_hidden;
use crate::rules::{Rated, RatedTool};
use crate::source::Span;

declare_lint! {
    /// ## What it does
    /// Reports characters that people do not see but models and terminals read: control characters,
    /// ANSI escapes, zero-width and bidirectional marks, Unicode tags.
    ///
    /// ## Why
    /// Orders to a model hide in them, and our pages would pass them on. In 19 captures of real servers
    /// there was not one.
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
        let tool = tool.tool;
        let review = &tool.review;
        look("name", &tool.definition.name, tool.span, found);
        look("description", &tool.definition.description, tool.description_span, found);
        if let Some(title) = &tool.definition.title {
            look("title", title, tool.span, found);
        }
        for (what, text) in [("rationale", &review.rationale), ("override", &review.override_reason)] {
            if let Some(text) = text {
                look(what, &text.value, text.span, found);
            }
        }
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let catalog = rated.catalog;
        for server in &catalog.servers {
            look("title", &server.title.value, server.title.span, found);
            look("summary", &server.summary, server.title.span, found);
        }
        for attack in &catalog.attacks {
            for text in [&attack.title, &attack.summary, &attack.body] {
                look("page", text, attack.span, found);
            }
        }
        for term in &catalog.glossary {
            for text in [&term.title, &term.summary, &term.body] {
                look("page", text, term.span, found);
            }
        }
    }
}

fn look(what: &str, text: &str, span: Span, found: &mut Vec<Diagnostic>) {
    if let Some(hidden) = text.chars().find(|c| is_hidden(*c)) {
        let code = u32::from(hidden);
        let message = format!("this {what} has the hidden character U+{code:04X}");
        found.push(Diagnostic::new(&INFO, span, message).help("take it out"));
    }
}

//! `placeholder`.

use crate::check::Lint;
use crate::check::prose::{Written, pieces, without_code, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};
use crate::source::Span;

declare_lint! {
    /// ## What it does
    /// Reports texts that were never written: *TODO*, *TBD*, *lorem ipsum*, *description here*, in entries, servers,
    /// attack patterns and glossary terms.
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
            if marked || is_unwritten(&lower) {
                found.push(finding(piece.key, piece.span));
            }
        }
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for written in Written::of_pages(rated.catalog) {
            let text = without_code(written.text);
            if text.lines().any(is_marked) || is_unwritten(&text.to_lowercase()) {
                found.push(finding(written.key, written.span));
            }
        }
    }
}

fn finding(key: &str, span: Span) -> Diagnostic {
    let message = format!("the {key} is a placeholder");
    Diagnostic::new(&INFO, span, message).help("write the text, or remove it")
}

/// Whether a text in lower case says that it is none.
fn is_unwritten(lower: &str) -> bool {
    let phrase = PHRASES.iter().any(|phrase| lower.contains(phrase));
    let empty = matches!(
        lower.trim().trim_end_matches('.'),
        "n/a" | "none" | "-" | "?" | "…" | "description" | "summary" | "title"
    );
    phrase || empty
}

/// Whether a line of a page begins with a mark, or has one with a colon: `1. TODO`, `**Stops.** TODO: what`. A
/// page may speak of a to-do list, so the mark has capitals.
fn is_marked(line: &str) -> bool {
    let is_mark = |word: &str| MARKS.iter().any(|mark| mark.to_uppercase() == word);
    let words = words(line);
    let first = words.iter().find(|word| word.parse::<u32>().is_err());
    let with_colon = line.split(|c: char| !c.is_alphanumeric() && c != ':');
    let mut with_colon = with_colon.filter_map(|word| word.split_once(':'));
    first.is_some_and(|word| is_mark(word)) || with_colon.any(|(word, _)| is_mark(word))
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

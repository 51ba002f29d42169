//! `relative-time`.

use crate::check::Lint;
use crate::check::prose::{pieces, without_code, words};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports statements about what a tool can do at the moment: "currently supports", "will soon",
    /// "was recently added". Words about the data are left alone: "the currently selected object",
    /// "recently played songs".
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
    "a text will soon be out of date"
}

impl Lint for RelativeTime {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool) {
            if let Some(words) = dated(&without_code(piece.text)) {
                let message = format!(
                    "the {} says `{words}`, which is true on one day only",
                    piece.key
                );
                let help = "name the version or the date, or leave it out";
                found.push(piece.finding(&INFO, message).help(help));
            }
        }
    }
}

/// Words of the present and the recent past.
const NOW: &[&str] = &["currently", "presently"];
const RECENTLY: &[&str] = &["recently", "lately", "newly"];

/// Whole phrases that speak of the day of writing.
const PHRASES: &[&[&str]] = &[
    &["nowadays"],
    &["these", "days"],
    &["for", "now"],
    &["as", "of", "now"],
    &["as", "of", "today"],
    &["coming", "soon"],
    &["will", "soon"],
];

/// What a tool, and not its data, does "currently".
const CAN: &[&str] = &[
    "support",
    "supports",
    "supporting",
    "accept",
    "accepts",
    "handle",
    "handles",
    "return",
    "returns",
    "require",
    "requires",
    "detect",
    "detects",
    "implement",
    "implements",
    "allow",
    "allows",
    "offer",
    "offers",
    "cover",
    "covers",
    "work",
    "works",
    "get",
    "gets",
    "only",
    "limited",
    "unsupported",
    "unavailable",
    "ignores",
    "lacks",
    "does",
    "cannot",
];

/// What happens to a tool, and not to its data, "recently".
const BECAME: &[&str] = &[
    "added",
    "introduced",
    "renamed",
    "removed",
    "deprecated",
    "launched",
    "changed",
    "moved",
];

/// What a catalog speaks of.
const SUBJECTS: &[&str] = &[
    "tool",
    "tools",
    "server",
    "feature",
    "api",
    "endpoint",
    "parameter",
    "argument",
    "option",
    "command",
    "function",
    "operation",
    "support",
    "implementation",
];

/// What may stand between the subject and the adverb.
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "been", "not", "only", "be", "will", "can",
];

/// The words of a text that speak of the day of writing.
fn dated(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    text.split(['.', '!', '?', ';', '(', ')', '\n'])
        .find_map(|sentence| {
            let words = words(sentence);
            (0..words.len()).find_map(|at| dated_at(&words, at))
        })
}

/// The dated words at a place of a sentence.
fn dated_at(words: &[&str], at: usize) -> Option<String> {
    let rest = words.get(at..)?;
    if let Some(phrase) = PHRASES.iter().find(|phrase| rest.starts_with(phrase)) {
        return Some(phrase.join(" "));
    }
    let (word, next) = (*rest.first()?, rest.get(1).copied().unwrap_or_default());
    let of_tool = || follows_subject(words.get(..at).unwrap_or_default());
    let found = if NOW.contains(&word) {
        CAN.contains(&next) || of_tool()
    } else if RECENTLY.contains(&word) {
        BECAME.contains(&next) && of_tool()
    } else {
        false
    };
    found.then(|| format!("{word} {next}").trim_end().to_owned())
}

/// Whether the words before an adverb end in a subject that a catalog speaks of and a verb: "this feature is".
fn follows_subject(before: &[&str]) -> bool {
    let verbs = before
        .iter()
        .rev()
        .take_while(|word| AUXILIARIES.contains(word))
        .count();
    let subject = before.iter().rev().nth(verbs);
    verbs > 0 && subject.is_some_and(|word| SUBJECTS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::dated;

    #[test]
    fn words_about_the_data_are_left_alone() {
        for text in [
            "Gets the function currently selected by the user.",
            "Lists recently played songs and the newly created ones.",
            "Stops a query that is currently running.",
            "Call it again as soon as the job ends.",
            "Lists the issues that were recently changed.",
            "Lists tools of the currently active project.",
            "Shows models that are currently available.",
        ] {
            assert_eq!(dated(text), None, "{text}");
        }
    }

    #[test]
    fn statements_about_the_tool_are_found() {
        for (text, words) in [
            (
                "Updates an index (currently only the key).",
                "currently only",
            ),
            (
                "This tool currently supports two types.",
                "currently supports",
            ),
            (
                "This feature is currently available in one plan.",
                "currently available",
            ),
            ("The tool was recently renamed.", "recently renamed"),
            ("Deleting is coming soon.", "coming soon"),
            ("It writes one file for now.", "for now"),
        ] {
            assert_eq!(dated(text).as_deref(), Some(words), "{text}");
        }
    }
}

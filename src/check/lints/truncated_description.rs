//! `truncated-description`.

use crate::check::Lint;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports a description that breaks off: it ends in a comma, a colon, an opening bracket, dots, or a word that
    /// needs another after it, or leaves a bracket or a backtick open. It is a note if the text may be complete: "the
    /// account that it belongs to".
    ///
    /// ## Why
    /// A crawler that cuts at an apostrophe or at a length gives half a sentence, and half a sentence
    /// is rated.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: send_flow
    /// description: Sends a message with a form (booking, survey
    /// rationale: The message is delivered and cannot be called back.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: send_flow
    /// description: Sends a message with a form (booking, survey).
    /// rationale: The message is delivered and cannot be called back.
    /// ```
    TruncatedDescription, "TR201", "truncated-description", Warn,
    "a description breaks off"
}

/// Words that no sentence ends with.
const DANGLING: &[&str] = &[
    "a", "an", "the", "and", "or", "its", "their", "your", "that", "which", "when", "if",
];

/// Words that a sentence seldom ends with: "the person you wrote to" is whole.
const SELDOM_LAST: &[&str] = &[
    "of", "to", "for", "from", "with", "by", "at", "as", "is", "are", "via", "into",
];

/// How many bytes before the end an opening mark can stand that the end cut off.
const NEAR: usize = 200;

impl Lint for TruncatedDescription {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let description = tool.tool.definition.description.trim();
        let name = &tool.tool.definition.name;
        let span = tool.tool.description_span;
        if let Some(how) = breaks_off(description) {
            let message = format!("the description of `{name}` breaks off: {how}");
            found.push(Diagnostic::new(&INFO, span, message).help("write the whole sentence"));
        } else if let Some(how) = may_break_off(description) {
            let message = format!("the description of `{name}` may break off: {how}");
            found.push(
                Diagnostic::new(&INFO, span, message)
                    .help("check whether the end of the text is missing")
                    .note(),
            );
        }
    }
}

fn breaks_off(text: &str) -> Option<String> {
    if text.ends_with([',', ':', '(', '[', '{', '-']) {
        return text.chars().last().map(|c| format!("it ends in `{c}`"));
    }
    if text.ends_with("...") || text.ends_with('…') {
        return Some("it ends in dots".to_owned());
    }
    if let Some((_, mark)) = open(text).filter(|(at, _)| is_cut_after(text, *at)) {
        return Some(format!("{mark} stays open"));
    }
    last_word(text, DANGLING)
}

/// Whether the text after an opening mark is short and has no end of a sentence.
fn is_cut_after(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let mut pairs = rest.split_whitespace().zip(rest.split_whitespace().skip(1));
    let ends = |(word, next): (&str, &str)| {
        word.len() > 2 && word.ends_with('.') && next.starts_with(char::is_uppercase)
    };
    rest.len() <= NEAR && !pairs.any(ends)
}

fn may_break_off(text: &str) -> Option<String> {
    let fence = || (text.matches("```").count() % 2 == 1).then_some("a code block");
    open(text)
        .map(|(_, mark)| mark)
        .or_else(fence)
        .map(|mark| format!("{mark} stays open"))
        .or_else(|| last_word(text, SELDOM_LAST))
}

/// The last word of a text of several, if it is one of `words`.
fn last_word(text: &str, words: &[&str]) -> Option<String> {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    (last.len() < text.len() && words.contains(&last)).then(|| format!("it ends in `{last}`"))
}

/// Where the last mark stands that nothing closes, and what it is.
fn open(text: &str) -> Option<(usize, &'static str)> {
    let count = |c| text.matches(c).count();
    let bracket = [('(', ')'), ('[', ']'), ('{', '}')]
        .into_iter()
        .filter(|(open, close)| count(*open) > count(*close))
        .filter_map(|(open, _)| text.rfind(open))
        .max();
    let bracket = bracket.map(|at| (at, "a bracket"));
    let backtick = || {
        // A code block too many is no sentence that breaks off.
        let odd = text.replace("```", "").matches('`').count() % 2 == 1;
        text.rfind('`').filter(|_| odd).map(|at| (at, "a backtick"))
    };
    bracket.or_else(backtick)
}

#[cfg(test)]
mod tests {
    use super::{breaks_off, may_break_off};

    #[test]
    fn whole_sentences_are_at_most_notes() {
        for text in [
            "Gets the chain the wallet is connected to",
            "Lists plans (free, paid. They are all listed.",
            "Runs this:\n```sh\nls\n```\n```\nThen it ends.",
        ] {
            assert_eq!(breaks_off(text), None, "{text}");
            assert!(may_break_off(text).is_some(), "{text}");
        }
        for text in [
            "Reads https://example.com/a/",
            "Runs `SELECT 1;`",
            "Adds 1) a and 2) b",
        ] {
            assert_eq!(
                breaks_off(text).or_else(|| may_break_off(text)),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn cut_sentences_are_found() {
        for text in [
            "Sends a form (booking, survey",
            "Gets the list of pages and",
            "Reads:",
            "Runs `npm",
        ] {
            assert!(breaks_off(text).is_some(), "{text}");
        }
    }
}

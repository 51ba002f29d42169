//! `doubled-stop`.

use std::ops::Range;

use crate::check::Lint;
use crate::check::prose::{Token, pieces, prose_tokens};
use crate::diagnostic::{Diagnostic, Fix, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports two full stops in a row, and a stop after another mark of the same kind.
    ///
    /// ## Why
    /// Two full stops are typical of a text that a program has joined and that nobody has read.
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
        for piece in pieces(tool.tool) {
            for (range, one) in doubled(piece.text) {
                let marks = piece.text.get(range.clone()).unwrap_or_default();
                let message = format!("the {} has `{marks}`", piece.key);
                let fix = Fix::Replace {
                    range,
                    to: one.to_owned(),
                };
                found.push(
                    piece
                        .finding(&INFO, message)
                        .help("remove the extra mark")
                        .fix(fix),
                );
            }
        }
    }
}

/// Marks that stand twice, and the one that should stand.
const MARKS: &[(&str, &str)] = &[
    ("..", "."),
    ("!.", "!"),
    ("?.", "?"),
    (",.", "."),
    (";.", "."),
    (",,", ","),
];

/// Names that end in a mark of their own.
const NAMES: &[&str] = &["Yahoo", "Jeopardy", "Yum"];

/// The doubled marks at the end of words, each with the one that should stand. Dots within paths,
/// ranges, code and ellipses are none, nor are two dots in the middle of a sentence.
fn doubled(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let tokens = prose_tokens(text);
    let next = tokens.iter().skip(1).map(Some).chain(std::iter::once(None));
    let of_token = |(token, next): (&Token<'_>, Option<&Token<'_>>)| {
        let word = token.text.trim_end_matches([')', '"', '\'', '\u{201d}']);
        let (marks, one) = MARKS.iter().find(|(marks, _)| word.ends_with(marks))?;
        let stem = word.strip_suffix(marks)?;
        let bare = stem.trim_start_matches(['(', '"', '\'', '\u{201c}']);
        let is_word = !bare.is_empty()
            && bare
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '-' | '\u{2019}'));
        // Nobody ends a sentence before a small letter: it is an ellipsis.
        let goes_on =
            *one == "." && next.is_some_and(|next| next.text.starts_with(char::is_lowercase));
        let found = is_word && !goes_on && !NAMES.contains(&bare);
        let start = token.start + stem.len();
        found.then(|| (start..start + marks.len(), *one))
    };
    tokens.iter().zip(next).filter_map(of_token).collect()
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn dots_of_paths_ranges_and_ellipses_are_left_alone() {
        for text in [
            "Reads ../data and a/.. too.",
            "Takes 1..10, a..b, [a..] and 1.. as well.",
            "Waits for it... then goes.... on",
            "Waits.. then goes.",
            "Reads `x..` now.",
            "Calls foo?.bar or cd .. there.",
            "Asks Yahoo!. Then it ends.",
            "Reads C:\\data\\.. alone.",
        ] {
            assert_eq!(doubled(text), [], "{text}");
        }
    }

    #[test]
    fn doubled_marks_are_found_where_they_stand() {
        assert_eq!(doubled("Gets a city.. It is (so)."), [(11..13, ".")]);
        assert_eq!(
            doubled("Is it?. Yes,, (no..)"),
            [(5..7, "?"), (11..13, ","), (17..19, ".")]
        );
    }
}

//! Text as a string literal of a language, hidden characters as escapes.

use std::fmt::Write as _;

use super::loss::Loss;
use super::target::{ServerPolicy, TargetInfo};
use crate::escape::{self, is_hidden};

/// How a language writes a character by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// `\u{1f600}`
    Braces,
    /// `\u2028`, `\U000e0041`
    Width,
}

/// A string of Cedar.
pub(super) fn cedar(text: &str) -> String {
    format!("\"{}\"", escaped(text, Number::Braces))
}

/// A pattern of Cedar's `like` that the text is found in.
pub(super) fn cedar_like(text: &str) -> String {
    let parts: Vec<String> = text
        .split('*')
        .map(|part| escaped(part, Number::Braces))
        .collect();
    format!("\"*{}*\"", parts.join("\\*"))
}

/// A string of CEL.
pub(super) fn cel(text: &str) -> String {
    format!("\"{}\"", escaped(text, Number::Width))
}

/// A string of YAML, in single quotes where that is possible.
pub(super) fn yaml(text: &str) -> String {
    if text.contains(['\n', '\t']) || text.chars().any(is_hidden) {
        format!("\"{}\"", escaped(text, Number::Width))
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// The comment before a document, each line after `mark`: what it is and what it does not say.
pub(super) fn comment(
    mark: &str,
    info: &TargetInfo,
    servers: &[ServerPolicy<'_>],
    losses: &[Loss],
) -> String {
    let names: Vec<&str> = servers.iter().map(|server| server.name).collect();
    let mut lines = vec![format!(
        "Policy of {} for {}, by toolrisk export.",
        names.join(", "),
        info.title
    )];
    if !losses.is_empty() {
        lines.push("This product cannot express the whole policy:".to_owned());
    }
    lines.extend(losses.iter().map(|each| format!("- {each}")));
    lines.push(String::new());
    let lines: Vec<String> = lines
        .iter()
        .map(|line| match line.as_str() {
            "" => String::new(),
            line => format!("{mark} {}", escape::one_line(line)),
        })
        .collect();
    lines.join("\n")
}

fn escaped(text: &str, number: Number) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                let code = u32::from(c);
                // Writing to a String cannot fail.
                let _ = match number {
                    Number::Braces => write!(out, "\\u{{{code:x}}}"),
                    Number::Width if code > 0xffff => write!(out, "\\U{code:08x}"),
                    Number::Width => write!(out, "\\u{code:04x}"),
                };
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a pattern means the same to this crate's engine and to RE2, which Go and CEL use.
///
/// Of the two languages only what reads alike: letters and digits, `. ^ $ | ( ) * + ?`, bounds, plain
/// classes, and `\` before one of these signs.
pub(super) fn is_portable_pattern(pattern: &str) -> bool {
    let mut in_class = false;
    let mut repetitions = 1_u32;
    let mut repeated = false;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let repeats = matches!(c, '*' | '+' | '?' | '{') && !in_class;
        if repeats && repeated {
            return false;
        }
        match c {
            '\\' if next.is_some_and(|next| ".+*?()|[]{}^$\\".contains(next)) => {
                chars.next();
            }
            '\\' => return false,
            '[' if in_class => return false,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if next == Some('?') && !in_class => return false,
            '&' | '-' | '~' if in_class && next == Some(c) => return false,
            '{' if !in_class => {
                let bound: String = chars.by_ref().take_while(|c| *c != '}').collect();
                // RE2 repeats nothing more than a thousand times, bounds within bounds included.
                repetitions = repetitions.saturating_mul(most(&bound).unwrap_or(u32::MAX));
                if repetitions > 1000 {
                    return false;
                }
            }
            _ => {}
        }
        // A `?` after a repetition makes it lazy, which changes no match; one more would repeat it.
        repeated = repeats && !(c == '?' && repeated);
        if repeats && chars.peek() == Some(&'?') {
            chars.next();
        }
    }
    !in_class
}

/// The greater number of a bound, at least 1; none where RE2 reads the braces as text: `{,2}`, `{ 2}`, `{02}`.
fn most(bound: &str) -> Option<u32> {
    let number = |part: &str| {
        let digits = part.chars().all(|c| c.is_ascii_digit());
        let plain = digits && (part == "0" || !part.starts_with('0'));
        part.parse().ok().filter(|_| plain)
    };
    let (least, most) = bound.split_once(',').unwrap_or((bound, ""));
    let least: u32 = number(least)?;
    let most = if most.is_empty() {
        least
    } else {
        number(most)?
    };
    Some(most.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_harmless_in_every_language() {
        let text = "a\"b\\c'*\n\u{202e}\u{e0041}";
        assert_eq!(cedar(text), r#""a\"b\\c'*\n\u{202e}\u{e0041}""#);
        assert_eq!(cedar_like("a*b"), r#""*a\*b*""#);
        assert_eq!(cel(text), r#""a\"b\\c'*\n\u202e\U000e0041""#);
        assert_eq!(yaml("it's"), "'it''s'");
        assert_eq!(yaml(text), r#""a\"b\\c'*\n\u202e\U000e0041""#);
    }

    #[test]
    fn only_patterns_that_read_alike_are_portable() {
        for good in [
            "^ab.*$",
            "a{2,3}",
            "a{0}b{2,}",
            "(a{10}b){100}",
            "[^a-z]+",
            r"\.md$",
            "(a|b)?",
            "a+?b",
        ] {
            assert!(is_portable_pattern(good), "{good}");
        }
        for bad in [
            r"\d",
            r"\bx",
            "(?i)x",
            "[[:alpha:]]",
            "[a&&b]",
            "a**",
            "a{1001}",
            "a{,2}",
            "a{02}",
            "a{ 2}",
            "(a{10}b){101}",
            "[a-z--b]",
            "a+??",
        ] {
            assert!(!is_portable_pattern(bad), "{bad}");
        }
    }
}

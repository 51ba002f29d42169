//! The words of JSON with comments, for comparing texts and for cutting parts out of them: what stands between the
//! words is white space alone.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A text in quotes, or a word such as `true`.
    Word,
    /// A comment.
    Comment,
    /// A bracket, a brace, a colon or a comma.
    Sign(char),
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sort: Sort,
    pub(super) range: Range<usize>,
}

impl Token {
    fn is(&self, sign: char) -> bool {
        self.sort == Sort::Sign(sign)
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        let (sort, length) = first(rest);
        if let Some(sort) = sort {
            let range = at..at + length;
            found.push(Token { sort, range });
        }
        at += length;
    }
    found
}

/// The token that a text begins with, or nothing for white space, with its length.
fn first(text: &str) -> (Option<Sort>, usize) {
    let Some(c) = text.chars().next() else {
        return (None, 0);
    };
    match c {
        '{' | '}' | '[' | ']' | ':' | ',' => (Some(Sort::Sign(c)), 1),
        '"' => (Some(Sort::Word), quoted(text)),
        // TOML and YAML have no other comments, and lists in brackets as JSON has them.
        '/' | '#' if c == '#' || text.starts_with("//") => {
            let line = text.lines().next().unwrap_or(text);
            (Some(Sort::Comment), line.trim_end().len())
        }
        '/' if text.starts_with("/*") => {
            let end = text.get(2..).and_then(|it| it.find("*/"));
            (Some(Sort::Comment), end.map_or(text.len(), |it| it + 4))
        }
        c if c.is_whitespace() || c == '\u{feff}' => (None, c.len_utf8()),
        c => {
            let ends = |c: char| c.is_whitespace() || "{}[]:,\"/".contains(c);
            let rest = text.get(c.len_utf8()..).unwrap_or_default();
            let end = rest.find(ends).unwrap_or(rest.len());
            (Some(Sort::Word), c.len_utf8() + end)
        }
    }
}

/// The length of the text in quotes that a text begins with.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The tokens of a text as they are written, without the commas before a closing bracket or brace.
fn written(text: &str) -> Vec<&str> {
    let tokens = tokens(text);
    let is_last = |at: usize| {
        let mut after = tokens.iter().skip(at + 1);
        let after = after.find(|it| it.sort != Sort::Comment);
        after.is_none_or(|it| it.is('}') || it.is(']'))
    };
    let counts = |(at, it): &(usize, &Token)| !(it.is(',') && is_last(*at));
    let kept = tokens.iter().enumerate().filter(counts);
    kept.filter_map(|(_, it)| text.get(it.range.clone()))
        .collect()
}

/// Whether two texts differ in nothing but white space between their tokens and commas before a closing bracket.
pub(super) fn same(a: &str, b: &str) -> bool {
    written(a) == written(b)
}

/// Whether the tokens of a part stand in a text, one behind the other.
pub(super) fn holds(text: &str, part: &str) -> bool {
    let (text, part) = (written(text), written(part));
    !part.is_empty() && text.windows(part.len()).any(|it| it == part)
}

/// The comments of a text.
pub(super) fn comments(text: &str) -> Vec<&str> {
    let comments = tokens(text)
        .into_iter()
        .filter(|it| it.sort == Sort::Comment);
    comments.filter_map(|it| text.get(it.range)).collect()
}

/// A text without one of the items or members of a container, whose places are given in their order, and without the
/// comma that goes with it. Comments beside it stay.
pub(super) fn cut(text: &str, places: &[Range<usize>], at: usize) -> Option<String> {
    let own = places.get(at)?;
    let (before, after) = (
        at.checked_sub(1).and_then(|it| places.get(it)),
        places.get(at + 1),
    );
    let mut text = text.to_owned();
    let comma = |from: usize| {
        let tokens = tokens(text.get(from..)?);
        let next = tokens.into_iter().find(|it| it.sort != Sort::Comment)?;
        next.is(',')
            .then(|| from + next.range.start..from + next.range.end)
    };
    let (comma, gap) = match (before, after) {
        (_, Some(after)) => (comma(own.end), own.start..after.start),
        (Some(before), None) => (comma(before.end), before.end..own.end),
        (None, None) => (comma(own.end), own.clone()),
    };
    let is_plain =
        |it: &Range<usize>| comments(text.get(it.clone()).unwrap_or_default()).is_empty();
    let others = [gap.start..own.start, own.end..gap.end];
    if (before.is_some() || after.is_some()) && others.iter().all(is_plain) {
        text.replace_range(gap, "");
        return Some(text);
    }
    match comma {
        Some(comma) if comma.start >= own.end => {
            text.replace_range(comma, "");
            text.replace_range(own.clone(), "");
        }
        Some(comma) => {
            text.replace_range(own.clone(), "");
            text.replace_range(comma, "");
        }
        None => text.replace_range(own.clone(), ""),
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_and_last_commas_do_not_count() {
        for (a, b, expected) in [
            ("{ \"a\": [1, 2,], }", "{\"a\":[1,2]}\r\n", true),
            ("\u{feff}{}", "{\n}", true),
            ("{\"a\": \"x, y\"}", "{\"a\": \"x,y\"}", false),
            ("{\"a\": \"x y\"}", "{\"a\": \"xy\"}", false),
            ("[1, 2]", "[12]", false),
            ("[1] // a b\n", "[1] // ab\n", false),
            ("[1] // a\r\n", "[1] // a\n", true),
            ("[1 /* a, b */]", "[1 /* a b */]", false),
            ("[1 /* a */,]", "[1, /* a */]", true),
            (r#"["\"", 1]"#, r#"["\"",1]"#, true),
            ("[true]", "[ false]", false),
            ("{\"a\": []}", "{}", false),
        ] {
            assert_eq!(same(a, b), expected, "{a} {b}");
        }
        assert!(holds("x, \"a\": { \"b\": 1 }", "{\"b\":1}"));
        assert!(!holds("\"a\": \"deny\"", "\"ask\""));
    }

    #[test]
    fn a_part_goes_with_one_comma_and_comments_stay() {
        for (text, at, expected) in [
            ("[1, 2, 3]", 0, "[2, 3]"),
            ("[1, 2, 3]", 1, "[1, 3]"),
            ("[1, 2, 3]", 2, "[1, 2]"),
            ("[1, 2, 3, ]", 2, "[1, 2, ]"),
            ("[ 1, ]", 0, "[  ]"),
            ("[1]", 0, "[]"),
            ("[1, // one\n 2]", 0, "[ // one\n 2]"),
            ("[1, // one\n 2]", 1, "[1 // one\n ]"),
            ("[1 /* , */, 2]", 1, "[1 /* , */ ]"),
        ] {
            let places: Vec<Range<usize>> = tokens(text)
                .into_iter()
                .filter(|it| it.sort == Sort::Word)
                .map(|it| it.range)
                .collect();
            assert_eq!(cut(text, &places, at).unwrap(), expected, "{text} {at}");
        }
    }
}

//! The lines of a text, and what they begin with.

/// A line of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends, its line feed included.
    pub(super) end: usize,
    /// How many white characters it begins with.
    pub(super) indent: usize,
    /// Its text without the white space around it.
    pub(super) bare: &'t str,
}

/// The lines of a text, which cover it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |whole| {
        let line = Line {
            start,
            end: start + whole.len(),
            indent: indent(whole),
            bare: whole.trim(),
        };
        start = line.end;
        line
    })
}

/// How many white characters a line begins with.
pub(super) fn indent(line: &str) -> usize {
    line.chars().take_while(|it| it.is_whitespace()).count()
}

/// What follows the mark or number of a list's item.
pub(super) fn of_item(bare: &str) -> Option<&str> {
    if let Some(rest) = bare.strip_prefix(['-', '*', '+', '•', '·']) {
        return rest
            .starts_with(char::is_whitespace)
            .then(|| rest.trim_start());
    }
    let rest = bare.trim_start_matches(|it: char| it.is_ascii_digit());
    let numbered = rest.len() < bare.len() && rest.len() + 4 > bare.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|_| numbered)?;
    rest.starts_with(char::is_whitespace)
        .then(|| rest.trim_start())
}

/// Whether a block of code begins or ends with this line.
pub(super) fn is_fence(bare: &str) -> bool {
    bare.strip_prefix("```")
        .is_some_and(|rest| !rest.contains("```"))
}

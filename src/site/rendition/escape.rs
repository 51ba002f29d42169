//! Text and addresses from outside as plain text of Markdown.

/// An address that cannot end the parentheses around it.
pub(super) fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// Text from outside as text of Markdown, on one line.
pub(in crate::site) fn escaped(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(escaped_word).collect();
    words.join(" ")
}

/// A word in which nothing is markup. An underscore inside a word is none, and stays readable.
pub(super) fn escaped_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    let mut before = ' ';
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after == '#' || after.is_ascii_alphabetic(),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Whether a line that begins with this word would be no paragraph.
pub(super) fn begins_block(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < word.len() && matches!(rest, "." | ")");
    numbered || word.starts_with(['#', '+', '-', '=', ':'])
}

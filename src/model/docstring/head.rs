//! A line that begins a section, in the styles of Google, `NumPy`, Sphinx, `JSDoc` and Markdown.

use super::About;
use super::line::Line;
use super::words::{heading, tag};

/// How a heading is written, which says where its section ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `Args:`, `**Args:**`, `【参数】`.
    Plain,
    /// A heading of Markdown.
    Marked,
    /// A line of hyphens under it.
    Underlined,
    /// `:param x:` or `@param x`, of one argument each.
    Tag,
    /// `<example>`, until it is closed.
    Markup,
}

/// The beginning of a section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'t> {
    /// What it announces; nothing that is known for a heading of another name.
    pub(super) about: Option<About>,
    pub(super) style: Style,
    /// The text that follows on the line.
    pub(super) rest: &'t str,
    /// The argument or error that a tag names, and its type.
    pub(super) named: Option<(&'t str, &'t str)>,
}

impl<'t> Head<'t> {
    fn new(about: Option<About>, style: Style, rest: &'t str) -> Self {
        Self {
            about,
            style,
            rest,
            named: None,
        }
    }

    /// Reads a line; the next one can underline it.
    pub(super) fn of(line: &Line<'t>, next: Option<&Line<'t>>) -> Option<Self> {
        match line.bare.chars().next()? {
            '#' => marked(line.bare),
            '<' => markup(line.bare),
            ':' => field_list(line.bare),
            _ => at_sign(line.bare)
                .or_else(|| underlined(line, next?))
                .or_else(|| plain(line.bare)),
        }
    }
}

/// `## Parameters`
fn marked(bare: &str) -> Option<Head<'_>> {
    let title = bare.trim_start_matches('#');
    if bare.len() - title.len() > 6 || !title.starts_with(' ') {
        return None;
    }
    let title = title.trim_matches(['#', '*', ' ']);
    let about = heading(title).map(|known| known.about);
    Some(Head::new(about, Style::Marked, ""))
}

/// `<example>`
fn markup(bare: &str) -> Option<Head<'_>> {
    let known = matches!(bare, "<example>" | "<examples>" | "<usage>");
    known.then(|| Head::new(Some(About::Example), Style::Markup, ""))
}

/// A line of hyphens, equals signs or tildes under the words.
fn underlined<'t>(line: &Line<'t>, next: &Line<'t>) -> Option<Head<'t>> {
    if !is_underline(next.bare) || line.indent != next.indent {
        return None;
    }
    let about = heading(line.bare).map(|known| known.about);
    Some(Head::new(about, Style::Underlined, ""))
}

pub(super) fn is_underline(bare: &str) -> bool {
    let marks = ['-', '=', '~'];
    bare.len() > 2 && marks.iter().any(|mark| bare.chars().all(|it| it == *mark))
}

/// `Args:`, `Returns: text`, `**Args**`, `【参数】`.
fn plain(bare: &str) -> Option<Head<'_>> {
    let open = bare.trim_start_matches(['*', '【']);
    let decorated = open.len() < bare.len();
    let (title, after) = open.split_at_checked(open.find([':', '：', '*', '】'])?)?;
    let rest = after.trim_start_matches([':', '：', '*', '】']);
    let colon = after
        .strip_suffix(rest)
        .is_some_and(|it| it.contains([':', '：']));
    let rest = rest.trim_start();
    let known = heading(title).filter(|_| !title.starts_with(char::is_whitespace))?;
    let is_head = if rest.is_empty() {
        colon || decorated
    } else {
        // In lower case it is the name of an argument.
        colon && known.inline && !title.starts_with(char::is_lowercase)
    };
    is_head.then(|| Head::new(Some(known.about), Style::Plain, rest))
}

/// `@param {string} name - text`, `@returns {Promise} text`; in a comment after a star.
fn at_sign(bare: &str) -> Option<Head<'_>> {
    let bare = bare.strip_prefix("* ").unwrap_or(bare).trim_start();
    let rest = bare.strip_prefix('@')?;
    let (word, rest) = cut(rest, |it| !it.is_ascii_alphanumeric());
    if word.is_empty() || rest.starts_with(|it: char| !it.is_whitespace()) {
        return None;
    }
    let rest = rest.trim_start();
    let about = tag(word).filter(|_| word != "type");
    let mut head = Head::new(about, Style::Tag, rest);
    let (kind, after) = in_braces(rest);
    let (name, text) = cut(after.trim_start(), char::is_whitespace);
    let (named, text) = match about {
        Some(About::Arguments) => ((name, kind), text),
        Some(About::Raises) if !kind.is_empty() => ((kind, ""), after),
        Some(About::Raises) => ((name, ""), text),
        _ => return Some(head),
    };
    head.named = Some(named);
    head.rest = text.trim_start().trim_start_matches(['-', '–', '—', ':']);
    Some(head)
}

/// `:param str name: text`, `:returns: text`, `:raises KeyError: text`.
fn field_list(bare: &str) -> Option<Head<'_>> {
    let (inside, rest) = bare.strip_prefix(':')?.split_once(':')?;
    let (word, named) = cut(inside, char::is_whitespace);
    let about = tag(word)?;
    let mut head = Head::new(Some(about), Style::Tag, rest);
    if matches!(about, About::Arguments | About::Raises) {
        let (kind, name) = named.trim().rsplit_once(' ').unwrap_or(("", named.trim()));
        head.named = Some((name, kind.trim()));
    }
    Some(head)
}

/// What stands in the braces at the beginning, and what follows them.
fn in_braces(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, each) in text.char_indices() {
        match each {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let inside = text.get(1..at).unwrap_or_default();
            let after = text.get(at + each.len_utf8()..).unwrap_or_default();
            return match each {
                '}' => (inside, after),
                _ => ("", text),
            };
        }
    }
    ("", text)
}

/// The text before the first such character, and the rest.
fn cut(text: &str, at: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(at).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

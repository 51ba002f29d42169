//! The arguments and errors that a section names, each with its text.

use super::Passage;
use super::line::{Line, of_item};

/// How far into a line a name and its type reach at most, in characters.
const FARTHEST: usize = 160;
/// How long a name is at most, in bytes.
const LONGEST: usize = 80;

/// An argument or an error, and what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its type, or what else stands in brackets after it; often empty.
    pub kind: &'t str,
    /// What is said of it.
    pub text: Passage<'t>,
}

/// The beginning of a field.
struct Start<'t> {
    name: &'t str,
    kind: &'t str,
    /// Where its line begins.
    line: usize,
    /// Where its text begins.
    text: usize,
    inline: bool,
}

/// The fields in the lines of a section that ends at `end`, and where the first one begins.
pub(super) fn fields<'t>(
    text: &'t str,
    lines: &[Line<'t>],
    end: usize,
    underlined: bool,
) -> (usize, Vec<Field<'t>>) {
    let first = lines.iter().find(|line| !line.bare.is_empty());
    let most = first.map_or(0, |line| line.indent);
    let next = lines.iter().skip(1).map(Some).chain([None]);
    let starts: Vec<Start<'_>> = lines
        .iter()
        .zip(next)
        .filter(|(line, _)| line.indent <= most)
        .filter_map(|(line, next)| {
            let deeper = next.is_some_and(|it| !it.bare.is_empty() && it.indent > line.indent);
            let over = over(line).filter(|_| underlined && deeper);
            over.or_else(|| on(text, line))
        })
        .collect();
    let begin = starts.first().map_or(end, |start| start.line);
    let ends = starts.iter().skip(1).map(|start| start.line).chain([end]);
    let fields = starts.iter().zip(ends).map(|(start, end)| Field {
        name: start.name,
        kind: start.kind,
        text: Passage {
            text: text.get(start.text..end).unwrap_or_default(),
            inline: start.inline,
        },
    });
    (begin, fields.collect())
}

/// Whether a line names an argument or an error and says something of it.
pub(super) fn is_field(line: &Line<'_>) -> bool {
    split(line.bare).is_some()
}

/// `name: text`, `- name (type): text`.
fn on<'t>(text: &str, line: &Line<'t>) -> Option<Start<'t>> {
    let (name, kind, rest) = split(line.bare)?;
    // The rest ends where the words of the line do.
    let whole = text.get(line.start..line.end).unwrap_or_default();
    let tail = whole.len() - whole.trim_end().len();
    Some(Start {
        name,
        kind,
        line: line.start,
        text: line.end - tail - rest.len(),
        inline: true,
    })
}

/// `name : type` over the text, as `NumPy` has it.
fn over<'t>(line: &Line<'t>) -> Option<Start<'t>> {
    let (name, kind) = line.bare.split_once(':').unwrap_or((line.bare, ""));
    let name = name.trim_matches(['*', '`', ' ']);
    is_name(name).then(|| Start {
        name,
        kind: kind.trim(),
        line: line.start,
        text: line.end,
        inline: false,
    })
}

/// The name, the type and the text of a line.
fn split(bare: &str) -> Option<(&str, &str, &str)> {
    let bare = of_item(bare).unwrap_or(bare);
    let (before, after) = separated(bare)?;
    let open = before.find(['(', '{', '（']).unwrap_or(before.len());
    let (name, kind) = before.split_at_checked(open)?;
    let name = name.trim_matches(['*', '`', '"', '\'', ' ']);
    let kind = kind.trim_matches(['(', ')', '{', '}', '（', '）', '*', ' ']);
    is_name(name).then(|| (name, kind, after.trim_start_matches(['*', ' '])))
}

/// What stands before and after the first colon or dash outside of brackets.
fn separated(bare: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, each) in bare.char_indices().take(FARTHEST) {
        let after = bare.get(at + each.len_utf8()..)?;
        let dash = matches!(each, '-' | '–' | '—') && before == ' ' && after.starts_with(' ');
        match each {
            '(' | '[' | '{' | '<' | '（' => depth += 1,
            ')' | ']' | '}' | '>' | '）' => depth = depth.saturating_sub(1),
            ':' | '：' if depth == 0 && !after.starts_with("//") => {
                return Some((bare.get(..at)?, after));
            }
            _ if dash && depth == 0 => return Some((bare.get(..at)?.trim_end(), after)),
            _ => {}
        }
        before = each;
    }
    None
}

/// Whether these are names as programs have them, one or several.
fn is_name(text: &str) -> bool {
    let plain = |it: char| it.is_alphanumeric() || "_.$[]-".contains(it);
    let is_one = |it: &str| it.contains(char::is_alphabetic) && it.chars().all(plain);
    text.len() <= LONGEST
        && text
            .split([',', '/', '|'])
            .all(|it| is_one(it.trim().trim_matches(['`', '*'])))
}

//! Which bytes go when a key is removed with its value.

use std::ops::Range;

use super::{Refusal, place};
use crate::load::{Step, Syntax, SyntaxKind, SyntaxNode, entry_end, lines};

type Entry = (SyntaxNode, SyntaxNode);

/// The path of the key to remove: that of the parent where the key is the only one of its mapping.
pub(super) fn with_emptied_parents<'p>(syntax: &Syntax, path: &'p [Step]) -> &'p [Step] {
    match path.split_last() {
        Some((Step::Key(_), parents)) if !parents.is_empty() => {
            match place::node(&syntax.root, parents).map(|node| &node.kind) {
                Some(SyntaxKind::Map { entries, .. }) if entries.len() == 1 => {
                    with_emptied_parents(syntax, parents)
                }
                _ => path,
            }
        }
        _ => path,
    }
}

/// The bytes of a key and its value.
pub(super) fn range(text: &str, syntax: &Syntax, path: &[Step]) -> Result<Range<usize>, Refusal> {
    let (Some(Step::Key(name)), Some(parents)) =
        (path.last(), path.get(..path.len().saturating_sub(1)))
    else {
        return Err(Refusal::NotFound);
    };
    let parent = place::node(&syntax.root, parents).ok_or(Refusal::NotFound)?;
    let SyntaxKind::Map { flow, entries } = &parent.kind else {
        return Err(Refusal::NotFound);
    };
    let at = entries
        .iter()
        .position(|(key, _)| key.scalar() == Some(name));
    let at = at.ok_or(Refusal::NotFound)?;
    let range = if *flow {
        flow_range(text, entries, at)
    } else {
        block_range(text, entries, at)
    }?;
    let lost = |comment: &Range<usize>| comment.start < range.end && range.start < comment.end;
    if syntax.comments.iter().any(lost) {
        return Err(Refusal::Comment);
    }
    Ok(range)
}

/// In `{ a: 1, b: 2 }`: up to the next entry, or from the end of the one before.
fn flow_range(text: &str, entries: &[Entry], at: usize) -> Result<Range<usize>, Refusal> {
    let (key, value) = entries.get(at).ok_or(Refusal::NotFound)?;
    if let Some((next, _)) = entries.get(at + 1) {
        return Ok(key.start..next.start);
    }
    let before = at.checked_sub(1).and_then(|before| entries.get(before));
    let (key_before, value_before) = before.ok_or(Refusal::OtherValues)?;
    Ok(entry_end(text, key_before, value_before)..entry_end(text, key, value))
}

/// The lines from the key to the end of its value. A blank line above stays, and the blank lines below
/// go instead.
fn block_range(text: &str, entries: &[Entry], at: usize) -> Result<Range<usize>, Refusal> {
    let (key, value) = entries.get(at).ok_or(Refusal::NotFound)?;
    let above = text.get(..key.start).unwrap_or_default();
    let indented = above.trim_end_matches(' ');
    let indent = above.len() - indented.len();
    if !indented.is_empty() && !indented.ends_with(['\n', '\r', '\u{feff}']) {
        let question = indented.trim_end().ends_with('?');
        return Err(if question {
            Refusal::Question
        } else {
            Refusal::Line
        });
    }
    let line_above = lines(indented).last().unwrap_or_default();
    if is_comment_at(line_above, indent) {
        return Err(Refusal::Comment);
    }
    let end = entry_end(text, key, value);
    let mut below = lines(text.get(end..).unwrap_or_default());
    let rest = below.next().unwrap_or_default();
    match rest.trim() {
        "" => {}
        comment if comment.starts_with('#') => return Err(Refusal::Comment),
        _ => return Err(Refusal::Line),
    }
    let mut end = end + rest.len();
    if line_above.trim().is_empty() {
        end += below
            .take_while(|line| line.trim().is_empty())
            .map(str::len)
            .sum::<usize>();
    }
    Ok(indented.len()..end)
}

/// Whether a line is a comment that is not indented more than the key under it.
fn is_comment_at(line: &str, indent: usize) -> bool {
    let comment = line.trim_start_matches(' ');
    comment.starts_with('#') && line.len() - comment.len() <= indent
}

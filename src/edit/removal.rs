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
    let after = text.get(end + rest.len()..).unwrap_or_default();
    if is_told_below(lines(after), indent) {
        return Err(Refusal::Comment);
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

/// Whether a comment below a value is about it: one that is indented more than the key, or one right under the value
/// that nothing stands right under.
fn is_told_below<'t>(below: impl Iterator<Item = &'t str>, indent: usize) -> bool {
    let mut is_right_under = true;
    let mut comments = 0;
    for line in below {
        let comment = line.trim_start_matches([' ', '\t']);
        let is_blank = comment.trim().is_empty();
        if is_blank || !comment.starts_with('#') {
            let is_end = is_blank || matches!(line.trim_end(), "---" | "...");
            if is_right_under && comments > 0 && is_end {
                return true;
            }
            is_right_under = false;
        }
        if !is_blank && !comment.starts_with('#') {
            return false;
        }
        if !is_blank && line.len() - comment.len() > indent {
            return true;
        }
        comments += usize::from(!is_blank);
    }
    is_right_under && comments > 0
}

/// Whether a line is a comment that is not indented more than the key under it.
fn is_comment_at(line: &str, indent: usize) -> bool {
    let comment = line.trim_start_matches(' ');
    comment.starts_with('#') && line.len() - comment.len() <= indent
}

//! Changes to the text of a YAML file that keep every other value, or are not made.
//!
//! An edit names a place and what becomes of the value there. It is cut along the syntax tree of its
//! document, and then the document is read again: where it does not hold exactly the expected values,
//! the edit is dropped and the reason is given.

mod place;
mod refusal;
mod removal;

use std::ops::Range;

pub use refusal::Refusal;

use crate::diagnostic::Fix;
use crate::load::{PlainValue, Step, Syntax, SyntaxKind, SyntaxNode, split};
use crate::sort;
use place::Target;

/// Most places in a text that are tried for one replacement.
const MOST_TRIES: usize = 64;

/// A text after its edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The whole new text.
    pub text: String,
    /// The edits that were not made, by their number, and why.
    pub refused: Vec<(usize, Refusal)>,
}

/// Makes edits, each a fix and the offset of the value or key that it is about.
pub fn edited(text: &str, edits: &[(usize, &Fix)]) -> Edited {
    let mut order: Vec<usize> = (0..edits.len()).collect();
    sort::by_key(&mut order, |number| edits.get(*number).map(|(at, _)| *at));
    let mut pending = order.into_iter().peekable();
    let mut result = Edited {
        text: String::with_capacity(text.len()),
        refused: Vec::new(),
    };
    let mut copied = 0;
    for part in split(text) {
        let end = part.start + part.text.len();
        let mut own = Vec::new();
        while let Some(number) = pending.next_if(|it| edits.get(*it).is_some_and(|it| it.0 < end)) {
            if let Some((at, fix)) = edits.get(number) {
                // An offset in a marker belongs to the document under it, where nothing is found.
                own.push((number, at.saturating_sub(part.start), *fix));
            }
        }
        let between = text.get(copied..part.start).unwrap_or_default();
        result.text.push_str(between);
        let document = document(part.text, &own, &mut result.refused);
        result.text.push_str(&document);
        copied = end;
    }
    result
        .refused
        .extend(pending.map(|number| (number, Refusal::NotFound)));
    result
}

/// A document after those of its edits that keep every other value.
fn document(
    text: &str,
    edits: &[(usize, usize, &Fix)],
    refused: &mut Vec<(usize, Refusal)>,
) -> String {
    let mut current = text.to_owned();
    if edits.is_empty() {
        return current;
    }
    let syntax = Syntax::of(text);
    let mut targets = Vec::new();
    for (number, at, fix) in edits {
        match syntax
            .as_ref()
            .and_then(|syntax| place::target(syntax, *at, fix))
        {
            Some(target) => targets.push((*number, target)),
            None => refused.push((*number, Refusal::NotFound)),
        }
    }
    // Later words of a text first, so that the ranges of the earlier ones stay right; keys go last.
    sort::by(&mut targets, |(_, a), (_, b)| a.order().cmp(&b.order()));
    for (number, target) in targets {
        match apply(&current, &target) {
            Ok(new) => current = new,
            Err(refusal) => refused.push((number, refusal)),
        }
    }
    current
}

fn apply(text: &str, target: &Target) -> Result<String, Refusal> {
    let syntax = Syntax::of(text).ok_or(Refusal::NotFound)?;
    let value = PlainValue::of(text).map_err(|_| Refusal::NotFound)?;
    match target {
        Target::Key { path } => {
            let path = removal::with_emptied_parents(&syntax, path);
            let range = removal::range(text, &syntax, path)?;
            let expected = value.without(path).ok_or(Refusal::NotFound)?;
            spliced(text, &range, "", &expected).ok_or(Refusal::OtherValues)
        }
        Target::Words {
            path,
            range,
            from,
            to,
        } => {
            let node = place::node(&syntax.root, path).ok_or(Refusal::NotFound)?;
            let expected = value
                .clone()
                .with(path, range, from, to)
                .ok_or(Refusal::Overlap)?;
            let before = text_at(&value, path, range.start).ok_or(Refusal::NotFound)?;
            let written = text.get(node.content.clone()).unwrap_or_default();
            candidates(written, from, before)
                .map(|at| node.content.start + at)
                .find_map(|at| spliced(text, &(at..at + from.len()), to, &expected))
                .ok_or_else(|| refusal_of_words(text, node, &syntax))
        }
    }
}

/// Why no words of a text could be replaced: the text has an anchor that an alias refers to, or another spelling.
fn refusal_of_words(text: &str, node: &SyntaxNode, syntax: &Syntax) -> Refusal {
    let properties = text.get(node.start..node.content.start).unwrap_or_default();
    let anchor = properties
        .split_whitespace()
        .find_map(|it| it.strip_prefix('&'));
    match anchor {
        Some(name) if has_alias(text, &syntax.root, name) => Refusal::Shared,
        _ => Refusal::Spelling,
    }
}

fn has_alias(text: &str, node: &SyntaxNode, name: &str) -> bool {
    match &node.kind {
        SyntaxKind::Alias => {
            let written = text.get(node.content.clone()).unwrap_or_default();
            written.trim().strip_prefix('*') == Some(name)
        }
        SyntaxKind::Scalar { .. } => false,
        SyntaxKind::List { items } => items.iter().any(|item| has_alias(text, item, name)),
        SyntaxKind::Map { entries, .. } => entries
            .iter()
            .any(|(key, value)| has_alias(text, key, name) || has_alias(text, value, name)),
    }
}

/// The text that a path leads to, up to an offset.
fn text_at<'a>(value: &'a PlainValue, path: &[Step], end: usize) -> Option<&'a str> {
    let mut value = value;
    for step in path {
        value = match (value, step) {
            (PlainValue::Map(entries), Step::Key(key)) => entries.get(key)?,
            (PlainValue::List(items), Step::Item(at)) => items.get(*at)?,
            _ => return None,
        };
    }
    match value {
        PlainValue::Text(text) => text.get(..end),
        PlainValue::Null | PlainValue::Spelled(_) | PlainValue::List(_) | PlainValue::Map(_) => {
            None
        }
    }
}

/// Offsets at which words stand as they are written, the likeliest first: as many stand before it in
/// the written text as in the value.
fn candidates<'a>(
    written: &'a str,
    words: &'a str,
    before: &str,
) -> impl Iterator<Item = usize> + 'a {
    let likely = before.matches(words).count();
    let offsets = || written.match_indices(words).map(|(at, _)| at);
    offsets()
        .nth(likely)
        .into_iter()
        .chain(offsets())
        .take(MOST_TRIES)
}

/// The text with a range replaced, if it then holds the expected value.
fn spliced(text: &str, range: &Range<usize>, by: &str, expected: &PlainValue) -> Option<String> {
    let new = [text.get(..range.start)?, by, text.get(range.end..)?].concat();
    let same = PlainValue::of(&new).is_ok_and(|value| value == *expected);
    same.then_some(new)
}

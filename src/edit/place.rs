//! From an offset in a document to the value or key that stands there.

use std::cmp::Reverse;
use std::ops::Range;

use crate::diagnostic::Fix;
use crate::load::{Step, Syntax, SyntaxKind, SyntaxNode};

/// What an edit changes, by its path in the document, which other edits do not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A key with its value.
    Key { path: Vec<Step> },
    /// Words of a text, by their range in the decoded value.
    Words {
        path: Vec<Step>,
        range: Range<usize>,
        from: String,
        to: String,
    },
}

impl Target {
    /// Words before keys, later words of a text before earlier ones.
    pub(super) fn order(&self) -> impl Ord {
        match self {
            Self::Key { path } => (true, path.clone(), Reverse(0)),
            Self::Words { path, range, .. } => (false, path.clone(), Reverse(range.start)),
        }
    }
}

/// The target of a fix whose value or key begins at an offset.
pub(super) fn target(syntax: &Syntax, at: usize, fix: &Fix) -> Option<Target> {
    let path = path_to(&syntax.root, at)?;
    match fix {
        Fix::RemoveKey => Some(Target::Key { path }),
        Fix::Replace { range, to } => {
            let value = node(&syntax.root, &path)?.scalar()?;
            Some(Target::Words {
                from: value.get(range.clone())?.to_owned(),
                path,
                range: range.clone(),
                to: to.clone(),
            })
        }
    }
}

/// The path to the scalar, alias or empty value at an offset, or to the value of the key there.
fn path_to(node: &SyntaxNode, at: usize) -> Option<Vec<Step>> {
    match &node.kind {
        SyntaxKind::Scalar { .. } | SyntaxKind::Alias => (node.content.start == at).then(Vec::new),
        SyntaxKind::List { items } => items.iter().enumerate().find_map(|(number, item)| {
            let rest = path_to(item, at)?;
            Some(with_step(Step::Item(number), rest))
        }),
        SyntaxKind::Map { entries, .. } => entries.iter().find_map(|(key, value)| {
            let name = key.scalar()?.to_owned();
            let rest = if key.content.start == at {
                Vec::new()
            } else {
                path_to(value, at)?
            };
            Some(with_step(Step::Key(name), rest))
        }),
    }
}

fn with_step(step: Step, rest: Vec<Step>) -> Vec<Step> {
    std::iter::once(step).chain(rest).collect()
}

/// The node that a path leads to.
pub(super) fn node<'a>(root: &'a SyntaxNode, path: &[Step]) -> Option<&'a SyntaxNode> {
    path.iter()
        .try_fold(root, |node, step| match (&node.kind, step) {
            (SyntaxKind::Map { entries, .. }, Step::Key(name)) => {
                let found = entries.iter().find(|(key, _)| key.scalar() == Some(name));
                found.map(|(_, value)| value)
            }
            (SyntaxKind::List { items }, Step::Item(at)) => items.get(*at),
            _ => None,
        })
}

//! The value of a document, apart from how it is written: what edits and the formatter must not change.

use std::collections::BTreeMap;
use std::ops::Range;

use super::yaml::{Node, Value, documents, read_part, split};
use crate::source::FileId;

/// A value without its place, its style and the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlainValue {
    /// Nothing.
    Null,
    /// A number or truth value as it is spelled: `1.10` is not `1.1`.
    Spelled(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<PlainValue>),
    /// A mapping.
    Map(BTreeMap<String, PlainValue>),
}

/// One step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item of a list, counted from 0.
    Item(usize),
}

impl PlainValue {
    /// The value of a text that holds one document, with or without directives.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, or that it holds nothing.
    pub fn of(text: &str) -> Result<Self, String> {
        let parts = split(text);
        let [part] = parts.as_slice() else {
            return Err("it holds more than one document".to_owned());
        };
        match read_part(FileId(0), part) {
            Ok(Some(node)) => Ok(plain(&node, text)),
            Ok(None) => Err("it holds nothing".to_owned()),
            Err(fault) => Err(fault.message),
        }
    }

    /// The value without the key that a path leads to, if it is there.
    #[must_use]
    pub fn without(mut self, path: &[Step]) -> Option<Self> {
        let (Step::Key(key), parents) = path.split_last()? else {
            return None;
        };
        let Self::Map(entries) = self.at_mut(parents)? else {
            return None;
        };
        entries.remove(key)?;
        Some(self)
    }

    /// The value with a part of the text that a path leads to replaced, if that part reads `from`.
    #[must_use]
    pub fn with(
        mut self,
        path: &[Step],
        range: &Range<usize>,
        from: &str,
        to: &str,
    ) -> Option<Self> {
        let Self::Text(text) = self.at_mut(path)? else {
            return None;
        };
        if text.get(range.clone())? != from {
            return None;
        }
        text.replace_range(range.clone(), to);
        Some(self)
    }

    fn at_mut(&mut self, path: &[Step]) -> Option<&mut Self> {
        path.iter()
            .try_fold(self, |value, step| match (value, step) {
                (Self::Map(entries), Step::Key(key)) => entries.get_mut(key),
                (Self::List(items), Step::Item(at)) => items.get_mut(*at),
                _ => None,
            })
    }
}

/// Whether two texts parse, and to the same documents but for the order of keys.
pub fn same_values(one: &str, other: &str) -> bool {
    match (values(one), values(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

fn values(text: &str) -> Option<Vec<PlainValue>> {
    let nodes: Result<Vec<Node>, _> = documents(FileId(0), text).into_iter().collect();
    Some(nodes.ok()?.iter().map(|node| plain(node, text)).collect())
}

fn plain(node: &Node, text: &str) -> PlainValue {
    match &node.value {
        Value::Null => PlainValue::Null,
        Value::Bool(_) | Value::Number(_) => {
            let spelled = text.get(node.span.range()).unwrap_or_default();
            PlainValue::Spelled(spelled.to_owned())
        }
        Value::Text(text) => PlainValue::Text(text.clone()),
        Value::List(items) => {
            PlainValue::List(items.iter().map(|item| plain(item, text)).collect())
        }
        Value::Map(entries) => {
            let entries = entries.iter();
            let pair = |(key, value): &(crate::source::Spanned<String>, Node)| {
                (key.value.clone(), plain(value, text))
            };
            PlainValue::Map(entries.map(pair).collect())
        }
    }
}

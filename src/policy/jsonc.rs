//! Edits of JSON with comments that leave all else as it was.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jsonc_parser::cst::{CstArray, CstInputValue, CstNode, CstObject, CstRootNode};

use super::target::Refusal;
use crate::jsonc::OPTIONS;

/// A JSON file on its way to hold more.
pub(super) struct Document {
    root: CstRootNode,
    /// What goes into the text at last, by the number of its stand-in.
    later: RefCell<Vec<Later>>,
    /// What stood before the text: a byte order mark, as editors of Windows write it, or nothing.
    mark: &'static str,
}

/// A byte order mark.
pub(super) const MARK: &str = "\u{feff}";

impl Document {
    /// Reads a text; an empty one is an empty object. Comments and trailing commas are taken as they
    /// are, and every other departure from JSON is refused.
    ///
    /// # Errors
    ///
    /// With line and column.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let (mark, text) = match text.strip_prefix(MARK) {
            Some(text) => (MARK, text),
            None => ("", text),
        };
        let text = if text.trim().is_empty() { "{}\n" } else { text };
        CstRootNode::parse(text, &OPTIONS)
            .map(|root| Self {
                root,
                later: RefCell::default(),
                mark,
            })
            .map_err(|error| Refusal {
                reason: format!(
                    "line {}, column {}: {}",
                    error.line_display(),
                    error.column_display(),
                    error.kind()
                ),
                help: "fix the file first; nothing was written".to_owned(),
            })
    }

    /// The object that the file is.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub(super) fn object(&self) -> Result<CstObject, Refusal> {
        self.root
            .object_value()
            .ok_or_else(|| other_kind("the file", "an object"))
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        let text = format!("{}{}", self.mark, self.root);
        self.later.borrow().iter().fold(text, Later::put_into)
    }

    /// Adds the items to the end of a list, each on a line of its own.
    fn append_all(&self, list: &CstArray, items: &[&String]) {
        let [first, rest @ ..] = items else {
            return;
        };
        list.append(CstInputValue::from(first.as_str()));
        if !rest.is_empty() {
            let stand_in = self.stand_in("", rest.iter().map(|item| quoted(item)));
            list.append(CstInputValue::String(stand_in));
        }
        list.ensure_multiline();
    }

    /// Adds texts under keys to an object, beginning at a place among its keys. All keys begin with
    /// `prefix`.
    pub(super) fn insert_all(
        &self,
        object: &CstObject,
        place: usize,
        prefix: &str,
        entries: &[(String, String)],
    ) {
        let [(key, word), rest @ ..] = entries else {
            return;
        };
        object.insert(place, key, CstInputValue::String(word.clone()));
        if !rest.is_empty() {
            let entry =
                |(key, word): &(String, String)| format!("{}: {}", quoted(key), quoted(word));
            let stand_in = self.stand_in(prefix, rest.iter().map(entry));
            object.insert(place + 1, &stand_in, CstInputValue::Bool(true));
        }
    }

    /// A text that stands for lines which the tree would take too long to hold: it copies all that is
    /// in a list for each item that is added.
    fn stand_in(&self, prefix: &str, lines: impl Iterator<Item = String>) -> String {
        let mut later = self.later.borrow_mut();
        let stand_in = format!("{prefix}\u{1}{}", later.len());
        later.push(Later {
            stand_in: stand_in.clone(),
            lines: lines.collect(),
        });
        stand_in
    }
}

/// Lines that go into the text in the place of their stand-in.
struct Later {
    stand_in: String,
    lines: Vec<String>,
}

impl Later {
    fn put_into(text: String, it: &Self) -> String {
        let stand_in = quoted(&it.stand_in);
        let Some((before, after)) = text.split_once(&stand_in) else {
            return text;
        };
        let after = after.strip_prefix(": true").unwrap_or(after);
        let (above, indent) = before.rsplit_once('\n').unwrap_or(("", before));
        let end = if above.ends_with('\r') { "\r\n" } else { "\n" };
        let lines = it.lines.join(&format!(",{end}{indent}"));
        [before, &lines, after].concat()
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn other_kind(what: &str, kind: &str) -> Refusal {
    Refusal {
        reason: format!("{what} is not {kind}"),
        help: "fix the file first; nothing was written".to_owned(),
    }
}

/// A value of an object, made if it is not there.
///
/// # Errors
///
/// When the key stands there twice: a reader takes the last, and an editor might take the first.
fn single(object: &CstObject, key: &str) -> Result<(), Refusal> {
    let named = object.properties().into_iter();
    let named = named.filter(|it| it.decoded_name().as_deref() == Some(key));
    if named.count() > 1 {
        return Err(Refusal {
            reason: format!("duplicate key `{key}` in an object"),
            help: "remove one of them; nothing was written".to_owned(),
        });
    }
    Ok(())
}

/// The object under a key, made if there is none.
///
/// # Errors
///
/// When something else is there, or the key twice.
pub(super) fn object(parent: &CstObject, key: &str) -> Result<CstObject, Refusal> {
    single(parent, key)?;
    parent
        .object_value_or_create(key)
        .ok_or_else(|| other_kind(&format!("`{key}`"), "an object"))
}

/// The object under a key, if there is one.
///
/// # Errors
///
/// As [`object`].
pub(super) fn existing(parent: &CstObject, key: &str) -> Result<Option<CstObject>, Refusal> {
    if parent.get(key).is_none() {
        return Ok(None);
    }
    object(parent, key).map(Some)
}

/// Sets a text under a key unless it is there already.
///
/// # Errors
///
/// When the key stands there twice.
pub(super) fn set(parent: &CstObject, key: &str, text: &str) -> Result<(), Refusal> {
    single(parent, key)?;
    match parent.get(key) {
        Some(property) if property.value().and_then(|it| string(&it)).as_deref() == Some(text) => {}
        Some(property) => property.set_value(CstInputValue::from(text)),
        None => {
            parent.append(key, CstInputValue::from(text));
        }
    }
    Ok(())
}

/// The text that a node is, if it is one.
pub(super) fn string(node: &CstNode) -> Option<String> {
    node.as_string_lit()?.decoded_value().ok()
}

/// Makes the list under a key hold `items` in place of those that are `ours`; others stay.
///
/// # Errors
///
/// When something else is there, or the key twice.
pub(super) fn set_items(
    document: &Document,
    parent: &CstObject,
    key: &str,
    items: &[String],
    ours: impl Fn(&str) -> bool,
) -> Result<(), Refusal> {
    single(parent, key)?;
    if items.is_empty() && parent.get(key).is_none() {
        return Ok(());
    }
    let list = parent
        .array_value_or_create(key)
        .ok_or_else(|| other_kind(&format!("`{key}`"), "a list"))?;
    let wanted: BTreeSet<&String> = items.iter().collect();
    let mut there = BTreeSet::new();
    for element in list.elements() {
        let Some(text) = string(&element) else {
            continue;
        };
        if ours(&text) && (!wanted.contains(&text) || there.contains(&text)) {
            element.remove();
        } else {
            there.insert(text);
        }
    }
    let missing = items.iter().filter(|item| !there.contains(*item));
    document.append_all(&list, &missing.collect::<Vec<_>>());
    Ok(())
}

/// Sets an empty list under a key, in place of any other.
///
/// # Errors
///
/// When the key stands there twice.
pub(super) fn set_empty(parent: &CstObject, key: &str) -> Result<(), Refusal> {
    single(parent, key)?;
    let list = parent.array_value_or_set(key);
    for element in list.elements() {
        element.remove();
    }
    Ok(())
}

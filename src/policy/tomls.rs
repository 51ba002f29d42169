//! Edits of TOML that leave all else as it was.

use toml_edit::{DocumentMut, Item, RawString, Table, Value};

use super::jsonc::MARK;
use super::target::Refusal;

/// Reads a TOML file.
///
/// # Errors
///
/// With line and column.
pub(super) fn parse(text: &str) -> Result<DocumentMut, Refusal> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let before = before.unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Refusal {
            reason: format!("line {line}, column {column}: {}", error.message()),
            help: "fix the file first; nothing was written".to_owned(),
        }
    })
}

/// The text, with the line ends of what was there and the mark before it.
pub(super) fn text(document: &DocumentMut, existing: &str) -> String {
    let mut text = document.to_string();
    // The library writes `\n` throughout.
    let first = existing.split_inclusive('\n').next();
    if first.is_some_and(|line| line.ends_with("\r\n")) {
        text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if existing.starts_with(MARK) {
        text.insert_str(0, MARK);
    }
    text
}

/// The table under a key, made if there is none.
///
/// # Errors
///
/// When something else is there, an inline table among it.
pub(super) fn table<'a>(parent: &'a mut Table, key: &str) -> Result<&'a mut Table, Refusal> {
    let implicit = || {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    };
    spell_out(parent, key);
    let item = parent.entry(key).or_insert_with(implicit);
    item.as_table_mut().ok_or_else(|| Refusal {
        reason: format!("`{key}` is not a table"),
        help: "fix the file first; nothing was written".to_owned(),
    })
}

/// An inline table becomes one with a header; the comments before and after it stay.
fn spell_out(parent: &mut Table, key: &str) {
    let Some((mut name, item)) = parent.get_key_value_mut(key) else {
        return;
    };
    let Some(inline) = item.as_inline_table() else {
        return;
    };
    let mut table = inline.clone().into_table();
    if let Some(after) = inline.decor().suffix() {
        table.decor_mut().set_suffix(after.clone());
    }
    let before = name.leaf_decor().prefix();
    if let Some(before) = before
        .and_then(RawString::as_str)
        .filter(|it| it.contains('#'))
    {
        table.decor_mut().set_prefix(before);
    }
    name.leaf_decor_mut().clear();
    *item = Item::Table(table);
}

/// Sets a value under a key; comments beside the earlier one stay.
pub(super) fn set(table: &mut Table, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

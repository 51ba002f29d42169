//! Edits of TOML that leave all else as it was.

use toml_edit::{DocumentMut, Item, Table};

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
            help: "mend the file first; nothing was written".to_owned(),
        }
    })
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
    let item = parent.entry(key).or_insert_with(implicit);
    if item.is_inline_table() {
        let taken = std::mem::take(item);
        *item = taken.into_table().map_or_else(|item| item, Item::Table);
    }
    item.as_table_mut().ok_or_else(|| Refusal {
        reason: format!("`{key}` is not a table"),
        help: "mend the file first; nothing was written".to_owned(),
    })
}

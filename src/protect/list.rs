//! The list of tools in an entry as it was before the gateway, whatever else of the entry has changed since.

use std::ops::Range;

use super::edit::holder;
use super::ledger::{Change, ToolList};
use super::made::without_key;
use super::rules::{texts, without_item};
use super::tokens::comments;
use crate::clients::{Entry, Format, Kind, Layout, Member, Node, entries, parse};

/// A text with the list of tools of an entry as it was. A list that somebody has changed since loses the names that
/// were added to it, and no others. None where the record does not say what was added.
pub(super) fn restored(
    text: &str,
    format: Format,
    path: &[String],
    change: &Change,
) -> Option<String> {
    let entry = found(text, format, path)?;
    let Some((map, list)) = member(&entry, &change.list) else {
        return Some(text.to_owned());
    };
    let tools = change.tools.as_ref()?;
    if !matches!(list.value.kind, Kind::List(..)) {
        return Some(text.to_owned());
    }
    let is_plain = comments(text.get(list.value.span.clone())?).is_empty();
    if is_plain && names(&list.value) == Some(tools.now.clone()) {
        return as_before(text, map, list, tools);
    }
    let less = without_added(text, format, path, change, &tools.added)?;
    let entry = found(&less, format, path)?;
    let (map, list) = member(&entry, &change.list)?;
    let written = less.get(list.value.span.clone())?;
    let is_empty = list.value.items().is_empty() && comments(written).is_empty();
    if less != text && is_empty && !tools.keeps() {
        return as_before(&less, map, list, tools);
    }
    Some(less)
}

impl ToolList {
    /// Whether the old names are among the new ones: then an empty list is what the user has left of it.
    fn keeps(&self) -> bool {
        !self.had.is_empty() && self.had.iter().all(|it| self.now.contains(it))
    }
}

fn found(text: &str, format: Format, path: &[String]) -> Option<Entry> {
    let root = parse(text, format).ok()?;
    let (name, above) = path.split_last()?;
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    entries(&root, &above)
        .into_iter()
        .find(|it| it.name() == name)
}

/// The mapping of an entry that has a list of tools, and the list.
fn member<'a>(entry: &'a Entry, key: &str) -> Option<(&'a Node, &'a Member)> {
    let maps = [&entry.node, holder(&entry.node)];
    maps.into_iter().find_map(|it| Some((it, it.member(key)?)))
}

/// The items of a list where all of them are texts.
fn names(list: &Node) -> Option<Vec<String>> {
    Some(texts(list)).filter(|it| it.len() == list.items().len())
}

fn without_added(
    text: &str,
    format: Format,
    path: &[String],
    change: &Change,
    added: &[String],
) -> Option<String> {
    let mut text = text.to_owned();
    for name in added {
        let entry = found(&text, format, path)?;
        let (_, list) = member(&entry, &change.list)?;
        let less = match &list.value.kind {
            Kind::List(Layout::Block, _) => without_line(&text, &list.value, name),
            _ => without_item(&text, &list.value, name),
        };
        text = less.unwrap_or(text);
    }
    Some(text)
}

/// A list of a block without an item, which stands on lines of its own behind a dash.
fn without_line(text: &str, list: &Node, name: &str) -> Option<String> {
    let items = list.items();
    let item = items.iter().find(|it| it.text() == Some(name))?;
    if items.len() == 1 {
        return with_value(text, list, "[]");
    }
    let start = text.get(..item.span.start)?.rfind('-')?;
    let start = text.get(..start)?.rfind('\n').map_or(0, |it| it + 1);
    let end = text.get(item.span.end..)?.find('\n');
    let end = end.map_or(text.len(), |it| item.span.end + it + 1);
    let mut text = text.to_owned();
    text.replace_range(start..end, "");
    Some(text)
}

/// The old list in the place of the one that is there, or no list where there was none.
fn as_before(text: &str, map: &Node, list: &Member, tools: &ToolList) -> Option<String> {
    match &tools.old {
        Some(old) => with_value(text, &list.value, old),
        None if matches!(map.kind, Kind::Map(Layout::Flow, _)) => without_key(text, map, &list.key),
        None => Some(without_lines(text, list)),
    }
}

/// A text with another value in the place of a list.
fn with_value(text: &str, list: &Node, new: &str) -> Option<String> {
    let (range, new) = match (&list.kind, list.items().first()) {
        (Kind::List(Layout::Block, _), Some(first)) => {
            let before = text.get(..first.span.start)?;
            let key = before.get(..before.rfind('-')?)?.trim_end().len();
            (key..end(list), format!(" {new}"))
        }
        _ => (list.span.clone(), new.to_owned()),
    };
    let mut text = text.to_owned();
    text.replace_range(range, &new);
    Some(text)
}

/// Where a list ends: a block does not end with the blank lines behind it.
fn end(list: &Node) -> usize {
    match &list.kind {
        Kind::List(Layout::Block, items) => items.last().map_or(list.span.end, |it| it.span.end),
        _ => list.span.end,
    }
}

/// A text without a key that stands on a line of its own. What stands behind it goes to the line above, where it was
/// before the key was added.
fn without_lines(text: &str, list: &Member) -> String {
    let before = text.get(..list.key_span.start).unwrap_or_default();
    let above = before.rfind('\n');
    let above = above.map(|it| before.get(..it).unwrap_or_default());
    let range: Range<usize> = match above {
        Some(above) => above.strip_suffix('\r').unwrap_or(above).len()..end(&list.value),
        None => 0..end(&list.value),
    };
    let mut text = text.to_owned();
    text.replace_range(range, "");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: [&str; 2] = ["s", "x"];

    fn after(text: &str, format: Format, tools: &ToolList) -> String {
        let change = Change {
            list: "tools".to_owned(),
            tools: Some(tools.clone()),
            ..Change::default()
        };
        restored(text, format, &PATH.map(str::to_owned), &change).unwrap()
    }

    fn list(old: Option<&str>, had: &[&str], now: &[&str], added: &[&str]) -> ToolList {
        let owned = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
        ToolList {
            old: old.map(str::to_owned),
            had: owned(had),
            now: owned(now),
            added: owned(added),
        }
    }

    #[test]
    fn the_old_list_comes_back_and_the_users_own_names_stay() {
        let all = list(Some("[\"*\"]"), &["*"], &["get"], &["get"]);
        let new = list(None, &[], &["a", "b"], &["a", "b"]);
        let more = list(Some("[\"own\"]"), &["own"], &["a", "own"], &["a"]);
        for (tools, now, expected) in [
            (&all, "\"tools\": [\"get\"]", "\"tools\": [\"*\"]"),
            (&all, "\"tools\": [\"get\", \"x\"]", "\"tools\": [\"x\"]"),
            (&new, "\"tools\": [\"a\", \"b\"]", ""),
            (
                &new,
                "\"tools\": [\"a\", \"b\", \"mine\"]",
                "\"tools\": [\"mine\"]",
            ),
            (&new, "\"tools\": [\"b\"]", ""),
            (&new, "\"tools\": []", "\"tools\": []"),
            (&new, "\"tools\": null", "\"tools\": null"),
            (
                &new,
                "\"tools\": [\"a\", /* c */ \"b\"]",
                "\"tools\": [ /* c */ ]",
            ),
            (&more, "\"tools\": [\"a\", \"own\"]", "\"tools\": [\"own\"]"),
            (&more, "\"tools\": [\"a\"]", "\"tools\": []"),
            (
                &more,
                "\"tools\": [\"own\", \"a\", \"z\"]",
                "\"tools\": [\"own\", \"z\"]",
            ),
        ] {
            let text = |list: &str| {
                let list = if list.is_empty() {
                    String::new()
                } else {
                    format!(", {list}")
                };
                format!("{{\"s\": {{\"x\": {{\"command\": \"y\"{list}}}}}}}")
            };
            assert_eq!(
                after(&text(now), Format::Json, tools),
                text(expected),
                "{now}"
            );
        }
    }

    #[test]
    fn tables_and_blocks_lose_their_lines() {
        let new = list(None, &[], &["a", "b"], &["a", "b"]);
        let all = list(Some("[]"), &[], &["a"], &["a"]);
        for (format, tools, now, expected) in [
            (
                Format::Toml,
                &new,
                "[s.x]\r\ncommand = 'y'\r\ntools = [\"a\", \"b\"] # c\r\nz = 1\r\n",
                "[s.x]\r\ncommand = 'y' # c\r\nz = 1\r\n",
            ),
            (
                Format::Toml,
                &new,
                "[s]\nx = { command = 'y', tools = [\"a\", \"b\"], z = 1 }\n",
                "[s]\nx = { command = 'y', z = 1 }\n",
            ),
            (
                Format::Toml,
                &new,
                "[s.x]\ncommand = 'y'\ntools = [\n  \"a\",\n  \"b\", # mine\n  'own',\n]\n",
                "[s.x]\ncommand = 'y'\ntools = [\n   # mine\n  'own',\n]\n",
            ),
            (
                Format::Yaml,
                &new,
                "s:\n  x:\n    cmd: y\n    tools:\n    - a\n    - b\n    z: 1\n",
                "s:\n  x:\n    cmd: y\n    z: 1\n",
            ),
            (
                Format::Yaml,
                &new,
                "s:\n  x:\n    cmd: y\n    tools:\n    - a\n    - own\n    - b\n    z: 1\n",
                "s:\n  x:\n    cmd: y\n    tools:\n    - own\n    z: 1\n",
            ),
            (
                Format::Yaml,
                &all,
                "s:\n  x:\n    cmd: y\n    tools:\n    - a\n    z: 1\n",
                "s:\n  x:\n    cmd: y\n    tools: []\n    z: 1\n",
            ),
        ] {
            assert_eq!(after(now, format, tools), expected, "{now}");
        }
    }
}

//! Several lists of tools in one text → the one that is used, if they are of one server.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Unreadable;
use crate::escape::one_line;

/// How many lists an error names.
const MOST_NAMED: usize = 5;

/// A list with all its pages.
#[derive(Debug)]
pub(super) struct List {
    /// What the text calls it; empty where it has no name.
    pub(super) label: String,
    pub(super) tools: Vec<Value>,
}

/// The last list, and a line that says so if there are more. They must all be of the server of the last one, or the
/// tools of another server would be lost.
pub(super) fn choose(mut lists: Vec<List>) -> Result<(Vec<Value>, Option<String>), Unreadable> {
    let count = lists.len();
    let Some(last) = lists.pop() else {
        return Ok((Vec::new(), None));
    };
    if !lists.iter().all(|it| is_of_same_server(it, &last)) {
        lists.push(last);
        let mut named: Vec<String> = lists.iter().take(MOST_NAMED).map(words).collect();
        if count > MOST_NAMED {
            named.push("…".to_owned());
        }
        return Err(Unreadable::SeveralLists {
            count,
            lists: named,
        });
    }
    let note =
        (count > 1).then(|| format!("{count} lists of the same server; the last one is used"));
    Ok((last.tools, note))
}

/// Whether a list is an earlier one of the server that the last list is of: they have most names in common, or the last
/// one has all its tools word for word. One name, such as `search`, says nothing: many servers have it.
fn is_of_same_server(earlier: &List, last: &List) -> bool {
    if earlier.tools.is_empty() {
        return true;
    }
    let named = !earlier.label.is_empty() && !last.label.is_empty();
    if named && earlier.label != last.label {
        return false;
    }
    let (before, after) = (by_name(earlier), by_name(last));
    let common = before.keys().filter(|name| after.contains_key(*name));
    let is_most = common.count() * 2 > before.len().max(after.len());
    let has_all = || {
        before
            .iter()
            .all(|(name, tool)| after.get(name) == Some(tool))
    };
    is_most || (before.len() == earlier.tools.len() && has_all())
}

fn by_name(list: &List) -> BTreeMap<&str, &Value> {
    let tools = list.tools.iter();
    tools
        .filter_map(|tool| Some((name_of(tool)?, tool)))
        .collect()
}

/// The name of a tool, also of one that lies in a wrapper of a chat API.
fn name_of(tool: &Value) -> Option<&str> {
    let inside = || tool.as_object()?.values().find_map(|it| it.get("name"));
    tool.get("name").or_else(inside)?.as_str()
}

/// What a list is called in messages.
fn words(list: &List) -> String {
    if !list.label.is_empty() {
        return format!("`{}`", one_line(&list.label));
    }
    match list
        .tools
        .first()
        .map(|tool| name_of(tool).unwrap_or_default())
    {
        None => "an empty one".to_owned(),
        Some("") => "one without names".to_owned(),
        Some(name) => format!("one that begins with `{}`", one_line(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn list(label: &str, names: &[&str]) -> List {
        let tools = names
            .iter()
            .map(|name| json!({ "name": name, "description": label }));
        List {
            label: label.to_owned(),
            tools: tools.collect(),
        }
    }

    #[test]
    fn lists_are_of_one_server_if_they_have_most_names_in_common() {
        let cases: [(List, List, bool); 7] = [
            (list("", &["a", "b"]), list("", &["a", "b", "c"]), true),
            (list("", &["a"]), list("", &["a", "b", "c", "d"]), true),
            (list("x", &["a"]), list("", &["a", "b", "c"]), false),
            (
                list("", &["search", "a"]),
                list("", &["search", "b"]),
                false,
            ),
            (list("x", &["a"]), list("y", &["a"]), false),
            (list("x", &[]), list("y", &["a"]), true),
            (list("", &["a"]), list("", &[]), false),
        ];
        for (earlier, last, same) in cases {
            assert_eq!(
                is_of_same_server(&earlier, &last),
                same,
                "{earlier:?} {last:?}"
            );
        }
    }
}

//! The tools that a policy denies, in the rules of the client's own.

use super::edit::{Edit, apply, before, beside, holder, items, quoted};
use crate::clients::{
    ConfigFile, Denied, Entry, Format, Kind, Layout, Member, Node, OwnRules, parse,
};

/// The tools of a server, as its policy has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Those that the policy hides or denies.
    pub denied: Vec<String>,
    /// The others.
    pub others: Vec<String>,
}

/// The edit that adds rules to the server's own entry; none where there are no such rules, or the user's own say
/// it already.
pub fn in_entry(
    file: &ConfigFile,
    entry: &Entry,
    rules: OwnRules,
    tools: &Sorted,
) -> Option<(String, Edit)> {
    if tools.denied.is_empty() {
        return None;
    }
    let (key, names) = match rules {
        OwnRules::LeftOut(key) => (key, &tools.denied),
        OwnRules::Offered(key) => (key, &tools.others),
        _ => return None,
    };
    let edit = match entry.node.member(key) {
        None => new_list(&file.text, entry, key, names),
        Some(list) => old_list(&file.text, list, names, rules),
    };
    Some((key.to_owned(), edit?))
}

/// A list behind what starts the server.
fn new_list(text: &str, entry: &Entry, key: &str, names: &[String]) -> Option<Edit> {
    let holder = holder(&entry.node);
    let keys = [
        "command",
        "cmd",
        "args",
        "httpUrl",
        "url",
        "serverUrl",
        "uri",
    ];
    let members = keys.iter().filter_map(|key| holder.member(key));
    let last = members.max_by_key(|it| it.value.span.end)?;
    let value = format!("[{}]", items(names));
    let new = beside(text, holder, last, key, &value).ok()?;
    Some(Edit::insert(last.value.span.end, new))
}

fn old_list(text: &str, list: &Member, names: &[String], rules: OwnRules) -> Option<Edit> {
    let Kind::List(layout, there) = &list.value.kind else {
        return None;
    };
    let has = |name: &String| there.iter().any(|it| it.text() == Some(name));
    if let OwnRules::Offered(_) = rules {
        // What the user has chosen stays; the gateway leaves the others out.
        // An empty list means every tool to Goose, and none to Copilot.
        let all = match there.as_slice() {
            [] => list.key == "available_tools",
            [it] => it.text() == Some("*"),
            _ => false,
        };
        let span = &list.value.span;
        return (all && *layout == Layout::Flow)
            .then(|| Edit::replace(span, format!("[{}]", items(names))));
    }
    let missing: Vec<String> = names.iter().filter(|it| !has(it)).cloned().collect();
    match there.first() {
        _ if missing.is_empty() => None,
        Some(first) => Some(before(text, *layout, first, &missing)),
        None if *layout == Layout::Flow => {
            Some(Edit::insert(list.value.span.start + 1, items(&missing)))
        }
        None => None,
    }
}

/// The mapping of a file that denies tools, with those of a server added.
pub fn in_mapping(text: &str, rules: Denied, server: &str, tools: &Sorted) -> Option<Added> {
    let root = parse(text, Format::Json).ok()?;
    let names = tools.denied.iter().map(|tool| rules.name.of(server, tool));
    let there = root.at(rules.keys);
    let names: Vec<String> = names
        .filter(|name| there.is_none_or(|it| it.get(name).is_none()))
        .collect();
    let members = names.iter().map(|it| (it.clone(), rules.value.to_owned()));
    added(text, rules.keys, &names, &Value::Members(members.collect()))
}

/// The list of a file that denies tools, with those of a server added.
pub fn in_list(text: &str, keys: &[&str], names: Vec<String>) -> Option<Added> {
    let root = parse(text, Format::Json).ok()?;
    let there = root.at(keys).map(Node::items).unwrap_or_default();
    let missing = |name: &String| !there.iter().any(|it| it.text() == Some(name));
    let names: Vec<String> = names.into_iter().filter(missing).collect();
    added(text, keys, &names, &Value::Items)
}

/// Rules added to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// What was added.
    pub edit: Edit,
    /// What stood in its place.
    pub old: String,
    /// The text with it.
    pub text: String,
    /// The names of the rules.
    pub names: Vec<String>,
}

enum Value {
    Members(Vec<(String, String)>),
    Items,
}

fn added(text: &str, keys: &[&str], names: &[String], value: &Value) -> Option<Added> {
    if names.is_empty() {
        return None;
    }
    let root = parse(text, Format::Json).ok()?;
    let edit = if text.trim_start_matches('\u{feff}').trim().is_empty() {
        Edit::replace(
            &(0..text.len()),
            format!("{}\n", nested(keys, names, value)),
        )
    } else {
        descend(text, &root, keys, names, value)?
    };
    let new = apply(text, std::slice::from_ref(&edit));
    let after = parse(&new, Format::Json).ok()?;
    let found = after.at(keys)?;
    let is_there = |name: &String| match value {
        Value::Members(_) => found.get(name).is_some(),
        Value::Items => found.items().iter().any(|it| it.text() == Some(name)),
    };
    let old = text.get(edit.range.clone())?.to_owned();
    (names.iter().all(is_there) && after.doubled().is_none()).then_some(Added {
        edit,
        old,
        text: new,
        names: names.to_vec(),
    })
}

/// Adds below the deepest key that is there.
fn descend(
    text: &str,
    node: &Node,
    keys: &[&str],
    names: &[String],
    value: &Value,
) -> Option<Edit> {
    if let (Some((first, rest)), true) = (keys.split_first(), is_map(node)) {
        if let Some(inner) = node.get(first) {
            return descend(text, inner, rest, names, value);
        }
        let new = nested(rest, names, value);
        return after_members(text, node, &[((*first).to_owned(), new)]);
    }
    match (keys, value) {
        ([], Value::Members(members)) if is_map(node) => after_members(text, node, members),
        ([], Value::Items) => match &node.kind {
            Kind::List(layout, list) => Some(match list.first() {
                Some(first) => before(text, *layout, first, names),
                None => Edit::insert(node.span.start + 1, items(names)),
            }),
            _ => None,
        },
        _ => None,
    }
}

fn is_map(node: &Node) -> bool {
    matches!(node.kind, Kind::Map(Layout::Flow, _))
}

/// Members behind the last one of a mapping.
fn after_members(text: &str, map: &Node, members: &[(String, String)]) -> Option<Edit> {
    let Some(last) = map.members().last() else {
        let new = format!(" {} ", in_a_row(members));
        return Some(Edit::insert(map.span.start + 1, new));
    };
    let new = |(key, value): &(String, String)| beside(text, map, last, key, value).ok();
    let new: Option<Vec<String>> = members.iter().map(new).collect();
    Some(Edit::insert(last.value.span.end, new?.concat()))
}

fn in_a_row(members: &[(String, String)]) -> String {
    let member = |(key, value): &(String, String)| format!("{}: {value}", quoted(key));
    members.iter().map(member).collect::<Vec<_>>().join(", ")
}

/// Rules below keys that are not there yet.
fn nested(keys: &[&str], names: &[String], value: &Value) -> String {
    match (keys.split_first(), value) {
        (Some((first, rest)), _) => {
            let inner = nested(rest, names, value);
            format!("{{ {}: {inner} }}", quoted(first))
        }
        (None, Value::Members(members)) => format!("{{ {} }}", in_a_row(members)),
        (None, Value::Items) => format!("[{}]", items(names)),
    }
}

/// A text without rules that were added, where its bytes are no longer those that were written. None when no such
/// rule is there.
pub(super) fn without(text: &str, keys: &[String], names: &[String]) -> Option<String> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut text = text.to_owned();
    let mut found = false;
    for name in names {
        let root = parse(&text, Format::Json).ok()?;
        let Some(node) = root.at(&keys) else { continue };
        let spans: Vec<(bool, std::ops::Range<usize>)> = match &node.kind {
            Kind::List(_, list) => list
                .iter()
                .map(|it| (it.text() == Some(name), it.span.clone()))
                .collect(),
            Kind::Map(_, members) => members
                .iter()
                .map(|it| (it.key == *name, it.key_span.start..it.value.span.end))
                .collect(),
            _ => continue,
        };
        let Some(at) = spans.iter().position(|(it, _)| *it) else {
            continue;
        };
        let part = |at: usize| spans.get(at).map(|(_, span)| span.clone());
        let own = part(at)?;
        let range = match (at.checked_sub(1).and_then(part), part(at + 1)) {
            (Some(before), _) => before.end..own.end,
            (None, Some(after)) => own.start..after.start,
            (None, None) => own,
        };
        text.replace_range(range, "");
        found = true;
    }
    (found && parse(&text, Format::Json).is_ok()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::{Spelling, own_rules};

    fn tools() -> Sorted {
        Sorted {
            denied: vec!["drop".to_owned(), "wipe".to_owned()],
            others: vec!["get".to_owned()],
        }
    }

    #[test]
    fn rules_are_added_to_what_is_there_and_taken_away_by_their_names() {
        let OwnRules::Denied(zed) = own_rules("zed") else {
            panic!("Zed has a mapping")
        };
        for text in [
            "{}",
            "",
            "{ \"agent\": {} } // c\n",
            "{\n  \"agent\": { \"tool_permissions\": { \"default\": \"allow\", } },\n}\n",
            "{ \"agent\": { \"tool_permissions\": { \"tools\": { \"mcp:s:drop\": { \"default\": \"confirm\" } } } } }",
        ] {
            let done = in_mapping(text, zed, "s", &tools()).unwrap();
            let root = parse(&done.text, Format::Json).unwrap();
            let rule = root.at(zed.keys).unwrap().get("mcp:s:wipe").unwrap();
            assert_eq!(rule.get("default").unwrap().text(), Some("deny"));
            let keys: Vec<String> = zed.keys.iter().map(|it| (*it).to_owned()).collect();
            let back = without(&done.text, &keys, &done.names).unwrap();
            let root = parse(&back, Format::Json).unwrap();
            let rules = root.at(zed.keys).unwrap();
            assert_eq!(rules.get("mcp:s:wipe"), None, "{back}");
            assert_eq!(rules.members().len(), usize::from(text.contains("drop")));
        }
        // A word stands where the mapping should.
        assert_eq!(in_mapping("{\"agent\": 1}", zed, "s", &tools()), None);
        assert_eq!(in_mapping("{", zed, "s", &tools()), None);
    }

    #[test]
    fn a_list_of_the_users_own_is_never_made_longer() {
        for (client, list, expected) in [
            ("copilot-cli", "[\"*\"]", Some("[\"get\"]")),
            ("copilot-cli", "[]", None),
            ("copilot-cli", "[\"drop\"]", None),
            ("goose", "[]", Some("[\"get\"]")),
            ("goose", "[\"wipe\"]", None),
            ("codex", "[\"drop\"]", Some("[\"wipe\", \"drop\"]")),
            ("codex", "[\"wipe\", \"drop\"]", None),
            ("codex", "1", None),
        ] {
            let rules = own_rules(client);
            let (OwnRules::Offered(key) | OwnRules::LeftOut(key)) = rules else {
                panic!("{client} has a list")
            };
            let text = format!("{{\"{key}\": {list}}}");
            let root = parse(&text, Format::Json).unwrap();
            let names = match rules {
                OwnRules::Offered(_) => tools().others,
                _ => tools().denied,
            };
            let edit = old_list(&text, root.member(key).unwrap(), &names, rules);
            let new = edit.map(|edit| apply(&text, &[edit]));
            let expected = expected.map(|it| format!("{{\"{key}\": {it}}}"));
            assert_eq!(new, expected, "{client} {list}");
        }
    }

    #[test]
    fn a_list_of_another_file_gets_what_is_missing() {
        let name = Spelling {
            before: "mcp__",
            between: "__",
            plain: true,
        };
        let keys = ["permissions", "deny"];
        let names = || tools().denied.iter().map(|it| name.of("s", it)).collect();
        let all = |text: &str| in_list(text, &keys, names()).map(|it| it.text);
        assert_eq!(
            all("{ \"permissions\": { \"deny\": [\"mcp__s__drop\"] } }").unwrap(),
            "{ \"permissions\": { \"deny\": [\"mcp__s__wipe\", \"mcp__s__drop\"] } }"
        );
        assert_eq!(
            all("").unwrap(),
            "{ \"permissions\": { \"deny\": [\"mcp__s__drop\", \"mcp__s__wipe\"] } }\n"
        );
        assert_eq!(
            all("{\n  \"a\": 1\n}").unwrap(),
            "{\n  \"a\": 1,\n  \"permissions\": { \"deny\": [\"mcp__s__drop\", \"mcp__s__wipe\"] }\n}"
        );
        assert_eq!(
            all("{ \"permissions\": { \"deny\": [\"mcp__s__drop\", \"mcp__s__wipe\"] } }"),
            None
        );
    }
}

//! The tools that a policy denies, in the rules of the client's own.

use super::edit::{Edit, apply, before, beside, holder, items, quoted};
use super::ledger::ToolList;
use super::made::{Made, made, place};
use super::tokens::{cut, holds};
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
///
/// # Errors
///
/// Why rules cannot be added, with the place.
pub fn in_entry(
    file: &ConfigFile,
    entry: &Entry,
    rules: OwnRules,
    tools: &Sorted,
) -> Result<Option<OwnList>, String> {
    if tools.denied.is_empty() {
        return Ok(None);
    }
    let (key, names) = match rules {
        OwnRules::LeftOut(key) => (key, &tools.denied),
        OwnRules::Offered(key) => (key, &tools.others),
        _ => return Ok(None),
    };
    let there = entry.node.member(key);
    let edit = match there {
        None => new_list(&file.text, entry, key, names),
        Some(list) => old_list(&file.text, list, names, rules)?,
    };
    let Some(edit) = edit else { return Ok(None) };
    let had = there.map(|it| texts(&it.value)).unwrap_or_default();
    let added = names.iter().filter(|it| !had.contains(it)).cloned();
    let added: Vec<String> = added.collect();
    let now = match rules {
        OwnRules::LeftOut(_) => added.iter().chain(&had).cloned().collect(),
        _ => names.clone(),
    };
    let old = there.and_then(|it| file.text.get(it.value.span.clone()));
    Ok(Some(OwnList {
        key: key.to_owned(),
        edit,
        tools: ToolList {
            old: old.map(str::to_owned),
            had,
            now,
            added,
        },
    }))
}

/// A list of tools that an entry gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnList {
    /// Its key.
    pub key: String,
    /// How it is written.
    pub edit: Edit,
    /// What it was and becomes.
    pub tools: ToolList,
}

/// The texts in a list.
pub(super) fn texts(list: &Node) -> Vec<String> {
    let texts = list.items().iter().filter_map(Node::text);
    texts.map(str::to_owned).collect()
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

fn old_list(
    text: &str,
    list: &Member,
    names: &[String],
    rules: OwnRules,
) -> Result<Option<Edit>, String> {
    let span = &list.value.span;
    let all_new = || Edit::replace(span, format!("[{}]", items(names)));
    let Kind::List(layout, there) = &list.value.kind else {
        // What an empty value offers is the client's to say, but it leaves nothing out.
        return match rules {
            OwnRules::LeftOut(_) if is_null(text, &list.value) => Ok(Some(all_new())),
            _ => Err(not_a(text, &list.value, &list.key, "list")),
        };
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
        return Ok((all && *layout == Layout::Flow).then(all_new));
    }
    let missing: Vec<String> = names.iter().filter(|it| !has(it)).cloned().collect();
    Ok(match there.first() {
        _ if missing.is_empty() => None,
        Some(first) => Some(before(text, *layout, first, &missing)),
        None if *layout == Layout::Flow => Some(Edit::insert(span.start + 1, items(&missing))),
        None => return Err(not_a(text, &list.value, &list.key, "list in brackets")),
    })
}

/// Whether a value is there, and says nothing.
fn is_null(text: &str, node: &Node) -> bool {
    let written = text.get(node.span.clone()).unwrap_or_default();
    node.kind == Kind::Other && matches!(written, "null" | "~")
}

/// That a value is of another kind than rules need, with its line.
fn not_a(text: &str, node: &Node, key: &str, kind: &str) -> String {
    let before = text.get(..node.span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    match key {
        "" => format!("line {line}: the file does not hold a {kind}"),
        key => format!("line {line}: `{key}` is not a {kind}"),
    }
}

/// The mapping of a file that denies tools, with those of these names added; none where the user's own rules name
/// them already.
///
/// # Errors
///
/// Why rules cannot be added, with the place.
pub fn in_mapping(text: &str, rules: Denied, names: Vec<String>) -> Result<Option<Added>, String> {
    let root = parse(text, Format::Json)?;
    let there = root.at(rules.keys);
    let missing = |name: &String| there.is_none_or(|it| it.get(name).is_none());
    let names: Vec<String> = names.into_iter().filter(missing).collect();
    let members = names.iter().map(|it| (it.clone(), rules.value.to_owned()));
    added(text, rules.keys, &names, &Value::Members(members.collect()))
}

/// The list of a file that denies tools, with those of these names added; none where it names them already.
///
/// # Errors
///
/// Why rules cannot be added, with the place.
pub fn in_list(text: &str, keys: &[&str], names: Vec<String>) -> Result<Option<Added>, String> {
    let root = parse(text, Format::Json)?;
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
    /// The list or mapping that was made to hold them.
    pub made: Option<Made>,
}

enum Value {
    Members(Vec<(String, String)>),
    Items,
}

fn added(
    text: &str,
    keys: &[&str],
    names: &[String],
    value: &Value,
) -> Result<Option<Added>, String> {
    if names.is_empty() {
        return Ok(None);
    }
    let root = parse(text, Format::Json)?;
    let edit = if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let new = format!("{}\n", nested(keys, names, value));
        Edit::replace(&(0..text.len()), new)
    } else {
        descend(text, &root, (keys, 0), names, value)?
    };
    let new = apply(text, std::slice::from_ref(&edit));
    let after = parse(&new, Format::Json)?;
    if let Some(key) = doubled_on_the_way(&after, keys) {
        return Err(format!(
            "`{key}` stands twice in it, and clients may read either; remove one of them"
        ));
    }
    let found = after.at(keys);
    let is_there = |name: &String| match value {
        Value::Members(_) => found.is_some_and(|it| it.get(name).is_some()),
        Value::Items => found.is_some_and(|it| it.items().iter().any(|it| it.text() == Some(name))),
    };
    let old = text.get(edit.range.clone());
    let old = old.filter(|_| names.iter().all(is_there));
    let old = old.ok_or_else(|| format!("`{}` cannot be changed in place", keys.join(".")))?;
    Ok(Some(Added {
        old: old.to_owned(),
        edit,
        text: new,
        names: names.to_vec(),
        made: made(text, &root, keys),
    }))
}

/// A key that stands twice in a mapping that leads to the rules.
fn doubled_on_the_way<'a>(root: &'a Node, keys: &[&str]) -> Option<&'a str> {
    let mut node = root;
    for key in keys {
        if let Some(doubled) = node.doubled() {
            return Some(doubled);
        }
        node = node.get(key)?;
    }
    node.doubled()
}

/// Adds below the deepest key that is there. `at` has all keys, and how many of them lead to `node`.
fn descend(
    text: &str,
    node: &Node,
    at: (&[&str], usize),
    names: &[String],
    value: &Value,
) -> Result<Edit, String> {
    let (keys, depth) = at;
    let here = keys.get(..depth).unwrap_or_default().join(".");
    let rest = keys.get(depth..).unwrap_or_default();
    if is_null(text, node) {
        // Nothing is said there, as in an empty list or mapping.
        return Ok(Edit::replace(&node.span, nested(rest, names, value)));
    }
    match (rest.split_first(), value) {
        (Some((first, below)), _) if is_map(node) => {
            if let Some(inner) = node.get(first) {
                return descend(text, inner, (keys, depth + 1), names, value);
            }
            let new = nested(below, names, value);
            after_members(text, node, &[((*first).to_owned(), new)])
        }
        (None, Value::Members(members)) if is_map(node) => after_members(text, node, members),
        (None, Value::Items) => match &node.kind {
            Kind::List(layout, list) => Ok(match list.first() {
                Some(first) => before(text, *layout, first, names),
                None => Edit::insert(node.span.start + 1, items(names)),
            }),
            _ => Err(not_a(text, node, &here, "list")),
        },
        _ => Err(not_a(text, node, &here, "mapping")),
    }
}

fn is_map(node: &Node) -> bool {
    matches!(node.kind, Kind::Map(Layout::Flow, _))
}

/// Members behind the last one of a mapping.
fn after_members(text: &str, map: &Node, members: &[(String, String)]) -> Result<Edit, String> {
    let Some(last) = map.members().last() else {
        let new = format!(" {} ", in_a_row(members));
        return Ok(Edit::insert(map.span.start + 1, new));
    };
    let new = |(key, value): &(String, String)| beside(text, map, last, key, value);
    let new: Vec<String> = members.iter().map(new).collect::<Result<_, _>>()?;
    Ok(Edit::insert(last.value.span.end, new.concat()))
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

/// A text without rules that were added, where its bytes are no longer those that were `written`. A rule that says
/// something else now is the user's. None when no such rule is there.
pub(super) fn without(
    text: &str,
    keys: &[String],
    names: &[String],
    written: &str,
) -> Option<String> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut text = text.to_owned();
    let mut found = false;
    for name in names {
        let root = parse(&text, Format::Json).ok()?;
        let Some(node) = root.at(&keys) else { continue };
        if let Some(new) = without_rule(&text, node, name, written) {
            text = new;
            found = true;
        }
    }
    (found && parse(&text, Format::Json).is_ok()).then_some(text)
}

/// A text without one rule of a list or mapping.
fn without_rule(text: &str, node: &Node, name: &str, written: &str) -> Option<String> {
    if let Kind::Map(_, members) = &node.kind {
        let is_own = |it: &Member| {
            let value = text.get(it.value.span.clone()).unwrap_or_default();
            it.key == name && holds(written, value)
        };
        let places: Vec<_> = members.iter().map(place).collect();
        return cut(text, &places, members.iter().position(is_own)?);
    }
    without_item(text, node, name)
}

/// A text without the first item of a list that has this name.
pub(super) fn without_item(text: &str, list: &Node, name: &str) -> Option<String> {
    let items = list.items();
    let at = items.iter().position(|it| it.text() == Some(name))?;
    let places: Vec<_> = items.iter().map(|it| it.span.clone()).collect();
    cut(text, &places, at)
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
            let names = || {
                tools()
                    .denied
                    .iter()
                    .map(|it| zed.name.of("s", it))
                    .collect()
            };
            let done = in_mapping(text, zed, names()).unwrap().unwrap();
            let root = parse(&done.text, Format::Json).unwrap();
            let rule = root.at(zed.keys).unwrap().get("mcp:s:wipe").unwrap();
            assert_eq!(rule.get("default").unwrap().text(), Some("deny"));
            let keys: Vec<String> = zed.keys.iter().map(|it| (*it).to_owned()).collect();
            let back = without(&done.text, &keys, &done.names, &done.edit.new).unwrap();
            let root = parse(&back, Format::Json).unwrap();
            let rules = root.at(zed.keys).unwrap();
            assert_eq!(rules.get("mcp:s:wipe"), None, "{back}");
            assert_eq!(rules.members().len(), usize::from(text.contains("drop")));
        }
    }

    #[test]
    fn where_rules_have_no_place_the_reason_has_one() {
        let OwnRules::Denied(zed) = own_rules("zed") else {
            panic!("Zed has a mapping")
        };
        let names = || vec!["mcp:s:drop".to_owned()];
        for (text, reason) in [
            ("{\n\"agent\": 1}", "line 2: `agent` is not a mapping"),
            (
                "{\"agent\": {\n\n\"tool_permissions\": {\"tools\": []}}}",
                "line 3: `agent.tool_permissions.tools` is not a mapping",
            ),
            ("[]", "line 1: the file does not hold a mapping"),
            (
                "{\"agent\": {}, \"agent\": {}}",
                "`agent` stands twice in it, and clients may read either; remove one of them",
            ),
        ] {
            let error = in_mapping(text, zed, names()).unwrap_err();
            assert_eq!(error, reason, "{text}");
        }
        let broken = in_mapping("{\n  \"agent\" 1}", zed, names()).unwrap_err();
        assert!(broken.starts_with("line 2, column "), "{broken}");
        let error = in_list(
            "{\"permissions\": {\"deny\": \"x\"}}",
            &["permissions", "deny"],
            names(),
        );
        assert_eq!(
            error.unwrap_err(),
            "line 1: `permissions.deny` is not a list"
        );
    }

    #[test]
    fn null_is_an_empty_list_or_mapping() {
        let keys = ["permissions", "deny"];
        for (text, expected) in [
            (
                "{ \"permissions\": { \"deny\": null } }",
                "{ \"permissions\": { \"deny\": [\"x\"] } }",
            ),
            (
                "{ \"permissions\": null }",
                "{ \"permissions\": { \"deny\": [\"x\"] } }",
            ),
        ] {
            let done = in_list(text, &keys, vec!["x".to_owned()]).unwrap().unwrap();
            assert_eq!((done.text.as_str(), done.old.as_str()), (expected, "null"));
        }
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
            ("codex", "null", Some("[\"drop\", \"wipe\"]")),
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
            let edit = old_list(&text, root.member(key).unwrap(), &names, rules).unwrap();
            let new = edit.map(|edit| apply(&text, &[edit]));
            let expected = expected.map(|it| format!("{{\"{key}\": {it}}}"));
            assert_eq!(new, expected, "{client} {list}");
        }
        for (client, list) in [("codex", "1"), ("codex", "{}"), ("goose", "null")] {
            let rules = own_rules(client);
            let (OwnRules::Offered(key) | OwnRules::LeftOut(key)) = rules else {
                panic!("{client} has a list")
            };
            let text = format!("{{\n\"{key}\": {list}}}");
            let root = parse(&text, Format::Json).unwrap();
            let error = old_list(&text, root.member(key).unwrap(), &tools().denied, rules);
            assert_eq!(
                error.unwrap_err(),
                format!("line 2: `{key}` is not a list"),
                "{client} {list}"
            );
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
        let all = |text: &str| in_list(text, &keys, names()).unwrap().map(|it| it.text);
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

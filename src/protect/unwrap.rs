//! The gateway taken away from an entry of a file that somebody has written anew since: clients do that, with a
//! layout of their own.

use std::path::Path;

use super::edit::{Edit, apply};
use super::ledger::Change;
use super::list::restored;
use super::tokens::comments;
use crate::clients::{Entry, Format, Kind, Layout, Node, entries, entries_of_any, parse};
use crate::sort;

/// What can be done about a change whose bytes are no longer there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rebuilt {
    /// The text with the server's own command.
    Text(String),
    /// No entry of the file starts the gateway of the change any more: there is nothing left to take back.
    Gone,
    /// The gateway stands there in a way that this program does not know.
    Unknown,
}

/// Takes the gateway away from an entry by what its words say.
pub(super) fn rebuilt(text: &str, format: Format, change: &Change) -> Rebuilt {
    let Ok(root) = parse(text, format) else {
        return Rebuilt::Unknown;
    };
    if !change.names.is_empty() {
        let back = super::rules::without(text, &change.entry, &change.names, &change.new);
        return back.map_or(Rebuilt::Gone, Rebuilt::Text);
    }
    let paths = wrapped(&root, change);
    if paths.is_empty() {
        return list_alone(text, format, &root, change);
    }
    let one = |text: String, path: &Vec<String>| one_unwrapped(&text, format, path, change);
    let rebuilt = paths.iter().try_fold(text.to_owned(), one);
    rebuilt.map_or(Rebuilt::Unknown, Rebuilt::Text)
}

/// The list of tools taken away from an entry that somebody has put back without it.
fn list_alone(text: &str, format: Format, root: &Node, change: &Change) -> Rebuilt {
    if change.list.is_empty() || change.tools.is_none() || find(root, &change.entry).is_none() {
        return Rebuilt::Gone;
    }
    match restored(text, format, &change.entry, change) {
        Some(new) if new == text => Rebuilt::Gone,
        Some(new) if parse(&new, format).is_ok() => Rebuilt::Text(new),
        _ => Rebuilt::Unknown,
    }
}

/// Where the gateway of a change stands now: clients rename and copy servers, and then the policy that the gateway
/// reads tells which change it came from.
fn wrapped(root: &Node, change: &Change) -> Vec<Vec<String>> {
    let above = change
        .entry
        .split_last()
        .map_or(&[][..], |(_, above)| above);
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    let is_own = |it: &Entry| {
        let policy = it.gateway_policy().map(Path::new);
        it.is_wrapped() && (it.path == change.entry || policy == Some(&change.policy))
    };
    let all = entries(root, &above).into_iter();
    let all = all.chain(entries_of_any(root)).filter(is_own);
    let mut paths: Vec<Vec<String>> = all.map(|it| it.path).collect();
    sort::all(&mut paths);
    paths.dedup();
    paths
}

fn one_unwrapped(text: &str, format: Format, path: &[String], change: &Change) -> Option<String> {
    let entry = find(&parse(text, format).ok()?, path)?;
    whole(text, &entry, format, change).or_else(|| {
        let text = apply(text, &command(text, &entry)?);
        let text = restored(&text, format, path, change)?;
        let after = find(&parse(&text, format).ok()?, path)?;
        let own = entry.own_words() == after.own_words();
        (own && !after.is_wrapped()).then_some(text)
    })
}

fn find(root: &Node, path: &[String]) -> Option<Entry> {
    let (name, above) = path.split_last()?;
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    entries(root, &above)
        .into_iter()
        .find(|it| it.name() == name)
}

/// The entry as it was before, where it still says what this program has written.
fn whole(text: &str, entry: &Entry, format: Format, change: &Change) -> Option<String> {
    if format != Format::Json || change.whole_new.is_empty() {
        return None;
    }
    let written = parse(&change.whole_new, format).ok()?;
    let now = text.get(entry.node.span.clone())?;
    let known = comments(&change.whole_new);
    let is_known = comments(now).iter().all(|it| known.contains(it));
    if !is_known || !alike((&change.whole_new, &written), (text, &entry.node)) {
        return None;
    }
    let mut text = text.to_owned();
    text.replace_range(entry.node.span.clone(), &change.whole_old);
    Some(text)
}

/// Whether two trees of two texts say one thing, in whatever order their keys stand.
fn alike(a: (&str, &Node), b: (&str, &Node)) -> bool {
    match (&a.1.kind, &b.1.kind) {
        (Kind::Map(_, left), Kind::Map(_, right)) => {
            let same = |it: &crate::clients::Member| {
                let other = b.1.get(&it.key);
                other.is_some_and(|value| alike((a.0, &it.value), (b.0, value)))
            };
            left.len() == right.len() && left.iter().all(same)
        }
        (Kind::List(_, left), Kind::List(_, right)) => {
            let mut pairs = left.iter().zip(right);
            left.len() == right.len() && pairs.all(|(left, right)| alike((a.0, left), (b.0, right)))
        }
        // Numbers have no value of their own here.
        (Kind::Other, Kind::Other) => a.0.get(a.1.span.clone()) == b.0.get(b.1.span.clone()),
        (left, right) => left == right,
    }
}

/// The edits that leave a program its own words alone.
fn command(text: &str, entry: &Entry) -> Option<Vec<Edit>> {
    let own = entry.own_words();
    let holder = super::edit::holder(&entry.node);
    let command = ["command", "cmd", "path"]
        .iter()
        .find_map(|key| holder.member(key))?;
    let first = own.first()?;
    if let Kind::List(..) = command.value.kind {
        let items = command.value.items();
        return Some(vec![without(
            text,
            &command.value,
            items.len() - own.len(),
        )?]);
    }
    let args = holder.member("args")?;
    let gone = args.value.items().len().checked_sub(own.len() - 1)?;
    let mut edits = vec![
        Edit::replace(&command.value.span, super::edit::quoted(first)),
        without(text, &args.value, gone)?,
    ];
    sort::by_key(&mut edits, |it| it.range.start);
    Some(edits)
}

/// The first items of a list taken away.
fn without(text: &str, list: &Node, gone: usize) -> Option<Edit> {
    let items = list.items();
    let first = items.first()?;
    if let Some(kept) = items.get(gone) {
        let range = first.span.start..kept.span.start;
        return Some(Edit::replace(&range, String::new()));
    }
    let Kind::List(layout, _) = &list.kind else {
        return None;
    };
    if *layout != Layout::Block {
        return Some(Edit::replace(&list.span, "[]".to_owned()));
    }
    // The items of a block stand below their key, each behind a dash; brackets stand behind the key.
    let before = text.get(..first.span.start)?;
    let key = before.get(..before.rfind('-')?)?.trim_end().len();
    Some(Edit::replace(
        &(key..items.last()?.span.end),
        " []".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, format: Format, path: &[&str]) -> Rebuilt {
        let change = Change {
            entry: path.iter().map(|it| (*it).to_owned()).collect(),
            whole_old: r#"{"url": "https://a.example", "headers": {"A": "1"}}"#.to_owned(),
            whole_new: r#"{"command": "toolrisk", "args": ["gateway", "--url", "https://a.example"], "env": {"H": "1"}}"#.to_owned(),
            ..Change::default()
        };
        rebuilt(text, format, &change)
    }

    #[test]
    fn a_file_that_its_client_has_written_anew_gets_its_own_commands_back() {
        const GATEWAY: &str = r#""gateway", "--policy", "p", "--""#;
        for (text, format, path, expected) in [
            (
                format!(
                    r#"{{"mcpServers":{{"x":{{"args":[{GATEWAY},"npx","-y"],"command":"/b/toolrisk"}}}}}}"#
                ),
                Format::Json,
                ["mcpServers", "x"],
                r#"{"mcpServers":{"x":{"args":["-y"],"command":"npx"}}}"#,
            ),
            (
                format!(
                    r#"{{"mcpServers":{{"x":{{"command":"toolrisk","args":[{GATEWAY},"run",],}}}}}}"#
                ),
                Format::Json,
                ["mcpServers", "x"],
                r#"{"mcpServers":{"x":{"command":"run","args":[],}}}"#,
            ),
            (
                format!(r#"{{"mcp":{{"x":{{"command":["toolrisk",{GATEWAY},"npx","-y"]}}}}}}"#),
                Format::Json,
                ["mcp", "x"],
                r#"{"mcp":{"x":{"command":["npx","-y"]}}}"#,
            ),
            (
                format!(
                    "[mcp_servers.x]\nargs = [{GATEWAY}, \"npx\", \"-y\"]\ncommand = \"toolrisk\"\n"
                ),
                Format::Toml,
                ["mcp_servers", "x"],
                "[mcp_servers.x]\nargs = [\"-y\"]\ncommand = \"npx\"\n",
            ),
            (
                "extensions:\n  x:\n    args:\n    - gateway\n    - --\n    - npx\n    - -y\n    cmd: toolrisk\n"
                    .to_owned(),
                Format::Yaml,
                ["extensions", "x"],
                "extensions:\n  x:\n    args:\n    - -y\n    cmd: \"npx\"\n",
            ),
            (
                "extensions:\n  x:\n    args:\n    - gateway\n    - --\n    - npx\n    cmd: toolrisk\n"
                    .to_owned(),
                Format::Yaml,
                ["extensions", "x"],
                "extensions:\n  x:\n    args: []\n    cmd: \"npx\"\n",
            ),
            (
                r#"{"mcpServers":{"x":{"env":{"H":"1"},"command":"toolrisk","args":["gateway","--url","https://a.example"]}}}"#
                    .to_owned(),
                Format::Json,
                ["mcpServers", "x"],
                r#"{"mcpServers":{"x":{"url": "https://a.example", "headers": {"A": "1"}}}}"#,
            ),
        ] {
            assert_eq!(
                after(&text, format, &path),
                Rebuilt::Text(expected.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_starts_no_gateway_any_more_is_done_and_what_is_not_known_stays() {
        let path = ["mcpServers", "x"];
        for (text, expected) in [
            (r#"{"mcpServers":{}}"#, Rebuilt::Gone),
            (r#"{"mcpServers":{"x":{"command":"npx"}}}"#, Rebuilt::Gone),
            ("{", Rebuilt::Unknown),
            (
                r#"{"mcpServers":{"x":{"command":"toolrisk","args":["gateway","--url","https://b.example"]}}}"#,
                Rebuilt::Unknown,
            ),
        ] {
            assert_eq!(after(text, Format::Json, &path), expected, "{text}");
        }
    }
}

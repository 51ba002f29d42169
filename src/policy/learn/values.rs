//! The values of one argument → the kind of rule that they justify.

use std::collections::BTreeSet;

use serde_json::Value;
use url::Url;

/// How many calls make a list of values more than a coincidence.
const ENOUGH: usize = 3;
/// Most items of a list that is made of seen values.
const MOST: usize = 5;
/// Most characters of a text that is one of a few values, rather than free text.
const LONGEST: usize = 60;

/// A rule on an argument.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    /// Every value is a path under one of these folders.
    Folders(Vec<String>),
    /// Every value is an address of one of these hosts.
    Hosts(Vec<String>),
    /// Every value is one of these.
    Listed(Vec<Value>),
}

impl Kind {
    /// What the rule is about.
    pub(super) const fn noun(&self) -> &'static str {
        match self {
            Self::Folders(_) => "paths",
            Self::Hosts(_) => "hosts",
            Self::Listed(_) => "values",
        }
    }

    /// What was seen, as the end of a sentence.
    pub(super) fn said(&self) -> String {
        match self {
            Self::Folders(folders) => format!("is a path under {}", quoted(folders)),
            Self::Hosts(hosts) => format!("is an address of {}", quoted(hosts)),
            Self::Listed(values) => {
                let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
                format!("is {}", quoted(&texts))
            }
        }
    }
}

fn quoted(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|it| format!("`{it}`")).collect();
    items.join(" or ")
}

/// The rule that these values justify: hosts of addresses, folders of paths, or a list of few values.
pub(super) fn kind(values: &[&Value]) -> Option<Kind> {
    if let Some(texts) = texts(values) {
        if let Some(hosts) = hosts(&texts) {
            return (hosts.len() <= MOST).then_some(Kind::Hosts(hosts));
        }
        if let Some(paths) = paths(&texts) {
            return folders(&paths).map(Kind::Folders);
        }
    }
    listed(values)
}

/// The values as texts, lists of texts item by item.
fn texts<'a>(values: &[&'a Value]) -> Option<Vec<&'a str>> {
    let mut texts = Vec::new();
    for value in values {
        match value {
            Value::String(text) => texts.push(text.as_str()),
            Value::Array(items) => {
                let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
                texts.extend(items?);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
        }
    }
    (!texts.is_empty()).then_some(texts)
}

/// The hosts of addresses, each once.
fn hosts(texts: &[&str]) -> Option<Vec<String>> {
    let host = |text: &&str| -> Option<String> {
        let url = Url::parse(text).ok().filter(|_| text.contains("://"))?;
        url.host_str()
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    let hosts: Option<BTreeSet<String>> = texts.iter().map(host).collect();
    Some(hosts?.into_iter().collect())
}

/// The parts of absolute paths; the first is empty, or a drive.
fn paths(texts: &[&str]) -> Option<Vec<Vec<String>>> {
    let parts = |text: &&str| -> Option<Vec<String>> {
        let drive = has_drive(text);
        if !drive && !text.starts_with('/') {
            return None;
        }
        let text = if drive {
            text.replace('\\', "/")
        } else {
            (*text).to_owned()
        };
        let parts = text.trim_end_matches('/').split('/').map(str::to_owned);
        Some(parts.collect())
    };
    texts.iter().map(parts).collect()
}

fn has_drive(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    letter && chars.next() == Some(':') && matches!(chars.next(), Some('/' | '\\'))
}

/// The folder that holds all paths; where that would be the root or a folder in it, a few folders.
fn folders(paths: &[Vec<String>]) -> Option<Vec<String>> {
    let distinct: BTreeSet<&Vec<String>> = paths.iter().collect();
    let mut each = distinct.iter().map(|it| (*it).clone());
    let common = each
        .next()
        .map(|first| each.fold(first, |left, right| common(left, &right)))?;
    let single = distinct.len() == 1;
    let found: BTreeSet<String> = if common.len() > 2 || single {
        [if single { folder(&common) } else { common }]
            .iter()
            .map(|it| it.join("/"))
            .collect()
    } else {
        distinct.iter().map(|it| folder(it).join("/")).collect()
    };
    let is_root = |it: &String| it.is_empty() || it.ends_with(':');
    let fits = found.len() <= MOST && !found.iter().any(is_root);
    let inside = |it: &&String| {
        let above = |other: &String| {
            it.strip_prefix(other.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        };
        !found.iter().any(above)
    };
    fits.then(|| found.iter().filter(inside).cloned().collect())
}

fn common(left: Vec<String>, right: &[String]) -> Vec<String> {
    let same = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    left.into_iter().take(same).collect()
}

/// The folder of a file; a path whose last part has no ending is taken for a folder.
fn folder(path: &[String]) -> Vec<String> {
    let has_ending = path
        .last()
        .is_some_and(|it| it.trim_start_matches('.').contains('.'));
    let parts = if has_ending {
        path.len() - 1
    } else {
        path.len()
    };
    path.iter().take(parts).cloned().collect()
}

/// A list of few values, each of which came twice or more on average: else the next call has another one.
fn listed(values: &[&Value]) -> Option<Kind> {
    let mut seen: Vec<Value> = Vec::new();
    for value in values {
        let is_choice = match value {
            Value::String(text) => text.chars().count() <= LONGEST,
            Value::Bool(_) | Value::Number(_) => true,
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        };
        if !is_choice {
            return None;
        }
        if !seen.contains(value) {
            seen.push((*value).clone());
        }
    }
    let justified = values.len() >= ENOUGH && seen.len() <= MOST && seen.len() * 2 <= values.len();
    justified.then_some(Kind::Listed(seen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(values: &[Value]) -> Option<Kind> {
        kind(&values.iter().collect::<Vec<_>>())
    }

    fn under(folders: &[&str]) -> Kind {
        Kind::Folders(folders.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn paths_give_their_folder_or_a_few_folders() {
        assert_eq!(of(&[json!("/srv/app/a.txt")]), Some(under(&["/srv/app"])));
        assert_eq!(of(&[json!("/srv/app/src")]), Some(under(&["/srv/app/src"])));
        assert_eq!(
            of(&[json!("/srv/app/a/1.txt"), json!("/srv/app/b/2.txt")]),
            Some(under(&["/srv/app"]))
        );
        assert_eq!(
            of(&[json!("/srv/app/x"), json!("/tmp/y.txt")]),
            Some(under(&["/srv/app/x", "/tmp"]))
        );
        // A folder in another one says nothing.
        assert_eq!(
            of(&[json!("/notes/a.md"), json!("/notes/old/b.md")]),
            Some(under(&["/notes"]))
        );
        assert_eq!(
            of(&[json!(["/srv/app/x.txt", "/srv/app/y.txt"])]),
            Some(under(&["/srv/app"]))
        );
        assert_eq!(
            of(&[json!("C:\\Users\\me\\a.txt"), json!("C:/Users/me/b.txt")]),
            Some(under(&["C:/Users/me"]))
        );
        assert_eq!(of(&[json!("/a.txt")]), None);
        assert_eq!(of(&[json!("/")]), None);
    }

    #[test]
    fn addresses_give_their_hosts_and_repeated_values_a_list() {
        let hosts = Kind::Hosts(vec!["a.example".to_owned(), "b.example".to_owned()]);
        assert_eq!(
            of(&[json!("https://b.example/1"), json!("https://a.example/2")]),
            Some(hosts)
        );
        let many: Vec<Value> = (0..9)
            .map(|it| json!(format!("https://h{it}.example/")))
            .collect();
        assert_eq!(of(&many), None);
        let list = Some(Kind::Listed(vec![json!("fast"), json!(2)]));
        assert_eq!(
            of(&[json!("fast"), json!(2), json!("fast"), json!(2)]),
            list
        );
        for free in [
            vec![json!("a"), json!("b"), json!("c")],
            vec![json!("a"), json!("a")],
            vec![
                json!("x".repeat(61)),
                json!("x".repeat(61)),
                json!("x".repeat(61)),
            ],
            vec![json!(null), json!(null), json!(null)],
        ] {
            assert_eq!(of(&free), None, "{free:?}");
        }
    }
}

//! A capture and what the catalog holds → the files to write. Nothing a person wrote is changed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::append::append;
use super::review::{carry, is_same};
use super::{Listed, Locker, read_tool};
use crate::model::{Definition, Docstring, Lock, LockedTool};

/// Longest text of a tool that fits an entry with room for escapes, in bytes.
const LONGEST: usize = 200 << 10;

/// What is known of a capture beside its tools.
#[derive(Debug, Clone, Default)]
pub struct CaptureNote {
    /// Title for a new `server.yaml`; the server's id when empty.
    pub title: String,
    /// Package, with version if known.
    pub package: String,
    /// MCP protocol version.
    pub protocol: String,
    /// Day of the capture.
    pub date: String,
    /// The server's name in the official registry; empty when unknown.
    pub registry: String,
    /// How it was captured: `file`, `stdio` or `http`.
    pub method: &'static str,
}

/// What the catalog already holds of a server.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    /// Whether there is a `server.yaml`.
    pub has_server: bool,
    /// Names that have an entry, in any file.
    pub entries: Vec<String>,
    /// Names that have an entry in a file that the catalog does not read, each with the place of the file.
    pub unread: BTreeMap<String, String>,
    /// The text of `tools.yaml`, to which new entries are added.
    pub tools_yaml: String,
    /// What the lock has of each tool.
    pub locked: BTreeMap<String, LockedTool>,
    /// Names of tools that a person has rated or given a reason for, each with the fingerprint that its
    /// status names; empty where it names none.
    pub reviewed: BTreeMap<String, String>,
}

/// Files to write, and what happened.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// File name within the server's folder, and its whole new text.
    pub files: Vec<(&'static str, String)>,
    /// Tools in the capture.
    pub captured: usize,
    /// Names that got a new entry.
    pub added: Vec<String>,
    /// Names that have an entry but are not in the capture.
    pub gone: Vec<String>,
    /// Tools whose definition is not the one in the lock, or not the one that a person reviewed.
    pub changed: Vec<Changed>,
    /// How many tools are only written otherwise than in the lock, with the same meaning.
    pub notation: usize,
    /// What could not be taken as it stood, a line each.
    pub faults: Vec<String>,
    /// How many items of the list have no name that an entry can hold: nobody knows which tools they are.
    pub nameless: usize,
}

/// A tool whose definition changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// The lock as it was, where the definition has changed since then.
    pub before: Option<LockedTool>,
    /// The lock as it is now.
    pub after: LockedTool,
    /// Whether a person reviewed another definition than this one.
    pub unreviewed: bool,
}

/// Plans the import of one server's tools.
pub fn plan(
    server: &str,
    listed: &[Listed],
    note: &CaptureNote,
    existing: &Existing,
    locker: &Locker<'_>,
) -> Plan {
    let mut plan = Plan {
        captured: listed.len(),
        ..Plan::default()
    };
    let mut tools: BTreeMap<String, LockedTool> = BTreeMap::new();
    let mut documents = Vec::new();
    for (at, listed) in listed.iter().enumerate() {
        let Some(read) = read_tool(&listed.tool) else {
            plan.nameless += 1;
            plan.faults.push(format!(
                "tool {} of the list has no name and is left out",
                at + 1
            ));
            continue;
        };
        let name = read.definition.name.clone();
        if name.ends_with('\n') || name.trim().is_empty() {
            plan.nameless += 1;
            plan.faults.push(format!(
                "tool {} of the list is left out: its name is blank or ends in a line break",
                at + 1
            ));
            continue;
        }
        plan.faults
            .extend(read.faults.iter().map(|fault| format!("`{name}`: {fault}")));
        let mut lock = locker.lock(&listed.tool, &read);
        if let Some(first) = tools.get(&name) {
            let same = first.fingerprint == lock.fingerprint;
            let how = if same {
                "twice"
            } else {
                "twice, with different definitions; the first one is used"
            };
            plan.faults.push(format!("`{name}` is listed {how}"));
            continue;
        }
        plan.review(&name, &mut lock, existing);
        if !existing.entries.contains(&name) {
            if let Some(fault) = no_entry(&name, &read.definition, existing) {
                plan.faults.push(fault);
            } else {
                documents.push(document(&read.definition));
                plan.added.push(name.clone());
            }
        }
        tools.insert(name, lock);
    }
    let gone = existing
        .entries
        .iter()
        .filter(|name| !tools.contains_key(*name));
    plan.gone = gone.cloned().collect();
    plan.files = files(server, note, existing, &documents, tools);
    plan
}

/// Why a tool without an entry gets none, if it does not.
fn no_entry(name: &str, definition: &Definition, existing: &Existing) -> Option<String> {
    if let Some(place) = existing.unread.get(name) {
        return Some(format!(
            "`{name}` has an entry in `{place}`, which the catalog does not read, so none was added; move that entry \
             to `tools.yaml`"
        ));
    }
    let is_long = definition.description.len() + name.len() > LONGEST;
    is_long
        .then(|| format!("`{name}`: its texts are too long for an entry; it is only in the lock"))
}

impl Plan {
    /// Compares a tool with the lock before, and with what a person reviewed.
    fn review(&mut self, name: &str, lock: &mut LockedTool, existing: &Existing) {
        let before = existing.locked.get(name);
        let named = existing.reviewed.get(name).map(String::as_str);
        carry(lock, before, named);
        let changed = before.filter(|it| !it.fingerprint.is_empty() && !is_same(lock, it));
        if before.is_some_and(|it| it.fingerprint != lock.fingerprint) && changed.is_none() {
            self.notation += 1;
        }
        let unreviewed = !lock.reviewed.is_empty()
            || named.is_some_and(|named| !named.is_empty() && !lock.is(named));
        if changed.is_some() || unreviewed {
            self.changed.push(Changed {
                name: name.to_owned(),
                before: changed.cloned(),
                after: lock.clone(),
                unreviewed,
            });
        }
    }
}

fn files(
    server: &str,
    note: &CaptureNote,
    existing: &Existing,
    documents: &[String],
    tools: BTreeMap<String, LockedTool>,
) -> Vec<(&'static str, String)> {
    let mut files = Vec::new();
    if !existing.has_server {
        files.push(("server.yaml", server_yaml(server, note)));
    }
    if !documents.is_empty() {
        let text = append(&existing.tools_yaml, documents);
        files.push(("tools.yaml", text));
    }
    let lock = Lock {
        version: Lock::VERSION,
        package: note.package.clone(),
        protocol: note.protocol.clone(),
        captured: note.date.clone(),
        registry: note.registry.clone(),
        method: if note.method.is_empty() {
            "file".to_owned()
        } else {
            note.method.to_owned()
        },
        tools,
    };
    // Strings and lists only: serialising them cannot fail.
    let text = serde_json::to_string_pretty(&lock).unwrap_or_default();
    files.push(("tools.lock.json", text + "\n"));
    files
}

#[derive(Serialize)]
struct ServerYaml<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    package: &'a str,
}

fn server_yaml(server: &str, note: &CaptureNote) -> String {
    let title = if note.title.is_empty() {
        server
    } else {
        &note.title
    };
    yaml(&ServerYaml {
        title,
        package: without_version(&note.package),
    })
}

/// `npm:@scope/name` of `npm:@scope/name@1.2.3`.
fn without_version(package: &str) -> &str {
    match package.rfind('@') {
        Some(at)
            if at > 0
                && !package
                    .get(..at)
                    .is_some_and(|rest| rest.ends_with([':', '/'])) =>
        {
            package.get(..at).unwrap_or(package)
        }
        _ => package,
    }
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    description: &'a str,
}

/// The entry of a tool, with what its description says of the tool. Sections about arguments and results are the
/// server's notes for those who call it; the rating, which the lock keeps, is of the whole definition.
fn document(definition: &Definition) -> String {
    let description = Docstring::of(&definition.description);
    let (description, _) = description.lead();
    yaml(&Document {
        name: &definition.name,
        title: definition.title.as_deref(),
        description,
    })
}

/// YAML that reads back as the same value.
fn yaml(value: &impl Serialize) -> String {
    // Texts only: serialising them cannot fail.
    serde_saphyr::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Additions;

    #[test]
    fn a_version_is_told_from_a_scope() {
        assert_eq!(without_version("npm:@a/b@1.2.3"), "npm:@a/b");
        assert_eq!(without_version("npm:@a/b"), "npm:@a/b");
        assert_eq!(without_version("pypi:x@1"), "pypi:x");
        assert_eq!(without_version(""), "");
    }

    #[test]
    fn what_a_person_wrote_stays_and_new_tools_are_added_below() {
        let listed = super::super::read_listing(
            r#"{"tools":[{"name":"a","description":"A."},{"name":"b","description":"B: c\nd"},{"x":1}]}"#,
        )
        .unwrap();
        let existing = Existing {
            has_server: true,
            entries: vec!["a".to_owned(), "old".to_owned()],
            tools_yaml: "# mine\nname: a\n".to_owned(),
            ..Existing::default()
        };
        let additions = Additions::default();
        let tools = listed.iter().map(|it| &it.tool);
        let locker = Locker::new(&additions, "s", tools, false);
        let plan = plan("s", &listed, &CaptureNote::default(), &existing, &locker);
        assert_eq!(plan.added, ["b"]);
        assert_eq!(plan.gone, ["old"]);
        assert_eq!(plan.faults.len(), 1);
        let names: Vec<_> = plan.files.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["tools.yaml", "tools.lock.json"]);
        assert!(
            plan.files[0]
                .1
                .starts_with("# mine\nname: a\n---\nname: b\n"),
            "{}",
            plan.files[0].1
        );
    }
}

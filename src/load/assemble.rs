//! Parsed files → catalog: folders become servers, entries meet their locks.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::faults::{BAD_ID, BAD_LOCK, DUPLICATE_TOOL, EMPTY_TEXT, NO_SERVER, STRAY_FILE};
use super::parsed::{Documents, Kept, Parsed, Unparsed};
use super::seen::{Seen, SeenTool};
use super::tool::Entry;
use super::tree::Tree;
use super::yaml::Node;
use super::{page, server, tool};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Attack, Catalog, Config, Definition, Lock, Server, Term, Tool, is_server_id, tool_slugs,
};
use crate::sort;
use crate::source::{FileId, Span};

/// A catalog and what is wrong with its files.
#[derive(Debug)]
pub struct Loaded {
    /// Everything that could be loaded.
    pub catalog: Catalog,
    /// The findings, in the order of reports.
    pub found: Vec<Diagnostic>,
}

/// Parses every file of a tree, in parallel, and joins them.
pub fn load(tree: &Tree) -> Loaded {
    load_from(tree, None).0
}

/// As [`load`], but of files that hold what was parsed `before` nothing is parsed again. Gives what was
/// parsed of this tree.
pub fn load_again(tree: &Tree, before: &Parsed) -> (Loaded, Parsed) {
    load_from(tree, Some(before))
}

/// As [`load_again`], but drops the text of each lock after its first line once the lock is read: reports show no more of
/// it. Locks are most of a large catalog.
pub fn load_once(tree: &mut Tree, before: &Parsed) -> (Loaded, Parsed) {
    let before = Some(before);
    let files: Vec<_> = tree.sources.iter_mut().zip(&tree.places).collect();
    let read = files.into_par_iter().map(|((file, source), place)| {
        let text = &source.text;
        let read = read(place, Unparsed { file, text, before });
        if source.is_utf8 && matches!(read.part, Part::Lock { .. }) {
            source.keep_first_line();
        }
        read
    });
    join(read.collect(), tree.found.clone())
}

fn load_from(tree: &Tree, before: Option<&Parsed>) -> (Loaded, Parsed) {
    let files: Vec<_> = tree.sources.iter().zip(&tree.places).collect();
    let read: Vec<Read> = files
        .into_par_iter()
        .map(|((file, source), place)| {
            let text = &source.text;
            read(place, Unparsed { file, text, before })
        })
        .collect();
    join(read, tree.found.clone())
}

/// Joins what the files of a tree hold with what was found before.
fn join(read: Vec<Read>, found: Vec<Diagnostic>) -> (Loaded, Parsed) {
    let mut assembly = Assembly {
        found,
        ..Assembly::default()
    };
    let mut parsed = Parsed::default();
    for mut file in read {
        parsed.extend(file.kept.take());
        assembly.add(file);
    }
    (assembly.finish(), parsed)
}

/// What one file holds.
struct Read {
    found: Vec<Diagnostic>,
    part: Part,
    kept: Option<Kept>,
}

enum Part {
    Nothing,
    Config(Config),
    Server(Server),
    Tools {
        server: String,
        file: FileId,
        entries: Vec<Entry>,
    },
    Lock {
        server: String,
        file: FileId,
        lock: Seen,
    },
    Attack(Attack),
    Term(Term),
}

fn read(place: &str, unparsed: Unparsed<'_>) -> Read {
    let Unparsed { file, text, .. } = unparsed;
    let mut found = Vec::new();
    let mut kept = None;
    let mut documents = || {
        let (documents, keep) = unparsed.documents();
        kept = keep;
        documents
    };
    let parts: Vec<&str> = place.split('/').collect();
    let part = match parts.as_slice() {
        [""] => Part::Nothing,
        ["toolrisk.yaml"] => single(documents(), &mut found).map_or(Part::Nothing, |node| {
            Part::Config(server::config(node, &mut found))
        }),
        ["attacks", page] => {
            page::attack(id_of(page), file, text, &mut found).map_or(Part::Nothing, Part::Attack)
        }
        ["glossary", page] => {
            page::term(id_of(page), file, text, &mut found).map_or(Part::Nothing, Part::Term)
        }
        [id, "server.yaml"] => read_server(id, file, documents(), &mut found),
        [id, "tools.lock.json"] => read_lock(id, file, text, &mut found),
        [id, _] => Part::Tools {
            server: (*id).to_owned(),
            file,
            entries: read_entries(file, documents(), &mut found),
        },
        _ => {
            let message = "this file is not read";
            let help = "put tool entries into `<catalog>/<server>/<any name>.yaml`";
            found.push(Diagnostic::new(&STRAY_FILE, Span::whole(file), message).help(help));
            Part::Nothing
        }
    };
    Read { found, part, kept }
}

fn id_of(file_name: &str) -> &str {
    file_name.strip_suffix(".md").unwrap_or(file_name)
}

/// The one document of a file; further ones are findings.
fn single(documents: Documents, found: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut first = None;
    for document in documents {
        match document {
            Ok(node) if first.is_none() => first = Some(node),
            Ok(node) => {
                let message = "this file may hold only one document; this one is ignored";
                found.push(Diagnostic::new(&STRAY_FILE, node.span, message));
            }
            Err(fault) => found.push(*fault),
        }
    }
    first
}

fn read_entries(file: FileId, documents: Documents, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut entries = Vec::new();
    if documents.is_empty() {
        found.push(nothing_in(file));
    }
    for document in documents {
        match document {
            Ok(node) => entries.extend(tool::read(node, found)),
            Err(fault) => found.push(*fault),
        }
    }
    entries
}

fn read_server(id: &str, file: FileId, documents: Documents, found: &mut Vec<Diagnostic>) -> Part {
    if let Some(node) = single(documents, found) {
        return Part::Server(server::read(id, node, found));
    }
    if found.is_empty() {
        found.push(nothing_in(file));
    }
    Part::Nothing
}

fn nothing_in(file: FileId) -> Diagnostic {
    let message = "this file is empty";
    Diagnostic::new(&EMPTY_TEXT, Span::whole(file), message).help("write it, or remove the file")
}

fn read_lock(id: &str, file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Part {
    let error = match serde_json::from_str::<Lock>(text) {
        Ok(lock) if lock.version == Lock::VERSION => {
            return Part::Lock {
                server: id.to_owned(),
                file,
                lock: lock.into(),
            };
        }
        Ok(_) => None,
        Err(error) => Some(error),
    };
    // Another version may have other members, so that is said first.
    let version = version_of(text).filter(|version| *version != u64::from(Lock::VERSION));
    let (message, help) = match (version, error) {
        (Some(version), _) => (
            format!("this lock has version {version}, not {}", Lock::VERSION),
            "a newer toolrisk may have written it; update toolrisk, or remove the lock and run `toolrisk import`",
        ),
        (None, error) => (
            format!(
                "cannot read this lock: {}",
                error.map(|it| it.to_string()).unwrap_or_default()
            ),
            "restore it from version control, or remove it and run `toolrisk import`",
        ),
    };
    found.push(Diagnostic::new(&BAD_LOCK, Span::whole(file), message).help(help));
    Part::Nothing
}

fn version_of(text: &str) -> Option<u64> {
    let lock: serde_json::Value = serde_json::from_str(text).ok()?;
    lock.get("version")?.as_u64()
}

#[derive(Default)]
struct Assembly {
    config: Config,
    servers: BTreeMap<String, Server>,
    entries: BTreeMap<String, Vec<Entry>>,
    first_file: BTreeMap<String, FileId>,
    locks: BTreeMap<String, Seen>,
    attacks: Vec<Attack>,
    glossary: Vec<Term>,
    found: Vec<Diagnostic>,
}

impl Assembly {
    fn add(&mut self, read: Read) {
        self.found.extend(read.found);
        match read.part {
            Part::Nothing => {}
            Part::Config(config) => self.config = config,
            Part::Server(server) => {
                self.servers.insert(server.id.clone(), server);
            }
            Part::Tools {
                server,
                file,
                entries,
            } => {
                self.first_file.entry(server.clone()).or_insert(file);
                self.entries.entry(server).or_default().extend(entries);
            }
            Part::Lock { server, file, lock } => {
                self.first_file.entry(server.clone()).or_insert(file);
                self.locks.insert(server, lock);
            }
            Part::Attack(attack) => self.attacks.push(attack),
            Part::Term(term) => self.glossary.push(term),
        }
    }

    fn finish(mut self) -> Loaded {
        for (id, file) in &self.first_file {
            if !self.servers.contains_key(id) {
                let span = Span::whole(*file);
                let message = format!("the folder `{id}` has no server.yaml");
                let help = "add one with at least `title: …`";
                self.found
                    .push(Diagnostic::new(&NO_SERVER, span, message).help(help));
                self.servers.insert(id.clone(), Server::bare(id, span));
            }
        }
        let servers: Vec<Unfilled> = self
            .servers
            .into_iter()
            .map(|(id, server)| Unfilled {
                entries: self.entries.remove(&id).unwrap_or_default(),
                lock: self.locks.remove(&id),
                server,
            })
            .collect();
        let filled = servers.into_par_iter().map(Unfilled::fill);
        let (servers, faults): (Vec<Server>, Vec<_>) = filled.unzip();
        self.found.extend(faults.into_iter().flatten());
        sort::by(&mut self.attacks, |a, b| a.id.cmp(&b.id));
        sort::by(&mut self.glossary, |a, b| a.id.cmp(&b.id));
        sort::by(&mut self.found, |a, b| a.order().cmp(&b.order()));
        Loaded {
            catalog: Catalog {
                config: self.config,
                servers,
                attacks: self.attacks,
                glossary: self.glossary,
            },
            found: self.found,
        }
    }
}

/// A server, and what its tools are made from.
struct Unfilled {
    server: Server,
    entries: Vec<Entry>,
    lock: Option<Seen>,
}

impl Unfilled {
    /// Gives the server its tools, sorted by name, each with its part of the lock.
    fn fill(self) -> (Server, Vec<Diagnostic>) {
        let mut server = self.server;
        let mut found = Vec::new();
        if !is_server_id(&server.id) {
            let message = format!("invalid server id `{}`", server.id);
            let help = "use lower-case letters, digits and hyphens, at most 64";
            found.push(Diagnostic::new(&BAD_ID, server.title.span, message).help(help));
        }
        let entries = each_once(&server.id, self.entries, &mut found);
        let names: Vec<&str> = entries.iter().map(|it| it.name.value.as_str()).collect();
        let slugs = tool_slugs(&names);
        let mut lock = self.lock;
        server.capture = lock.as_mut().map(|lock| lock.capture(&names));
        let tools = entries.into_iter().zip(slugs).map(|(entry, slug)| {
            let locked = lock.as_mut();
            let locked = locked.and_then(|lock| lock.tools.remove(&entry.name.value));
            build(entry, &slug, locked)
        });
        let is_captured = server.capture.is_some();
        server.tools = tools.collect();
        for tool in &mut server.tools {
            tool.is_gone = is_captured && tool.lock.is_none();
        }
        (server, found)
    }
}

/// Entries by name; of two with one name the first in reading order stays.
fn each_once(server: &str, mut entries: Vec<Entry>, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
    // A stable sort: the first in reading order stays first.
    sort::by(&mut entries, |a, b| a.name.value.cmp(&b.name.value));
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.last() {
            Some(first) if first.name.value == entry.name.value => {
                let name = &entry.name.value;
                let message = format!("`{name}` has two entries on `{server}`");
                found.push(
                    Diagnostic::new(&DUPLICATE_TOOL, entry.name.span, message)
                        .label("this one is not used")
                        .related(first.name.span, "the first entry")
                        .help("merge the two entries, or rename one of them"),
                );
            }
            _ => kept.push(entry),
        }
    }
    kept
}

fn build(entry: Entry, slug: &str, seen: Option<SeenTool>) -> Tool {
    let mut definition = Definition {
        name: entry.name.value,
        title: entry.title,
        description: entry.description.value,
        ..Definition::default()
    };
    let lock = seen.map(|seen| {
        definition.hints = seen.hints;
        definition.cut = seen.cut;
        definition.free_form = seen.free_form;
        definition.parameters = seen.parameters;
        seen.lock
    });
    Tool {
        span: entry.name.span,
        description_span: entry.description.span,
        definition,
        review: entry.review,
        slug: slug.into(),
        is_gone: false,
        lock,
    }
}

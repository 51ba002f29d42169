//! The files of clients that there are on this machine, and the servers in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::any::entries_of_any;
use super::document::{Format, Node, parse};
use super::entry::{Entry, entries};
use super::gemini;
use super::home::Home;
use super::table::{CLIENTS, Client, Place, Scope};
use crate::load::read_file;

/// Largest file that is read, in bytes. `~/.claude.json` holds a history and can be large.
const LARGEST: u64 = 64 << 20;

/// A file in which a client keeps servers.
#[derive(Debug)]
pub struct ConfigFile {
    /// The clients that read it, the first of the table first; none when the file was named and is unknown.
    pub clients: Vec<&'static Client>,
    /// The first place of the table that it is; none when the file was named and is unknown.
    pub place: Option<&'static Place>,
    /// The path.
    pub path: PathBuf,
    /// Whose servers.
    pub scope: Scope,
    /// The format.
    pub format: Format,
    /// The text; empty when it could not be read.
    pub text: String,
    /// What it holds, or why it cannot be read.
    pub root: Result<Node, String>,
    /// Its servers.
    pub entries: Vec<Entry>,
}

impl ConfigFile {
    /// The name of the client, for people.
    pub fn title(&self) -> &'static str {
        self.clients
            .first()
            .map_or("a client", |client| client.title)
    }
}

/// The files of all clients that exist, each once, in the order of the table.
pub fn found(home: &Home) -> Vec<ConfigFile> {
    let mut files: Vec<ConfigFile> = Vec::new();
    let mut known: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for client in CLIENTS {
        for place in client.places {
            for path in paths(home, place) {
                let real = path.canonicalize().unwrap_or_else(|_| path.clone());
                if let Some(file) = known.get(&real).and_then(|at| files.get_mut(*at)) {
                    file.also(client, place);
                } else {
                    known.insert(real, files.len());
                    files.push(read(client, place, path));
                }
            }
        }
    }
    gemini::switch_off(&mut files);
    // A file that a client has for other things too, and no servers, is no configuration of servers.
    files.retain(|file| file.root.is_err() || !file.entries.is_empty());
    files
}

/// A file that the user named: read as the client's whose place it is, else by its ending and its keys.
pub fn given(home: &Home, path: &Path) -> ConfigFile {
    let real = path.canonicalize().ok();
    let of_table = found(home).into_iter();
    let mut same = of_table.filter(|it| real.is_some() && it.path.canonicalize().ok() == real);
    if let Some(mut file) = same.next() {
        path.clone_into(&mut file.path);
        return file;
    }
    let format = Format::of(path);
    let (text, root) = contents(path, format);
    let entries = root.as_ref().map_or_else(|_| Vec::new(), entries_of_any);
    let mut file = ConfigFile {
        clients: clients_by_name(path),
        place: None,
        path: path.to_owned(),
        scope: Scope::User,
        format,
        text,
        root,
        entries,
    };
    // Without the other files of the client, its own lists are all that is known.
    gemini::switch_off(std::slice::from_mut(&mut file));
    file
}

/// The clients whose files have the name of this one, when no two different clients do.
fn clients_by_name(path: &Path) -> Vec<&'static Client> {
    let ends = |place: &Place| {
        let file = place
            .file
            .rsplit_once('}')
            .map_or(place.file, |(_, rest)| rest);
        // A place that is a variable has no name of its own.
        !file.is_empty() && path.ends_with(file.trim_start_matches('/'))
    };
    let client = |it: &&Client| it.places.iter().any(ends);
    let found: Vec<&'static Client> = CLIENTS.iter().filter(client).collect();
    if found.len() == 1 { found } else { Vec::new() }
}

impl ConfigFile {
    /// The same file, as another place of the table has it.
    fn also(&mut self, client: &'static Client, place: &Place) {
        if !self.clients.iter().any(|it| it.id == client.id) {
            self.clients.push(client);
        }
        let Ok(root) = &self.root else { return };
        for entry in entries(root, place.keys) {
            if !self.entries.iter().any(|it| it.path == entry.path) {
                self.entries.push(entry);
            }
        }
    }
}

fn read(client: &'static Client, place: &'static Place, path: PathBuf) -> ConfigFile {
    let (text, root) = contents(&path, place.format);
    let entries = root
        .as_ref()
        .map_or_else(|_| Vec::new(), |root| entries(root, place.keys));
    ConfigFile {
        clients: vec![client],
        place: Some(place),
        path,
        scope: place.scope,
        format: place.format,
        text,
        root,
        entries,
    }
}

fn contents(path: &Path, format: Format) -> (String, Result<Node, String>) {
    if path.metadata().is_ok_and(|it| it.len() > LARGEST) {
        return (String::new(), Err("it is too large to be read".to_owned()));
    }
    match read_file(path) {
        Ok(text) => {
            let root = parse(&text, format);
            (text, root)
        }
        Err(error) => (String::new(), Err(error.source.to_string())),
    }
}

/// The files of a place that exist.
fn paths(home: &Home, place: &Place) -> Vec<PathBuf> {
    if place.os.is_some_and(|os| os != home.os) {
        return Vec::new();
    }
    if place.scope == Scope::Project {
        let folders = home.projects().into_iter();
        let files = folders.map(|folder| folder.join(place.file));
        return files.filter(|it| it.is_file()).collect();
    }
    expanded(&home.path(place.file))
}

/// A path, or those that a `*` in one of its parts stands for.
fn expanded(path: &Path) -> Vec<PathBuf> {
    let mut paths = vec![PathBuf::new()];
    for part in path.components() {
        let Some((before, after)) = part.as_os_str().to_str().and_then(|it| it.split_once('*'))
        else {
            for path in &mut paths {
                path.push(part);
            }
            continue;
        };
        let inside = |folder: PathBuf| {
            let entries = WalkDir::new(folder)
                .min_depth(1)
                .max_depth(1)
                .sort_by_file_name();
            let fits = |name: &str| name.starts_with(before) && name.ends_with(after);
            let entries = entries.into_iter().filter_map(Result::ok);
            entries
                .filter(move |it| it.file_name().to_str().is_some_and(fits))
                .map(walkdir::DirEntry::into_path)
        };
        paths = paths.into_iter().flat_map(inside).collect();
    }
    paths.retain(|path| path.is_file());
    paths
}

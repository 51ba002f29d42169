//! Reading a catalog's folder: every text file of the layout, in a stable order.
#![expect(clippy::disallowed_methods, reason = "this is the catalog's reader")]

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::faults::{NOT_UTF8, STRAY_FILE, TOO_LARGE, UNREADABLE};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile, Sources, Span};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

const LINK: &str = "a symbolic link is not followed";
pub(super) const NO_NAME: &str = "the path of this file is not UTF-8";

/// A file that is kept elsewhere than in a folder.
#[derive(Debug, Clone)]
pub enum Stored {
    /// A plain file and its bytes.
    File(Vec<u8>),
    /// A symbolic link.
    Link,
}

/// What was read of a catalog.
#[derive(Debug, Default)]
pub struct Tree {
    /// The texts.
    pub sources: Sources,
    /// The place of each file within the catalog, `/` between parts, in the order of the numbers; empty
    /// for what could not be read.
    pub places: Vec<String>,
    /// What could not be read.
    pub found: Vec<Diagnostic>,
    /// How many folders and files the system did not let us read: what they hold is unknown, so that
    /// nobody may take it for gone.
    pub refused: usize,
}

/// A folder or file that a command was told to use and that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{path}`: {source}")]
pub struct ReadError {
    /// The path as the user gave it.
    pub path: String,
    /// What the system says.
    pub source: io::Error,
}

/// The nearest catalog: `catalog` itself when it lies in the current folder, else the whole path of the catalog that
/// the current folder lies in, or of the folder `catalog` in the nearest folder above.
pub fn find_catalog() -> Option<PathBuf> {
    let near = Path::new("catalog");
    if is_catalog(near) {
        return Some(near.to_owned());
    }
    let here = std::fs::canonicalize(".").ok()?;
    here.ancestors().find_map(|folder| {
        let inner = folder.join("catalog");
        if is_catalog(&inner) {
            return Some(inner);
        }
        has_settings(folder).then(|| folder.to_owned())
    })
}

/// The whole path of the catalog that a folder is, or lies in, if any.
pub fn catalog_around(folder: &Path) -> Option<PathBuf> {
    let is_one = |it: &Path| has_settings(it) || it.ends_with("catalog") && is_catalog(it);
    let whole = std::fs::canonicalize(folder).ok()?;
    whole.ancestors().find(|it| is_one(it)).map(Path::to_owned)
}

fn has_settings(folder: &Path) -> bool {
    folder.join("toolrisk.yaml").is_file()
}

/// Whether a folder has the settings of a catalog, or a server in it. A folder that happens to have the
/// name, as with a shop's goods, is none.
pub fn is_catalog(folder: &Path) -> bool {
    if has_settings(folder) {
        return true;
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path().join("server.yaml"))
        .any(|file| file.is_file())
}

/// Whether what stands at a place in a folder is a file of a catalog: it has a name of the layout, and the folder, or
/// the one that the file lies in, has more of a catalog. Nothing of the folder is read but names.
pub fn is_file_of_catalog(root: &Path, place: &str) -> bool {
    let has = |folder: &str, names: &[&str]| {
        let folder = root.join(folder);
        names.iter().any(|name| folder.join(name).is_file())
    };
    match place.split_once('/') {
        None => place == "toolrisk.yaml",
        Some((folder, _)) => {
            let marks = ["server.yaml", "tools.yaml", "tools.lock.json"];
            is_ours(place) && (has(folder, &marks) || is_catalog(root))
        }
    }
}

/// Reads every file of the catalog in `root`, or of one of its folders alone.
///
/// # Errors
///
/// When `root` itself is not a folder that can be read. Any other fault is a finding.
pub fn read_tree(root: &Path, folder: Option<&str>) -> Result<Tree, ReadError> {
    let shown = root.display().to_string().replace('\\', "/");
    std::fs::read_dir(root).map_err(|source| ReadError {
        path: shown.clone(),
        source,
    })?;
    let start = folder.map_or_else(|| root.to_owned(), |folder| root.join(folder));
    let walk = WalkDir::new(start)
        .min_depth(1)
        .max_depth(6)
        .sort_by_file_name();
    let entries = walk.into_iter().filter_entry(|entry| !is_hidden(entry));
    let met: Vec<Met> = entries.filter_map(|entry| meet(root, entry)).collect();
    let read: Vec<(String, Text)> = met.into_par_iter().map(|it| it.read(root)).collect();
    let mut tree = Tree::default();
    for (place, text) in read {
        tree.add(&shown, place, text);
    }
    Ok(tree)
}

/// What the walk met, with its place in the catalog.
enum Met {
    File(String),
    /// Something that stands where a file or folder of the layout should, and why it is not read.
    Other(String, &'static str),
    Refused(String, io::Error),
}

impl Met {
    fn read(self, root: &Path) -> (String, Text) {
        match self {
            Self::File(place) => {
                let text = read_text(&root.join(&place)).unwrap_or_else(Text::Refused);
                (place, text)
            }
            Self::Other(place, why) => (place, Text::Other(why)),
            Self::Refused(place, error) => (place, Text::Refused(error)),
        }
    }
}

fn meet(root: &Path, entry: walkdir::Result<DirEntry>) -> Option<Met> {
    let place_of = |path: &Path| {
        let place = path.strip_prefix(root).unwrap_or(path);
        place.display().to_string().replace('\\', "/")
    };
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let place = error.path().map(place_of).unwrap_or_default();
            return Some(Met::Refused(place, system_error(error)));
        }
    };
    let (place, kind) = (place_of(entry.path()), entry.file_type());
    if entry.path_is_symlink() {
        return Some(Met::Other(place, LINK));
    }
    if kind.is_dir() && place.contains('/') && is_ours(&place) {
        return Some(Met::Other(place, "this is a folder, not a file"));
    }
    if kind.is_dir() || !is_ours(&place) {
        return None;
    }
    let inside = entry.path().strip_prefix(root).unwrap_or(entry.path());
    if inside.to_str().is_none() {
        return Some(Met::Other(place, NO_NAME));
    }
    Some(if kind.is_file() {
        Met::File(place)
    } else {
        Met::Other(place, "this is neither a file nor a folder")
    })
}

impl Tree {
    /// A catalog of texts that are in memory already, each with its place within the catalog. Files
    /// that are no part of the layout are left out.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let stored = |(place, text): (&'a str, &'a str)| {
            (place.as_bytes(), Stored::File(text.as_bytes().to_vec()))
        };
        Self::of_stored(texts.into_iter().map(stored))
    }

    /// A catalog of files that are stored elsewhere, each with its place within the catalog: what
    /// [`read_tree`] would read if they lay in a folder.
    pub fn of_stored<'a>(files: impl IntoIterator<Item = (&'a [u8], Stored)>) -> Self {
        let mut tree = Self::default();
        for (raw, stored) in files {
            let place = String::from_utf8_lossy(raw).into_owned();
            let hidden = place.split('/').any(|part| part.starts_with('.'));
            let text = match stored {
                Stored::Link => Text::Other(LINK),
                Stored::File(_) if !is_ours(&place) => continue,
                Stored::File(_) if std::str::from_utf8(raw).is_err() => Text::Other(NO_NAME),
                Stored::File(bytes) => Text::of(bytes),
            };
            if !hidden {
                tree.add("", place, text);
            }
        }
        tree
    }

    /// The file at a place within the catalog, if it could be read.
    pub fn file(&self, place: &str) -> Option<&SourceFile> {
        let files = self.sources.iter().zip(&self.places);
        let mut files = files.filter(|(_, it)| *it == place);
        files.next().map(|((_, file), _)| file)
    }

    fn add(&mut self, root: &str, place: String, text: Text) {
        let path = join(root, &place);
        let (lint, message, help) = match text {
            Text::Read { text, bad_byte } => {
                let stray = stray(&place);
                let file = self.sources.add_at(path, place.clone(), text);
                // What is not read is parsed as nothing.
                self.places.push(if stray.is_some() {
                    String::new()
                } else {
                    place
                });
                return self.look(file, bad_byte, stray);
            }
            Text::TooLarge(bytes) => {
                let help = format!("at most {LARGEST} bytes are read; split it");
                (&TOO_LARGE, format!("this file is {bytes} bytes long"), help)
            }
            Text::Refused(error) => {
                self.refused += 1;
                let help = "make it readable, or remove it from the catalog".to_owned();
                (&UNREADABLE, format!("cannot read this: {error}"), help)
            }
            Text::Other(why) => {
                let help = "put a plain file here".to_owned();
                (&UNREADABLE, why.to_owned(), help)
            }
        };
        let file = self.sources.add_at(path, place, "");
        self.places.push(String::new());
        let finding = Diagnostic::new(lint, Span::whole(file), message);
        self.found.push(finding.help(help));
    }

    /// Reports what is wrong with a file that was read, before anything in it is looked at.
    fn look(&mut self, file: FileId, bad_byte: Option<usize>, stray: Option<&str>) {
        if let Some(at) = bad_byte {
            self.not_utf8(file, at);
        }
        if let Some(help) = stray {
            let finding = Diagnostic::new(&STRAY_FILE, Span::whole(file), "this file is not read");
            self.found.push(finding.help(help));
        }
    }

    fn not_utf8(&mut self, file: FileId, at: usize) {
        self.sources.mark_not_utf8(file);
        let span = Span::new(file, at..at);
        let message = "this is not UTF-8";
        self.found
            .push(Diagnostic::new(&NOT_UTF8, span, message).help("save the file as UTF-8"));
    }
}

enum Text {
    Read {
        text: String,
        bad_byte: Option<usize>,
    },
    TooLarge(u64),
    Refused(io::Error),
    Other(&'static str),
}

impl Text {
    fn of(bytes: Vec<u8>) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > LARGEST {
            return Self::TooLarge(length);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::Read {
                text,
                bad_byte: None,
            },
            Err(error) => Self::Read {
                bad_byte: Some(error.utf8_error().valid_up_to()),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        }
    }
}

fn read_text(path: &Path) -> io::Result<Text> {
    let length = std::fs::metadata(path)?.len();
    if length > LARGEST {
        return Ok(Text::TooLarge(length));
    }
    Ok(Text::of(std::fs::read(path)?))
}

fn join(root: &str, place: &str) -> String {
    match root.trim_end_matches('/') {
        "" | "." => place.to_owned(),
        root => format!("{root}/{place}"),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// What follows the last dot of a file name.
pub(super) fn extension(place: &str) -> &str {
    place
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
}

/// What the system said, without the path that the walk adds.
pub(super) fn system_error(error: walkdir::Error) -> io::Error {
    let message = error.to_string();
    error
        .into_io_error()
        .unwrap_or_else(|| io::Error::other(message))
}

/// The refusal of a link where a file is wanted.
pub(super) fn is_link() -> io::Error {
    io::Error::other(LINK)
}

/// Why a file is not read whose name is nearly one of the layout: `T.YAML`, `Tools.Lock.json`, `Attacks/x.md`.
fn stray(place: &str) -> Option<&'static str> {
    if extension(place) == "yml" {
        return Some("name it `.yaml`");
    }
    let small = place.to_ascii_lowercase();
    (!is_laid_out(place) && is_laid_out(&small)).then_some("write its name in lower-case letters")
}

/// Files of the layout, and files beside it with nearly such a name, which are findings.
fn is_ours(place: &str) -> bool {
    is_laid_out(place) || stray(place).is_some()
}

/// Files of the layout, and every YAML file.
fn is_laid_out(place: &str) -> bool {
    let page = place.starts_with("attacks/") || place.starts_with("glossary/");
    match extension(place) {
        "yaml" => true,
        "json" => place.ends_with("/tools.lock.json"),
        "md" => page && !place.to_ascii_lowercase().ends_with("/readme.md"),
        _ => false,
    }
}

//! Reading a catalog's folder: every text file of the layout, in a stable order.
#![expect(clippy::disallowed_methods, reason = "this is the catalog's reader")]

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::faults::{NOT_UTF8, STRAY_FILE, TOO_LARGE, UNREADABLE};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// What was read of a catalog.
#[derive(Debug, Default)]
pub struct Tree {
    /// The texts.
    pub sources: Sources,
    /// The place of each file within the catalog, `/` between parts, in the order of the numbers.
    pub places: Vec<String>,
    /// What could not be read.
    pub found: Vec<Diagnostic>,
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
    let mut found: Vec<(String, &str)> = Vec::new();
    let mut places = Vec::new();
    let start = folder.map_or_else(|| root.to_owned(), |folder| root.join(folder));
    let walk = WalkDir::new(start)
        .min_depth(1)
        .max_depth(6)
        .sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let Ok(entry) = entry else { continue };
        let place = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let place = place.display().to_string().replace('\\', "/");
        if entry.path_is_symlink() {
            found.push((place, "a symbolic link is not followed"));
        } else if entry.file_type().is_file() && is_ours(&place) {
            places.push(place);
        }
    }
    let texts: Vec<_> = places
        .par_iter()
        .map(|place| read_text(&root.join(place)))
        .collect();
    let mut tree = Tree::default();
    for (place, text) in places.into_iter().zip(texts) {
        tree.add(&shown, place, text);
    }
    for (place, message) in found {
        let file = tree.sources.add(join(&shown, &place), "");
        tree.places.push(String::new());
        tree.found
            .push(Diagnostic::new(&UNREADABLE, Span::whole(file), message));
    }
    Ok(tree)
}

impl Tree {
    /// A catalog of texts that are in memory already, each with its place within the catalog. Files
    /// that are no part of the layout are left out.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut tree = Self::default();
        for (place, text) in texts.into_iter().filter(|(place, _)| is_ours(place)) {
            let text = Text::Read {
                text: text.to_owned(),
                bad_byte: None,
            };
            tree.add("", place.to_owned(), Ok(text));
        }
        tree
    }

    fn add(&mut self, root: &str, place: String, text: Result<Text, io::Error>) {
        let path = join(root, &place);
        let stray = extension(&place) == "yml";
        match text {
            Err(error) => {
                let file = self.sources.add(path, "");
                let message = format!("cannot read this file: {error}");
                self.found
                    .push(Diagnostic::new(&UNREADABLE, Span::whole(file), message));
            }
            Ok(Text::TooLarge(bytes)) => {
                let file = self.sources.add(path, "");
                let message = format!("this file is {bytes} bytes long");
                let help = format!("at most {LARGEST} bytes are read; split it");
                self.found
                    .push(Diagnostic::new(&TOO_LARGE, Span::whole(file), message).help(help));
            }
            Ok(Text::Read { text, bad_byte }) => {
                let file = self.sources.add(path, text);
                if let Some(at) = bad_byte {
                    self.not_utf8(file, at);
                }
                if stray {
                    let message = "this file is not read";
                    self.found.push(
                        Diagnostic::new(&STRAY_FILE, Span::whole(file), message)
                            .help("name it `.yaml`"),
                    );
                }
            }
        }
        self.places.push(place);
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
}

fn read_text(path: &Path) -> Result<Text, io::Error> {
    let length = std::fs::metadata(path)?.len();
    if length > LARGEST {
        return Ok(Text::TooLarge(length));
    }
    let bytes = std::fs::read(path)?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Text::Read {
            text,
            bad_byte: None,
        },
        Err(error) => Text::Read {
            bad_byte: Some(error.utf8_error().valid_up_to()),
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        },
    })
}

fn join(root: &str, place: &str) -> String {
    match root.trim_end_matches('/') {
        "" | "." => place.to_owned(),
        root => format!("{root}/{place}"),
    }
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// What follows the last dot of a file name.
pub(super) fn extension(place: &str) -> &str {
    place
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
}

/// Files of the layout, and YAML files beside it, which are findings.
fn is_ours(place: &str) -> bool {
    let page = place.starts_with("attacks/") || place.starts_with("glossary/");
    match extension(place) {
        "yaml" | "yml" => true,
        "json" => place.ends_with("/tools.lock.json"),
        "md" => page && !place.ends_with("/README.md"),
        _ => false,
    }
}

/// Reads a single file that a command was told to use.
///
/// # Errors
///
/// When it cannot be read or is not UTF-8.
pub fn read_file(path: &Path) -> Result<String, ReadError> {
    std::fs::read_to_string(path).map_err(|source| ReadError {
        path: path.display().to_string(),
        source,
    })
}

/// Reads the templates of a folder by file name; they stand in for the built-in ones.
///
/// # Errors
///
/// When the folder or one of its `.html` files cannot be read.
pub fn read_templates(folder: &Path) -> Result<BTreeMap<String, String>, ReadError> {
    let html = |name: &str| extension(name) == "html";
    read_folder(folder, html, |path| std::fs::read_to_string(path))
}

/// Reads the static files of a folder by file name, hidden ones left out; they stand in for the
/// built-in ones.
///
/// # Errors
///
/// When the folder or one of its files cannot be read.
pub fn read_static(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
    read_folder(
        folder,
        |name| !name.starts_with('.'),
        |path| std::fs::read(path),
    )
}

fn read_folder<T>(
    folder: &Path,
    wanted: impl Fn(&str) -> bool,
    read: impl Fn(&Path) -> io::Result<T>,
) -> Result<BTreeMap<String, T>, ReadError> {
    let error = |path: &Path, source| ReadError {
        path: path.display().to_string(),
        source,
    };
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name()
    {
        let entry = entry.map_err(|fault| error(folder, fault.into()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().is_file() && wanted(&name) {
            let content = read(entry.path()).map_err(|fault| error(entry.path(), fault))?;
            files.insert(name, content);
        }
    }
    Ok(files)
}

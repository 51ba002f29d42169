//! Pages of prose beside the catalog: a folder of Markdown files with front matter.
#![expect(clippy::disallowed_methods, reason = "this reads the user's pages")]

use std::io;
use std::path::Path;

use super::faults::{STRAY_FILE, UNREADABLE};
use super::own::visible;
use super::page;
use super::tree::{ReadError, Stored, extension, is_link};
use crate::diagnostic::Diagnostic;
use crate::model::Doc;
use crate::sort;
use crate::source::{FileId, Sources, Span};

/// Why the pages cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DocsError {
    /// The folder or a file in it cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A page has a fault.
    #[error("`{path}`: {reason}")]
    Page {
        /// The file.
        path: String,
        /// What is wrong with it, and what to do.
        reason: String,
    },
}

/// The pages of a folder, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Docs {
    /// In the order of their `order`, then of their paths.
    pub pages: Vec<Doc>,
    /// Faults, each with its place.
    pub found: Vec<Diagnostic>,
}

/// Reads every Markdown file of a folder, those that are hidden or not Markdown left out. Pages come in
/// the order of their `order`, then of their paths.
///
/// # Errors
///
/// When the folder or a file cannot be read, or a page has a fault.
pub fn read_docs(folder: &Path) -> Result<Vec<Doc>, DocsError> {
    let mut sources = Sources::default();
    let shown = folder.display().to_string();
    let docs = read_docs_into(folder, (&shown, &shown), &mut sources)?;
    let Some(fault) = docs.found.first() else {
        return Ok(docs.pages);
    };
    let reason = match &fault.help {
        Some(help) => format!("{}; {help}", fault.message),
        None => fault.message.clone(),
    };
    Err(DocsError::Page {
        path: sources.path(fault.primary.span.file).to_owned(),
        reason,
    })
}

/// The same, with all faults of the pages. `names` are the folder as it is shown, and its place from the catalog.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn read_docs_into(
    folder: &Path,
    names: (&str, &str),
    sources: &mut Sources,
) -> Result<Docs, ReadError> {
    let mut files = Vec::new();
    for entry in visible(folder)? {
        let entry = entry?;
        let path = entry.path();
        let inside = path.strip_prefix(folder).unwrap_or(path);
        let place = inside.display().to_string().replace('\\', "/");
        let is_page = extension(&place) == "md";
        if entry.path_is_symlink() && (is_page || path.is_dir()) {
            files.push((place, Err(is_link())));
        } else if is_page && entry.file_type().is_file() {
            files.push((place, std::fs::read(path)));
        }
    }
    Ok(docs_of(files, names, sources))
}

/// The pages of a folder that is stored elsewhere, each with its place in it.
pub fn docs_of_stored(
    files: Vec<(String, Stored)>,
    names: (&str, &str),
    sources: &mut Sources,
) -> Docs {
    let hidden = |place: &str| place.split('/').any(|part| part.starts_with('.'));
    let pages = files
        .into_iter()
        .filter(|(place, _)| extension(place) == "md" && !hidden(place));
    let pages = pages.map(|(place, stored)| {
        let bytes = match stored {
            Stored::File(bytes) => Ok(bytes),
            Stored::Link => Err(is_link()),
        };
        (place, bytes)
    });
    docs_of(pages.collect(), names, sources)
}

fn docs_of(
    files: Vec<(String, io::Result<Vec<u8>>)>,
    (shown, root): (&str, &str),
    sources: &mut Sources,
) -> Docs {
    let mut docs = Docs::default();
    for (place, bytes) in files {
        let text = bytes.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| io::Error::other("this is not UTF-8"))
        });
        let names = [shown, root].map(|folder| format!("{}/{place}", folder.trim_end_matches('/')));
        let [path, from_catalog] = names;
        match text {
            Ok(text) => {
                let file = sources.add_at(path, from_catalog, &*text);
                let stem = place.strip_suffix(".md").unwrap_or(&place);
                docs.pages.extend(read(stem, file, &text, &mut docs.found));
            }
            Err(error) => {
                let file = sources.add_at(path, from_catalog, "");
                let message = format!("cannot read this: {error}");
                let finding = Diagnostic::new(&UNREADABLE, Span::whole(file), message);
                let help = "put a plain file of UTF-8 text here, or remove it from the pages";
                docs.found.push(finding.help(help));
            }
        }
    }
    sort::by(&mut docs.pages, |a, b| {
        (a.order, &a.path).cmp(&(b.order, &b.path))
    });
    docs
}

fn read(stem: &str, file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Option<Doc> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    if !stem.chars().all(plain) {
        let message = "the path of this page cannot be its address";
        let help = "use lower-case letters, digits and hyphens";
        found.push(Diagnostic::new(&STRAY_FILE, Span::whole(file), message).help(help));
        return None;
    }
    let path = match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => format!("{stem}/"),
    };
    page::doc(path, file, text, found)
}

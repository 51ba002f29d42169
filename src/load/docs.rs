//! Pages of prose beside the catalog: a folder of Markdown files with front matter.
#![expect(clippy::disallowed_methods, reason = "this reads the user's pages")]

use std::path::Path;

use walkdir::WalkDir;

use super::page;
use super::tree::{ReadError, extension, is_link, system_error};
use crate::model::Doc;

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

/// Reads every Markdown file of a folder, those that are hidden or not Markdown left out. Pages come in
/// the order of their `order`, then of their paths.
///
/// # Errors
///
/// When the folder or a file cannot be read, or a page has a fault.
pub fn read_docs(folder: &Path) -> Result<Vec<Doc>, DocsError> {
    let unread = |path: &Path, source| ReadError {
        path: path.display().to_string(),
        source,
    };
    // The walk of a file would find nothing, and say nothing of it.
    std::fs::read_dir(folder).map_err(|fault| unread(folder, fault))?;
    let mut docs = Vec::new();
    for entry in WalkDir::new(folder).max_depth(4).sort_by_file_name() {
        let entry = entry.map_err(|fault| unread(folder, system_error(fault)))?;
        let path = entry.path();
        let inside = path.strip_prefix(folder).unwrap_or(path);
        let place = inside.display().to_string().replace('\\', "/");
        let hidden = place.split('/').any(|part| part.starts_with('.'));
        let is_page = || extension(&place) == "md" || path.is_dir();
        if entry.path_is_symlink() && entry.depth() > 0 && !hidden && is_page() {
            return Err(unread(path, is_link()).into());
        }
        let Some(stem) = place
            .strip_suffix(".md")
            .filter(|_| !hidden && entry.file_type().is_file())
        else {
            continue;
        };
        let text = std::fs::read_to_string(path).map_err(|fault| unread(path, fault))?;
        docs.push(read(stem, &text).map_err(|reason| DocsError::Page {
            path: path.display().to_string(),
            reason,
        })?);
    }
    docs.sort_by(|a, b| (a.order, &a.path).cmp(&(b.order, &b.path)));
    Ok(docs)
}

fn read(stem: &str, text: &str) -> Result<Doc, String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    if !stem.chars().all(plain) {
        return Err(
            "the path becomes the address of the page; use lower-case letters, digits and hyphens"
                .to_owned(),
        );
    }
    let path = match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => format!("{stem}/"),
    };
    let mut found = Vec::new();
    let doc = page::doc(path, text, &mut found);
    match (doc, found.first()) {
        (Some(doc), None) => Ok(doc),
        (_, Some(fault)) => Err(match &fault.help {
            Some(help) => format!("{}; {help}", fault.message),
            None => fault.message.clone(),
        }),
        (None, None) => Err("it cannot be read".to_owned()),
    }
}

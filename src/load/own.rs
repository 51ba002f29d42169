//! The user's own templates and static files, with the folders that they lie in.
#![expect(
    clippy::disallowed_methods,
    reason = "this reads the user's templates and static files"
)]

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::tree::{NO_NAME, ReadError, extension, is_link, system_error};

/// Reads the templates of a folder by their paths in it; they stand in for the built-in ones.
///
/// # Errors
///
/// When the folder or one of its `.html` files cannot be read, or is a link.
pub fn read_templates(folder: &Path) -> Result<BTreeMap<String, String>, ReadError> {
    let html = |name: &str| extension(name) == "html";
    read_folder(folder, html, |path| std::fs::read_to_string(path))
}

/// Reads the static files of a folder by their paths in it, with `/` between parts; hidden ones are left out. They
/// stand in for the built-in ones.
///
/// # Errors
///
/// When the folder or one of its files cannot be read, or is a link.
pub fn read_static(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
    read_folder(folder, |_| true, |path| std::fs::read(path))
}

fn read_folder<T>(
    folder: &Path,
    wanted: impl Fn(&str) -> bool,
    read: impl Fn(&Path) -> io::Result<T>,
) -> Result<BTreeMap<String, T>, ReadError> {
    let mut files = BTreeMap::new();
    for entry in visible(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = path.strip_prefix(folder).unwrap_or(path);
        let Some(name) = name.to_str().map(|name| name.replace('\\', "/")) else {
            return Err(unread(path, io::Error::other(NO_NAME)));
        };
        if entry.path_is_symlink() && (wanted(&name) || path.is_dir()) {
            return Err(unread(path, is_link()));
        }
        if entry.file_type().is_file() && wanted(&name) {
            let content = read(path).map_err(|fault| unread(path, fault))?;
            files.insert(name, content);
        }
    }
    Ok(files)
}

/// All that lies in a folder and in its folders, by name; what is hidden is left out.
pub(super) fn visible(
    folder: &Path,
) -> Result<impl Iterator<Item = Result<DirEntry, ReadError>>, ReadError> {
    // The walk of a file would find nothing, and say nothing of it.
    std::fs::read_dir(folder).map_err(|fault| unread(folder, fault))?;
    let walk = WalkDir::new(folder).min_depth(1).sort_by_file_name();
    let entries = walk.into_iter().filter_entry(|it| !is_hidden(it));
    Ok(entries.map(move |entry| {
        entry.map_err(|fault| {
            let path = fault.path().unwrap_or(folder).to_owned();
            unread(&path, system_error(fault))
        })
    }))
}

fn unread(path: &Path, source: io::Error) -> ReadError {
    ReadError {
        path: path.display().to_string(),
        source,
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

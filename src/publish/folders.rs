//! Folders: the output folder itself, those that files need, those that removal leaves empty.

use std::collections::BTreeSet;
use std::fs::FileType;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::error::{PublishError, io};
use super::manifest::{MANIFEST, Manifest};
use super::paths::folders_above;

/// Makes sure that the folder is there and is empty or ours; says whether it is empty.
pub(super) fn prepare(folder: &Path) -> Result<bool, PublishError> {
    std::fs::create_dir_all(folder).map_err(io("create", folder))?;
    let mut entries = std::fs::read_dir(folder).map_err(io("read", folder))?;
    if entries.next().is_none() {
        return Ok(true);
    }
    match kind_of(&folder.join(MANIFEST))? {
        Some(kind) if kind.is_file() => Ok(false),
        _ => Err(PublishError::NotOurs {
            path: folder.to_owned(),
        }),
    }
}

/// Makes every folder that the files need, those of one depth in parallel, and checks that each is a
/// real one. Gives those that were not there before.
pub(super) fn make<'m>(
    folder: &Path,
    files: &'m Manifest,
) -> Result<BTreeSet<&'m str>, PublishError> {
    let mut levels: Vec<BTreeSet<&str>> = Vec::new();
    let mut before = "";
    for path in files.paths() {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        if parent == before {
            continue;
        }
        before = parent;
        for (depth, above) in folders_above(path).enumerate() {
            if depth >= levels.len() {
                levels.push(BTreeSet::new());
            }
            if let Some(level) = levels.get_mut(depth) {
                level.insert(above);
            }
        }
    }
    let mut made = BTreeSet::new();
    for level in levels {
        let level: Vec<&str> = level.into_iter().collect();
        let new: Vec<Option<&str>> = level
            .into_par_iter()
            .map(|path| Ok(make_one(&folder.join(path))?.then_some(path)))
            .collect::<Result<_, PublishError>>()?;
        made.extend(new.into_iter().flatten());
    }
    Ok(made)
}

/// Makes one folder, or checks that it is one; says whether it is new.
fn make_one(path: &Path) -> Result<bool, PublishError> {
    match std::fs::create_dir(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let real = kind_of(path)?.is_some_and(|kind| kind.is_dir());
            if real {
                Ok(false)
            } else {
                Err(PublishError::Redirected {
                    path: path.to_owned(),
                })
            }
        }
        Err(error) => Err(io("create", path)(error)),
    }
}

/// Removes files of an earlier run, and the folders that are empty without them; says how many.
pub(super) fn remove<'m>(
    folder: &Path,
    paths: impl Iterator<Item = &'m str>,
) -> Result<usize, PublishError> {
    let mut removed = 0;
    for path in paths {
        if !leads_through_folders(folder, path)? {
            continue;
        }
        let file = folder.join(path);
        if kind_of(&file)?.is_some_and(|kind| kind.is_file()) {
            std::fs::remove_file(&file).map_err(io("remove", &file))?;
            removed += 1;
        }
        for above in folders_above(path).rev() {
            // Not empty, or gone already: either way there is nothing to do.
            if std::fs::remove_dir(folder.join(above)).is_err() {
                break;
            }
        }
    }
    Ok(removed)
}

/// Whether every folder above a path is a real one.
fn leads_through_folders(folder: &Path, path: &str) -> Result<bool, PublishError> {
    for above in folders_above(path) {
        if !kind_of(&folder.join(above))?.is_some_and(|kind| kind.is_dir()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What is at a path, links not followed; none for nothing.
pub(super) fn kind_of(path: &Path) -> Result<Option<FileType>, PublishError> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io("read", path)(error)),
    }
}

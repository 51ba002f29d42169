//! Folders: the output folder itself, those that files need, those that removal leaves empty.

use std::collections::BTreeSet;
use std::fs::{FileType, Metadata};
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::error::{PublishError, io};
use super::lock::LOCK;
use super::manifest::{Manifest, PART, lists};
use super::paths::folders_above;

/// What an output folder is before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing is in it.
    Empty,
    /// An earlier run wrote it.
    Ours,
}

/// Makes sure that the folder is there and is empty or ours.
pub(super) fn prepare(folder: &Path) -> Result<State, PublishError> {
    std::fs::create_dir_all(folder).map_err(io("create", folder))?;
    let mut empty = true;
    for entry in std::fs::read_dir(folder).map_err(io("read", folder))? {
        // A run that was killed at its very beginning leaves its lock, and a list on its way.
        let name = entry.map_err(io("read", folder))?.file_name();
        empty &= name == LOCK || name == PART;
    }
    if empty {
        return Ok(State::Empty);
    }
    if lists(folder)?.is_empty() {
        return Err(PublishError::NotOurs {
            path: folder.to_owned(),
        });
    }
    Ok(State::Ours)
}

/// Refuses to go on where a file of somebody else is in the place of a new one.
pub(super) fn refuse_foreign(
    folder: &Path,
    new: &Manifest,
    old: &Manifest,
) -> Result<(), PublishError> {
    let added: Vec<&str> = new.without(old).collect();
    added.into_par_iter().try_for_each(|path| {
        let file = folder.join(path);
        match kind_of(&file)? {
            None => Ok(()),
            Some(_) => Err(PublishError::Occupied { path: file }),
        }
    })
}

/// Makes every folder that the files need, those of one depth in parallel, and checks that each is a
/// real one.
pub(super) fn make(folder: &Path, files: &Manifest) -> Result<(), PublishError> {
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
    levels.into_iter().try_for_each(|level| {
        let level: Vec<&str> = level.into_iter().collect();
        level
            .into_par_iter()
            .try_for_each(|path| make_one(&folder.join(path)))
    })
}

/// Makes one folder, or checks that it is one.
fn make_one(path: &Path) -> Result<(), PublishError> {
    match std::fs::create_dir(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let real = kind_of(path)?.is_some_and(|kind| kind.is_dir());
            if real {
                Ok(())
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
    Ok(metadata_of(path)?.map(|metadata| metadata.file_type()))
}

/// What the system knows of a path, links not followed; none for nothing.
pub(super) fn metadata_of(path: &Path) -> Result<Option<Metadata>, PublishError> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(io("read", path)(error)),
    }
}

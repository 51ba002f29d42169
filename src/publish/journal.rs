//! What a run has written so far, so that the next one can tell those files from files of others.
//!
//! The manifest changes when a run ends. A run that is killed before that leaves its journal: one line
//! for each file that was not there before, added as soon as the file exists. The next run moves those
//! paths into the manifest. Paths that were planned and never written are in neither, so a file that
//! somebody else puts there later is theirs.
//!
//! The journal reaches the disk when the system likes, so after a power cut it can lack lines. Then the
//! next run refuses the files it does not know, and says so.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::error::{PublishError, io};
use super::folders::metadata_of;
use super::manifest::Manifest;
use super::parts;

/// The file in the output folder that lists what the present run has written.
pub(super) const JOURNAL: &str = ".toolrisk-journal";

/// An open journal.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// An empty journal.
    pub(super) fn start(folder: &Path) -> Result<Self, PublishError> {
        end(folder)?;
        let path = folder.join(JOURNAL);
        let mut options = OpenOptions::new();
        let file = options.append(true).create_new(true).open(&path);
        Ok(Self {
            file: file.map_err(io("create", &path))?,
        })
    }

    /// Notes that the file at `path` is ours.
    pub(super) fn note(&self, path: &str) -> std::io::Result<()> {
        // One call for the line and its end, so that lines of several threads do not mix.
        (&self.file).write_all(format!("{path}\n").as_bytes())
    }
}

/// Whether a run was killed that has left its journal.
pub(super) fn is_left(folder: &Path) -> bool {
    !matches!(metadata_of(&folder.join(JOURNAL)), Ok(None))
}

/// Removes the journal, whatever stands in its place; a link is not followed.
pub(super) fn end(folder: &Path) -> Result<(), PublishError> {
    let path = folder.join(JOURNAL);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io("remove", &path)(error)),
        _ => Ok(()),
    }
}

/// The manifest with what a killed run wrote besides, for a run that is about to write `new`.
pub(super) fn recover(
    folder: &Path,
    new: &Manifest,
    listed: Manifest,
) -> Result<Manifest, PublishError> {
    let path = folder.join(JOURNAL);
    if !metadata_of(&path)?.is_some_and(|it| it.is_file()) {
        return Ok(listed);
    }
    let text = std::fs::read_to_string(&path).map_err(io("read", &path))?;
    // A line without an end was cut off.
    let whole = text.rfind('\n').and_then(|at| text.get(..at));
    let noted: Vec<Arc<str>> = whole.unwrap_or("").lines().map(Arc::from).collect();
    let noted = Manifest::new(&noted).map_err(|error| PublishError::DamagedManifest {
        path,
        reason: error.to_string(),
    })?;
    let known = listed.and(&noted);
    let unnoted = unnoted(folder, new, &known)?;
    let known = known.with(unnoted.iter());
    known.write(folder)?;
    Ok(known)
}

/// The files that a run was killed over: made, and not noted yet. Such a file is empty, or has the bytes
/// of one that is still on its way, so that nobody loses anything by it.
fn unnoted(folder: &Path, new: &Manifest, known: &Manifest) -> Result<Vec<Arc<str>>, PublishError> {
    let parts = parts::left(folder)?;
    let ours = |path: &&str| {
        let file = folder.join(path);
        match metadata_of(&file)? {
            Some(there) if !there.is_file() => Ok(false),
            None => Ok(false),
            Some(there) if there.len() == 0 => Ok(true),
            Some(there) => {
                let mut alike = parts.iter().filter(|(_, length)| *length == there.len());
                let read = |path: &Path| std::fs::read(path).map_err(io("read", path));
                alike.try_fold(false, |ours, (part, _)| {
                    Ok(ours || read(&file)? == read(part)?)
                })
            }
        }
    };
    let added: Vec<&str> = new.without(known).collect();
    let ours: Vec<Option<Arc<str>>> = added
        .into_par_iter()
        .map(|path| Ok(ours(&path)?.then(|| Arc::from(path))))
        .collect::<Result<_, PublishError>>()?;
    Ok(ours.into_iter().flatten().collect())
}

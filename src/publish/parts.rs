//! Files on their way: each is written whole in a folder of its own, and moved into its place once all are there.
//!
//! Whoever reads the site meanwhile sees the old file or the new one, never a part of one. A file that
//! shares its bytes with a copy elsewhere (a hard link) is replaced, so that the copy stays as it was.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::{PublishError, io};
use super::folders::{kind_of, metadata_of};

/// The folder in the output folder that holds files on their way.
pub(super) const PARTS: &str = ".toolrisk-parts";

/// A file that waits, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part(usize);

/// Where files wait until all are whole.
#[derive(Debug)]
pub(super) struct Parts {
    folder: PathBuf,
    next: AtomicUsize,
}

impl Parts {
    /// An empty folder for parts; removes what a run that was killed has left there.
    pub(super) fn new(output: &Path) -> Result<Self, PublishError> {
        let folder = output.join(PARTS);
        match kind_of(&folder)? {
            None => {}
            Some(kind) if kind.is_dir() => {
                std::fs::remove_dir_all(&folder).map_err(io("remove", &folder))?;
            }
            Some(_) => return Err(PublishError::Redirected { path: folder }),
        }
        std::fs::create_dir(&folder).map_err(io("create", &folder))?;
        let next = AtomicUsize::new(0);
        Ok(Self { folder, next })
    }

    /// Writes a file that waits; with the permissions of the one that it replaces.
    pub(super) fn write(
        &self,
        content: &[u8],
        permissions: Option<Permissions>,
    ) -> Result<Part, PublishError> {
        let part = Part(self.next.fetch_add(1, Ordering::Relaxed));
        let path = self.path(part);
        if create(&path, content, || Ok(()))?.is_none() {
            return Err(PublishError::Occupied { path });
        }
        if let Some(permissions) = permissions {
            std::fs::set_permissions(&path, permissions).map_err(io("write", &path))?;
        }
        Ok(part)
    }

    /// Moves a part into the place of `file`.
    pub(super) fn replace(&self, file: &Path, part: Part) -> Result<(), PublishError> {
        std::fs::rename(self.path(part), file).map_err(io("replace", file))
    }

    /// Moves a part to `file`, where nothing may be, and calls `placed` once it is there. Says whether it
    /// could: a file that somebody else has put there meanwhile stays.
    pub(super) fn place(
        &self,
        file: &Path,
        part: Part,
        placed: impl Fn() -> std::io::Result<()>,
    ) -> Result<bool, PublishError> {
        let part = self.path(part);
        let placed = match std::fs::hard_link(&part, file) {
            // The part stays until the file is noted: the next run knows the file by it.
            Ok(()) => placed().map(|()| true).map_err(io("note", file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            // A file system without links: a new file can still not replace another.
            Err(_) => {
                let content = std::fs::read(&part).map_err(io("read", &part))?;
                create(file, &content, placed).map(|made| made.is_some())
            }
        };
        std::fs::remove_file(&part).map_err(io("remove", &part))?;
        placed
    }

    fn path(&self, part: Part) -> PathBuf {
        self.folder.join(part.0.to_string())
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        // Empty by now, unless the run has failed. Where it cannot be removed, the next run does it.
        let _gone_or_stale = std::fs::remove_dir_all(&self.folder);
    }
}

/// The files on their way that a killed run has left, each with its length.
pub(super) fn left(output: &Path) -> Result<Vec<(PathBuf, u64)>, PublishError> {
    let folder = output.join(PARTS);
    if !kind_of(&folder)?.is_some_and(|kind| kind.is_dir()) {
        return Ok(Vec::new());
    }
    let mut left = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(io("read", &folder))? {
        let part = entry.map_err(io("read", &folder))?.path();
        if let Some(there) = metadata_of(&part)?.filter(std::fs::Metadata::is_file) {
            left.push((part, there.len()));
        }
    }
    Ok(left)
}

/// Writes a file where nothing may be, and gives it, still open; none where something is, and a link there is
/// not followed. Calls `made` while the file is still empty. What cannot be written whole is removed again.
pub(super) fn create(
    file: &Path,
    content: &[u8],
    made: impl Fn() -> std::io::Result<()>,
) -> Result<Option<File>, PublishError> {
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    let mut handle = match opened {
        Ok(handle) => handle,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(None),
        Err(error) => return Err(io("create", file)(error)),
    };
    let written = made().and_then(|()| handle.write_all(content));
    match written {
        Ok(()) => Ok(Some(handle)),
        Err(error) => {
            let _gone = std::fs::remove_file(file);
            Err(io("write", file)(error))
        }
    }
}

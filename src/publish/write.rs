//! One file: compare, and write only what differs.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::error::{PublishError, io};
use super::folders::kind_of;
use super::manifest::Manifest;

/// Where files go, and what is known of the place.
#[derive(Debug)]
pub(super) struct Target<'t> {
    pub(super) folder: &'t Path,
    /// What the earlier run wrote.
    pub(super) old: &'t Manifest,
    /// Whether the folder was empty.
    pub(super) fresh: bool,
    /// Folders that this run made, so that they hold nothing yet.
    pub(super) made: &'t BTreeSet<&'t str>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Written,
    Unchanged,
}

impl Target<'_> {
    /// Makes the file at `path` hold `content`.
    pub(super) fn write(&self, path: &str, content: &[u8]) -> Result<Outcome, PublishError> {
        let file = self.folder.join(path);
        let new_folder = path
            .rsplit_once('/')
            .map_or(self.fresh, |(parent, _)| self.made.contains(parent));
        if new_folder {
            return create(&file, content);
        }
        match kind_of(&file)? {
            None => create(&file, content),
            Some(kind) if !kind.is_file() => Err(PublishError::Redirected { path: file }),
            Some(_) if !self.old.has(path) => Err(PublishError::Occupied { path: file }),
            Some(_) => update(&file, content),
        }
    }
}

/// Writes a file that is not there; a link put there meanwhile is an error, not followed.
fn create(file: &Path, content: &[u8]) -> Result<Outcome, PublishError> {
    let mut handle = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .map_err(io("create", file))?;
    handle.write_all(content).map_err(io("write", file))?;
    Ok(Outcome::Written)
}

/// Writes over a file whose bytes differ, in place: truncating first costs eight times as much.
fn update(file: &Path, content: &[u8]) -> Result<Outcome, PublishError> {
    let old = std::fs::read(file).map_err(io("read", file))?;
    if old == content {
        return Ok(Outcome::Unchanged);
    }
    let mut handle = OpenOptions::new()
        .write(true)
        .open(file)
        .map_err(io("write", file))?;
    handle.write_all(content).map_err(io("write", file))?;
    if old.len() > content.len() {
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        handle.set_len(length).map_err(io("write", file))?;
    }
    Ok(Outcome::Written)
}

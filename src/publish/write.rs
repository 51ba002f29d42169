//! One file: compare, and write only what differs.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::Path;

use super::error::{PublishError, io};
use super::folders::{self, State, metadata_of};
use super::journal::Journal;
use super::manifest::Manifest;
use super::memory::Stamp;
use super::parts::{Parts, create};

/// Where files go, and what is known of the place.
#[derive(Debug)]
pub(super) struct Target<'t> {
    folder: &'t Path,
    /// What the earlier run wrote.
    old: &'t Manifest,
    /// Where new files are noted.
    journal: Journal,
    /// Where files wait until they are whole; none in an empty folder, which nobody reads yet.
    parts: Option<Parts>,
    /// Folders that this run made, so that they hold nothing yet.
    made: BTreeSet<&'t str>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With how it stands now, where that is known.
    Written(Option<Stamp>),
    Unchanged,
}

impl<'t> Target<'t> {
    /// Makes every folder that the new files need, and a place for files on their way.
    pub(super) fn new(
        folder: &'t Path,
        new: &'t Manifest,
        old: &'t Manifest,
        state: State,
    ) -> Result<Self, PublishError> {
        let made = folders::make(folder, new)?;
        let journal = Journal::start(folder)?;
        let parts = match state {
            State::Empty => None,
            State::Ours => Some(Parts::new(folder)?),
        };
        Ok(Self {
            folder,
            old,
            journal,
            parts,
            made,
        })
    }

    /// The output folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder
    }

    /// Whether an earlier run wrote the file at `path`.
    pub(super) fn is_ours(&self, path: &str) -> bool {
        self.old.has(path)
    }

    /// Makes the file at `path` hold `content`.
    pub(super) fn write(&self, path: &str, content: &[u8]) -> Result<Outcome, PublishError> {
        let file = self.folder.join(path);
        let note = || self.journal.note(path);
        let Some(parts) = &self.parts else {
            let made = create(&file, content, note)?;
            // To ask the open file is quicker than to look it up again.
            let stamp = made.as_ref().and_then(Stamp::of_open);
            return new(made.is_some(), stamp, &file);
        };
        let new_folder = path
            .rsplit_once('/')
            .is_some_and(|(parent, _)| self.made.contains(parent));
        let there = if new_folder {
            None
        } else {
            metadata_of(&file)?
        };
        match there {
            None => new(parts.place(&file, content, note)?, None, &file),
            Some(there) if !there.is_file() => Err(PublishError::Redirected { path: file }),
            Some(_) if !self.old.has(path) => Err(PublishError::Occupied { path: file }),
            Some(there) => update(parts, &file, &there, content),
        }
    }
}

/// The outcome of writing a file that was not there, unless somebody else has put one there.
fn new(placed: bool, stamp: Option<Stamp>, file: &Path) -> Result<Outcome, PublishError> {
    if placed {
        Ok(Outcome::Written(stamp))
    } else {
        Err(PublishError::Occupied {
            path: file.to_owned(),
        })
    }
}

/// Replaces a file whose bytes differ.
fn update(
    parts: &Parts,
    file: &Path,
    there: &Metadata,
    content: &[u8],
) -> Result<Outcome, PublishError> {
    let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
    if there.len() == length && std::fs::read(file).map_err(io("read", file))? == content {
        return Ok(Outcome::Unchanged);
    }
    parts.replace(file, content, there.permissions())?;
    Ok(Outcome::Written(None))
}

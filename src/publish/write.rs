//! One file: compare, and write only what differs.
//!
//! In a folder that holds a site already, a run happens in two steps. First every file that differs is made and
//! waits beside the site; whatever can go wrong with making and writing files goes wrong here, and the site is as
//! it was. Then all of them are moved into their places.

use std::path::Path;

use super::error::{PublishError, io};
use super::folders::{self, State, metadata_of};
use super::journal::Journal;
use super::manifest::Manifest;
use super::memory::Stamp;
use super::parts::{Part, Parts, create};

/// Where files go, and what is known of the place.
#[derive(Debug)]
pub(super) struct Target<'t> {
    folder: &'t Path,
    new: &'t Manifest,
    /// What the earlier run wrote.
    old: &'t Manifest,
    /// Where new files are noted.
    journal: Journal,
    /// Where files wait until all are there; none in an empty folder, which nobody reads yet.
    parts: Option<Parts>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is in its place, with how it stands now, where that is known.
    Written(Option<Stamp>),
    /// It waits to be moved into its place.
    Waits(Waiting),
    Unchanged,
}

/// A file that waits to be moved into its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiting {
    part: Part,
    /// Whether there is a file of an earlier run in its place.
    replaces: bool,
}

impl<'t> Target<'t> {
    /// In an empty folder, makes every folder that the new files need; in any other, a place for files on their way.
    pub(super) fn new(
        folder: &'t Path,
        new: &'t Manifest,
        old: &'t Manifest,
        state: State,
    ) -> Result<Self, PublishError> {
        let journal = Journal::start(folder)?;
        let parts = match state {
            State::Empty => {
                folders::make(folder, new)?;
                None
            }
            State::Ours => Some(Parts::new(folder)?),
        };
        Ok(Self {
            folder,
            new,
            old,
            journal,
            parts,
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

    /// Writes the file at `path`, or lets it wait where it replaces one or comes to others.
    pub(super) fn write(&self, path: &str, content: &[u8]) -> Result<Outcome, PublishError> {
        let file = self.folder.join(path);
        let Some(parts) = &self.parts else {
            let Some(made) = create(&file, content, || self.journal.note(path))? else {
                return Err(PublishError::Occupied { path: file });
            };
            // To ask the open file is quicker than to look it up again.
            return Ok(Outcome::Written(Stamp::of_open(&made)));
        };
        let (permissions, replaces) = match metadata_of(&file)? {
            None => (None, false),
            Some(there) if !there.is_file() => {
                return Err(PublishError::Redirected { path: file });
            }
            Some(_) if !self.old.has(path) => return Err(PublishError::Occupied { path: file }),
            Some(there) => {
                let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
                let same = there.len() == length
                    && std::fs::read(&file).map_err(io("read", &file))? == content;
                if same {
                    return Ok(Outcome::Unchanged);
                }
                (Some(there.permissions()), true)
            }
        };
        let part = parts.write(content, permissions)?;
        Ok(Outcome::Waits(Waiting { part, replaces }))
    }

    /// Makes the folders that files still need before they can be moved into their places.
    pub(super) fn make_folders(&self) -> Result<(), PublishError> {
        match &self.parts {
            Some(_) => folders::make(self.folder, self.new),
            None => Ok(()),
        }
    }

    /// Moves a file that waits into its place.
    pub(super) fn place(&self, path: &str, waiting: Waiting) -> Result<(), PublishError> {
        let Some(parts) = &self.parts else {
            return Ok(());
        };
        let file = self.folder.join(path);
        if waiting.replaces {
            return parts.replace(&file, waiting.part);
        }
        if parts.place(&file, waiting.part, || self.journal.note(path))? {
            Ok(())
        } else {
            // Somebody else has put a file there meanwhile.
            Err(PublishError::Occupied { path: file })
        }
    }
}

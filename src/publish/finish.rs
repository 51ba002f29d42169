//! What becomes of each file of a run: made or known to be right, then in its place.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::PublishError;
use super::memory::{Left, Memory, Stamp};
use super::write::{Outcome, Target};
use crate::digest::Key;

/// What became of a file.
pub(super) struct Finished {
    /// None where it was not made, for it stands already.
    outcome: Option<Outcome>,
    /// What it is made from, where that is known.
    key: Option<Key>,
    /// How it stands, once that is known and the next run is to remember it.
    stamp: Option<Stamp>,
}

impl Finished {
    pub(super) fn is_made(&self) -> bool {
        self.outcome.is_some()
    }

    pub(super) fn is_written(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Written(_)))
    }

    pub(super) fn is_in_place(&self) -> bool {
        !matches!(self.outcome, Some(Outcome::Waits(_)))
    }

    /// Moves the file into its place if it waits, and takes down how it stands there.
    pub(super) fn place(
        &mut self,
        target: &Target<'_>,
        path: &str,
        done: &AtomicBool,
    ) -> Result<(), PublishError> {
        if let Some(Outcome::Waits(waiting)) = self.outcome {
            target.place(path, waiting)?;
            done.store(true, Ordering::Relaxed);
            self.outcome = Some(Outcome::Written(None));
        }
        if self.stamp.is_none() && self.key.is_some() {
            self.stamp = match self.outcome {
                Some(Outcome::Written(Some(stamp))) => Some(stamp),
                _ => Stamp::of(&target.folder().join(path)),
            };
        }
        Ok(())
    }

    /// What the next run is to remember of it.
    pub(super) fn left(&self, path: Arc<str>) -> Option<Left> {
        let (key, stamp) = self.key.zip(self.stamp)?;
        Some(Left { path, key, stamp })
    }
}

/// Makes a file, and writes it or lets it wait, unless it stands as an earlier run made it from the same.
pub(super) fn finish(
    target: &Target<'_>,
    memory: &Memory,
    path: &str,
    key: Option<Key>,
    make: impl FnOnce() -> Result<Vec<u8>, PublishError>,
) -> Result<Finished, PublishError> {
    let ours = key.filter(|_| target.is_ours(path));
    let standing = ours.and_then(|key| memory.standing(target.folder(), path, key));
    let outcome = match standing {
        Some(_) => None,
        None => Some(target.write(path, &make()?)?),
    };
    Ok(Finished {
        outcome,
        key,
        stamp: standing,
    })
}

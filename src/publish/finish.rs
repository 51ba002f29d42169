//! What becomes of each file of a run: made or known to be right, then in its place.

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
    /// What the next run is to remember of it.
    pub(super) left: Option<Left>,
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
        if self.left.is_none() {
            self.left = self.key.and_then(|key| {
                let stamp = match self.outcome {
                    Some(Outcome::Written(Some(stamp))) => stamp,
                    _ => Stamp::of(&target.folder().join(path))?,
                };
                let path = path.to_owned();
                Some(Left { path, key, stamp })
            });
        }
        Ok(())
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
    let standing = key.filter(|_| target.is_ours(path)).and_then(|key| {
        let stamp = memory.standing(target.folder(), path, key)?;
        let path = path.to_owned();
        Some(Left { path, key, stamp })
    });
    let outcome = match standing {
        Some(_) => None,
        None => Some(target.write(path, &make()?)?),
    };
    Ok(Finished {
        outcome,
        key,
        left: standing,
    })
}

//! One run at a time: an advisory lock on a file in the output folder, or beside the link that leads to it.
//!
//! The system releases the lock when the process ends, however it ends, so a killed run never blocks a
//! later one. The file itself stays: removing it would let two runs lock two different files.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{PublishError, io};
use super::folders::kind_of;

/// The file in the output folder that a run locks.
pub(super) const LOCK: &str = ".toolrisk-lock";

/// A locked folder; unlocked when dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Locks `folder`. Where another run holds it, calls `waiting` once and waits for that run to end.
    pub(super) fn take(folder: &Path, waiting: &mut dyn FnMut()) -> Result<Self, PublishError> {
        Self::of_file(folder.join(LOCK), waiting)
    }

    /// Locks the file at `path`, as [`take`](Self::take) does.
    pub(super) fn of_file(path: PathBuf, waiting: &mut dyn FnMut()) -> Result<Self, PublishError> {
        if kind_of(&path)?.is_some_and(|kind| !kind.is_file()) {
            return Err(PublishError::Redirected { path });
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io("open", &path))?;
        let locked = match file.try_lock() {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock()
            }
            Err(TryLockError::Error(error)) => Err(error),
        };
        match locked {
            Ok(()) => Ok(Self { _file: file }),
            // Some network file systems have no locks; there, runs are not kept apart.
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(Self { _file: file }),
            Err(error) => Err(io("lock", &path)(error)),
        }
    }
}

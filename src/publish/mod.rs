//! Files as values → an output folder: the only writer of the program.
//!
//! [`publish`] makes a folder hold exactly the given files. It works in parallel, and each file's
//! bytes are asked for only when that file is written, so that a large site never sits in memory.
//! A file whose bytes are the same already is left alone. The list of what was written stands in
//! the folder as [`MANIFEST`]: what an earlier run wrote and this one does not is removed, and no
//! other file is ever touched. A path that leaves the folder, or leads through a symbolic link, is
//! refused.
//!
//! The manifest names a file before it is written, so a run that was killed leaves nothing that the
//! next one could not own.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the writer; everything else hands it values"
)]

mod error;
mod file;
mod folders;
mod manifest;
mod paths;
#[cfg(test)]
mod tests;
mod write;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use error::PublishError;
pub use file::{WriteError, write_file};
pub use manifest::MANIFEST;
use manifest::Manifest;
use write::{Outcome, Target};

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that were new or had other bytes.
    pub written: usize,
    /// Files that were the same already.
    pub unchanged: usize,
    /// Files of an earlier run that were removed.
    pub removed: usize,
}

/// Makes `folder` hold the `files`, and removes what an earlier run left there and this one does not
/// write. `path` says where a file goes, relative to the folder with `/` between parts; `bytes`
/// makes its content; `progress` is called once for each finished file, from any thread.
///
/// # Errors
///
/// When the folder holds something else, a path is unusable, a file system call fails, or `bytes`
/// fails. Files that are finished by then stay, and belong to the next run.
pub fn publish<T, E>(
    folder: &Path,
    files: &[T],
    path: impl Fn(&T) -> String + Sync,
    bytes: impl Fn(&T) -> Result<Vec<u8>, E> + Sync,
    progress: &(dyn Fn() + Sync),
) -> Result<Summary, PublishError>
where
    T: Sync,
    E: std::error::Error + Send + Sync + 'static,
{
    let paths: Vec<String> = files.par_iter().map(&path).collect();
    let new = Manifest::new(&paths)?;
    let fresh = folders::prepare(folder)?;
    let old = Manifest::read(folder)?;
    new.and(&old).write(folder)?;
    let made = folders::make(folder, &new)?;
    let target = Target {
        folder,
        old: &old,
        fresh,
        made: &made,
    };
    let (written, unchanged) = (AtomicUsize::new(0), AtomicUsize::new(0));
    files.par_iter().zip(&paths).try_for_each(|(file, path)| {
        let content = bytes(file).map_err(|source| PublishError::Content {
            path: path.clone(),
            source: Box::new(source),
        })?;
        let counter = match target.write(path, &content)? {
            Outcome::Written => &written,
            Outcome::Unchanged => &unchanged,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        progress();
        Ok(())
    })?;
    let removed = folders::remove(folder, old.without(&new))?;
    new.write(folder)?;
    Ok(Summary {
        written: written.into_inner(),
        unchanged: unchanged.into_inner(),
        removed,
    })
}

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
//! next one could not own. A run that fails takes the names of files that it did not write out again.
//!
//! A file is replaced as a whole: a reader of the folder sees the old one or the new one. Runs that
//! write to the same folder follow each other.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the writer; everything else hands it values"
)]

mod error;
mod file;
mod folders;
mod lock;
mod manifest;
mod parts;
mod paths;
#[cfg(test)]
mod tests;
mod write;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use lock::Lock;
use manifest::Manifest;
use write::{Outcome, Target};

pub use error::PublishError;
pub use file::{WriteError, write_file};
pub use manifest::MANIFEST;

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that were new or had other bytes.
    pub written: usize,
    /// Files that were the same already.
    pub unchanged: usize,
    /// Files of an earlier run that were removed.
    pub removed: usize,
    /// Files of an earlier run that this one does not make and that stay all the same.
    pub kept: usize,
}

/// What becomes of files of an earlier run that this one does not make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftovers {
    /// They are removed.
    Remove,
    /// They stay, and a later run can still remove them.
    Keep,
}

/// How a run treats the folder, and whom it tells of its progress.
pub struct Run<'r> {
    /// What becomes of files of an earlier run that this one does not make.
    pub leftovers: Leftovers,
    /// Called once when another run is writing to the folder and this one waits for it to end.
    pub waiting: &'r mut dyn FnMut(),
    /// Called once for each finished file, from any thread.
    pub progress: &'r (dyn Fn() + Sync),
}

/// Makes `folder` hold the `files`. `path` says where a file goes, relative to the folder with `/`
/// between parts; `bytes` makes its content.
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
    run: &mut Run<'_>,
) -> Result<Summary, PublishError>
where
    T: Sync,
    E: std::error::Error + Send + Sync + 'static,
{
    let paths: Vec<String> = files.par_iter().map(&path).collect();
    let new = Manifest::new(&paths)?;
    folders::prepare(folder)?;
    let _lock = Lock::take(folder, run.waiting)?;
    // Once more: another run may have written to it meanwhile.
    let state = folders::prepare(folder)?;
    let old = Manifest::read(folder)?;
    folders::refuse_foreign(folder, &new, &old)?;
    new.and(&old).write(folder)?;
    let done: Vec<AtomicBool> = paths.iter().map(|_| AtomicBool::new(false)).collect();
    let write_all = || {
        let target = Target::new(folder, &new, &old, state)?;
        let changed = AtomicUsize::new(0);
        let each = files.par_iter().zip(&paths).zip(&done);
        each.try_for_each(|((file, path), done)| {
            let content = bytes(file).map_err(content_error(path))?;
            let outcome = target.write(path, &content)?;
            changed.fetch_add(usize::from(outcome == Outcome::Written), Ordering::Relaxed);
            done.store(true, Ordering::Relaxed);
            (run.progress)();
            Ok(())
        })?;
        Ok(changed.into_inner())
    };
    let changed = write_all().inspect_err(|_| {
        let done = paths
            .iter()
            .zip(&done)
            .filter(|(_, done)| done.load(Ordering::Relaxed));
        // What was not written is not ours. Where that cannot be noted, the first error tells more.
        let _unnoted = old.with(done.map(|(path, _)| path)).write(folder);
    })?;
    let summary = Summary {
        written: changed,
        unchanged: files.len() - changed,
        ..Summary::default()
    };
    leave(folder, &new, &old, run.leftovers, summary)
}

fn content_error<E>(path: &str) -> impl FnOnce(E) -> PublishError
where
    E: std::error::Error + Send + Sync + 'static,
{
    move |source| PublishError::Content {
        path: path.to_owned(),
        source: Box::new(source),
    }
}

/// Deals with the files of an earlier run that this one does not make, and lists what is ours now.
fn leave(
    folder: &Path,
    new: &Manifest,
    old: &Manifest,
    leftovers: Leftovers,
    summary: Summary,
) -> Result<Summary, PublishError> {
    match leftovers {
        Leftovers::Remove => {
            let removed = folders::remove(folder, old.without(new))?;
            new.write(folder)?;
            Ok(Summary { removed, ..summary })
        }
        // The list has both already.
        Leftovers::Keep => Ok(Summary {
            kept: old.without(new).count(),
            ..summary
        }),
    }
}

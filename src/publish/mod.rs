//! Files as values → an output folder: the only writer of the program.
//!
//! [`publish`] makes a folder hold exactly the given files. It works in parallel, and each file's
//! bytes are asked for only when that file is written, so that a large site never sits in memory.
//! A file whose bytes are the same already is left alone, and one that an earlier run made from the same
//! is not even made. The list of what was written stands in
//! the folder as [`MANIFEST`]: what an earlier run wrote and this one does not is removed, and no
//! other file is ever touched. A path that leaves the folder, or leads through a symbolic link, is
//! refused.
//!
//! A run notes each new file in a journal as soon as it is there, so that the next one knows what a
//! killed run wrote, and what it had only planned.
//!
//! A file is replaced as a whole: a reader of the folder sees the old one or the new one. Where the folder holds a
//! site already, no file of it is touched before all new ones are made and written beside it, so that a run that
//! fails on the way leaves the site as it was. Runs that write to the same folder follow each other.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the writer; everything else hands it values"
)]

mod error;
mod file;
mod finish;
mod folders;
mod journal;
mod link;
mod lock;
mod manifest;
mod memory;
mod parts;
mod paths;
mod records;
#[cfg(test)]
mod tests;
mod write;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use finish::{Finished, finish};
use folders::State;
use lock::Lock;
use manifest::Manifest;
use memory::Memory;
use write::Target;

use crate::digest::Key;

pub use error::PublishError;
pub use file::{WriteError, write_file};
pub use link::{Turn, link_target, swap_link};
pub use manifest::MANIFEST;
pub use memory::{Standing, program, standing};
pub use records::{RecordFile, Records};

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files whose bytes were made; the others were known to be right.
    pub made: usize,
    /// Files that were new or had other bytes.
    pub written: usize,
    /// Files that were the same already.
    pub unchanged: usize,
    /// Files of an earlier run that were removed.
    pub removed: usize,
    /// Files of an earlier run that this one does not make and that stay all the same.
    pub kept: usize,
}

/// The paths of what a run changed, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Files that were new or had other bytes.
    pub written: Vec<String>,
    /// Files of an earlier run that are gone.
    pub removed: Vec<String>,
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
    /// The name of the part, where the files are one part of a site whose parts are copied together.
    pub part: Option<String>,
    /// Called once when another run is writing to the folder and this one waits for it to end.
    pub waiting: &'r mut dyn FnMut(),
    /// Called once for each finished file, from any thread.
    pub progress: &'r (dyn Fn() + Sync),
    /// The file of the memory, which tells the next run what it need not make again.
    pub memory: Option<&'r Path>,
    /// What all files together are made from, and what the run says of itself; see [`standing`].
    pub whole: Option<(Key, String)>,
    /// Takes the paths of what the run changed.
    pub changed: Option<&'r mut Changed>,
}

/// Makes `folder` hold the `files`. `path` says where a file goes, relative to the folder with `/`
/// between parts; `key` stands for all that it is made from, where that is known; `bytes` makes its
/// content, which is not asked for where the file stands as an earlier run made it from the same.
///
/// # Errors
///
/// When the folder holds something else, a path is unusable, a file system call fails, or `bytes`
/// fails. In a folder that holds a site the old files stay then, unless the system refuses to move a finished file
/// into its place; files that are in their places by then stay, and belong to the next run.
pub fn publish<T, E>(
    folder: &Path,
    files: &[T],
    path: impl Fn(&T) -> String + Sync,
    key: impl Fn(&T) -> Option<Key> + Sync,
    bytes: impl Fn(&T) -> Result<Vec<u8>, E> + Sync,
    run: &mut Run<'_>,
) -> Result<Summary, PublishError>
where
    T: Sync,
    E: std::error::Error + Send + Sync + 'static,
{
    let paths: Vec<Arc<str>> = files.par_iter().map(|file| path(file).into()).collect();
    let new = Manifest::new(&paths)?;
    folders::prepare(folder)?;
    let _lock = Lock::take(folder, run.waiting)?;
    // Once more: another run may have written to it meanwhile.
    let state = folders::prepare(folder)?;
    let old = journal::recover(folder, &new, Manifest::read(folder)?)?;
    match state {
        State::Empty => old.write(folder)?,
        State::Ours => folders::refuse_foreign(folder, &new, &old)?,
    }
    let done: Vec<AtomicBool> = paths.iter().map(|_| AtomicBool::new(false)).collect();
    let memory = match (run.memory, state) {
        (Some(file), State::Ours) => Memory::read(file),
        _ => Memory::default(),
    };
    let write_all = || {
        let target = Target::new(folder, &new, &old, state)?;
        let each = files.par_iter().zip(&paths).zip(&done);
        let finished = each.map(|((file, path), done)| {
            let make = || bytes(file).map_err(content_error(path));
            let finished = finish(&target, &memory, path, key(file), make)?;
            done.store(finished.is_in_place(), Ordering::Relaxed);
            (run.progress)();
            Ok(finished)
        });
        let mut finished = finished.collect::<Result<Vec<Finished>, PublishError>>()?;
        target.make_folders()?;
        let each = finished.par_iter_mut().zip(&paths).zip(&done);
        each.try_for_each(|((finished, path), done)| finished.place(&target, path, done))?;
        Ok(finished)
    };
    let finished = write_all().inspect_err(|_| {
        // What was not written is not ours. Where that cannot be noted, the first error tells more.
        let ours = old.with(done_of(&paths, &done));
        let _unnoted = ours.write(folder).and_then(|()| journal::end(folder));
    })?;
    let summary = summary_of(&finished);
    if let Some(changed) = &mut run.changed {
        changed.written = written_of(&paths, &finished);
        if run.leftovers == Leftovers::Remove {
            changed.removed = old.without(&new).map(str::to_owned).collect();
        }
    }
    let summary = leave(folder, &new, &old, run, summary)?;
    journal::end(folder)?;
    if let Some(file) = run.memory {
        let left = finished
            .iter()
            .zip(paths)
            .filter_map(|(it, path)| it.left(path))
            .collect();
        // Without it the next run makes everything again.
        let _forgotten = Memory::new(run.whole.take(), left).write(file);
    }
    Ok(summary)
}

/// The paths of the files that earlier runs have written to a folder, sorted; none where there is no folder.
///
/// # Errors
///
/// When the list of them cannot be read.
pub fn listed(folder: &Path) -> Result<Vec<String>, PublishError> {
    let manifest = Manifest::read(folder)?;
    Ok(manifest.paths().map(str::to_owned).collect())
}

/// The paths of the files that are done.
fn done_of<'p>(
    paths: &'p [Arc<str>],
    done: &'p [AtomicBool],
) -> impl Iterator<Item = &'p Arc<str>> {
    let all = paths.iter().zip(done);
    let done = all.filter(|(_, done)| done.load(Ordering::Relaxed));
    done.map(|(path, _)| path)
}

fn summary_of(finished: &[Finished]) -> Summary {
    let count = |wanted: fn(&Finished) -> bool| finished.iter().filter(|it| wanted(it)).count();
    let written = count(Finished::is_written);
    Summary {
        made: count(Finished::is_made),
        written,
        unchanged: finished.len() - written,
        ..Summary::default()
    }
}

/// The paths of the files that were written, sorted.
fn written_of(paths: &[Arc<str>], finished: &[Finished]) -> Vec<String> {
    let all = paths.iter().zip(finished);
    let written = all.filter(|(_, it)| it.is_written());
    let mut written: Vec<String> = written.map(|(path, _)| path.to_string()).collect();
    written.sort_unstable();
    written
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
    run: &Run<'_>,
    summary: Summary,
) -> Result<Summary, PublishError> {
    let part = run.part.as_deref();
    match run.leftovers {
        Leftovers::Remove => {
            let removed = folders::remove(folder, old.without(new))?;
            new.settle(folder, part)?;
            Ok(Summary { removed, ..summary })
        }
        Leftovers::Keep => {
            let kept = old.without(new).count();
            new.and(old).settle(folder, part)?;
            Ok(Summary { kept, ..summary })
        }
    }
}

//! The list of files that a run wrote: what makes a folder ours.
//!
//! A run that makes a part of a site leaves a list under a name of its own, so that parts which are copied into one
//! folder bring all of their lists along. The next run reads them all, and leaves one.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::slice::ParallelSliceMut as _;

use super::error::{PublishError, io};
use super::journal::JOURNAL;
use super::lock::LOCK;
use super::parts::PARTS;
use super::paths::is_usable;

/// The file in the output folder that lists what was written there, one path a line, sorted.
pub const MANIFEST: &str = ".toolrisk-manifest";
/// The same file on its way.
pub(super) const PART: &str = ".toolrisk-manifest.part";
const HEAD: &str = "toolrisk 1";

/// Paths, sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Manifest {
    paths: Vec<Arc<str>>,
}

impl Manifest {
    /// The paths of the files to write.
    pub(super) fn new(paths: &[Arc<str>]) -> Result<Self, PublishError> {
        let mut paths = paths.to_vec();
        paths.par_sort_unstable();
        let own = |name: &str| name.starts_with(MANIFEST) || [LOCK, PARTS, JOURNAL].contains(&name);
        let bad = |path: &&Arc<str>| !is_usable(path) || path.split('/').next().is_some_and(own);
        if let Some(path) = paths.iter().find(bad) {
            let path = path.to_string();
            return Err(PublishError::BadPath { path });
        }
        let twice = paths.iter().zip(paths.iter().skip(1)).find(|(a, b)| a == b);
        if let Some((path, _)) = twice {
            let path = path.to_string();
            return Err(PublishError::Twice { path });
        }
        Ok(Self { paths })
    }

    /// The lists of earlier runs; empty when there was none.
    pub(super) fn read(folder: &Path) -> Result<Self, PublishError> {
        let lists = lists(folder)?;
        lists.iter().try_fold(Self::default(), |all, list| {
            let list = Self::read_one(list)?;
            Ok(if all == Self::default() {
                list
            } else {
                all.and(&list)
            })
        })
    }

    fn read_one(file: &Path) -> Result<Self, PublishError> {
        let text = std::fs::read_to_string(file).map_err(io("read", file))?;
        let damaged = |reason: String| PublishError::DamagedManifest {
            path: file.to_owned(),
            reason,
        };
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) {
            return Err(damaged(format!("its first line is not {HEAD:?}")));
        }
        let paths: Vec<Arc<str>> = lines.map(Arc::from).collect();
        Self::new(&paths).map_err(|error| damaged(error.to_string()))
    }

    /// Leaves this list alone at the end of a run, under a name of its own if the run made a part of a site.
    pub(super) fn settle(&self, folder: &Path, part: Option<&str>) -> Result<(), PublishError> {
        self.write(folder)?;
        let file = folder.join(MANIFEST);
        let kept = match part {
            None => file,
            Some(part) => {
                let own = folder.join(format!("{MANIFEST}.{part}"));
                std::fs::rename(&file, &own).map_err(io("write", &own))?;
                own
            }
        };
        for list in lists(folder)?.iter().filter(|list| **list != kept) {
            std::fs::remove_file(list).map_err(io("remove", list))?;
        }
        Ok(())
    }

    /// Writes the list, at once or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result<(), PublishError> {
        let (part, file) = (folder.join(PART), folder.join(MANIFEST));
        let length = |path: &Arc<str>| path.len() + 1;
        let room = self.paths.iter().map(length).sum::<usize>();
        let mut text = String::with_capacity(HEAD.len() + 1 + room);
        text.push_str(HEAD);
        text.push('\n');
        for path in &self.paths {
            text.push_str(path);
            text.push('\n');
        }
        // Whatever stands there is removed first, so that a link is not followed.
        match std::fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(io("replace", &part)(error));
            }
            _ => {}
        }
        let write = || {
            let mut handle = File::create_new(&part)?;
            handle.write_all(text.as_bytes())?;
            handle.sync_all()
        };
        write().map_err(io("write", &part))?;
        std::fs::rename(&part, &file).map_err(io("write", &file))
    }

    /// The paths of both, and those that a run has written besides.
    pub(super) fn with<'p>(&self, written: impl Iterator<Item = &'p Arc<str>>) -> Self {
        let paths = written.cloned().collect();
        self.and(&Self { paths })
    }

    /// The paths of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut paths = [self.paths.as_slice(), other.paths.as_slice()].concat();
        paths.sort_unstable();
        paths.dedup();
        Self { paths }
    }

    /// The paths that the other does not have.
    pub(super) fn without<'m>(&'m self, other: &'m Self) -> impl Iterator<Item = &'m str> {
        let paths = self.paths();
        paths.filter(|path| !other.has(path))
    }

    /// Whether a path is listed.
    pub(super) fn has(&self, path: &str) -> bool {
        let found = self.paths.binary_search_by(|each| (**each).cmp(path));
        found.is_ok()
    }

    /// The paths, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(|path| &**path)
    }
}

/// The lists in a folder: that of a site, and those of parts which were copied together.
pub(super) fn lists(folder: &Path) -> Result<Vec<PathBuf>, PublishError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(io("read", folder))?,
    };
    let mut lists = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io("read", folder))?;
        let name = entry.file_name();
        let end = name
            .to_str()
            .and_then(|name| name.strip_prefix(MANIFEST))
            .filter(|end| *end != ".part" && (end.is_empty() || end.starts_with('.')));
        if end.is_some() && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            lists.push(entry.path());
        }
    }
    Ok(lists)
}

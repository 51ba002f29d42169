//! A symbolic link that leads to one of several folders, turned in one step.

use std::path::{Path, PathBuf};

use super::error::{PublishError, io};
use super::folders::kind_of;
use super::lock::{LOCK, Lock};

/// Where a symbolic link leads, as it is written; none for anything else.
pub fn link_target(link: &Path) -> Option<PathBuf> {
    std::fs::read_link(link).ok()
}

/// The turn of one run to change where a link leads; it ends when dropped.
#[derive(Debug)]
pub struct Turn {
    _lock: Lock,
}

impl Turn {
    /// Takes the turn. Where another run has it, calls `waiting` once and waits for that run to end, so that no run
    /// builds in the folder that is shown by then.
    ///
    /// # Errors
    ///
    /// When something other than a link is there, or the file beside it cannot be locked.
    pub fn take(link: &Path, waiting: &mut dyn FnMut()) -> Result<Self, PublishError> {
        refuse_other(link)?;
        if let Some(folder) = link.parent().filter(|it| !it.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(io("create", folder))?;
        }
        let mut file = link.as_os_str().to_owned();
        file.push(LOCK);
        let lock = Lock::of_file(PathBuf::from(file), waiting)?;
        Ok(Self { _lock: lock })
    }
}

fn refuse_other(link: &Path) -> Result<(), PublishError> {
    if kind_of(link)?.is_some_and(|kind| !kind.is_symlink()) {
        return Err(PublishError::NotALink {
            path: link.to_owned(),
        });
    }
    Ok(())
}

/// Lets `link` lead to `target`, which is relative to the folder of the link. Whoever follows it comes to
/// the old place or to the new one.
///
/// # Errors
///
/// When something other than a link is there, or the system has no links or refuses.
pub fn swap_link(link: &Path, target: &Path) -> Result<(), PublishError> {
    refuse_other(link)?;
    let mut new = link.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    if kind_of(&new)?.is_some_and(|kind| kind.is_symlink()) {
        // Of a run that was killed.
        std::fs::remove_file(&new).map_err(io("remove", &new))?;
    }
    make(target, &new).map_err(io("create", &new))?;
    std::fs::rename(&new, link).map_err(io("replace", link))
}

#[cfg(unix)]
fn make(target: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn make(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

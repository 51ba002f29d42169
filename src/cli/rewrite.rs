//! A file of the catalog, written by a command that has read it.

use std::path::Path;

use super::CliError;
use crate::load::read_file;
use crate::publish::write_file;

/// Writes a file that held the `old` text when it was read, or that was not there. A file that is another one now
/// is left alone: somebody else is at work on it.
pub(super) fn rewrite(path: &Path, old: Option<&str>, new: &str) -> Result<(), CliError> {
    refuse_changed(path, old)?;
    Ok(write_file(path, new.as_bytes())?)
}

/// Refuses a file that no longer holds what was read of it, or that was made meanwhile.
pub(super) fn refuse_changed(path: &Path, old: Option<&str>) -> Result<(), CliError> {
    let is_same = match old {
        Some(old) => read_file(path)? == old,
        // A link that leads nowhere is something that is there, too.
        None => path.symlink_metadata().is_err(),
    };
    if is_same {
        return Ok(());
    }
    let message = format!("`{}` changed while it was being edited", path.display());
    Err(CliError::usage(message, "run the command again"))
}

//! A file of the catalog, replaced by a command that has read it.

use std::path::Path;

use super::CliError;
use crate::load::read_file;
use crate::publish::write_file;

/// Replaces the text of a file. A file that is not there, or that no longer holds what was read, is
/// left alone: somebody else is at work on it.
pub(super) fn rewrite(path: &Path, old: &str, new: &str) -> Result<(), CliError> {
    if read_file(path)? != old {
        let message = format!("`{}` changed while it was being edited", path.display());
        return Err(CliError::usage(message, "run the command again"));
    }
    Ok(write_file(path, new.as_bytes())?)
}

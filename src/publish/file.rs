//! One file of the user, written whole or not at all, with an error that names it.

use std::io;
use std::path::Path;

use crate::replace::replace_file;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`: {source}")]
pub struct WriteError {
    /// The path.
    pub path: String,
    /// What the system says.
    pub source: io::Error,
}

/// Replaces a file as [`replace_file`] does.
///
/// # Errors
///
/// When a folder or the file cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace_file(path, bytes).map_err(|source| WriteError {
        path: path.display().to_string(),
        source,
    })
}

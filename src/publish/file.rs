//! One file, written whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

/// A file or folder that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{path}`: {source}")]
pub struct WriteError {
    /// What was tried.
    pub action: &'static str,
    /// The path.
    pub path: String,
    /// What the system says.
    pub source: io::Error,
}

/// Writes a file by way of a temporary one beside it, so that a reader sees the old text or the new.
/// Missing folders are made; an equal file is left alone. A link is followed, and the permissions of
/// the old file stay: settings may hold secrets.
///
/// # Errors
///
/// When a folder or the file cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let error = |action, path: &Path| {
        let path = path.display().to_string();
        move |source| WriteError {
            action,
            path,
            source,
        }
    };
    let followed = path.canonicalize();
    let path = followed.as_deref().unwrap_or(path);
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(error("create the folder", folder))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary: PathBuf = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    if let Ok(old) = std::fs::metadata(path) {
        std::fs::write(&temporary, []).map_err(error("write", &temporary))?;
        std::fs::set_permissions(&temporary, old.permissions())
            .map_err(error("set the permissions of", &temporary))?;
    }
    std::fs::write(&temporary, bytes).map_err(error("write", &temporary))?;
    std::fs::rename(&temporary, path).map_err(error("replace", path))
}

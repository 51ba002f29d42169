//! One file, written whole or not at all.

use std::fs::Permissions;
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
/// the old file stay: settings may hold secrets. A read-only file is not replaced.
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
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // A pipe or a device is written to: reading it first may wait for ever, and a file must not take
        // its place.
        return std::fs::write(path, bytes).map_err(error("write", path));
    }
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let permissions = old.map(|old| old.permissions());
    if permissions.as_ref().is_some_and(Permissions::readonly) {
        let denied = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(error("write", path)(denied));
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(error("create the folder", folder))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary: PathBuf = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let replace = || {
        if let Some(permissions) = permissions {
            std::fs::write(&temporary, [])?;
            std::fs::set_permissions(&temporary, permissions)?;
        }
        std::fs::write(&temporary, bytes)?;
        std::fs::rename(&temporary, path)
    };
    replace().map_err(|source| {
        let _gone = std::fs::remove_file(&temporary);
        error("write", path)(source)
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        let scratch = tempfile::tempdir().unwrap();
        let (file, link) = (scratch.path().join("file"), scratch.path().join("link"));
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        symlink(&file, &link).unwrap();
        write_file(&link, b"new").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(link.is_symlink());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(names(scratch.path()), ["file", "link"]);
    }

    #[test]
    fn a_read_only_file_is_left_alone_and_nothing_is_left_beside_it() {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("file");
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, Permissions::from_mode(0o444)).unwrap();
        let error = write_file(&file, b"new").unwrap_err().to_string();
        assert!(error.ends_with("file`: it is read-only"), "{error}");
        assert_eq!(std::fs::read(&file).unwrap(), b"old");
        write_file(&file, b"old").unwrap();
        assert!(write_file(scratch.path(), b"new").is_err(), "a folder");
        assert_eq!(names(scratch.path()), ["file"]);
    }

    #[test]
    fn a_pipe_is_written_to_and_stays_a_pipe() {
        let scratch = tempfile::tempdir().unwrap();
        let pipe = scratch.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read(pipe).unwrap()
        });
        write_file(&pipe, b"new").unwrap();
        assert_eq!(reader.join().unwrap(), b"new");
        assert_eq!(names(scratch.path()), ["pipe"]);
        assert!(!std::fs::metadata(&pipe).unwrap().is_file());
    }
}

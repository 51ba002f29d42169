//! One file replaced whole or not at all.
//!
//! Every command that writes to a file of the user goes through [`replace_file`]: a reader, a crash and
//! a full disk see the old bytes or the new ones, never a part of them.

#![expect(
    clippy::disallowed_methods,
    reason = "this is one of the two writers; everything else hands it values"
)]

use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most symbolic links that are followed from one path, as on Linux.
const MOST_LINKS: usize = 40;

/// Makes the file at `path` hold `bytes`.
///
/// The bytes go to a temporary file in the same folder, which is synced to disk and renamed over the
/// old file; then the folder is synced. A symbolic link stays, and the file that it points to is
/// replaced. Permissions stay, and so does the owner where the system lets us set it. Missing folders
/// are created. A file that holds the bytes already is not touched, and a pipe or a device is written
/// to directly. On failure the temporary file is removed; those that a killed run left in the folder
/// are removed by the next call.
///
/// # Errors
///
/// When the file is read-only, a folder is in its place, or a call of the file system fails. The old
/// file is then as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = &resolve(path)?;
    let old = match std::fs::metadata(path) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if old.as_ref().is_some_and(Metadata::is_dir) {
        // The system's own error says more than a kind alone.
        let opened = OpenOptions::new().write(true).open(path);
        return Err(opened.err().unwrap_or(io::ErrorKind::IsADirectory.into()));
    }
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // Reading a pipe or a device first may wait forever, and a file must not take its place.
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    if old.is_some() && std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        let message = "the file is read-only";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    let folder = folder_of(path);
    create_folders(folder)?;
    remove_stale(folder);
    let temporary = Temporary::create(folder, old.is_some())?;
    temporary.fill(bytes, old.as_ref())?;
    temporary.rename(path)?;
    sync_folder(folder)
}

/// As [`replace_file`], for a file that nobody but its owner may read.
///
/// # Errors
///
/// As [`replace_file`].
pub fn replace_private_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folders(folder_of(path))?;
    if !path.exists() {
        // A replaced file keeps its permissions.
        open_new(path, true)?;
    }
    replace_file(path, bytes)
}

/// Locks a file of this program until what this gives is dropped, and waits for others that have locked it. The file
/// is made if it is not there, and stays. A file system without locks keeps nobody out.
///
/// # Errors
///
/// When the file cannot be made or opened.
pub fn lock_own_file(path: &Path) -> io::Result<File> {
    create_folders(folder_of(path))?;
    let file = match open_new(path, true) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            OpenOptions::new().write(true).open(path)?
        }
        file => file?,
    };
    let _has_no_locks = file.lock();
    Ok(file)
}

/// Removes a file that this program made. One that is gone already is no fault.
///
/// # Errors
///
/// When the file system does not let us.
pub fn remove_own_file(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The path behind all symbolic links in the last place of `path`, whether or not a file is there.
///
/// # Errors
///
/// When a link cannot be read, or there are too many of them.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match std::fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => {
                let target = std::fs::read_link(&path)?;
                path = folder_of(&path).join(target);
            }
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Creates a folder and those above it, and syncs the folder that holds the first new one.
fn create_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let missing = folder.ancestors().filter(|folder| !folder.exists());
    let first = missing.last().unwrap_or(folder);
    std::fs::create_dir_all(folder).map_err(|error| {
        let message = format!("cannot create the folder `{}`: {error}", folder.display());
        io::Error::new(error.kind(), message)
    })?;
    sync_folder(folder_of(first))
}

/// Makes a rename or a new entry of a folder last through a crash. Only Unix can sync a folder.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// A file that is written beside another one. It is locked while its writer lives, so that others can
/// tell it from one that a killed run left, and it is removed when it is dropped before its rename.
struct Temporary {
    file: File,
    path: PathBuf,
    renamed: bool,
}

impl Temporary {
    /// `private` keeps others from reading it before it has the permissions of the old file.
    fn create(folder: &Path, private: bool) -> io::Result<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!("{PREFIX}{}-{number}{SUFFIX}", std::process::id());
            let path = folder.join(name);
            let file = match open_new(&path, private) {
                // A killed run had our process id.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            let temporary = Self {
                file,
                path,
                renamed: false,
            };
            // A file system without locks has no stale files removed either.
            let locked = temporary.file.lock().is_ok();
            // Another process may have taken it for stale before it was locked.
            if !locked || temporary.path.exists() {
                return Ok(temporary);
            }
        }
    }

    fn fill(&self, bytes: &[u8], old: Option<&Metadata>) -> io::Result<()> {
        (&self.file).write_all(bytes)?;
        if let Some(old) = old {
            keep_owner(&self.file, old);
            self.file.set_permissions(old.permissions())?;
        }
        self.file.sync_all()
    }

    fn rename(mut self, to: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, to)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            let _gone_or_stale = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn open_new(path: &Path, private: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = if private { 0o600 } else { 0o666 };
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
}

#[cfg(not(unix))]
fn open_new(path: &Path, _private: bool) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Gives a file the owner and group of another one, as far as the system lets us.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata();
    if own.is_ok_and(|own| (own.uid(), own.gid()) == (old.uid(), old.gid())) {
        return;
    }
    if fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        let _not_permitted = fchown(file, None, Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _old: &Metadata) {}

const PREFIX: &str = ".toolrisk-";
const SUFFIX: &str = ".tmp";

/// Removes the temporary files that killed runs left in a folder: those that nobody has locked. What
/// cannot be removed is left for the next call.
fn remove_stale(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_temporary(&entry.file_name().to_string_lossy()) {
            remove_if_stale(&entry.path());
        }
    }
}

fn remove_if_stale(path: &Path) {
    // Windows lets only a writer lock a file.
    let Ok(file) = OpenOptions::new().write(true).open(path) else {
        return;
    };
    match file.try_lock() {
        Ok(()) => {
            let _gone = std::fs::remove_file(path);
        }
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
    }
}

/// Whether a file name is `.toolrisk-<process>-<number>.tmp`.
fn is_temporary(name: &str) -> bool {
    let inner = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    inner
        .and_then(|inner| inner.split_once('-'))
        .is_some_and(|(process, number)| is_number(process) && is_number(number))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::Permissions;
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
        std::fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        symlink("file", &link).unwrap();
        replace_file(&link, b"new").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(link.is_symlink());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(names(scratch.path()), ["file", "link"]);
    }

    #[test]
    fn a_link_to_nothing_gets_its_file_and_a_link_to_itself_is_an_error() {
        let scratch = tempfile::tempdir().unwrap();
        let link = scratch.path().join("link");
        symlink("there", &link).unwrap();
        replace_file(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(scratch.path().join("there")).unwrap(), b"new");
        let ring = scratch.path().join("ring");
        symlink("ring", &ring).unwrap();
        assert!(replace_file(&ring, b"new").is_err());
        assert!(ring.is_symlink());
    }

    #[test]
    fn a_read_only_file_is_left_alone_and_nothing_is_left_beside_it() {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("file");
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, Permissions::from_mode(0o444)).unwrap();
        let error = replace_file(&file, b"new").unwrap_err().to_string();
        assert_eq!(error, "the file is read-only");
        assert_eq!(std::fs::read(&file).unwrap(), b"old");
        replace_file(&file, b"old").unwrap();
        assert!(replace_file(scratch.path(), b"new").is_err(), "a folder");
        assert_eq!(names(scratch.path()), ["file"]);
    }

    #[test]
    fn missing_folders_are_created() {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("a/b/file");
        replace_file(&file, b"new").unwrap();
        assert_eq!(std::fs::read(file).unwrap(), b"new");
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_being_written_is_not() {
        let scratch = tempfile::tempdir().unwrap();
        let stale = format!(".toolrisk-{}-0.tmp", u32::MAX);
        std::fs::write(scratch.path().join(stale), "half").unwrap();
        for other in [".toolrisk-x-0.tmp", ".toolrisk-1.tmp", "a.tmp"] {
            std::fs::write(scratch.path().join(other), "mine").unwrap();
        }
        let written = Temporary::create(scratch.path(), false).unwrap();
        let name = written.path.file_name().unwrap().to_owned();
        replace_file(&scratch.path().join("file"), b"new").unwrap();
        let mut expected = vec![".toolrisk-1.tmp", ".toolrisk-x-0.tmp", "a.tmp", "file"];
        expected.push(name.to_str().unwrap());
        expected.sort_unstable();
        assert_eq!(names(scratch.path()), expected);
    }

    #[test]
    fn readers_and_many_writers_see_whole_files_and_nothing_is_left() {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("file");
        let texts: Vec<String> = (0..4).map(|n| n.to_string().repeat(5000)).collect();
        replace_file(&file, texts[0].as_bytes()).unwrap();
        std::thread::scope(|scope| {
            for text in &texts {
                scope.spawn(|| {
                    for _ in 0..20 {
                        replace_file(&file, text.as_bytes()).unwrap();
                        let read = std::fs::read_to_string(&file).unwrap();
                        assert!(texts.contains(&read), "a part of a file was read");
                    }
                });
            }
        });
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
        replace_file(&pipe, b"new").unwrap();
        assert_eq!(reader.join().unwrap(), b"new");
        assert_eq!(names(scratch.path()), ["pipe"]);
        assert!(!std::fs::metadata(&pipe).unwrap().is_file());
    }
}

//! Where a configuration lies.

use std::path::{Path, PathBuf};

use crate::replace::resolve;

/// The file behind all links, whether or not it is there.
pub(super) fn real(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let path = resolve(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().and_then(|it| it.canonicalize().ok());
    match (folder, path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

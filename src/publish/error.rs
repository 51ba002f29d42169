//! Why a folder cannot be written.

use std::path::{Path, PathBuf};

/// Why publishing stopped.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The file system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, as "cannot …" continues.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// The folder holds files that no earlier run wrote.
    #[error(
        "{} is not empty and was not written by toolrisk; choose another folder or empty it",
        path.display()
    )]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// A file of somebody else is where a file should go.
    #[error("{} exists and was not written by toolrisk; move it out of the way", path.display())]
    Occupied {
        /// The file.
        path: PathBuf,
    },
    /// Something on the way, or the file itself, is a symbolic link or no plain file or folder.
    #[error("{} is a symbolic link, or a folder where a file is expected (or the reverse); nothing is written through it", path.display())]
    Redirected {
        /// The link.
        path: PathBuf,
    },
    /// What is to become a link is a folder or a file.
    #[error("{} is not a symbolic link; move it away, and `--swap` puts a link there", path.display())]
    NotALink {
        /// What is there.
        path: PathBuf,
    },
    /// A path is not a plain relative one.
    #[error("{path:?} cannot be the path of a file in the output folder")]
    BadPath {
        /// The path.
        path: String,
    },
    /// Two files would go to the same place.
    #[error("two files would be written to {path}")]
    Twice {
        /// The path.
        path: String,
    },
    /// The list of an earlier run cannot be read.
    #[error("{} is damaged: {reason}; delete the folder and build again", path.display())]
    DamagedManifest {
        /// The list.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The content of a file could not be made.
    #[error("{path}: {source}")]
    Content {
        /// The file.
        path: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Names the action and the path of a failed file system call.
pub(super) fn io<'p>(
    action: &'static str,
    path: &'p Path,
) -> impl FnOnce(std::io::Error) -> PublishError + use<'p> {
    move |source| PublishError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

//! Why a command could not run.

use std::io;

use crate::import::Unreadable;
use crate::load::{DocsError, ReadError};
use crate::publish::{PublishError, WriteError};
use crate::serve::ServeError;
use crate::site::SiteError;

/// Why a command could not run. Findings are not among them.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file or folder cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Pages of prose cannot be used.
    #[error(transparent)]
    Docs(#[from] DocsError),
    /// A file or folder cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The site's folder cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A template does not render.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The site cannot be served.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// A file holds no list of tools.
    #[error("`{path}`: {source}")]
    Listing {
        /// The file.
        path: String,
        /// Why.
        source: Unreadable,
    },
    /// The arguments do not go together or name something that is not there.
    #[error("{message}")]
    Usage {
        /// What is wrong, lower case, no full stop.
        message: String,
        /// The way out.
        help: String,
    },
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// Wrong arguments, with the way out.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            help: help.into(),
        }
    }

    /// The way out, if there is one to tell.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Usage { help, .. } => Some(help)
                .filter(|help| !help.is_empty())
                .map(String::as_str),
            Self::Listing { source, .. } => Some(source.help()),
            Self::Read(error)
                if error.path == "catalog" && error.source.kind() == io::ErrorKind::NotFound =>
            {
                Some("`toolrisk init` starts a catalog; if you have one elsewhere, name its folder")
            }
            Self::Docs(DocsError::Read(error)) | Self::Read(error) => way_out(&error.source),
            Self::Write(error) => way_out(&error.source),
            Self::Publish(PublishError::Io { source, .. }) | Self::Output(source) => {
                way_out(source)
            }
            Self::Docs(DocsError::Page { .. })
            | Self::Publish(_)
            | Self::Site(_)
            | Self::Serve(_) => None,
        }
    }
}

/// What to do about what the system said, where that is not plain.
fn way_out(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::NotFound => "check the path; it is relative to the current folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "check the permissions, or choose another place"
        }
        io::ErrorKind::NotADirectory => "name a folder, not a file",
        io::ErrorKind::IsADirectory => "name a file, not a folder",
        io::ErrorKind::InvalidData => "save the file as UTF-8",
        io::ErrorKind::StorageFull => "free some disk space, then run the command again",
        _ => return None,
    })
}

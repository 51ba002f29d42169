//! Why a command could not run.

use std::io;

use crate::import::Unreadable;
use crate::load::ReadError;
use crate::publish::{PublishError, WriteError};
use crate::serve::ServeError;
use crate::site::SiteError;

/// Why a command could not run. Findings are not among them.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file or folder cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
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
            Self::Read(_)
            | Self::Write(_)
            | Self::Publish(_)
            | Self::Site(_)
            | Self::Serve(_)
            | Self::Output(_) => None,
        }
    }
}

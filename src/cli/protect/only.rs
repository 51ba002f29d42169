//! The servers that `--only` names.

use super::{Args, named};
use crate::cli::CliError;
use crate::diagnostic::nearest;
use crate::protect::Change;

impl Args {
    /// Whether a server is meant: named, or none is named.
    pub(super) fn means(&self, server: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|it| it == server)
    }

    /// Whether one of these changes is meant.
    pub(super) fn means_one_of(&self, changes: &[Change]) -> bool {
        self.only.is_empty() || changes.iter().any(|it| self.means(it.server()))
    }
}

/// Refuses a name that no server has: it is a mistake of typing, and doing nothing would look like success.
pub(super) fn check(args: &Args, servers: &[&str]) -> Result<(), CliError> {
    let Some(unknown) = args.only.iter().find(|it| !servers.contains(&it.as_str())) else {
        return Ok(());
    };
    let help = match nearest(unknown, servers) {
        Some(near) => format!("did you mean `{}`?", named(near)),
        None => "`toolrisk protect --status` lists the servers".to_owned(),
    };
    let message = format!("no server has the name `{}`", named(unknown));
    Err(CliError::usage(message, help))
}

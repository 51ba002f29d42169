//! The policy's file: read at the start, and again whenever it changes.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::CliError;
use crate::escape;
use crate::load::read_file;
use crate::policy::Policy;

pub(super) fn parse(path: &Path, text: &str) -> Result<Policy, CliError> {
    text.parse().map_err(|error| {
        CliError::usage(
            format!("`{}` is not a valid policy: {error}", path.display()),
            "`toolrisk export SERVER` writes a valid policy",
        )
    })
}

/// Gives the policy each time its file has another text that is a policy.
pub(super) fn changes(path: PathBuf, mut known: String) -> impl FnMut() -> Option<Policy> + Send {
    let mut fault = None;
    let stays = |error: &CliError| {
        say(&format!(
            "warning: {error}; the gateway keeps the policy that it has"
        ));
    };
    move || {
        let text = match read_file(&path) {
            Ok(text) => text,
            Err(error) => {
                let error = CliError::from(error);
                let other = fault.replace(error.to_string());
                if other != fault {
                    stays(&error);
                }
                return None;
            }
        };
        fault = None;
        if text == known {
            return None;
        }
        known = text;
        match parse(&path, &known) {
            Ok(policy) => {
                say(&format!("read `{}` again", path.display()));
                Some(policy)
            }
            Err(error) => {
                stays(&error);
                None
            }
        }
    }
}

pub(super) fn say(line: &str) {
    let _closed = writeln!(io::stderr(), "{}", escape::one_line(line));
}

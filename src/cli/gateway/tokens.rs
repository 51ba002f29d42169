//! The file of tokens: who may use a gateway over HTTP, and by which policy.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::CliError;
use crate::load::read_file;

/// Somebody who may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Whose calls these are, in the log and for limits.
    pub(super) name: String,
    /// The secret that the client shows; `None` if everybody on this machine may come in.
    pub(super) token: Option<String>,
    /// The client's policy file.
    pub(super) policy: PathBuf,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    clients: Vec<WrittenEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    name: String,
    token: String,
    /// From the folder of the file of tokens; without it, the client has the policy of `--policy`.
    policy: Option<PathBuf>,
}

/// The shortest token: shorter ones can be guessed.
const SHORTEST: usize = 16;

/// The clients of a file of tokens; `policy` is that of clients that name none.
pub(super) fn entries(file: &Path, policy: Option<&Path>) -> Result<Vec<Entry>, CliError> {
    only_own(file)?;
    let written: Written = serde_json::from_str(&read_file(file)?).map_err(|error| {
        CliError::usage(
            format!(
                "`{}` is not a valid file of tokens: {error}",
                file.display()
            ),
            "write {\"clients\": [{\"name\": …, \"token\": …, \"policy\": …}]}",
        )
    })?;
    let fault = |what: String, help: &str| Err(CliError::usage(what, help));
    let mut entries: Vec<Entry> = Vec::new();
    for entry in written.clients {
        let name = entry.name;
        if name.is_empty() || entries.iter().any(|known| known.name == name) {
            let what = format!(
                "duplicate or empty client name `{name}` in `{}`",
                file.display()
            );
            return fault(what, "give each client a name of its own");
        }
        let known = |known: &Entry| known.token.as_deref() == Some(&entry.token);
        if entry.token.len() < SHORTEST || entries.iter().any(known) {
            let what = format!(
                "the token of `{name}` is shorter than {SHORTEST} characters, or another client has the same token"
            );
            return fault(what, "`openssl rand -hex 32` creates a good one");
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        let own = entry.policy.map(|it| folder.join(it));
        let Some(policy) = own.or_else(|| policy.map(Path::to_owned)) else {
            return fault(
                format!("`{name}` has no policy"),
                "add a policy to the client, or give `--policy FILE`",
            );
        };
        entries.push(Entry {
            name,
            token: Some(entry.token),
            policy,
        });
    }
    Ok(entries)
}

/// Tokens that others can read are no secrets.
#[cfg(unix)]
fn only_own(file: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata().map(|it| it.permissions().mode());
    match mode {
        Ok(mode) if mode & 0o077 != 0 => Err(CliError::usage(
            format!("other users can read the tokens in `{}`", file.display()),
            "run `chmod 600` on the file",
        )),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn only_own(_: &Path) -> Result<(), CliError> {
    Ok(())
}

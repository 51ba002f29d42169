//! `toolrisk gateway`.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::live::{address, header, label};
use super::{CliError, Console, Outcome};
use crate::escape;
use crate::gateway::{Ended, Settings, Start, run_command, run_url};
use crate::load::read_file;
use crate::policy::Policy;
use crate::wire::{HeaderValue, Remote, Uri, run_guard};

/// Run an MCP server behind a policy: an MCP server itself, for any client.
///
/// Give your client this command in place of the server's own. What the policy hides, or does not name
/// while it denies by default, leaves the list of tools; what it denies is answered with the reason;
/// limits count in fixed windows of UTC; a call that a person must approve is asked about in the client,
/// and denied if the client cannot ask. Everything else passes unchanged.
///
/// The policy is read again whenever the file changes; one that is broken is not taken. Decisions go to
/// stderr as JSON lines, without the values of arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy, such as `toolrisk export SERVER` writes it.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,

    /// Let everything pass, and only log what would have been decided.
    #[arg(long)]
    dry_run: bool,

    /// Append the decisions to this file instead of writing them to stderr.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    /// The server's name in questions and in the log; by default made from its command or address.
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,

    /// A server over streamable HTTP, in place of a command. There is no OAuth.
    #[arg(long, value_name = "URL", conflicts_with = "command", value_parser = address)]
    url: Option<Uri>,

    /// A header for every request to the server, its value from an environment variable.
    #[arg(long = "header", value_name = "NAME=env:VAR", requires = "url", value_parser = header)]
    headers: Vec<(String, HeaderValue)>,

    /// The server's own command with its arguments; no shell reads it.
    #[arg(last = true, required_unless_present = "url", value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let text = read_file(&args.policy)?;
    let policy = parse(&args.policy, &text)?;
    let own = || match &args.url {
        Some(url) => url.host().unwrap_or_default().to_owned(),
        None => label(&args.command),
    };
    let start = Start {
        policy,
        settings: Settings {
            server: args.name.clone().unwrap_or_else(own),
            dry_run: args.dry_run,
            secret: secret(),
        },
        log: log(args.log.as_deref())?,
        reload: Box::new(reload(args.policy.clone(), text)),
    };
    match serve(start, args)? {
        Ended::Server(status) if !status.success() => {
            console.complain(&format!("error: the server ended: {status}"));
            Ok(Outcome::Findings)
        }
        Ended::Server(_) | Ended::Asked => Ok(Outcome::Clean),
    }
}

fn serve(start: Start, args: &Args) -> Result<Ended, CliError> {
    if let Some(url) = &args.url {
        let remote = Remote::new(url.clone(), args.headers.clone());
        let remote = remote.map_err(|reason| CliError::usage(reason, "use an https address"))?;
        return Ok(run_url(start, remote)?);
    }
    run_command(start, &args.command).map_err(|error| {
        let program = args.command.first().cloned().unwrap_or_default();
        let program = escape::one_line(&program.to_string_lossy());
        CliError::usage(
            format!("cannot start `{program}`: {error}"),
            "give the server's own command after `--`",
        )
    })
}

/// The hidden command of the process that stops a server whose gateway was killed.
#[derive(Debug, clap::Args)]
pub(super) struct GuardArgs {}

pub(super) fn guard() -> Result<Outcome, CliError> {
    run_guard(io::stdin().lock())?;
    Ok(Outcome::Clean)
}

fn parse(path: &Path, text: &str) -> Result<Policy, CliError> {
    text.parse().map_err(|error| {
        CliError::usage(
            format!("`{}` is no policy: {error}", path.display()),
            "`toolrisk export SERVER` writes one",
        )
    })
}

/// Gives the policy each time its file has another text that is a policy.
fn reload(path: PathBuf, mut known: String) -> impl FnMut() -> Option<Policy> + Send {
    let mut fault = None;
    let stays = |error: &CliError| say(&format!("warning: {error}; the policy before it stays"));
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

fn say(line: &str) {
    let _closed = writeln!(io::stderr(), "{}", escape::one_line(line));
}

fn log(path: Option<&Path>) -> Result<Box<dyn Write + Send>, CliError> {
    let Some(path) = path else {
        return Ok(Box::new(io::stderr()));
    };
    let file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path);
    let file = file.map_err(|error| {
        CliError::usage(format!("cannot write `{}`: {error}", path.display()), "")
    })?;
    Ok(Box::new(file))
}

/// A number that nobody can guess: the seed that the system gives each process.
fn secret() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}

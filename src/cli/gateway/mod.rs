//! `toolrisk gateway`.

mod clients;
mod listen;
mod reload;
mod state;
mod tokens;
mod trust;

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::cli::live::{address, header, label};
use crate::cli::{CliError, Console, Outcome};
use crate::escape;
use crate::gateway::{Ended, Recorder, Reload, Settings, Start, run_command, run_url};
use crate::load::read_file;
use crate::wire::{HeaderValue, Remote, Uri, run_guard};

/// Run an MCP server behind a policy.
///
/// Put this command into your client instead of the server's own, or let many clients use one gateway over HTTP
/// with `--listen`.
///
/// The gateway removes a tool from the list of tools if the policy hides it, or if the policy denies by default and
/// does not name it. It answers a denied call with the reason. It counts limits in fixed windows of UTC, across
/// restarts and across all gateways that share a `--state`. If a person must approve a call, the client asks; if the
/// client cannot ask, the gateway denies the call. Everything else passes unchanged.
///
/// The gateway reads the policy again whenever the file changes, unless somebody else or the server's own tools could
/// write the file. It ignores an invalid file. Decisions go to stderr as JSON lines, without the values of arguments.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    /// The policy file, as `toolrisk export SERVER` writes it.
    #[arg(long, value_name = "FILE", required_unless_present = "tokens")]
    policy: Option<PathBuf>,

    /// Allow every call, and only log what the policy would have decided.
    #[arg(long)]
    dry_run: bool,

    /// Append the decisions to this file instead of writing them to stderr.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    /// Refuse calls whose decision cannot be written to the log, instead of letting them pass unrecorded.
    #[arg(long)]
    log_required: bool,

    /// Keep the policy and the tokens that the gateway starts with, even if their files change.
    #[arg(long)]
    no_reload: bool,

    /// Where calls are counted. By default, in a folder of your own for each policy file.
    ///
    /// A folder survives restarts, and several gateways can share it. The URL of a Valkey or Redis server is for
    /// gateways on several machines. `memory` forgets the counts when the gateway ends.
    ///
    /// The URL has the form `redis://NAME:PASSWORD@HOST:PORT/DATABASE`, with `rediss` for TLS; `env:VAR` takes it from
    /// an environment variable. While the server cannot be reached, the gateway refuses calls with a limit.
    #[arg(long, value_name = "DIR|URL|env:VAR")]
    state: Option<PathBuf>,

    /// Record the calls that are passed on to the server, with their arguments, in this file. `simulate` and
    /// `policy learn` read it.
    ///
    /// Only you can read the file. Values that look like credentials are left out, and so are texts of more than
    /// 4 KB.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    /// Leave the values of arguments of these names out of the recording, at any depth.
    #[arg(long, value_name = "NAME", requires = "record", value_delimiter = ',')]
    redact: Vec<String>,

    /// The size in megabytes at which the gateway renames the recording to `FILE.1` and starts a new one.
    #[arg(long, value_name = "MB", requires = "record", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=4096))]
    record_size: u64,

    /// The server's name in questions and in the log. The default comes from its command or URL.
    #[arg(long = "as", value_name = "NAME", allow_hyphen_values = true)]
    name: Option<String>,

    /// The URL of a server over streamable HTTP, instead of a command. OAuth is not supported.
    #[arg(long, value_name = "URL", conflicts_with = "command", value_parser = address)]
    url: Option<Uri>,

    /// A header for every request to the server; its value comes from an environment variable.
    #[arg(long = "header", value_name = "NAME=env:VAR", requires = "url", value_parser = header)]
    headers: Vec<(String, HeaderValue)>,

    /// Serve many clients over streamable HTTP at this address, such as `127.0.0.1:4400`, instead of one on
    /// stdin and stdout; the endpoint is `/mcp`.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,

    /// A JSON file with the clients that may connect: the name, the bearer token and the policy file of each. You
    /// need it to listen beyond this machine. The gateway reads the file again whenever it changes: new clients come in,
    /// and a client whose token leaves the file is shut out at once.
    #[arg(long, value_name = "FILE", requires = "listen")]
    tokens: Option<PathBuf>,

    /// Another name of this gateway that the `Host` header of a request may have, for example behind a proxy.
    #[arg(long = "allow-host", value_name = "NAME", requires = "listen")]
    hosts: Vec<String>,

    /// The origin of a web page that may send requests to this gateway and read its answers, such as
    /// `https://app.example.com`. Pages of this machine always may.
    #[arg(long = "allow-origin", value_name = "ORIGIN", requires = "listen")]
    origins: Vec<String>,

    /// The command of the server with its arguments; it is not passed to a shell.
    #[arg(last = true, required_unless_present = "url", value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let own = || match &args.url {
        Some(url) => url.host().unwrap_or_default().to_owned(),
        None => label(&args.command),
    };
    let server = args.name.clone().unwrap_or_else(own);
    if let Some(address) = args.listen {
        return listen::run(args, address, server);
    }
    let file = args.policy.as_deref().unwrap_or(Path::new(""));
    let text = read_file(file)?;
    let policy = reload::parse(file, &text)?;
    let start = Start {
        evaluator: state::evaluator(policy, file, args, &server)?,
        recorder: recorder(args, &server)?,
        settings: Settings {
            server,
            dry_run: args.dry_run,
            secret: secret(),
            records: args.record.is_some(),
        },
        log: log(args.log.as_deref())?,
        log_required: args.log_required,
        reload: reload(file, text, args),
    };
    match serve(start, args)? {
        Ended::Server(status) if !status.success() => {
            console.complain(&format!("error: the server ended: {status}"));
            Ok(Outcome::Findings)
        }
        Ended::Server(_) | Ended::Asked => Ok(Outcome::Clean),
    }
}

/// What reads the policy again when its file changes, if it may be.
fn reload(policy: &Path, text: String, args: &Args) -> Reload {
    if !trusted(policy, args) || args.no_reload {
        return Box::new(|| None);
    }
    Box::new(reload::changes(policy.to_owned(), text))
}

/// Whether nobody but the user can write the policy. If somebody can, that is said, and what they write is
/// not read while the gateway runs.
fn trusted(policy: &Path, args: &Args) -> bool {
    let doubts = trust::doubts(policy, &args.command);
    for doubt in &doubts {
        reload::say(&format!("warning: {doubt}"));
    }
    if !doubts.is_empty() {
        reload::say("warning: the gateway will not read the policy again while it runs");
    }
    doubts.is_empty()
}

fn recorder(args: &Args, server: &str) -> Result<Option<Recorder>, CliError> {
    let Some(path) = &args.record else {
        return Ok(None);
    };
    for doubt in trust::readers(path, &args.command) {
        reload::say(&format!("warning: {doubt}"));
    }
    let recorder = Recorder::open(path, server, &args.redact, args.record_size << 20);
    recorder.map(Some).map_err(|error| {
        let message = format!("cannot record in `{}`: {error}", path.display());
        CliError::usage(message, "name a file in a folder that you can write to")
    })
}

fn serve(start: Start, args: &Args) -> Result<Ended, CliError> {
    if let Some(url) = &args.url {
        return Ok(run_url(start, remote(url, args)?)?);
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

/// The server at an address, with the headers that the user gives.
fn remote(url: &Uri, args: &Args) -> Result<Remote, CliError> {
    Remote::new(url.clone(), args.headers.clone())
        .map_err(|reason| CliError::usage(reason, "use an https address"))
}

/// The hidden command of the process that stops a server whose gateway was killed.
#[derive(Debug, clap::Args)]
pub(super) struct GuardArgs {}

pub(super) fn guard() -> Result<Outcome, CliError> {
    run_guard(io::stdin().lock())?;
    Ok(Outcome::Clean)
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

//! Where a command gets a server's tools: from the server itself, or from a file that lists them.

mod bulk;
mod environment;
mod faulty_list;
mod installed;
mod limits;
mod list;
mod notation;
mod poison;
mod remote;
mod text;

use std::ffi::OsString;
use std::path::PathBuf;

use serde_json::Value;

pub(super) use crate::clients::{Package, label, package_of};
pub(super) use bulk::{Asked, ask_all};
pub(super) use limits::LimitArgs;
pub(super) use list::{Listing, id_of, listings, read_list, source_of, start};
pub(super) use notation::Notation;
pub(super) use poison::{tell_instructions, tell_poisoned};
pub(super) use remote::{address, header};
pub(super) use text::{Read, SPELLING, read, save};

use super::{CliError, Console};
use crate::capture::{Capture, Failed, Failure, Limits, Origin, Program, capture};
use crate::escape;
use crate::import::Listed;
use crate::wire::{HeaderValue, Remote, Uri, shown};

/// A server to ask, or a file to read.
#[derive(Debug, clap::Args)]
pub(super) struct SourceArgs {
    /// The URL of a server over streamable HTTP. OAuth is not supported.
    #[arg(long, value_name = "URL", value_parser = address, group = "source")]
    url: Option<Uri>,

    /// A header for every request to the server; its value comes from an environment variable.
    #[arg(long = "header", value_name = "NAME=env:VAR", requires = "url", value_parser = header)]
    headers: Vec<(String, HeaderValue)>,

    /// A `tools/list` result, or JSON Lines with `server` on each line; `-` for standard input.
    #[arg(long, value_name = "FILE", group = "source")]
    file: Option<PathBuf>,

    /// A variable for the server's environment. Without a value, your own value is passed on.
    ///
    /// The environment of a started server holds only what a program needs to run, such as `PATH` and `HOME`, so
    /// that no secret reaches it by accident.
    #[arg(long = "env", value_name = "NAME[=VALUE]", requires = "command", value_parser = environment::parse)]
    env: Vec<(OsString, OsString)>,

    #[command(flatten)]
    limits: LimitArgs,

    /// The server's own command with its arguments; it is not passed to a shell.
    #[arg(last = true, value_name = "COMMAND", group = "source")]
    command: Vec<OsString>,
}

/// A place that tools come from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A server.
    Live(Box<Live>),
    /// A file, or standard input.
    File(PathBuf),
}

/// A server that can be asked.
#[derive(Debug, Clone)]
pub(super) struct Live {
    /// How it is called in messages.
    pub(super) label: String,
    pub(super) origin: Origin,
    /// Variables that were asked for, beside those of every server.
    pub(super) package: Package,
    /// Who said how it is started.
    pub(super) named_by: NamedBy,
}

/// Who said how a server is started or where it is: there a fault is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// The command line.
    Arguments,
    /// A list of servers.
    List,
    /// The catalog, by the package of a server.
    Catalog,
}

/// Tools that were taken, and what is known of where they come from.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub(super) capture: Capture,
    pub(super) package: Package,
    /// `stdio`, `http` or `file`.
    pub(super) method: &'static str,
}

impl SourceArgs {
    /// The source that the arguments name, if they name one.
    pub(super) fn source(&self) -> Result<Option<Source>, CliError> {
        if let Some(file) = &self.file {
            return Ok(Some(Source::File(file.clone())));
        }
        if let Some(url) = &self.url {
            return Live::remote(url, &self.headers).map(|live| Some(Source::Live(Box::new(live))));
        }
        if self.command.is_empty() {
            return Ok(None);
        }
        let live = Live::program(self.command.clone(), &self.env);
        Ok(Some(Source::Live(Box::new(live))))
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits.limits()
    }
}

impl Live {
    /// A server at an address.
    pub(super) fn remote(url: &Uri, headers: &[(String, HeaderValue)]) -> Result<Self, CliError> {
        let remote = Remote::new(url.clone(), headers.to_vec());
        let remote = remote.map_err(|reason| CliError::usage(reason, "use an https address"))?;
        Ok(Self {
            label: url.host().unwrap_or_default().to_owned(),
            origin: Origin::Remote(remote),
            package: Package::default(),
            named_by: NamedBy::Arguments,
        })
    }

    /// A server that its command starts.
    pub(super) fn program(command: Vec<OsString>, env: &[(OsString, OsString)]) -> Self {
        let label = label(&command);
        let package = package_of(&command);
        let environment = environment::with(env);
        Self {
            label,
            origin: Origin::Program(Program {
                command,
                environment,
            }),
            package,
            named_by: NamedBy::Arguments,
        }
    }

    /// Asks the server for its tools.
    pub(super) fn take(&self, limits: &Limits) -> Result<Taken, CliError> {
        let capture =
            capture(&self.origin, limits).map_err(|failed| self.failure(&failed, limits))?;
        let (package, method) = match &self.origin {
            Origin::Program(program) => (installed::completed(&self.package, program), "stdio"),
            Origin::Remote(_) => (self.package.clone(), "http"),
        };
        Ok(Taken {
            capture,
            package,
            method,
        })
    }

    /// Why the server gave no list.
    fn failure(&self, failed: &Failed, limits: &Limits) -> CliError {
        let label = match &self.origin {
            Origin::Program(_) => self.label.clone(),
            Origin::Remote(remote) => shown(&remote.url().to_string()),
        };
        let help = match (self.named_by, &failed.failure) {
            (NamedBy::List, Failure::Start(_)) => {
                "`command` in the list must be the server's own program, and `args` its arguments; no shell reads them"
            }
            (NamedBy::Catalog, Failure::Start(_)) => {
                "the program that starts packages of this kind (`npx` or `uvx`) must be installed"
            }
            (NamedBy::List, Failure::Ended(_)) => {
                "the server may need arguments, or variables: its environment is empty but for a few; \
                 `env` in the list adds one, such as `env: { NAME: \"${NAME}\" }`"
            }
            (NamedBy::Catalog, Failure::Ended(_)) => {
                "the server may need arguments or variables, which a package does not say; give its command after `--`, or a list with `--from`"
            }
            (
                NamedBy::List,
                Failure::Status {
                    status: 401 | 403, ..
                },
            ) => {
                "give the server its credentials, such as `headers: { Authorization: \"${TOKEN}\" }` in the list"
            }
            (_, failure) => failure.help(),
        };
        CliError::usage(words(&label, failed, limits), help)
    }
}

/// Why a server gave no list, with the end of what it wrote to its error output.
fn words(label: &str, failed: &Failed, limits: &Limits) -> String {
    const LINES: usize = 12;
    let mut message = format!(
        "cannot list the tools of `{}`: {}",
        escape::one_line(label),
        failed.failure.words(limits)
    );
    for finding in &failed.findings {
        message.push_str("\n  ");
        message.push_str(&finding.to_string());
    }
    let lines: Vec<&str> = failed
        .stderr
        .lines()
        .filter(|it| !it.trim().is_empty())
        .collect();
    let last = lines.iter().skip(lines.len().saturating_sub(LINES));
    for (at, line) in last.enumerate() {
        if at == 0 {
            message.push_str("\nits error output ends with:");
        }
        message.push_str("\n  | ");
        message.push_str(&escape::one_line(line));
    }
    message
}

/// Tells what is wrong with a list, and whether something that the server offers is missing.
pub(super) fn tell(server: &str, capture: &Capture, console: &mut Console) -> usize {
    for finding in &capture.findings {
        console.complain(&format!("warning: {server}: {finding}"));
    }
    capture.findings.iter().filter(|it| it.is_loss()).count()
}

/// The tools of a capture, as a list has them.
pub(super) fn listed(taken: &Taken) -> Vec<Listed> {
    let listed = |tool: &Value| Listed {
        server: String::new(),
        package: taken.package.typed(),
        title: taken.capture.server.title.clone(),
        label: String::new(),
        also: Vec::new(),
        traits: None,
        maybe: Vec::new(),
        tool: tool.clone(),
    };
    taken.capture.tools.iter().map(listed).collect()
}

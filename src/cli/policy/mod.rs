//! `toolrisk policy`.

mod check;
mod diff;
mod learn;
mod server;

use clap::{Subcommand, ValueEnum};

use super::{CliError, Console, Outcome};
use crate::escape;
use crate::policy::Difference;

/// Learn a policy from recorded calls, compare two policies, or find what is wrong with one.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Learn(learn::Args),
    Diff(diff::Args),
    Check(check::Args),
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people.
    Human,
    /// One JSON document.
    Json,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    match &args.command {
        Command::Learn(args) => learn::run(args, console),
        Command::Diff(args) => diff::run(args, console),
        Command::Check(args) => check::run(args, console),
    }
}

/// A difference as a line: the direction, the tool, and what changed.
fn line(difference: &Difference) -> String {
    let tool = match difference.tool.as_str() {
        "" => String::new(),
        tool => format!("`{tool}`: "),
    };
    let line = format!("{:<9} {tool}{}", difference.direction, difference.change);
    escape::one_line(&line)
}

/// A document with a final line feed.
fn document(value: &serde_json::Value) -> String {
    // A JSON value always serialises.
    escape::json(serde_json::to_string_pretty(value).unwrap_or_default() + "\n")
}

//! The command line: one file per command, its arguments and its function.

mod build;
mod catalog;
mod check;
mod classify;
mod console;
mod diff;
mod drift;
mod error;
mod explain;
mod export;
mod fix;
mod fmt;
mod gateway;
mod git;
mod import;
mod live;
mod rewrite;
mod schema;
mod serve;
mod simulate;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use console::Console;
pub use error::CliError;

/// The open risk catalog of MCP tools: classify, check, publish, and export policies.
///
/// Exit codes: 0 clean, 1 findings, 2 could not run.
#[derive(Debug, Parser)]
#[command(name = "toolrisk", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    talk: console::Talk,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Check(check::Args),
    Classify(classify::Args),
    Diff(diff::Args),
    Drift(drift::Args),
    Explain(explain::Args),
    Export(export::Args),
    Fmt(fmt::Args),
    Gateway(gateway::Args),
    #[command(name = crate::wire::GUARD, hide = true)]
    GatewayGuard(gateway::GuardArgs),
    Import(import::Args),
    Schema(schema::Args),
    Serve(serve::Args),
    Simulate(simulate::Args),
}

/// How a command ended, if it could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to object to.
    Clean,
    /// There are findings that fail the run.
    Findings,
}

/// Runs the command line and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout with 0, faults of usage to stderr with 2.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Whoever went away while it was printed has read enough.
            let printed = error.print();
            let lost = printed.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe);
            return ExitCode::from(if lost { 2 } else { code });
        }
    };
    let mut console = Console::of_process(&cli.talk);
    let result = match &cli.command {
        Command::Build(args) => build::run(args, &mut console),
        Command::Check(args) => check::run(args, &mut console),
        Command::Classify(args) => classify::run(args, &mut console),
        Command::Diff(args) => diff::run(args, &mut console),
        Command::Drift(args) => drift::run(args, &mut console),
        Command::Explain(args) => explain::run(args, &mut console),
        Command::Export(args) => export::run(args, &mut console),
        Command::Fmt(args) => fmt::run(args, &mut console),
        Command::Gateway(args) => gateway::run(args, &mut console),
        Command::GatewayGuard(_) => gateway::guard(),
        Command::Import(args) => import::run(args, &mut console),
        Command::Schema(args) => schema::run(args, &mut console),
        Command::Serve(args) => serve::run(args, &mut console),
        Command::Simulate(args) => simulate::run(args, &mut console),
    };
    match result {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            console.error(&error);
            ExitCode::from(2)
        }
    }
}

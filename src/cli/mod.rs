//! The command line: one file per command, its arguments and its function.

mod audit;
mod beside;
mod build;
mod catalog;
mod check;
mod classify;
mod completions;
mod console;
mod create;
mod diff;
mod drift;
mod error;
mod explain;
mod export;
mod fix;
mod fmt;
mod gap;
mod gateway;
mod git;
mod ignored;
mod import;
mod init;
mod live;
mod local;
mod log;
mod memory;
mod new;
mod no_catalog;
mod overwrite;
mod policy;
mod protect;
mod renamed;
mod rewrite;
mod schema;
mod serve;
mod simulate;
mod single;
mod suggest;
mod unsaid;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use catalog::Work;
pub use console::Console;
pub use error::CliError;

/// The open risk catalog of MCP tools: classify, check, publish, and export policies.
///
/// The exit code is 0 without errors, 1 with errors, and 2 if the command could not run.
#[derive(Debug, Parser)]
#[command(name = "toolrisk", version, long_version = crate::builtin::VERSION, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    talk: console::Talk,
}

#[derive(Debug, Subcommand)]
enum Command {
    Audit(audit::Args),
    Build(build::Args),
    Check(check::Args),
    Classify(classify::Args),
    Completions(completions::CompletionsArgs),
    Diff(diff::Args),
    Drift(drift::Args),
    Explain(explain::Args),
    Export(export::Args),
    Fmt(fmt::Args),
    Gateway(gateway::Args),
    #[command(name = crate::wire::GUARD, hide = true)]
    GatewayGuard(gateway::GuardArgs),
    Import(import::Args),
    Init(init::Args),
    Man(completions::ManArgs),
    New(new::Args),
    Policy(policy::Args),
    Protect(protect::Args),
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

/// What the program says when no command is given.
const OVERVIEW: &str = include_str!("overview.txt");

/// Runs the command line and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let words: Vec<String> = arguments
                .iter()
                .map(|it| it.to_string_lossy().into_owned())
                .collect();
            let error = unsaid::hide(suggest::improve(error, &words));
            // Help and version go to stdout with 0, faults of usage to stderr with 2.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Whoever went away while it was printed has read enough.
            let printed = error.print();
            let lost = printed.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe);
            return ExitCode::from(if lost { 2 } else { code });
        }
    };
    let mut console = Console::of_process(&cli.talk);
    if let Some(command) = &mut cli.command {
        find_catalogs(command, &mut console);
    }
    let result = match &cli.command {
        Some(command) => dispatch(command, &mut console),
        None => console.data(OVERVIEW).map(|()| Outcome::Clean),
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

/// Lets a command that is run in a folder of a catalog, or below one that holds it, work on that catalog.
fn find_catalogs(command: &mut Command, console: &mut Console) {
    let (folder, work) = match command {
        Command::Build(args) => return args.find_catalog(console),
        Command::Check(args) => (&mut args.path, Work::writes(args.fix)),
        Command::Diff(args) => (&mut args.catalog.catalog, Work::Reads),
        Command::Fmt(args) => return args.find_catalog(console),
        Command::Import(args) => {
            let work = Work::writes(args.writes());
            (&mut args.catalog.catalog, work)
        }
        Command::New(args) => (&mut args.catalog.catalog, Work::Writes),
        Command::Serve(args) => (&mut args.catalog, Work::Reads),
        _ => return,
    };
    catalog::find(folder, work, console);
}

/// Runs one command.
fn dispatch(command: &Command, console: &mut Console) -> Result<Outcome, CliError> {
    match command {
        Command::Audit(args) => audit::run(args, console),
        Command::Build(args) => build::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Classify(args) => classify::run(args, console),
        Command::Completions(args) => completions::completions(args, console),
        Command::Diff(args) => diff::run(args, console),
        Command::Drift(args) => drift::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Export(args) => export::run(args, console),
        Command::Fmt(args) => fmt::run(args, console),
        Command::Gateway(args) => gateway::run(args, console),
        Command::GatewayGuard(_) => gateway::guard(),
        Command::Import(args) => import::run(args, console),
        Command::Init(args) => init::run(args, console),
        Command::Man(args) => completions::man(args, console),
        Command::New(args) => new::run(args, console),
        Command::Policy(args) => policy::run(args, console),
        Command::Protect(args) => protect::run(args, console),
        Command::Schema(args) => schema::run(args, console),
        Command::Serve(args) => serve::run(args, console),
        Command::Simulate(args) => simulate::run(args, console),
    }
}

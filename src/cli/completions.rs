//! `toolrisk completions` and `toolrisk man`.

use std::path::PathBuf;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, CliError, Console, Outcome};
use crate::publish::write_file;

/// Print the completions for a shell.
///
/// For bash: `toolrisk completions bash > ~/.local/share/bash-completion/completions/toolrisk`.
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn completions(
    args: &CompletionsArgs,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "toolrisk", &mut script);
    console.data(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}

/// Print the manual page, or write the pages of all commands to a folder.
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// Command whose page is printed. By default, the page of the whole program.
    #[arg(conflicts_with = "out")]
    command: Option<String>,

    /// Write a page for each command to this folder, such as `~/.local/share/man/man1`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn man(args: &ManArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let mut program = Cli::command();
    program.build();
    let Some(folder) = &args.out else {
        let command = match &args.command {
            None => program,
            Some(name) => {
                let found = program.find_subcommand(name).cloned();
                found.ok_or_else(|| {
                    let message = format!("unknown command `{name}`");
                    CliError::usage(message, "`toolrisk --help` lists the commands")
                })?
            }
        };
        console.data(&page(command)?)?;
        return Ok(Outcome::Clean);
    };
    let commands = program.get_subcommands().filter(|it| !it.is_hide_set());
    let mut pages = vec![("toolrisk.1".to_owned(), page(program.clone())?)];
    for command in commands {
        pages.push((
            format!("toolrisk-{}.1", command.get_name()),
            page(command.clone())?,
        ));
    }
    for (name, text) in pages {
        write_file(&folder.join(name), text.as_bytes())?;
    }
    Ok(Outcome::Clean)
}

fn page(command: clap::Command) -> Result<String, CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

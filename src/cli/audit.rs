//! `toolrisk audit`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::gap::gaps;
use super::local;
use super::{CliError, Console, Outcome, catalog};
use crate::audit::{AUDIT_LINTS, Input, audit, html, human, json, markdown};
use crate::clients::grants;
use crate::plural::count;
use crate::report::sarif;

/// Show what the agents on this machine can call: the MCP servers of every client, rated by the catalog.
///
/// It finds the configurations of Claude Code, Claude Desktop, Cursor, VS Code, Windsurf, Codex, Gemini CLI,
/// opencode, Copilot CLI, Zed, Cline, Roo Code, Kiro, Goose, Junie, LM Studio, Warp and Amazon Q, or reads the files
/// that you name. Without `--live` it starts nothing and sends nothing. It never shows a secret of a configuration.
///
/// The exit code is 1 when there are findings.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Configurations to read, instead of your own.
    #[arg(value_name = "CONFIG")]
    configs: Vec<PathBuf>,

    /// Start the servers that the catalog does not have, and ask them for their tools.
    #[arg(long)]
    live: bool,

    /// Start the programs of servers without asking you first.
    #[arg(long, requires = "live")]
    yes: bool,

    #[command(flatten)]
    catalog: catalog::LookupArg,

    /// Form of the report.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for people.
    Human,
    /// One document, version 1.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Tables for a ticket.
    Markdown,
    /// One page to send to somebody; it loads nothing from elsewhere.
    Html,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let home = local::home()?;
    let local::Known {
        files,
        loaded,
        asked,
    } = local::known(
        &home,
        &args.configs,
        &args.catalog,
        args.live,
        args.yes,
        console,
    )?;
    let grants = grants(&home, &files);
    let gaps = gaps(&files, &home.folder);
    let input = Input {
        catalog: &loaded.catalog,
        files: &files,
        grants: if args.configs.is_empty() {
            &grants
        } else {
            &[]
        },
        home: &home.folder,
        asked: &asked,
        gaps: &gaps,
    };
    let audit = audit(&input);
    console.data(&match args.format {
        Format::Human => human(&audit, &home.folder),
        Format::Json => json(&audit),
        Format::Sarif => sarif(&audit.findings, &audit.sources, AUDIT_LINTS),
        Format::Markdown => markdown(&audit, &home.folder),
        Format::Html => html(&audit, &home.folder),
    })?;
    let servers: usize = audit.agents.iter().map(|it| it.servers.len()).sum();
    console.say(&format!(
        "{} with {}, {}",
        count(audit.agents.len(), "agent"),
        count(servers, "server"),
        count(audit.findings.len(), "finding")
    ));
    Ok(if audit.findings.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

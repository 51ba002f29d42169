//! `toolrisk check`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{CliError, Console, Outcome, catalog};
use crate::check::{all_lints, check, set_levels};
use crate::report::{Counts, github, gitlab, human, json, junit, sarif};
use crate::rules::rate;

/// Check a catalog: its files, its ratings, its texts.
///
/// Findings go to stdout. Exit codes: 0 no errors, 1 errors, 2 could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog.
    #[arg(default_value = "catalog")]
    catalog: PathBuf,

    /// Form of the findings.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// With the source line and carets.
    Human,
    /// One document, version 1.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub annotations.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// `JUnit` XML.
    Junit,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let (tree, loaded) = catalog::open(&args.catalog)?;
    let rated = rate(&loaded.catalog);
    let mut found = loaded.found.clone();
    found.extend(check(&rated));
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    let found = set_levels(found, &loaded.catalog.config.lints);
    match args.format {
        Format::Json => console.data(&json(&found, &tree.sources))?,
        Format::Sarif => console.data(&sarif(&found, &tree.sources, &all_lints()))?,
        Format::Github => console.data(&github(&found, &tree.sources))?,
        Format::Gitlab => console.data(&gitlab(&found, &tree.sources))?,
        Format::Junit => console.data(&junit(&found, &tree.sources))?,
        Format::Human => {
            for finding in &found {
                console.data(&(human(finding, &tree.sources, console.color) + "\n"))?;
            }
        }
    }
    let counts = Counts::of(&found);
    let servers = loaded.catalog.servers.len();
    let tools = loaded.catalog.tool_count();
    console.say(&format!(
        "checked {tools} tools of {servers} servers: {counts}"
    ));
    Ok(if counts.errors > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

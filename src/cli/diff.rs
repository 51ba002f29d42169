//! `toolrisk diff`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{CliError, Console, Outcome, catalog, git};
use crate::compare::{Change, Kind, compare, human, json, markdown};
use crate::load::{Tree, load, read_tree};
use crate::rules::rate;

/// Show what changed in risk between two catalogs: folders, or git revisions of one.
///
/// With `--fail-on` the exit code is 1 when there is such a change.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The catalog before: a folder, or a git revision of `--catalog`.
    old: String,

    /// The catalog after; the folder of `--catalog` as it stands if left out.
    new: Option<String>,

    #[command(flatten)]
    catalog: catalog::CatalogArg,

    /// Form of the changes.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Exit with 1 when there is a change of this kind.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    fail_on: Vec<Kind>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line for each change.
    Human,
    /// One document, version 1.
    Json,
    /// A table for a pull request.
    Markdown,
}

fn kind(word: &str) -> Result<Kind, String> {
    let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let found = Kind::ALL.iter().copied().find(|kind| kind.as_str() == word);
    found.ok_or_else(|| format!("kinds: {}", words.join(", ")))
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let folder = &args.catalog.catalog;
    let (old, new) = (
        side(folder, Some(&args.old))?,
        side(folder, args.new.as_deref())?,
    );
    let (old, new) = (load(&old), load(&new));
    let changes = compare(&rate(&old.catalog), &rate(&new.catalog));
    console.data(&match args.format {
        Format::Human => human(&changes),
        Format::Json => json(&changes),
        Format::Markdown => markdown(&changes),
    })?;
    let broken = old.found.len() + new.found.len();
    if broken > 0 {
        console.complain(&format!(
            "warning: {broken} faults in the catalogs' files; `toolrisk check` shows them"
        ));
    }
    console.say(&format!("{} tools changed", changes.len()));
    let fails = changes
        .iter()
        .flat_map(Change::kinds)
        .any(|it| args.fail_on.contains(&it));
    Ok(if fails {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// A folder if there is one of that name, else a revision.
fn side(catalog: &Path, name: Option<&str>) -> Result<Tree, CliError> {
    match name {
        None => Ok(read_tree(catalog, None)?),
        Some(name) if PathBuf::from(name).is_dir() => Ok(read_tree(Path::new(name), None)?),
        Some(revision) => git::tree_at(catalog, revision),
    }
}

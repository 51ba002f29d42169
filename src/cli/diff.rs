//! `toolrisk diff`.

use std::path::Path;

use clap::ValueEnum;

use super::{CliError, Console, Outcome, catalog, git, ignored, no_catalog};
use crate::compare::{Change, Kind, compare, human, json, markdown};
use crate::load::{Loaded, load, read_tree};
use crate::plural::count;
use crate::rules::rate;

/// Show how the risk changed between two catalogs or two git revisions of one.
///
/// The exit code is 1 if the definition of a tool is no longer the one that a person reviewed, or if a server no
/// longer lists a tool that still has an entry. It is 2 if a file of either catalog cannot be read whole. `--fail-on` names other kinds of change.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The old catalog: a folder, or a git revision of `--catalog`.
    old: String,

    /// The new catalog. By default, the current state of `--catalog`.
    new: Option<String>,

    #[command(flatten)]
    pub(super) catalog: catalog::CatalogArg,

    /// Output format of the changes.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Exit with code 1 if there is a change of this kind; `none` for never.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind, default_value = "changed-since-review,gone")]
    fail_on: Vec<Option<Kind>>,
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

fn kind(word: &str) -> Result<Option<Kind>, String> {
    if word == "none" {
        return Ok(None);
    }
    let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let found = Kind::ALL.iter().copied().find(|kind| kind.as_str() == word);
    let help = || format!("the kinds are {}, and `none`", words.join(", "));
    found.map(Some).ok_or_else(help)
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let folder = args.catalog.folder();
    let (old, new) = (
        side(folder, Some(&args.old), console)?,
        side(folder, args.new.as_deref(), console)?,
    );
    let after = rate(&new.catalog);
    let changes = compare(&rate(&old.catalog), &after);
    console.data(&match args.format {
        Format::Human => human(&changes),
        Format::Json => json(&changes),
        Format::Markdown => markdown(&changes),
    })?;
    ignored::warn_all(&after, console);
    console.say(&format!("{} changed", count(changes.len(), "tool")));
    let fails = changes
        .iter()
        .flat_map(Change::kinds)
        .any(|it| args.fail_on.contains(&Some(it)));
    Ok(if fails {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// A folder if there is one of that name, else a revision.
fn side(of: &Path, name: Option<&str>, console: &mut Console) -> Result<Loaded, CliError> {
    let folder = name.map_or(of, Path::new);
    let tree = match name {
        Some(revision) if !folder.is_dir() => {
            // Git takes any folder for one without files, and then nothing would have changed.
            if !of.is_dir() {
                let reason = format!("there is no folder `{}`", of.display());
                return Err(neither(revision, &reason));
            }
            git::tree_at(of, revision, None)
                .map_err(|error| neither(revision, &error.to_string()))?
        }
        _ => read_tree(folder, None)?,
    };
    catalog::refuse_unread(&tree, "nothing was compared", console)?;
    let loaded = load(&tree);
    if name.is_none_or(|_| folder.is_dir()) {
        no_catalog::refuse(folder, &tree, loaded.catalog.tool_count())?;
    }
    if !loaded.found.is_empty() {
        // A tool that could not be read would be told as removed.
        catalog::complain(&loaded.found, &tree, console);
        let which = name.map_or_else(|| format!("`{}`", of.display()), |name| format!("`{name}`"));
        return Err(CliError::usage(
            format!(
                "nothing was compared, because files of the catalog in {which} cannot be read whole"
            ),
            "fix what is named above, or compare with another revision",
        ));
    }
    Ok(loaded)
}

fn neither(name: &str, error: &str) -> CliError {
    CliError::usage(
        format!("`{name}` is neither a folder nor a git revision of the catalog ({error})"),
        "name a folder that exists, or a branch, tag or commit; `--catalog` says which catalog the revision is of",
    )
}

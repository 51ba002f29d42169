//! `toolrisk init`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::create::create;
use super::live::{Listing, Source, listings};
use super::local::may_start;
use super::{Cli, CliError, Console, Outcome, dispatch};
use crate::escape::one_line;
use crate::load::{catalog_around, read_tree};
use crate::scaffold::{example_server, repository};
use crate::secret::masked;
use clap::Parser as _;

/// Start a catalog: settings, an example server, workflows that check and publish it, and a README.
///
/// The command never changes a file that exists.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the new repository; the catalog is the folder `catalog` in it.
    #[arg(default_value = ".")]
    folder: PathBuf,

    /// Import the servers of this list in place of the example: a client's `mcp.json`, or YAML with `servers`.
    #[arg(long, value_name = "LIST", conflicts_with = "command")]
    from: Option<PathBuf>,

    /// Start the programs of the list, and connect to its addresses, without asking first.
    #[arg(long, requires = "from")]
    yes: bool,

    /// Import the server that this command starts in place of the example.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Args {
    /// What `toolrisk import` is to be asked for, if anything.
    fn source(&self) -> Option<Vec<OsString>> {
        if let Some(list) = &self.from {
            return Some(vec!["--from".into(), list.into()]);
        }
        let command = self.command.iter().cloned();
        let words: Vec<OsString> = [OsString::from("--")].into_iter().chain(command).collect();
        (words.len() > 1).then_some(words)
    }
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let folder = &args.folder;
    let catalog = folder.join("catalog");
    refuse_catalog(folder)?;
    if let Some(list) = &args.from
        && !may_import(list, args.yes, console)?
    {
        console.say("Nothing was created.");
        return Ok(Outcome::Clean);
    }
    let source = args.source();
    let mut files = repository();
    if source.is_none() && !has_server(&catalog) {
        files.extend(example_server());
    }
    let created = create(folder, &files, console)?;
    for place in &created.kept {
        console.say(&format!(
            "kept {}, which already exists",
            folder.join(place).display()
        ));
    }
    let outcome = match source {
        None => Outcome::Clean,
        Some(source) => import(source, &catalog, console)?,
    };
    let inside = if folder == Path::new(".") {
        String::new()
    } else {
        format!("cd {} && ", folder.display())
    };
    console.say(&format!("next: {inside}toolrisk serve"));
    Ok(outcome)
}

/// Refuses to start a catalog in another one.
fn refuse_catalog(folder: &Path) -> Result<(), CliError> {
    // A folder that is not there yet lies in the nearest one that is.
    let there = folder.ancestors().find(|it| it.is_dir());
    let there = there.unwrap_or_else(|| Path::new("."));
    let Some(around) = catalog_around(there) else {
        return Ok(());
    };
    let is_named =
        folder.file_name().is_some() && folder.canonicalize().is_ok_and(|it| it == around);
    let named = if is_named { folder } else { &around };
    Err(CliError::usage(
        format!("`{}` is a catalog already", named.display()),
        "`toolrisk new server` and `toolrisk import` add servers to it; for another catalog, name a folder outside it",
    ))
}

/// Whether the servers of a list may be started. A list of files alone starts nothing.
fn may_import(list: &Path, yes: bool, console: &mut Console) -> Result<bool, CliError> {
    let (listings, _) = listings(list)?;
    let is_started = |it: &&Listing| matches!(it.source, Ok(Source::Live(_)));
    let started = listings.iter().filter(is_started);
    let names: Vec<String> = started.map(|it| masked(&one_line(&it.id))).collect();
    Ok(names.is_empty() || may_start(&names, yes, console)?)
}

/// Whether the catalog has a server already, to which an example would be a stranger.
fn has_server(catalog: &Path) -> bool {
    let tree = read_tree(catalog, None).unwrap_or_default();
    tree.refused > 0
        || tree
            .places
            .iter()
            .any(|place| place.ends_with("/server.yaml"))
}

/// Runs `toolrisk import` into the new catalog.
fn import(
    source: Vec<OsString>,
    catalog: &Path,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let words: [OsString; 4] = [
        "toolrisk".into(),
        "import".into(),
        "--catalog".into(),
        catalog.into(),
    ];
    let words = words.into_iter().chain(source);
    let command = Cli::try_parse_from(words).ok().and_then(|cli| cli.command);
    match command {
        Some(command) => dispatch(&command, console),
        None => Err(CliError::usage(
            "cannot import from what was given",
            "run `toolrisk import` in the new folder",
        )),
    }
}

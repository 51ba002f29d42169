//! Finding and loading what a command works on: a catalog, or a list of tools.

use std::path::{Path, PathBuf};

use crate::builtin;
use crate::diagnostic::{Diagnostic, suggest};
use crate::import::{Listing, read_list};
use crate::load::{Loaded, Parsed, Tree, find_catalog, load, load_again, load_once, read_tree};
use crate::model::{Additions, Catalog, Server};
use crate::plural::count;
use crate::report::{Counts, human};

use super::{CliError, Console, memory, no_catalog};

/// The catalog a command works on.
#[derive(Debug, clap::Args)]
pub(super) struct CatalogArg {
    /// Folder of the catalog. By default, the catalog that contains the current folder, or else
    /// the nearest folder named `catalog`.
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) catalog: Option<PathBuf>,
}

impl CatalogArg {
    /// The folder that the user named, or that was found.
    pub(super) fn folder(&self) -> &Path {
        or_near(self.catalog.as_deref())
    }
}

/// The catalog of a command where nobody names one and none is found.
const NEAR: &str = "catalog";

/// The folder that was named or found, or else `catalog`.
pub(super) fn or_near(folder: Option<&Path>) -> &Path {
    folder.unwrap_or_else(|| Path::new(NEAR))
}

/// The catalog that a command looks things up in.
#[derive(Debug, clap::Args)]
pub(super) struct LookupArg {
    /// Folder of the catalog. By default, the nearest `catalog` folder in this folder or above it, or else
    /// the catalog that comes with the program.
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

impl LookupArg {
    /// Reads and loads the catalog.
    pub(super) fn open(&self, console: &mut Console) -> Result<(Tree, Loaded), CliError> {
        if let Some(folder) = self.folder(console) {
            return open(&folder);
        }
        let tree = builtin::tree();
        let loaded = load(&tree);
        Ok((tree, loaded))
    }

    /// As [`Self::open`], with the servers of the catalog in the program that the one on disk does not have, unless
    /// the user named a catalog.
    pub(super) fn open_with_builtin(
        &self,
        console: &mut Console,
    ) -> Result<(Tree, Loaded), CliError> {
        let (tree, mut loaded) = self.open(console)?;
        if let Some(folder) = self.found() {
            let catalog = &mut loaded.catalog;
            let own: Vec<String> = catalog
                .servers
                .iter()
                .map(|it| it.package.clone())
                .collect();
            let is_other = |it: &Server| it.package.is_empty() || !own.contains(&it.package);
            let others = load(&builtin::tree()).catalog.servers.into_iter();
            add(catalog, others.filter(is_other).collect());
            console.say(&format!(
                "using the catalog that comes with the program for servers that `{}` does not have",
                folder.display()
            ));
        }
        Ok((tree, loaded))
    }

    /// As [`Self::open`], for a command that reads some servers alone: of the catalog in the program it unpacks
    /// those. When one of them is not there it is the whole catalog, so that others can be suggested. Servers that
    /// the catalog on disk does not have are those of the program, unless the user named a catalog.
    pub(super) fn open_servers(
        &self,
        ids: &[String],
        console: &mut Console,
    ) -> Result<(Tree, Loaded), CliError> {
        let Some(folder) = self.folder(console) else {
            let tree = builtin::tree_of(ids).unwrap_or_else(builtin::tree);
            let loaded = load(&tree);
            return Ok((tree, loaded));
        };
        let (tree, mut loaded) = open(&folder)?;
        let is_missing = |id: &&String| loaded.catalog.server(id).is_none();
        let missing: Vec<String> = ids.iter().filter(is_missing).cloned().collect();
        if !missing.is_empty()
            && let Some(others) = builtin::tree_of(&missing)
        {
            let names = missing.join("`, `");
            if self.catalog.is_some() {
                return Err(CliError::usage(
                    format!("the catalog in `{}` has no `{names}`", folder.display()),
                    "leave `--catalog` out to use the catalog that comes with the program, which has it",
                ));
            }
            console.say(&format!(
                "the catalog in `{}` has no `{names}`; using the catalog that comes with the program",
                folder.display()
            ));
            let mut others = load(&others).catalog.servers;
            others.retain(|it| missing.contains(&it.id));
            add(&mut loaded.catalog, others);
        }
        Ok((tree, loaded))
    }

    /// The words and rules that the catalog adds: its `toolrisk.yaml`, and no other file of it.
    pub(super) fn additions(&self, console: &mut Console) -> Result<Additions, CliError> {
        let loaded = if let Some(folder) = self.folder(console) {
            let (tree, loaded) = open(&folder)?;
            // Without a word that cannot be read, the answer would be another than the catalog's.
            let found = of_configuration(&loaded.found, &tree);
            if !found.is_empty() {
                complain(&found, &tree, console);
                return Err(CliError::usage(
                    "the words and rules of this catalog cannot be read whole",
                    "fix `toolrisk.yaml` first",
                ));
            }
            loaded
        } else {
            load(&builtin::tree_of(&[]).unwrap_or_default())
        };
        Ok(loaded.catalog.config.additions)
    }

    /// The catalog on disk, if there is one. One that lies above this folder is named, for it may be
    /// another than the user thinks of.
    fn folder(&self, console: &mut Console) -> Option<PathBuf> {
        let found = self.catalog.clone().or_else(|| self.found())?;
        if self.catalog.is_none() && found.is_absolute() {
            console.say(&format!("using the catalog in `{}`", found.display()));
        }
        Some(found)
    }

    /// The catalog on disk that nobody named.
    fn found(&self) -> Option<PathBuf> {
        match self.catalog {
            Some(_) => None,
            None => find_catalog(),
        }
    }
}

/// Adds the servers whose ids a catalog does not have.
fn add(catalog: &mut Catalog, servers: Vec<Server>) {
    for server in servers {
        if catalog.server(&server.id).is_none() {
            let at = catalog.servers.partition_point(|it| it.id < server.id);
            catalog.servers.insert(at, server);
        }
    }
}

/// What a command does with the catalog that it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Reads,
    Writes,
}

impl Work {
    pub(super) const fn writes(writes: bool) -> Self {
        if writes { Self::Writes } else { Self::Reads }
    }
}

/// Searches for a catalog where the user named none; a folder that is named is never exchanged for another. Says
/// whether one was found elsewhere than in `catalog` here.
pub(super) fn find(folder: &mut Option<PathBuf>, work: Work, console: &mut Console) -> bool {
    if folder.is_some() {
        return false;
    }
    let found = find_catalog().unwrap_or_else(|| PathBuf::from(NEAR));
    let is_elsewhere = found != Path::new(NEAR);
    if is_elsewhere {
        let line = format!("using the catalog in `{}`", found.display());
        // Whoever has files changed must learn which, also with `--quiet`.
        match work {
            Work::Reads => console.say(&line),
            Work::Writes => console.complain(&line),
        }
    }
    *folder = Some(found);
    is_elsewhere
}

/// Reads and loads a whole catalog.
pub(super) fn open(folder: &Path) -> Result<(Tree, Loaded), CliError> {
    let tree = read_tree(folder, None)?;
    memory::suffices(&tree)?;
    let loaded = load(&tree);
    no_catalog::refuse(folder, &tree, loaded.catalog.tool_count())?;
    Ok((tree, loaded))
}

/// Loads what was read of the catalog in a folder, with what was parsed of it before.
pub(super) fn parse_again(
    folder: &Path,
    tree: &Tree,
    before: &Parsed,
) -> Result<(Loaded, Parsed), CliError> {
    memory::suffices(tree)?;
    let (loaded, parsed) = load_again(tree, before);
    no_catalog::refuse(folder, tree, loaded.catalog.tool_count())?;
    Ok((loaded, parsed))
}

/// As [`parse_again`], for a catalog that is read once; see [`load_once`].
pub(super) fn parse_once(
    folder: &Path,
    tree: &mut Tree,
    before: &Parsed,
) -> Result<(Loaded, Parsed), CliError> {
    memory::suffices(tree)?;
    let (loaded, parsed) = load_once(tree, before);
    no_catalog::refuse(folder, tree, loaded.catalog.tool_count())?;
    Ok((loaded, parsed))
}

/// Refuses a catalog of which the system does not let us read a part: without it, the answer would be another one.
pub(super) fn refuse_unread(
    tree: &Tree,
    nothing: &str,
    console: &mut Console,
) -> Result<(), CliError> {
    if tree.refused == 0 {
        return Ok(());
    }
    complain(&tree.found, tree, console);
    Err(CliError::usage(
        format!("the catalog cannot be read whole, so {nothing}"),
        "make the files named above readable, or remove them from the catalog",
    ))
}

/// How much of a catalog was read, in words.
pub(super) fn what_was_read(folder: &Path, tree: &Tree) -> String {
    let files = tree.places.iter().filter(|place| !place.is_empty());
    let files = count(files.count(), "file");
    format!("read {files} of `{}`", folder.display())
}

/// The findings in `toolrisk.yaml`, which holds for the whole catalog.
pub(super) fn of_configuration(found: &[Diagnostic], tree: &Tree) -> Vec<Diagnostic> {
    let concerns =
        |finding: &&Diagnostic| tree.sources.place(finding.primary.span.file) == "toolrisk.yaml";
    found.iter().filter(concerns).cloned().collect()
}

/// What a file's text lists. Warns of what was left out, and of what another reader may read otherwise.
pub(super) fn listing(path: &Path, text: &str, console: &mut Console) -> Result<Listing, CliError> {
    let listing = read_list(text).map_err(|source| CliError::Listing {
        path: path.display().to_string(),
        source,
    })?;
    for note in listing.notes.iter().chain(&listing.faults) {
        console.complain(&format!("warning: `{}`: {note}", path.display()));
    }
    Ok(listing)
}

/// Shows findings on stderr and says how many there are.
pub(super) fn complain(found: &[Diagnostic], tree: &Tree, console: &mut Console) {
    for finding in found {
        let text = human(finding, &tree.sources, false);
        console.complain(text.trim_end());
        console.complain("");
    }
    if !found.is_empty() {
        console.complain(&format!("{} in the catalog's files", Counts::of(found)));
    }
}

/// The error for a server that the catalog does not have.
pub(super) fn no_server(id: &str, catalog: &Catalog) -> CliError {
    let ids: Vec<&str> = catalog
        .servers
        .iter()
        .map(|server| server.id.as_str())
        .collect();
    CliError::usage(format!("unknown server `{id}`"), suggest(id, &ids))
}

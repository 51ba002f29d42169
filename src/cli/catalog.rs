//! Finding and loading what a command works on: a catalog, or a list of tools.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, suggest};
use crate::import::{Listed, read_listing};
use crate::load::{Loaded, Tree, load, read_tree};
use crate::model::Catalog;
use crate::report::{Counts, human};

use super::{CliError, Console};

/// The catalog a command works on.
#[derive(Debug, clap::Args)]
pub(super) struct CatalogArg {
    /// Folder of the catalog.
    #[arg(long, value_name = "DIR", default_value = "catalog")]
    pub(super) catalog: PathBuf,
}

/// Reads and loads a whole catalog.
pub(super) fn open(folder: &Path) -> Result<(Tree, Loaded), CliError> {
    let tree = read_tree(folder, None)?;
    let loaded = load(&tree);
    if loaded.catalog.servers.is_empty() && loaded.found.is_empty() {
        let message = format!("`{}` holds no catalog", folder.display());
        let help = "a catalog has a folder for each server, with `server.yaml` in it; \
                    `toolrisk import` writes one";
        return Err(CliError::usage(message, help));
    }
    Ok((tree, loaded))
}

/// The tools that a file's text lists.
pub(super) fn listing(path: &Path, text: &str) -> Result<Vec<Listed>, CliError> {
    read_listing(text).map_err(|source| CliError::Listing {
        path: path.display().to_string(),
        source,
    })
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
    CliError::usage(format!("there is no server `{id}`"), suggest(id, &ids))
}

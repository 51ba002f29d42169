//! The error for a folder that holds no catalog, with the folder that was probably meant.

use std::path::Path;

use super::CliError;
use crate::load::Tree;

const HELP: &str =
    "a catalog has a folder for each server, with `server.yaml` in it; `toolrisk init` makes one";

/// Refuses a folder that is not a catalog, such as the project that a catalog lies in. Without this,
/// every YAML file of the project would be read as a tool entry, and `fmt` would rewrite it.
pub(super) fn refuse(folder: &Path, tree: &Tree, tools: usize) -> Result<(), CliError> {
    let places = || tree.places.iter().map(String::as_str);
    // What the system did not let us read may be the part that makes it a catalog.
    if tree.refused > 0 || places().any(is_mark) {
        return Ok(());
    }
    let inner = places().filter_map(inner).min_by_key(|it| (it.len(), *it));
    let help = match inner {
        Some(inner) => format!("did you mean `{}`?", folder.join(inner).display()),
        None if tools > 0 => return Ok(()),
        None => HELP.to_owned(),
    };
    let message = format!("`{}` is not a catalog", folder.display());
    Err(CliError::usage(message, help))
}

/// Whether a file stands only where a catalog begins.
fn is_mark(place: &str) -> bool {
    let parts: Vec<&str> = place.split('/').collect();
    match parts.as_slice() {
        ["toolrisk.yaml"] | [_, "server.yaml" | "tools.yaml" | "tools.lock.json"] => true,
        ["attacks" | "glossary", page] => has_ending(page, "md"),
        _ => false,
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == ending)
}

/// The folder that would be a catalog because this file lies in it.
fn inner(place: &str) -> Option<&str> {
    let (folder, name) = place.rsplit_once('/')?;
    match name {
        "toolrisk.yaml" => Some(folder),
        "server.yaml" => folder.rsplit_once('/').map(|(catalog, _)| catalog),
        _ => None,
    }
}

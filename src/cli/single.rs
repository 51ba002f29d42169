//! Single files of a catalog on the command line, as editors and hooks pass them.

use std::path::{Path, PathBuf};

use super::CliError;

/// The catalogs that these paths name, each with the places of the files that are meant; none for all of
/// them.
pub(super) fn by_catalog(paths: &[PathBuf]) -> Result<Vec<(PathBuf, Vec<String>)>, CliError> {
    let mut catalogs: Vec<(PathBuf, Vec<String>)> = Vec::new();
    for path in paths {
        let (catalog, place) = split(path)?;
        match catalogs.iter_mut().find(|(other, _)| *other == catalog) {
            None => catalogs.push((catalog, place.into_iter().collect())),
            // The whole catalog is meant already, or from now on.
            Some((_, places)) if places.is_empty() => {}
            Some((_, places)) => match place {
                None => places.clear(),
                Some(place) => places.push(place),
            },
        }
    }
    Ok(catalogs)
}

/// The catalog that a path names, and the place of the file in it if it names a file.
pub(super) fn split(path: &Path) -> Result<(PathBuf, Option<String>), CliError> {
    if !path.is_file() {
        return Ok((path.to_owned(), None));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    if name == "toolrisk.yaml" {
        return Ok((folder, Some(name.into_owned())));
    }
    // Every other file of a catalog lies in a folder of it.
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let inner = whole.file_name().unwrap_or_default().to_string_lossy();
    let catalog = match folder.parent() {
        Some(parent) if folder.file_name().is_some() && !parent.as_os_str().is_empty() => {
            parent.to_owned()
        }
        Some(_) if folder.file_name().is_some() => PathBuf::from("."),
        _ => folder.join(".."),
    };
    if inner.is_empty() {
        return Err(CliError::usage(
            format!("`{}` is not in a catalog", path.display()),
            "name a file of a server, such as `catalog/example/tools.yaml`",
        ));
    }
    Ok((catalog, Some(format!("{inner}/{name}"))))
}

//! The folders that `toolrisk.yaml` names. They lie in the catalog or beside it: a catalog that somebody else wrote
//! must not publish what lies elsewhere on the machine that builds it.

use std::path::{Component, Path, PathBuf};

use super::tree::ReadError;

/// Whether a path, as it is written, stays in the catalog or in a folder beside it.
pub(super) fn stays_beside(named: &str) -> bool {
    let mut parts = Path::new(named).components().peekable();
    let up = parts.next_if_eq(&Component::ParentDir).is_some();
    let below = parts.peek().is_some();
    let inside = parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    // On Windows `\` parts folders and `:` follows a drive; a catalog means the same everywhere.
    inside && (below || !up) && !named.contains(['\\', ':'])
}

/// The folder that a catalog names; nothing if links lead to another place than the catalog and what lies beside it.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn beside(catalog: &Path, named: &str) -> Result<Option<PathBuf>, ReadError> {
    let real = |path: &Path| {
        std::fs::canonicalize(path).map_err(|source| ReadError {
            path: path.display().to_string(),
            source,
        })
    };
    let folder = catalog.join(named);
    let catalog = real(catalog)?;
    let holder = catalog.parent().unwrap_or(&catalog);
    let inside = real(&folder)?.starts_with(holder);
    Ok(inside.then_some(folder))
}

#[cfg(test)]
mod tests {
    use super::stays_beside;

    #[test]
    fn a_folder_lies_in_the_catalog_or_beside_it() {
        for named in [
            "pages",
            "./pages",
            "pages/all",
            "../docs",
            "../docs/all",
            ".",
        ] {
            assert!(stays_beside(named), "{named}");
        }
        for named in [
            "/etc",
            "..",
            "../..",
            "../../docs",
            "../docs/../..",
            "pages/../..",
            "./../..",
            "C:\\docs",
            "\\docs",
            "..\\..\\docs",
        ] {
            assert!(!stays_beside(named), "{named}");
        }
    }
}

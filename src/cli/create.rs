//! New files of a catalog. Nothing that is there is ever replaced.

use std::path::Path;

use super::rewrite::rewrite;
use super::{CliError, Console};
use crate::scaffold::NewFile;

/// What became of the files.
#[derive(Debug, Default)]
pub(super) struct Created {
    /// How many were written.
    pub(super) written: usize,
    /// The paths of those that were there already.
    pub(super) kept: Vec<String>,
}

/// Writes each file that is not there yet, and names it.
pub(super) fn create(
    folder: &Path,
    files: &[NewFile],
    console: &mut Console,
) -> Result<Created, CliError> {
    let mut created = Created::default();
    for (place, text) in files {
        let path = folder.join(place);
        // A link that leads nowhere is something that is there, too.
        if path.symlink_metadata().is_ok() {
            created.kept.push(place.clone());
            continue;
        }
        rewrite(&path, None, text)?;
        console.say(&format!("created {}", path.display()));
        created.written += 1;
    }
    Ok(created)
}

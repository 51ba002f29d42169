//! A new site in one step: two folders take turns behind a symbolic link.

use std::path::{Path, PathBuf};

use crate::cli::CliError;
use crate::publish;

/// The folder to build in: the one of the two beside `link` that it does not lead to.
pub(super) fn next(link: &Path) -> PathBuf {
    let [first, second] = ["a", "b"].map(|end| {
        let mut name = link.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(end);
        link.with_file_name(name)
    });
    let shown = publish::link_target(link);
    if shown.as_deref() == first.file_name().map(Path::new) {
        second
    } else {
        first
    }
}

/// Lets `link` lead to the folder beside it that is built.
pub(super) fn show(link: &Path, built: &Path) -> Result<(), CliError> {
    let name = built.file_name().map_or(built, Path::new);
    publish::swap_link(link, name)?;
    Ok(())
}

//! The least that a site can cost: writes the same files plainly, `floor SITE FOLDER`.
//!
//! Every file of SITE gets a file of the same path and length in FOLDER, from as many threads as the
//! processor has. Nothing is read but names and lengths, and no content is made.

#![expect(
    clippy::disallowed_methods,
    reason = "it measures what plain writing costs"
)]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let site = arguments.next().ok_or("which site?")?;
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let files = files(Path::new(&site))?;
    let longest = files.iter().map(|(_, length)| *length).max();
    let content = vec![b'x'; longest.unwrap_or_default()];
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    for inner in folders {
        fs::create_dir_all(folder.join(inner))?;
    }
    files.par_iter().try_for_each(|(path, length)| {
        fs::write(
            folder.join(path),
            content.get(..*length).unwrap_or_default(),
        )
    })?;
    Ok(())
}

/// The files of a folder, with their lengths.
fn files(folder: &Path) -> Result<Vec<(PathBuf, usize)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder)?.to_owned();
            files.push((path, usize::try_from(entry.metadata()?.len())?));
        }
    }
    Ok(files)
}

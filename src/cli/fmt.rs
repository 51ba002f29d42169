//! `toolrisk fmt`.

use std::path::PathBuf;

use super::{CliError, Console, Outcome, catalog};
use crate::format::format;
use crate::load::{FileKind, read_tree};
use crate::publish::write_file;

/// Put the catalog's YAML into its canonical form: keys in order, comments kept, values unchanged.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog.
    #[arg(default_value = "catalog")]
    catalog: PathBuf,

    /// Write nothing; list the files that are not in the form, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let tree = read_tree(&args.catalog, None)?;
    catalog::complain(&tree.found, &tree, console);
    let mut changed = 0;
    for ((_, file), place) in tree.sources.iter().zip(&tree.places) {
        let Some(kind) = FileKind::of(place) else {
            continue;
        };
        let formed = format(&file.text, kind);
        // A file that is not UTF-8 would lose the bytes that were replaced.
        if formed == file.text || file.text.contains('\u{fffd}') {
            continue;
        }
        changed += 1;
        console.data(&(file.path.clone() + "\n"))?;
        if !args.check {
            write_file(&args.catalog.join(place), formed.as_bytes())?;
        }
    }
    let files = tree.places.len();
    let verb = if args.check { "not in form" } else { "formed" };
    console.say(&format!("{changed} of {files} files {verb}"));
    Ok(if args.check && changed > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

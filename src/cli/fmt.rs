//! `toolrisk fmt`.

use std::path::{Path, PathBuf};

use super::catalog::Work;
use super::rewrite::rewrite;
use super::{CliError, Console, Outcome, catalog, no_catalog, single};
use crate::format::format;
use crate::load::{FileKind, Tree, read_tree};
use crate::plural::count;

/// Format the YAML of the catalog: order the keys, keep comments, line endings and values.
///
/// If a file cannot be formatted safely, the command leaves it as it is, prints the reason on stderr, and exits with
/// code 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the catalog, or files in it. By default, the catalog that contains the current folder, or else the
    /// nearest folder named `catalog`.
    #[arg(value_name = "CATALOG|FILE")]
    paths: Vec<PathBuf>,

    /// Write nothing. List the files that are not formatted, and exit with code 1 if there are any.
    #[arg(long)]
    check: bool,
}

impl Args {
    /// Works on the nearest catalog if no path is named.
    pub(super) fn find_catalog(&mut self, console: &mut Console) {
        if self.paths.is_empty() {
            let mut folder = None;
            catalog::find(&mut folder, Work::writes(!self.check), console);
            self.paths.extend(folder);
        }
    }
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let mut done = Done::default();
    for (catalog, files) in single::by_catalog(&args.paths)? {
        let tree = read_tree(&catalog, None)?;
        no_catalog::refuse(&catalog, &tree, 0)?;
        done.all(args, &catalog, &tree, &files, console)?;
    }
    console.data(&done.changed.concat())?;
    console.say(&done.sentence(args.check));
    let unformatted = args.check && !done.changed.is_empty();
    Ok(if done.skipped > 0 || unformatted {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// What became of the files.
#[derive(Default)]
struct Done {
    files: usize,
    changed: Vec<String>,
    skipped: usize,
}

impl Done {
    /// Formats the files of a catalog, or those that are named.
    fn all(
        &mut self,
        args: &Args,
        catalog: &Path,
        tree: &Tree,
        files: &[String],
        console: &mut Console,
    ) -> Result<(), CliError> {
        let wanted = |place: &str| files.is_empty() || files.iter().any(|file| file == place);
        let unread = tree.found.iter();
        let unread = unread.filter(|it| wanted(tree.sources.place(it.primary.span.file)));
        let unread: Vec<_> = unread.cloned().collect();
        catalog::complain(&unread, tree, console);
        // A file that is not UTF-8 is counted below.
        let is_utf8 = |file| tree.sources.get(file).is_none_or(|file| file.is_utf8);
        self.skipped += unread
            .iter()
            .filter(|it| is_utf8(it.primary.span.file))
            .count();
        for ((_, file), place) in tree.sources.iter().zip(&tree.places) {
            let Some(kind) = FileKind::of(place).filter(|_| wanted(place)) else {
                continue;
            };
            self.files += 1;
            let formatted = if file.is_utf8 {
                format(&file.text, kind)
            } else {
                Err("it is not UTF-8; save it as UTF-8")
            };
            match formatted {
                Err(reason) => {
                    self.skipped += 1;
                    console.complain(&format!("not formatted: {}: {reason}", file.path));
                }
                Ok(formatted) if formatted == file.text => {}
                Ok(formatted) => {
                    if !args.check {
                        rewrite(&catalog.join(place), Some(&file.text), &formatted)?;
                    }
                    self.changed.push(file.path.clone() + "\n");
                }
            }
        }
        Ok(())
    }

    fn sentence(&self, check: bool) -> String {
        let (changed, files) = (self.changed.len(), count(self.files, "file"));
        let skipped = match self.skipped {
            0 => String::new(),
            1 => "; 1 left as it is, for the reason above".to_owned(),
            skipped => format!("; {skipped} left as they are, for the reasons above"),
        };
        if check {
            format!("{changed} of {files} would be formatted{skipped}")
        } else {
            format!("formatted {changed} of {files}{skipped}")
        }
    }
}

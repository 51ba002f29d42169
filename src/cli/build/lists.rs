//! The lists of changed and removed files, for an upload.
//!
//! A build that fails or is killed has changed files already, and the next one finds them as they should be. So a
//! build with lists first notes in the cache what the folder held. Where that note is still there, the next lists
//! name every file of the site, and every file that it held and does not have now.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Args;
use crate::cli::{CliError, overwrite};
use crate::load::read_file;
use crate::publish::{Changed, listed, write_file};

/// How the note in the cache begins while a build is to be told of, and what it holds afterwards.
const OWED: &str = "to be told of\n";
const TOLD: &str = "told of\n";

/// Where the lists go, and what is still to be told of earlier builds.
pub(super) struct Lists<'a> {
    args: &'a Args,
    out: PathBuf,
    /// The paths that the folder held before the first build that was not told of, if there is one.
    owed: Option<BTreeSet<String>>,
}

impl<'a> Lists<'a> {
    /// Refuses files that hold something else than lists.
    pub(super) fn of(args: &'a Args, out: &Path) -> Result<Self, CliError> {
        let mut lists = Self {
            args,
            out: out.to_owned(),
            owed: None,
        };
        if args.changed_list.is_none() {
            return Ok(lists);
        }
        if !args.force {
            let site: BTreeSet<String> = listed(out)?.into_iter().collect();
            let is_list = |text: &str| {
                text.lines()
                    .all(|line| site.contains(line) || is_page(line))
            };
            for file in lists.files() {
                overwrite::refuse(
                    &file,
                    is_list,
                    "name another file, or replace this one with `--force`",
                )?;
            }
        }
        lists.owed = match read_file(&lists.note()) {
            Ok(text) => {
                let held = text.strip_prefix(OWED);
                held.map(|held| held.lines().map(str::to_owned).collect())
            }
            Err(error) if error.source.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        Ok(lists)
    }

    /// Whether an earlier build was not told of.
    pub(super) fn is_owing(&self) -> bool {
        self.owed.is_some()
    }

    /// Notes that a build begins which is to be told of.
    pub(super) fn owe(&self) -> Result<(), CliError> {
        if self.args.changed_list.is_some() && self.owed.is_none() {
            let held = listed(&self.out)?;
            write_file(&self.note(), (OWED.to_owned() + &lines(&held)).as_bytes())?;
        }
        Ok(())
    }

    /// Writes the lists that were asked for.
    pub(super) fn write(&self, mut changed: Changed) -> Result<(), CliError> {
        if self.args.changed_list.is_none() {
            return Ok(());
        }
        if let Some(held) = &self.owed {
            let site: BTreeSet<String> = listed(&self.out)?.into_iter().collect();
            changed.removed = held.difference(&site).cloned().collect();
            changed.written = site.into_iter().collect();
        }
        for (file, paths) in self
            .files()
            .iter()
            .zip([&changed.written, &changed.removed])
        {
            write_file(file, lines(paths).as_bytes())?;
        }
        Ok(write_file(&self.note(), TOLD.as_bytes())?)
    }

    /// The file of what was written, and the one of what was removed.
    fn files(&self) -> Vec<PathBuf> {
        let Some(file) = &self.args.changed_list else {
            return Vec::new();
        };
        let mut removed = file.clone().into_os_string();
        removed.push(".removed");
        vec![file.clone(), removed.into()]
    }

    /// The file in the cache that says what the folder held before.
    fn note(&self) -> PathBuf {
        self.args.kept(&self.out, ".untold")
    }
}

fn lines(paths: &[String]) -> String {
    paths.iter().flat_map(|path| [path, "\n"]).collect()
}

/// The endings of files that a site has.
const ENDINGS: &[&str] = &[
    "html", "json", "jsonl", "xml", "css", "js", "txt", "md", "svg", "csv", "yaml", "toml",
    "cedar", "rego",
];

/// Whether a line can be the path of a file that a site once had.
fn is_page(line: &str) -> bool {
    let is_whole = !line.contains(char::is_whitespace) && !line.contains(':');
    let names = || line.split('/');
    let is_plain = names().all(|name| !matches!(name, "" | "." | ".."));
    let ending = Path::new(line).extension().and_then(|it| it.to_str());
    let is_of_site = ending.is_some_and(|it| ENDINGS.contains(&it)) || names().count() > 1;
    is_whole && is_plain && is_of_site
}

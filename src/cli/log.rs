//! The commits of a catalog, as `git log` has them.

use std::path::Path;

use jiff::Timestamp;

use super::git::git;
use crate::site::{Commit, Done, History};

/// A commit with the files that it touched.
#[derive(Debug)]
pub(super) struct Logged {
    pub(super) id: String,
    /// When it was made, in UTC, such as `2026-11-20T23:30:47Z`.
    pub(super) time: String,
    pub(super) files: Vec<Touched>,
}

/// A file that a commit touched.
#[derive(Debug)]
pub(super) struct Touched {
    pub(super) done: Done,
    /// Its place within the catalog.
    pub(super) place: String,
    /// The blob before, where it was a plain file.
    pub(super) before: Option<String>,
    /// The blob after, where it is a plain file.
    pub(super) after: Option<String>,
}

/// Every commit that touched the catalog, the newest first; none where git or its history is missing.
///
/// One call. The oldest commit of a shallow clone seems to add every file, on a day that is not
/// theirs, so it is left out.
pub(super) fn log(catalog: &Path) -> Vec<Logged> {
    let said = git(
        catalog,
        &[
            "-c",
            "log.showSignature=false",
            "log",
            "-z",
            "--no-merges",
            "--no-renames",
            "--raw",
            "--no-abbrev",
            "--relative",
            "--format=%x01%H%x00%ct%x00%D",
            "--",
            ".",
        ],
    );
    let mut commits: Vec<Logged> = Vec::new();
    let said = String::from_utf8_lossy(&said.unwrap_or_default()).into_owned();
    let mut words = said.split('\0');
    let mut grafted = false;
    while let Some(word) = words.next() {
        let word = word.trim_start_matches('\n');
        let mut next = || words.next().unwrap_or_default();
        if let Some(id) = word.strip_prefix('\u{1}') {
            let (time, names) = (next(), next());
            grafted = names.split(", ").any(|name| name == "grafted");
            commits.push(Logged {
                id: id.to_owned(),
                time: utc(time),
                files: Vec::new(),
            });
        } else if let (false, Some(commit)) = (word.is_empty(), commits.last_mut()) {
            let touched = touched(word, next());
            commit.files.extend(touched.filter(|_| !grafted));
        }
    }
    commits.retain(|commit| !commit.files.is_empty() && !commit.time.is_empty());
    commits
}

/// The commits as a site is given them.
pub(super) fn history(commits: &[Logged]) -> History {
    let files = |it: &Logged| {
        let files = it.files.iter();
        files.map(|it| (it.done, it.place.clone())).collect()
    };
    let commits = commits.iter().map(|it| Commit {
        id: it.id.clone(),
        time: it.time.clone(),
        files: files(it),
    });
    History {
        commits: commits.collect(),
        ..History::default()
    }
}

/// A line of `--raw`: `:<mode> <mode> <blob> <blob> <status>`.
fn touched(line: &str, place: &str) -> Option<Touched> {
    let mut words = line.strip_prefix(':')?.split(' ');
    let modes = (words.next()?, words.next()?);
    let blobs = (words.next()?, words.next()?);
    let plain = |mode: &str, blob: &str| mode.starts_with("100").then(|| blob.to_owned());
    Some(Touched {
        done: match words.next()? {
            "A" => Done::Added,
            "D" => Done::Removed,
            _ => Done::Changed,
        },
        place: place.to_owned(),
        before: plain(modes.0, blobs.0),
        after: plain(modes.1, blobs.1),
    })
}

/// Seconds since 1970 as RFC 3339 in UTC; empty when they are none.
fn utc(seconds: &str) -> String {
    let time = seconds
        .parse()
        .ok()
        .and_then(|it| Timestamp::from_second(it).ok());
    time.map(|time| time.to_string()).unwrap_or_default()
}

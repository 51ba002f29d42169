//! What git knows of a catalog: its text at a revision, and what its blobs hold.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::CliError;
use crate::load::{Stored, Tree};

/// A revision that git cannot take for an option or for several lines.
fn plain(revision: &str) -> Result<&str, CliError> {
    if revision.is_empty() || revision.starts_with('-') || revision.contains(char::is_whitespace) {
        return Err(CliError::usage(
            format!("unknown git revision `{revision}`"),
            "name a branch, tag or commit",
        ));
    }
    Ok(revision)
}

/// The catalog as it was at a revision: what `read_tree` would have read.
pub(super) fn tree_at(catalog: &Path, revision: &str) -> Result<Tree, CliError> {
    let revision = plain(revision)?;
    let listed = git(catalog, &["ls-tree", "-r", "-z", revision, "--", "."])?;
    let listed: Vec<Listed<'_>> = listed
        .split(|byte| *byte == 0)
        .filter_map(listed_file)
        .collect();
    let requests: Vec<&str> = listed.iter().map(|file| file.id).collect();
    let blobs = cat_file(catalog, "--batch", &(requests.join("\n") + "\n"))?;
    let blobs = contents(&blobs, listed.len());
    let files = listed.iter().zip(blobs);
    Ok(Tree::of_stored(files.map(|(file, bytes)| {
        let stored = if file.is_link {
            Stored::Link
        } else {
            Stored::File(bytes)
        };
        (file.place, stored)
    })))
}

/// A file of a revision.
struct Listed<'a> {
    place: &'a [u8],
    id: &'a str,
    is_link: bool,
}

/// A line of `git ls-tree`: `<mode> blob <id>\t<place>`. Other repositories (submodules) are no files.
fn listed_file(line: &[u8]) -> Option<Listed<'_>> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (head, place) = line.split_at_checked(tab)?;
    let mut words = std::str::from_utf8(head).ok()?.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    (kind == "blob").then_some(Listed {
        place: place.get(1..)?,
        id,
        is_link: mode == "120000",
    })
}

/// Where a folder lies in its repository: `docs/catalog/`, or nothing for the root. None without a repository.
pub(super) fn folder_in_repository(folder: &Path) -> Option<String> {
    let said = git(folder, &["rev-parse", "--show-prefix"]).ok()?;
    let said = String::from_utf8(said).ok()?;
    Some(said.trim_end_matches(['\n', '\r']).to_owned())
}

/// The plain files of the newest commit, each with the id of its blob; none where git is missing.
pub(super) fn blobs_of_head(catalog: &Path) -> BTreeMap<String, String> {
    let listed = git(catalog, &["ls-tree", "-r", "-z", "HEAD", "--", "."]);
    let listed = listed.unwrap_or_default();
    let files = listed.split(|byte| *byte == 0).filter_map(listed_file);
    let plain = files.filter(|file| !file.is_link);
    plain
        .map(|file| {
            let place = String::from_utf8_lossy(file.place).into_owned();
            (place, file.id.to_owned())
        })
        .collect()
}

/// What blobs hold, by their ids. Those of more than `largest` bytes are left out, and so is all that
/// comes after `most` bytes.
pub(super) fn blobs(
    catalog: &Path,
    ids: &[&str],
    largest: usize,
    most: usize,
) -> BTreeMap<String, Vec<u8>> {
    if ids.is_empty() {
        return BTreeMap::new();
    }
    let requests = |ids: &[&str]| ids.iter().flat_map(|id| [id, "\n"]).collect::<String>();
    let sizes = cat_file(catalog, "--batch-check", &requests(ids)).unwrap_or_default();
    let sizes = String::from_utf8_lossy(&sizes).into_owned();
    let size = |line: &str| line.split_once(" blob ")?.1.parse::<usize>().ok();
    let mut sum = 0;
    let small = ids.iter().zip(sizes.lines()).filter(|(_, line)| {
        let size = size(line).filter(|size| *size <= largest && sum + size <= most);
        sum += size.unwrap_or_default();
        size.is_some()
    });
    let small: Vec<&str> = small.map(|(id, _)| *id).collect();
    let answers = cat_file(catalog, "--batch", &requests(&small)).unwrap_or_default();
    let contents = contents(&answers, small.len());
    let ids = small.iter().map(|id| (*id).to_owned());
    ids.zip(contents).collect()
}

/// Variables that name another repository than the one the folder is in. Git sets them for hooks, and a
/// hook of a worktree runs elsewhere than they say.
const REPOSITORY_VARIABLES: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
];

/// Git in a folder, which alone says which repository is meant.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for variable in REPOSITORY_VARIABLES {
        command.env_remove(variable);
    }
    command.arg("-C").arg(folder);
    command
}

pub(super) fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, CliError> {
    let output = command(folder).args(arguments).output();
    let output = output.map_err(|error| CliError::usage(format!("cannot run git: {error}"), ""))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(CliError::usage(
        format!("git says: {said}"),
        "name a revision that this repository has",
    ))
}

/// The answers of `git cat-file`, in one of its batch modes, to these requests.
fn cat_file(folder: &Path, mode: &str, requests: &str) -> Result<Vec<u8>, CliError> {
    let failed = |error| CliError::usage(format!("cannot run git: {error}"), "");
    let mut child = command(folder)
        .args(["cat-file", mode])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    let requests = requests.to_owned();
    // Written beside the reading: either pipe may fill.
    let writer =
        std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(requests.as_bytes())));
    let output = child.wait_with_output().map_err(failed)?;
    drop(writer.join());
    Ok(output.stdout)
}

/// Cuts answers of the form `<id> blob <length>\n<bytes>\n`; what is missing is empty.
fn contents(mut answers: &[u8], count: usize) -> Vec<Vec<u8>> {
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let end = answers
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(answers.len());
        let (head, rest) = answers.split_at_checked(end).unwrap_or_default();
        let rest = rest.get(1..).unwrap_or_default();
        let length = String::from_utf8_lossy(head)
            .rsplit(' ')
            .next()
            .and_then(|it| it.parse().ok());
        let (blob, rest) = rest
            .split_at_checked(length.unwrap_or(0))
            .unwrap_or_default();
        contents.push(blob.to_vec());
        answers = if length.is_some() {
            rest.get(1..).unwrap_or_default()
        } else {
            rest
        };
    }
    contents
}

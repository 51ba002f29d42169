//! What git knows of a catalog: its text at a revision, and what its blobs hold.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{CliError, renamed};
use crate::load::{Stored, Tree};

/// The commit that a revision names.
fn commit(folder: &Path, revision: &str) -> Result<String, CliError> {
    let plain =
        !revision.is_empty() && !revision.starts_with('-') && !revision.contains(char::is_control);
    let peeled = format!("{revision}^{{commit}}");
    let said = if plain {
        let arguments = ["rev-parse", "--verify", "--quiet", &peeled];
        let answer = command(folder).args(arguments).output();
        answer.map_err(|error| not_run(&error))?.stdout
    } else {
        Vec::new()
    };
    let id = String::from_utf8_lossy(&said).trim().to_owned();
    // A range names several.
    if !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit()) {
        return Ok(id);
    }
    // Whatever keeps git from answering at all is told first.
    let shallow = git(folder, &["rev-parse", "--is-shallow-repository"])?;
    let help = if shallow.starts_with(b"true") {
        "this is a shallow clone, which lacks older commits and other branches: fetch them with `git fetch --unshallow \
         origin` or `git fetch --deepen 100 origin`, or set `fetch-depth: 0` for actions/checkout (`GIT_DEPTH: 0` in \
         GitLab)"
    } else if revision.contains("..") {
        "name one revision and not a range; `$(git merge-base main HEAD)` is the commit in which two branches part"
    } else {
        "name a branch, tag or commit; `git fetch origin` gets those that the server has"
    };
    Err(CliError::usage(
        format!("unknown git revision `{revision}`"),
        help,
    ))
}

fn not_run(error: &std::io::Error) -> CliError {
    CliError::usage(
        format!("cannot run git: {error}"),
        "install git, or do without `--changed-since`",
    )
}

/// The catalog as it was at a revision: what `read_tree` would have read. Files that have another name in `now` get it.
pub(super) fn tree_at(
    catalog: &Path,
    revision: &str,
    now: Option<&Tree>,
) -> Result<Tree, CliError> {
    let mut files = files_at(catalog, revision)?;
    if let Some(now) = now {
        renamed::follow(&mut files, now);
    }
    let files = files
        .iter()
        .map(|(place, stored)| (&**place, stored.clone()));
    Ok(Tree::of_stored(files))
}

/// The files of a folder at a revision, each with its place in the folder; none where the folder is not there now.
pub(super) fn files_at(folder: &Path, revision: &str) -> Result<Vec<(Vec<u8>, Stored)>, CliError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    files_of(folder, &commit(folder, revision)?)
}

fn files_of(folder: &Path, commit: &str) -> Result<Vec<(Vec<u8>, Stored)>, CliError> {
    let said = git(folder, &["ls-tree", "-r", "-z", commit, "--", "."])?;
    let listed: Vec<Listed<'_>> = said
        .split(|byte| *byte == 0)
        .filter_map(listed_file)
        .collect();
    let (files, others): (Vec<_>, Vec<_>) = listed.into_iter().partition(|it| it.is_file);
    let requests: Vec<&str> = files.iter().map(|file| file.id).collect();
    let blobs = cat_file(folder, "--batch", &(requests.join("\n") + "\n"))?;
    let blobs = contents(&blobs, files.len());
    let mut all = Vec::new();
    for (file, bytes) in files.iter().zip(blobs) {
        let stored = if file.is_link {
            Stored::Link
        } else {
            Stored::File(bytes)
        };
        all.push((file.place.to_vec(), stored));
    }
    // Repositories in the repository. One that is not fetched has no files here now either.
    for other in others {
        let Ok(place) = std::str::from_utf8(other.place) else {
            continue;
        };
        let inner = folder.join(place);
        if inner.join(".git").exists() {
            let inside = files_of(&inner, other.id)?.into_iter();
            all.extend(inside.map(|(name, stored)| ([other.place, b"/", &name].concat(), stored)));
        }
    }
    Ok(all)
}

/// A file of a revision.
struct Listed<'a> {
    place: &'a [u8],
    id: &'a str,
    is_link: bool,
    /// Or another repository (a submodule).
    is_file: bool,
}

/// A line of `git ls-tree`: `<mode> blob <id>\t<place>`, or `commit` for another repository.
fn listed_file(line: &[u8]) -> Option<Listed<'_>> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (head, place) = line.split_at_checked(tab)?;
    let mut words = std::str::from_utf8(head).ok()?.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    matches!(kind, "blob" | "commit").then_some(Listed {
        place: place.get(1..)?,
        id,
        is_link: mode == "120000",
        is_file: kind == "blob",
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
    let plain = files.filter(|file| file.is_file && !file.is_link);
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
    let output = command(folder)
        .args(arguments)
        .output()
        .map_err(|error| not_run(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let help = if said.contains("not a git repository") {
        "run this in a clone of the repository that holds the catalog"
    } else if said.contains("dubious ownership") {
        "the repository belongs to another user; what git says shows how to trust it"
    } else {
        "repair what git says, and run this again"
    };
    Err(CliError::usage(format!("git says: {said}"), help))
}

/// The answers of `git cat-file`, in one of its batch modes, to these requests.
fn cat_file(folder: &Path, mode: &str, requests: &str) -> Result<Vec<u8>, CliError> {
    let mut child = command(folder)
        .args(["cat-file", mode])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let stdin = child.stdin.take();
    let requests = requests.to_owned();
    // Written beside the reading: either pipe may fill.
    let writer =
        std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(requests.as_bytes())));
    let output = child.wait_with_output().map_err(|error| not_run(&error))?;
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

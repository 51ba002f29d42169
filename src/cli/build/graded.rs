//! What the commits of each day did to each server: its folder before and after, rated and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use serde_json::json;

use crate::cli::git;
use crate::cli::log::Logged;
use crate::drift::{Grade, Side, compare};
use crate::load::{Stored, Tree, load};
use crate::model::{Lock, LockedTool};
use crate::rules::{RatedTool, edition, rate};
use crate::site::{Graded, Grades};

/// Servers and days that are graded, the newest first.
const MOST: usize = 300;
/// Largest file of the history that is read, in bytes.
const LARGEST: usize = 8 << 20;
/// Bytes of the history that are read.
const MOST_BYTES: usize = 128 << 20;

const SETTINGS: &str = "toolrisk.yaml";

/// The files of a server at one time: places and blobs.
type Files = Vec<(String, String)>;

/// A server before the first and after the last commit of a day.
struct Pair {
    before: Files,
    after: Files,
}

/// What the commits of each day did to each server. The settings are those of now: a change of the rules
/// is no change of a tool.
pub(in crate::cli) fn grades(catalog: &Path, commits: &[Logged], tree: &Tree) -> Grades {
    let pairs = pairs(git::blobs_of_head(catalog), commits);
    let files = |pair: &Pair| -> Vec<String> {
        let files = pair.before.iter().chain(&pair.after);
        files.map(|(_, blob)| blob.clone()).collect()
    };
    let mut seen = BTreeSet::new();
    // The newest first, for there is an end to what is read.
    let ids: Vec<String> = pairs
        .iter()
        .rev()
        .flat_map(|(_, pair)| files(pair))
        .collect();
    let ids: Vec<&str> = ids
        .iter()
        .map(String::as_str)
        .filter(|it| seen.insert(*it))
        .collect();
    let texts = Texts {
        blobs: git::blobs(catalog, &ids, LARGEST, MOST_BYTES),
        settings: tree
            .file(SETTINGS)
            .map(|file| file.text.as_bytes().to_vec())
            .unwrap_or_default(),
    };
    pairs
        .into_par_iter()
        .map(|(key, pair)| {
            let graded = texts.graded(&key.1, &pair);
            (key, graded)
        })
        .collect()
}

/// Walks from the newest commit to the oldest, with the files as they were at each.
fn pairs(
    mut files: BTreeMap<String, String>,
    commits: &[Logged],
) -> BTreeMap<(String, String), Pair> {
    let mut pairs = BTreeMap::new();
    for commit in commits {
        let day: String = commit.time.chars().take(10).collect();
        let folders = commit
            .files
            .iter()
            .filter_map(|it| it.place.split_once('/'));
        let servers: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
        for touched in &commit.files {
            set(&mut files, &touched.place, touched.after.as_ref());
        }
        let after: BTreeMap<&str, Files> =
            servers.iter().map(|it| (*it, within(&files, it))).collect();
        for touched in &commit.files {
            set(&mut files, &touched.place, touched.before.as_ref());
        }
        for (server, after) in after {
            let before = within(&files, server);
            let key = (day.clone(), server.to_owned());
            if let Some(Pair {
                before: earlier, ..
            }) = pairs.get_mut(&key)
            {
                *earlier = before;
            } else if pairs.len() < MOST && (is_server(&before) || is_server(&after)) {
                pairs.insert(key, Pair { before, after });
            }
        }
    }
    pairs
}

fn set(files: &mut BTreeMap<String, String>, place: &str, blob: Option<&String>) {
    match blob {
        Some(blob) => files.insert(place.to_owned(), blob.clone()),
        None => files.remove(place),
    };
}

/// The files of a server.
fn within(files: &BTreeMap<String, String>, server: &str) -> Files {
    let folder = [server, "/"].concat();
    let inside = files
        .range(folder.clone()..)
        .take_while(|(place, _)| place.starts_with(&folder));
    inside
        .map(|(place, blob)| (place.clone(), blob.clone()))
        .collect()
}

fn is_server(files: &Files) -> bool {
    files
        .iter()
        .any(|(place, _)| place.ends_with("/server.yaml"))
}

/// What was read of the history.
struct Texts {
    blobs: BTreeMap<String, Vec<u8>>,
    settings: Vec<u8>,
}

impl Texts {
    fn graded(&self, server: &str, pair: &Pair) -> Graded {
        let sides = (
            self.list(server, &pair.before),
            self.list(server, &pair.after),
        );
        let (Some(mut before), Some(mut after)) = sides else {
            return Graded {
                unread: true,
                ..Graded::default()
            };
        };
        drop_unlisted(&before, &mut after);
        let captured = even(&mut before, &mut after);
        let mut compared = compare(&before, &after, true);
        for change in &mut compared.changes {
            let what = if rules_of(&before, &change.name) == rules_of(&after, &change.name) {
                "the rating of the entry"
            } else {
                "the rules have changed"
            };
            let rerated = change
                .differences
                .iter_mut()
                .filter(|it| it.grade == Grade::Rerated);
            rerated.for_each(|it| what.clone_into(&mut it.what));
        }
        Graded {
            compared,
            captured,
            unread: false,
        }
    }

    /// The tools of a server at one time; nothing where a file of it cannot be read whole, for then a tool
    /// that is missing is not gone.
    fn list(&self, server: &str, files: &Files) -> Option<Vec<Side>> {
        let mut stored = vec![(SETTINGS, Stored::File(self.settings.clone()))];
        for (place, blob) in files {
            stored.push((place, Stored::File(self.blobs.get(blob)?.clone())));
        }
        let stored = stored
            .into_iter()
            .map(|(place, file)| (place.as_bytes(), file));
        let tree = Tree::of_stored(stored);
        let loaded = load(&tree);
        if !loaded.found.is_empty() {
            return None;
        }
        let lock = tree.file(&[server, "/tools.lock.json"].concat());
        let lock = lock.and_then(|file| serde_json::from_str::<Lock>(&file.text).ok());
        let mut locked = lock.map(|lock| lock.tools).unwrap_or_default();
        let rated = rate(&loaded.catalog);
        let mut sides: Vec<Side> = rated
            .tools_of(server)
            .iter()
            .map(|tool| side(tool, locked.remove(&tool.tool.definition.name)))
            .collect();
        let edition = edition(&loaded.catalog.config.additions);
        let others = locked.iter();
        sides.extend(others.map(|(name, kept)| Side::of_lock(name, kept, &edition)));
        Some(sides)
    }
}

/// A tool with an entry: of its definition what the lock keeps or else the entry says, and the rating that
/// stands.
fn side(rated: &RatedTool<'_>, locked: Option<LockedTool>) -> Side {
    let said = &rated.tool.definition;
    let definition = match &locked {
        Some(locked) => locked.text.clone(),
        None => Some(json!({
            "name": said.name, "title": said.title, "description": said.description,
        })),
    };
    Side {
        name: said.name.clone(),
        definition,
        kept: locked.unwrap_or_default(),
        rating: Some(rated.rating.clone()),
    }
}

fn is_locked(side: &Side) -> bool {
    !side.kept.fingerprint.is_empty()
}

/// Takes away the tools that the server had and has no more: their entries stay until a person removes
/// them. Where there is no capture at all, nothing is known of the server.
fn drop_unlisted(before: &[Side], after: &mut Vec<Side>) {
    if after.iter().any(is_locked) {
        let listed = before.iter().filter(|side| is_locked(side));
        let listed: BTreeSet<&str> = listed.map(|side| side.name.as_str()).collect();
        after.retain(|side| is_locked(side) || !listed.contains(side.name.as_str()));
    }
}

/// Takes away the definitions of the tools that only one side has from the server: the entry's words and
/// the server's are no two versions of one text. Says how many there are of these.
fn even(before: &mut [Side], after: &mut [Side]) -> usize {
    let mut old: BTreeMap<String, &mut Side> = before
        .iter_mut()
        .map(|side| (side.name.clone(), side))
        .collect();
    let mut captured = 0;
    for new in after {
        let Some(old) = old
            .get_mut(&new.name)
            .filter(|old| is_locked(old) != is_locked(new))
        else {
            continue;
        };
        captured += usize::from(is_locked(new));
        for side in [&mut **old, new] {
            side.definition = None;
            side.kept.fingerprint.clear();
        }
    }
    captured
}

/// The edition of the rules that rated a tool.
fn rules_of<'s>(sides: &'s [Side], tool: &str) -> Option<&'s str> {
    let side = sides.iter().find(|side| side.name == tool)?;
    let assessment = side.kept.assessment.as_ref()?;
    Some(assessment.rules.as_str())
}

//! Which files of an earlier catalog have another name now, so that their old findings are not taken for new ones.
//!
//! A server's folder that is gone and one that is new are the same if most of their lines are; so are two files of
//! one server. What was copied is not renamed: the old one is still there.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Stored, Tree};

type Old<'a> = BTreeMap<&'a str, &'a str>;

/// Gives the files of an earlier catalog the names that they have in `now`.
pub(super) fn follow(files: &mut [(Vec<u8>, Stored)], now: &Tree) {
    let names = renames(files, now);
    for (place, _) in files {
        if let Some(name) = std::str::from_utf8(place).ok().and_then(|it| names.get(it)) {
            *place = name.clone().into_bytes();
        }
    }
}

/// The new name of each file that has one.
fn renames(files: &[(Vec<u8>, Stored)], now: &Tree) -> BTreeMap<String, String> {
    let texts = files.iter().filter_map(|(place, stored)| match stored {
        Stored::File(bytes) => Some((
            std::str::from_utf8(place).ok()?,
            std::str::from_utf8(bytes).ok()?,
        )),
        Stored::Link => None,
    });
    let old: Old<'_> = texts.collect();
    let new = now.sources.iter().map(|(_, it)| (&*it.place, &*it.text));
    // Pages and templates beside the catalog are none of its files.
    let new: Old<'_> = new.filter(|(place, _)| !place.starts_with("..")).collect();
    let folders = folders(&old, &new);
    let moved = |place: &str| match place.split_once('/') {
        Some((folder, rest)) => folders
            .get(folder)
            .map_or_else(|| place.to_owned(), |folder| format!("{folder}/{rest}")),
        None => place.to_owned(),
    };
    let mut names: BTreeMap<String, String> =
        old.keys().map(|it| ((*it).to_owned(), moved(it))).collect();
    let taken: BTreeSet<String> = names.values().cloned().collect();
    let gone = |name: &String| !new.contains_key(name.as_str());
    let lost: Vec<(String, String)> = names
        .iter()
        .filter(|(_, name)| gone(name))
        .map(|(place, name)| (place.clone(), name.clone()))
        .collect();
    let mut added: Vec<&str> = new
        .keys()
        .copied()
        .filter(|it| !taken.contains(*it))
        .collect();
    for (place, name) in lost {
        let text = old.get(place.as_str()).copied().unwrap_or_default();
        let alike = |other: &&str| {
            kind(other) == kind(&name) && are_alike(&lines([text]), &lines(new.get(other).copied()))
        };
        if let Some(at) = added.iter().position(alike) {
            names.insert(place, added.remove(at).to_owned());
        }
    }
    names
}

/// The folder and the ending of a place.
fn kind(place: &str) -> (&str, &str) {
    let (folder, name) = place.split_once('/').unwrap_or(("", place));
    (folder, name.rsplit_once('.').map_or("", |(_, end)| end))
}

/// The new name of each folder of a server that has one.
fn folders<'a>(old: &Old<'a>, new: &Old<'a>) -> BTreeMap<&'a str, &'a str> {
    let all = |files: &Old<'a>| -> BTreeSet<&'a str> {
        let folders = files.keys().filter_map(|place| place.split_once('/'));
        folders.map(|(folder, _)| folder).collect()
    };
    let (before, after) = (all(old), all(new));
    let of = |files: &Old<'a>, folder: &str| {
        let inside = files.iter().filter(|(place, _)| {
            let folder_of = place.split_once('/').map(|(folder, _)| folder);
            folder_of == Some(folder)
        });
        lines(inside.map(|(_, text)| *text))
    };
    let mut added: Vec<(&str, Lines<'_>)> = after
        .difference(&before)
        .map(|folder| (*folder, of(new, folder)))
        .collect();
    let mut renamed = BTreeMap::new();
    for folder in before.difference(&after) {
        let had = of(old, folder);
        let alike = added.iter().map(|(_, has)| shared(&had, has));
        let best = alike.enumerate().max_by_key(|(_, shared)| *shared);
        let found =
            best.filter(|(at, _)| added.get(*at).is_some_and(|(_, has)| are_alike(&had, has)));
        if let Some((at, _)) = found {
            renamed.insert(*folder, added.remove(at).0);
        }
    }
    renamed
}

/// How often each line occurs.
type Lines<'a> = BTreeMap<&'a str, usize>;

fn lines<'a>(texts: impl IntoIterator<Item = &'a str>) -> Lines<'a> {
    let mut all = Lines::new();
    for line in texts.into_iter().flat_map(str::lines).map(str::trim) {
        if !line.is_empty() {
            *all.entry(line).or_default() += 1;
        }
    }
    all
}

fn shared(one: &Lines<'_>, other: &Lines<'_>) -> usize {
    let both = one
        .iter()
        .map(|(line, count)| (*count).min(other.get(line).copied().unwrap_or_default()));
    both.sum()
}

/// Whether at least half of the lines are the same.
fn are_alike(one: &Lines<'_>, other: &Lines<'_>) -> bool {
    let most = one.values().sum::<usize>().max(other.values().sum());
    most > 0 && shared(one, other) * 2 >= most
}

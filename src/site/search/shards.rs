//! Keys of documents → the files of the index: a tree of prefixes, cut where a file is full.
//!
//! Below a prefix with at most [`FULL`] documents all of them stand in one file, which neighbours
//! share while there is room. A prefix with more has a file of its own: the best of them, some for
//! each cell of severity and category, and how many there are at least. So one file answers any beginning
//! of a word. An exact number would change the files of all prefixes of all words of a tool that comes or
//! goes.

use rayon::prelude::*;

/// Most documents of a file that holds all there are.
const FULL: usize = 200;
/// Of more than that, how many of the best a file holds, and of how many more in each cell.
const BEST: usize = 40;
const OF_EACH_CELL: usize = 10;

/// A document's number; a lower one ranks higher where nothing else decides.
pub(super) type Number = u32;
/// A severity and a category as one number, for documents that have them.
pub(super) type Cell = Option<u8>;
/// Cells that there are.
pub(super) const CELLS: usize = 20;

/// Where in a document a key is from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Its name, from the beginning.
    Name,
    /// Its name, from a later word on.
    NameRest,
    /// A word of what is said of it.
    Prose,
}

/// The keys of one document.
#[derive(Debug, Default)]
pub(super) struct Keys {
    text: String,
    ends: Vec<(usize, Part)>,
}

impl Keys {
    /// Adds keys.
    pub(super) fn add<S: AsRef<str>>(&mut self, keys: impl IntoIterator<Item = (S, Part)>) {
        for (key, part) in keys {
            self.text.push_str(key.as_ref());
            self.ends.push((self.text.len(), part));
        }
    }
}

/// A file of the index.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shard {
    /// Every document below some neighbouring prefixes, of which the first is the label.
    All { label: String, found: Vec<Number> },
    /// The best documents below a prefix that has too many.
    Best {
        label: String,
        found: Vec<Number>,
        /// How many there are; none where all stand here.
        counts: Option<Counts>,
    },
}

/// How many documents there are at least, in all and in each cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) total: usize,
    pub(super) cells: [usize; CELLS],
}

/// A number rounded down: to tens below a hundred, else to its first two digits.
fn at_least(count: usize) -> usize {
    let digits = count.checked_ilog10().unwrap_or_default();
    let step = 10_usize.pow(digits.max(2) - 1);
    if count < 10 {
        count
    } else {
        count - count % step
    }
}

/// One key of one document.
#[derive(Debug, Clone, Copy)]
struct Entry<'k> {
    key: &'k str,
    part: Part,
    number: Number,
}

/// How well a document fits a prefix: the lower, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its name is the prefix.
    Exact,
    /// Its best part begins with it.
    Begins(Part),
}

#[derive(Debug, Clone, Copy)]
struct Found {
    number: Number,
    fit: Fit,
}

/// The files that answer every beginning of every key, in the order of their labels. The first is
/// that of the empty prefix. Documents are numbered by their place.
pub(super) fn shards(documents: &[Keys], cells: &[Cell]) -> Vec<Shard> {
    let mut entries: Vec<Entry<'_>> = documents
        .par_iter()
        .enumerate()
        .flat_map_iter(|(place, keys)| {
            entries_of(keys, Number::try_from(place).unwrap_or(Number::MAX))
        })
        .collect();
    entries.par_sort_unstable_by_key(|entry| (entry.key, entry.number, entry.part));
    let found = gather(&entries, "");
    below("", &entries, found, cells)
}

fn entries_of(keys: &Keys, number: Number) -> impl Iterator<Item = Entry<'_>> {
    let mut start = 0;
    keys.ends.iter().filter_map(move |(end, part)| {
        let key = keys.text.get(start..*end)?;
        start = *end;
        (!key.is_empty()).then_some(Entry {
            key,
            part: *part,
            number,
        })
    })
}

/// The documents of these entries, each once with its best fit to the prefix, by number.
fn gather(entries: &[Entry<'_>], prefix: &str) -> Vec<Found> {
    let found = |entry: &Entry<'_>| Found {
        number: entry.number,
        fit: match entry.part {
            Part::Name if entry.key == prefix => Fit::Exact,
            part => Fit::Begins(part),
        },
    };
    let mut all: Vec<Found> = entries.iter().map(found).collect();
    all.sort_unstable_by_key(|found| (found.number, found.fit));
    all.dedup_by_key(|found| found.number);
    all
}

/// The file of a prefix with many documents, and those of what lies below it.
fn below(prefix: &str, entries: &[Entry<'_>], found: Vec<Found>, cells: &[Cell]) -> Vec<Shard> {
    let longer = entries.partition_point(|entry| entry.key.len() <= prefix.len());
    let (_, longer) = entries.split_at_checked(longer).unwrap_or_default();
    let next = |entry: &Entry<'_>| after(entry.key, prefix).and_then(|rest| rest.chars().next());
    let groups: Vec<&[Entry<'_>]> = longer.chunk_by(|a, b| next(a) == next(b)).collect();
    let children: Vec<Child> = groups
        .into_par_iter()
        .map(|group| child(prefix, group, cells))
        .collect();
    let mut shards = vec![best(prefix, found, cells)];
    pack(children, &mut shards);
    shards
}

/// What lies below a prefix and one more character.
enum Child {
    Few {
        label: String,
        found: Vec<Number>,
    },
    /// Too many for one file.
    Many(Vec<Shard>),
}

fn child(parent: &str, entries: &[Entry<'_>], cells: &[Cell]) -> Child {
    let (first, last) = (entries.first(), entries.last());
    let ends = first.zip(last).map(|(first, last)| (first.key, last.key));
    let (first, last) = ends.unwrap_or_default();
    let found = gather(entries, "");
    if found.len() <= FULL {
        let next = after(first, parent).and_then(|rest| rest.chars().next());
        return Child::Few {
            label: parent.chars().chain(next).collect(),
            found: found.iter().map(|found| found.number).collect(),
        };
    }
    // Nothing parts the keys before this: whoever types less than it means the same documents.
    let label = common(first, last);
    let found = gather(entries, label);
    Child::Many(below(label, entries, found, cells))
}

/// Lets neighbours with few documents share a file.
fn pack(children: Vec<Child>, shards: &mut Vec<Shard>) {
    let mut open: Option<(String, Vec<Number>)> = None;
    for child in children {
        match child {
            Child::Few { label, found } => {
                let fits = open
                    .as_ref()
                    .is_some_and(|(_, held)| held.len() + found.len() <= FULL);
                if !fits {
                    shards.extend(open.take().map(all));
                }
                let (_, held) = open.get_or_insert_with(|| (label, Vec::new()));
                held.extend(found);
            }
            Child::Many(more) => {
                shards.extend(open.take().map(all));
                shards.extend(more);
            }
        }
    }
    shards.extend(open.map(all));
}

fn all((label, mut found): (String, Vec<Number>)) -> Shard {
    found.sort_unstable();
    found.dedup();
    Shard::All { label, found }
}

fn best(prefix: &str, mut found: Vec<Found>, cells: &[Cell]) -> Shard {
    let cell_of = |number: Number| {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        cells.get(place).copied().flatten().map(usize::from)
    };
    found.sort_unstable_by_key(|found| (found.fit, found.number));
    let total = found.len();
    let mut counted = [0; CELLS];
    let mut kept = Vec::new();
    for (rank, found) in found.iter().enumerate() {
        let cell = cell_of(found.number).and_then(|cell| counted.get_mut(cell));
        let wanted = cell.is_some_and(|count| {
            *count += 1;
            *count <= OF_EACH_CELL
        });
        if wanted || rank < BEST || total <= FULL {
            kept.push(found.number);
        }
    }
    let counts = (kept.len() < total).then(|| Counts {
        total: at_least(total),
        cells: counted.map(at_least),
    });
    Shard::Best {
        label: prefix.to_owned(),
        found: kept,
        counts,
    }
}

fn after<'k>(key: &'k str, prefix: &str) -> Option<&'k str> {
    key.get(prefix.len()..)
}

/// The beginning that two texts share.
fn common<'k>(first: &'k str, last: &str) -> &'k str {
    let pairs = first.char_indices().zip(last.chars());
    let end = pairs
        .take_while(|((_, a), b)| a == b)
        .last()
        .map_or(0, |((at, c), _)| at + c.len_utf8());
    first.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn documents(count: usize) -> (Vec<Keys>, Vec<Cell>) {
        let verbs = ["create", "creature", "list", "get", "größe"];
        let keys = (0..count).map(|number| {
            let name = format!("{}item{number}", verbs[number % verbs.len()]);
            let rest = format!("item{number}");
            let mut keys = Keys::default();
            keys.add([(name, Part::Name), (rest, Part::NameRest)]);
            keys.add([("common", Part::Prose)]);
            keys
        });
        let cells = (0..count).map(|number| u8::try_from(number % CELLS).ok());
        (keys.collect(), cells.collect())
    }

    fn keys_of(keys: &Keys) -> Vec<&str> {
        entries_of(keys, 0).map(|entry| entry.key).collect()
    }

    /// What the script does with the labels: the file that answers a prefix.
    fn answering<'s>(shards: &'s [Shard], prefix: &str) -> &'s Shard {
        let mut few = None;
        for shard in shards {
            match shard {
                Shard::Best { label, .. } if label.starts_with(prefix) => return shard,
                Shard::All { label, .. } if label.as_str() <= prefix => few = Some(shard),
                Shard::Best { .. } | Shard::All { .. } => {}
            }
        }
        few.unwrap()
    }

    fn beginnings(key: &str) -> impl Iterator<Item = &str> {
        key.char_indices()
            .filter_map(|(at, c)| key.get(..at + c.len_utf8()))
    }

    #[test]
    fn every_beginning_of_every_key_is_answered_by_one_file_that_says_how_many_there_are() {
        let (documents, cells) = documents(900);
        let shards = shards(&documents, &cells);
        let prefixes: BTreeSet<&str> = documents
            .iter()
            .flat_map(keys_of)
            .flat_map(beginnings)
            .collect();
        for prefix in prefixes {
            let matching = (0..)
                .zip(&documents)
                .filter(|(_, keys)| keys_of(keys).iter().any(|key| key.starts_with(prefix)));
            let matching: BTreeSet<Number> = matching.map(|(number, _)| number).collect();
            match answering(&shards, prefix) {
                Shard::All { found, .. } => {
                    assert!(matching.iter().all(|it| found.contains(it)), "{prefix}");
                }
                Shard::Best { found, counts, .. } => {
                    let Counts { total, cells } = counts.as_ref().unwrap();
                    let nearly = matching.len() * 9 / 10..=matching.len();
                    assert!(nearly.contains(total), "{prefix}: {total}");
                    assert!(cells.iter().sum::<usize>() <= matching.len(), "{prefix}");
                    assert!(found.iter().all(|it| matching.contains(it)), "{prefix}");
                    assert!(found.len() >= BEST, "{prefix}");
                }
            }
        }
    }

    #[test]
    fn no_file_is_large_and_none_is_there_twice() {
        let (documents, cells) = documents(900);
        let shards = shards(&documents, &cells);
        let mut names = BTreeSet::new();
        for shard in &shards {
            let (name, found) = match shard {
                Shard::All { label, found } => ((false, label), found),
                Shard::Best { label, found, .. } => ((true, label), found),
            };
            assert!(found.len() <= BEST + CELLS * OF_EACH_CELL, "{name:?}");
            assert!(names.insert(name), "{name:?}");
        }
    }

    #[test]
    fn few_documents_more_or_less_leave_most_files_as_they_are() {
        let rounded = [0, 9, 10, 19, 99, 100, 199, 1_234, 98_765].map(at_least);
        assert_eq!(rounded, [0, 9, 10, 10, 90, 100, 190, 1_200, 98_000]);
        let counts = |count| {
            let (documents, cells) = documents(count);
            let shards = shards(&documents, &cells).into_iter();
            let counts = shards.filter_map(|shard| match shard {
                Shard::Best { counts, .. } => counts,
                Shard::All { .. } => None,
            });
            counts.map(|it| it.total).collect::<Vec<_>>()
        };
        assert_eq!(counts(905), counts(904));
    }

    #[test]
    fn an_exact_name_comes_first() {
        let mut documents: Vec<Keys> = Vec::new();
        for number in 0..500 {
            let mut keys = Keys::default();
            let name = if number == 499 {
                "get".to_owned()
            } else {
                format!("get{number}")
            };
            keys.add([(name, Part::Name)]);
            documents.push(keys);
        }
        let shards = shards(&documents, &vec![None; 500]);
        let Shard::Best { found, .. } = answering(&shards, "get") else {
            panic!("500 names in one file");
        };
        assert_eq!(found[..2], [499, 0]);
    }
}

//! The search index: static files, of which a search loads one for each word, two at most for a
//! keystroke.
//!
//! The first file, `index.json`, holds the words of the vocabularies, the labels of the other files,
//! and the best of everything. From the labels alone a script knows which file answers a beginning
//! of a word: the first of `best` that begins with it, else the last of `all` that does not come
//! after it. Records hold all that is searched and shown, so nothing else is loaded. What belongs
//! to a server stands in a file of its own, for searches in that server.

mod document;
mod record;
mod shards;
mod synonyms;
mod vocabulary;
mod words;

use std::fmt::Write as _;

use serde::Serialize;

use document::{Item, items, keys};
use record::{File, First};
use shards::{Number, Shard, shards};

use super::index::Index;
use crate::rules::Rated;

/// What is found under which beginning.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Everything that can be found, by number.
    items: Vec<Item>,
    /// The file of the empty prefix, then the others.
    shards: Vec<Shard>,
    /// The most frequent words.
    vocabulary: String,
}

impl Search {
    pub(super) fn new(rated: &Rated<'_>) -> Self {
        let items = items(rated);
        let (keys, cells) = keys(&items, rated);
        let shards = shards(&keys, &cells);
        let vocabulary = vocabulary::vocabulary(&items, rated);
        Self {
            items,
            shards,
            vocabulary,
        }
    }

    /// The numbers of the files beside `index.json`.
    pub(super) fn files(&self) -> std::ops::Range<usize> {
        1..self.shards.len()
    }

    /// The path of a file.
    pub(super) fn path(&self, number: usize) -> String {
        match self.shards.get(number) {
            Some(Shard::All { label, .. }) => format!("search/all-{}.json", file_name(label)),
            Some(Shard::Best { label, .. }) => format!("search/best-{}.json", file_name(label)),
            None => String::new(),
        }
    }

    /// The first file.
    pub(super) fn first(&self, index: &Index<'_>) -> String {
        let (mut best, mut all) = (String::new(), String::new());
        for shard in self.shards.iter().skip(1) {
            let (list, label) = match shard {
                Shard::All { label, .. } => (&mut all, label),
                Shard::Best { label, .. } => (&mut best, label),
            };
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(label);
        }
        let any = self.shards.first().map(|shard| self.records(shard, index));
        any.map_or_else(String::new, |any| {
            line(&First::new([&best, &all, &self.vocabulary], any))
        })
    }

    /// Any other file.
    pub(super) fn file(&self, number: usize, index: &Index<'_>) -> String {
        let shard = self.shards.get(number);
        shard.map_or_else(String::new, |shard| line(&self.records(shard, index)))
    }

    /// Tells what stands in a file: for a server its place in the catalog, for a tool its place in the
    /// rated list, neither for anything else.
    pub(super) fn describe(
        &self,
        number: usize,
        mut tell: impl FnMut(Option<usize>, Option<usize>),
    ) {
        let Some(Shard::All { found, .. } | Shard::Best { found, .. }) = self.shards.get(number)
        else {
            return;
        };
        for number in found {
            let place = usize::try_from(*number).unwrap_or(usize::MAX);
            match self.items.get(place) {
                Some(Item::Server(at)) => tell(Some(*at), None),
                Some(Item::Tool(at)) => tell(None, Some(*at)),
                _ => tell(None, None),
            }
        }
    }

    /// The numbers that a file holds besides its records.
    pub(super) fn totals(&self, number: usize) -> String {
        match self.shards.get(number) {
            Some(Shard::Best { counts, .. }) => format!("{counts:?}"),
            _ => String::new(),
        }
    }

    fn records(&self, shard: &Shard, index: &Index<'_>) -> File {
        let numbered = |number: &Number| {
            let place = usize::try_from(*number).ok()?;
            self.items.get(place).copied()
        };
        match shard {
            Shard::All { found, .. } => File::new(found.iter().filter_map(numbered), index),
            Shard::Best { found, counts, .. } => {
                File::new(found.iter().filter_map(numbered), index).of(counts.as_ref())
            }
        }
    }
}

/// The file of the tools of one server, by its place in the catalog.
pub(super) fn of_server(number: usize, index: &Index<'_>) -> String {
    let entry = index.servers.get(number);
    let range = entry.map(|entry| entry.range.clone()).unwrap_or_default();
    line(&File::table(range.map(Item::Tool), index))
}

/// Tools in the given order, with all that a table shows of them.
pub(super) fn table(places: &[usize], index: &Index<'_>) -> impl Serialize + use<> {
    File::table(places.iter().copied().map(Item::Tool), index)
}

/// The path of that file.
pub(super) fn server_path(id: &str) -> String {
    format!("search/in-{id}.json")
}

/// A label as part of a file's name: small Latin letters and digits as they are, any other
/// character as its number between hyphens.
fn file_name(label: &str) -> String {
    let mut name = String::with_capacity(label.len());
    for c in label.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(name, "-{:x}-", u32::from(c));
        }
    }
    name
}

/// A value as one line of JSON. Texts in it show what hides already.
fn line(value: &impl Serialize) -> String {
    // Strings, numbers and lists only: serialising them cannot fail.
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

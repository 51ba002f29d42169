//! The files of the index as JSON: short records that hold all that a result shows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::document::{Item, KINDS, server_title};
use super::shards::CELLS;
use crate::model::{Category, Severity};
use crate::site::index::Index;
use crate::site::text::Text;
use crate::site::urls::{server_path, tool_path};

/// The first file: what the records are made of, where the other files are, and the best of all.
#[derive(Debug, Serialize)]
pub(super) struct First<'a> {
    version: u32,
    kinds: &'static [&'static str],
    severities: &'static [Severity],
    categories: &'static [Category],
    /// The labels of the files with the best of many, and of those with all of a few, by order of
    /// their characters.
    best: &'a str,
    all: &'a str,
    /// Every record below the empty prefix, or the best of them.
    any: File,
}

/// Records in the order of their rank.
#[derive(Debug, Serialize)]
pub(super) struct File {
    /// How many documents there are; absent when all stand here.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    /// How many of them each severity and category has, severity by severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<[usize; CELLS]>,
    /// Id and title of the servers that the records name by place.
    servers: Vec<(String, Text)>,
    records: Vec<Record>,
}

/// One result.
#[derive(Debug)]
enum Record {
    /// Name, line, severity, category, server; the folder of its page where that is not its name.
    Tool(Text, Text, usize, usize, usize, Option<String>),
    /// Name, line, path, kind.
    Other(Text, Text, String, usize),
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        match self {
            Self::Tool(name, line, severity, category, server, folder) => {
                list.serialize_element(name)?;
                list.serialize_element(line)?;
                for number in [severity, category, server] {
                    list.serialize_element(number)?;
                }
                if let Some(folder) = folder {
                    list.serialize_element(folder)?;
                }
            }
            Self::Other(name, line, path, kind) => {
                list.serialize_element(name)?;
                list.serialize_element(line)?;
                list.serialize_element(path)?;
                list.serialize_element(kind)?;
            }
        }
        list.end()
    }
}

impl First<'_> {
    pub(super) fn new<'a>(best: &'a str, all: &'a str, any: File) -> First<'a> {
        First {
            version: 1,
            kinds: KINDS,
            severities: Severity::ALL,
            categories: Category::ALL,
            best,
            all,
            any,
        }
    }
}

impl File {
    /// Every one of these, in the given order.
    pub(super) fn new(items: impl Iterator<Item = Item>, index: &Index<'_>) -> Self {
        let mut servers = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut records = Vec::new();
        for item in items {
            let (name, line) = item.words(index.rated);
            let Item::Tool(place) = item else {
                records.push(Record::Other(name, line, path(item, index), item.kind()));
                continue;
            };
            let Some(rated) = index.tool(place) else {
                continue;
            };
            let server = *places.entry(&rated.server.id).or_insert_with(|| {
                let title = server_title(&rated.server.title.value);
                servers.push((rated.server.id.clone(), title));
                servers.len() - 1
            });
            let slug: &str = &rated.tool.slug;
            let folder = (slug != name.as_str()).then(|| slug.to_owned());
            let (severity, category) = (rated.rating.severity, rated.rating.category);
            let (severity, category) = (severity as usize, category as usize);
            records.push(Record::Tool(name, line, severity, category, server, folder));
        }
        Self {
            total: None,
            cells: None,
            servers,
            records,
        }
    }

    /// The best of `total`, so many in each cell.
    pub(super) fn of(mut self, total: usize, cells: [usize; CELLS]) -> Self {
        if self.records.len() < total {
            self.total = Some(total);
            self.cells = Some(cells);
        }
        self
    }
}

/// The path of a page under the root.
fn path(item: Item, index: &Index<'_>) -> String {
    let slug = |slugs: &[String], at: usize| slugs.get(at).cloned().unwrap_or_default();
    match item {
        Item::Server(at) => index
            .servers
            .get(at)
            .map_or_else(String::new, |entry| server_path(&entry.server.id)),
        Item::Category(word) => format!("categories/{word}/"),
        Item::Severity(word) => format!("risk/{word}/"),
        Item::Trait(word) => format!("traits/{word}/"),
        Item::Attack(at) => format!("attacks/{}/", slug(&index.attack_slugs, at)),
        Item::Term(at) => format!("glossary/{}/", slug(&index.term_slugs, at)),
        Item::Tool(place) => index.tool(place).map_or_else(String::new, |rated| {
            tool_path(&rated.server.id, &rated.tool.slug)
        }),
    }
}

//! The files of the index as JSON: short records that hold all that a result shows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::document::{Item, KINDS, publisher, server_title};
use super::shards::{CELLS, Counts};
use super::synonyms;
use crate::model::{Category, Decision, Severity};
use crate::policy::ToolPolicy;
use crate::rules::RatedTool;
use crate::site::definitions;
use crate::site::index::Index;
use crate::site::text::Text;
use crate::site::tools::mask;
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
    /// The most frequent words, and the groups of words that mean the same.
    words: &'a str,
    synonyms: String,
    /// Every record below the empty prefix, or the best of them.
    any: File,
}

/// Records in the order of their rank.
#[derive(Debug, Serialize)]
pub(super) struct File {
    /// How many documents there are at least; absent when all stand here.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    /// How many of them each severity and category has at least, severity by severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<[usize; CELLS]>,
    /// Id, title and publisher of the servers that the records name by place.
    servers: Vec<(String, Text, Text)>,
    records: Vec<Record>,
}

/// What a table shows of a tool besides: the decision, the traits as bits, and the limit in words.
#[derive(Debug)]
struct Policy(usize, u32, Option<String>);

/// One result.
#[derive(Debug)]
enum Record {
    /// Name, line, severity, category, server; the folder of its page where that is not its name.
    Tool(Text, Text, [usize; 3], Option<String>, Option<Policy>),
    /// Name, line, path, kind; further words under which it is found, and its publisher.
    Other([Text; 2], String, usize, [Text; 2]),
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        match self {
            Self::Tool(name, line, numbers, folder, policy) => {
                list.serialize_element(name)?;
                list.serialize_element(line)?;
                for number in numbers {
                    list.serialize_element(number)?;
                }
                if folder.is_some() || policy.is_some() {
                    list.serialize_element(folder)?;
                }
                if let Some(Policy(decision, traits, limit)) = policy {
                    list.serialize_element(decision)?;
                    list.serialize_element(traits)?;
                    if let Some(limit) = limit {
                        list.serialize_element(limit)?;
                    }
                }
            }
            Self::Other(texts, path, kind, more) => {
                for text in texts {
                    list.serialize_element(text)?;
                }
                list.serialize_element(path)?;
                list.serialize_element(kind)?;
                let filled = more.iter().rposition(|text| !text.as_str().is_empty());
                for text in more.iter().take(filled.map_or(0, |at| at + 1)) {
                    list.serialize_element(text)?;
                }
            }
        }
        list.end()
    }
}

impl First<'_> {
    pub(super) fn new([best, all, words]: [&str; 3], any: File) -> First<'_> {
        First {
            version: 1,
            kinds: KINDS,
            severities: Severity::ALL,
            categories: Category::ALL,
            best,
            all,
            words,
            synonyms: synonyms::listed(),
            any,
        }
    }
}

impl File {
    /// Every one of these, in the given order.
    pub(super) fn new(items: impl Iterator<Item = Item>, index: &Index<'_>) -> Self {
        Self::with(items, index, |_| None)
    }

    /// Every one of these, each tool with what the policy says of it.
    pub(super) fn table(items: impl Iterator<Item = Item>, index: &Index<'_>) -> Self {
        Self::with(items, index, |rated| Some(policy(rated)))
    }

    fn with(
        items: impl Iterator<Item = Item>,
        index: &Index<'_>,
        policy: impl Fn(&RatedTool<'_>) -> Option<Policy>,
    ) -> Self {
        let mut servers = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut records = Vec::new();
        for item in items {
            let (name, line) = item.words(index.rated);
            let Item::Tool(place) = item else {
                let server = item.server(index.rated);
                let more = [
                    item.further(index.rated),
                    server.map(publisher).unwrap_or_default(),
                ];
                let path = path(item, index);
                records.push(Record::Other([name, line], path, item.kind(), more));
                continue;
            };
            let Some(rated) = index.tool(place) else {
                continue;
            };
            let server = *places.entry(&rated.server.id).or_insert_with(|| {
                let title = server_title(&rated.server.title.value);
                servers.push((rated.server.id.clone(), title, publisher(rated.server)));
                servers.len() - 1
            });
            let slug: &str = &rated.tool.slug;
            let folder = (slug != name.as_str()).then(|| slug.to_owned());
            let (severity, category) = (rated.rating.severity, rated.rating.category);
            let (severity, category) = (severity as usize, category as usize);
            let numbers = [severity, category, server];
            records.push(Record::Tool(name, line, numbers, folder, policy(rated)));
        }
        Self {
            total: None,
            cells: None,
            servers,
            records,
        }
    }

    /// The best of so many.
    pub(super) fn of(mut self, counts: Option<&Counts>) -> Self {
        self.total = counts.map(|counts| counts.total);
        self.cells = counts.map(|counts| counts.cells);
        self
    }
}

fn policy(rated: &RatedTool<'_>) -> Policy {
    let rule = ToolPolicy::new(rated);
    let limit = (rule.decision == Decision::Limit).then(|| definitions::decision(&rule));
    Policy(rule.decision as usize, mask(&rated.rating.traits), limit)
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

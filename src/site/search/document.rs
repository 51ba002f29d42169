//! What can be found: every page that stands for a thing of the catalog, in the order of its rank.

use rayon::prelude::*;

use super::shards::{CELLS, Cell, Keys, Part};
use super::words::{name_keys, prose_keys};
use crate::model::{Category, Severity, Trait};
use crate::rules::Rated;
use crate::site::definitions;
use crate::site::text::{Text, first_sentence};

/// Longest name and line of a result, in characters.
const NAME: usize = 80;
const LINE: usize = 90;

/// A thing that can be found. The order is that of the results where they fit alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// By its place in the catalog.
    Server(usize),
    Category(Category),
    Severity(Severity),
    Trait(Trait),
    /// By its place in the catalog.
    Attack(usize),
    /// By its place in the catalog.
    Term(usize),
    /// By its place in the rated list.
    Tool(usize),
}

/// Kinds of things, in words, by the number that stands in a record; tools have none.
pub(super) const KINDS: &[&str] = &["server", "category", "risk", "trait", "attack", "term"];

impl Item {
    /// Its place among the [`KINDS`].
    pub(super) const fn kind(self) -> usize {
        match self {
            Self::Server(_) => 0,
            Self::Category(_) => 1,
            Self::Severity(_) => 2,
            Self::Trait(_) => 3,
            Self::Attack(_) => 4,
            Self::Term(_) => 5,
            Self::Tool(_) => 6,
        }
    }

    /// Its name and a line about it, as they are shown and searched.
    pub(super) fn words(self, rated: &Rated<'_>) -> (Text, Text) {
        let catalog = rated.catalog;
        let call = |effect: &str| format!("A call {effect}.");
        let (name, line) = match self {
            Self::Server(at) => catalog
                .servers
                .get(at)
                .map_or_else(Default::default, |server| {
                    let line = first_sentence(&server.summary).0.to_owned();
                    (server.title.value.as_str(), line)
                }),
            Self::Category(word) => (word.as_str(), call(definitions::category(word).effect)),
            Self::Severity(word) => (word.as_str(), definitions::severity(word).to_owned()),
            Self::Trait(word) => (word.as_str(), call(definitions::of_trait(word).effect)),
            Self::Attack(at) => catalog
                .attacks
                .get(at)
                .map_or_else(Default::default, |attack| {
                    (attack.title.as_str(), attack.summary.clone())
                }),
            Self::Term(at) => catalog
                .glossary
                .get(at)
                .map_or_else(Default::default, |term| {
                    (term.title.as_str(), term.summary.clone())
                }),
            Self::Tool(place) => rated
                .tools
                .get(place)
                .map_or_else(Default::default, |rated| {
                    let definition = &rated.tool.definition;
                    let line = first_sentence(&definition.description).0.to_owned();
                    (definition.name.as_str(), line)
                }),
        };
        (Text::short(name, NAME), Text::short(&line, LINE))
    }

    /// Everything under which it is found. The script computes the same from the record alone.
    fn keys(self, rated: &Rated<'_>) -> Keys {
        let (name, line) = self.words(rated);
        let mut keys = Keys::default();
        let parts = std::iter::once(Part::Name).chain(std::iter::repeat(Part::NameRest));
        keys.add(name_keys(name.as_str()).into_iter().zip(parts));
        let prose = |text: &str| prose_keys(text).into_iter().map(|key| (key, Part::Prose));
        keys.add(prose(line.as_str()));
        let server = match self {
            Self::Server(at) => rated.catalog.servers.get(at),
            Self::Tool(place) => rated.tools.get(place).map(|rated| rated.server),
            Self::Category(_)
            | Self::Severity(_)
            | Self::Trait(_)
            | Self::Attack(_)
            | Self::Term(_) => None,
        };
        if let Some(server) = server {
            keys.add(prose(server_title(&server.title.value).as_str()));
            keys.add(prose(&server.id));
        }
        keys
    }

    fn cell(self, rated: &Rated<'_>) -> Cell {
        let Self::Tool(place) = self else {
            return None;
        };
        let rating = &rated.tools.get(place)?.rating;
        cell(rating.severity, rating.category)
    }
}

/// The title of a server, as records have it.
pub(super) fn server_title(title: &str) -> Text {
    Text::short(title, 60)
}

/// The number of a severity and a category.
fn cell(severity: Severity, category: Category) -> Cell {
    const { assert!(Severity::ALL.len() * Category::ALL.len() == CELLS) };
    let at = severity as usize * Category::ALL.len() + category as usize;
    u8::try_from(at).ok()
}

/// Everything that can be found, best first where nothing else decides: by kind, then the shorter
/// name, then by name and place.
pub(super) fn items(rated: &Rated<'_>) -> Vec<Item> {
    let catalog = rated.catalog;
    let mut items: Vec<Item> = (0..catalog.servers.len()).map(Item::Server).collect();
    items.extend(Category::ALL.iter().map(|word| Item::Category(*word)));
    items.extend(Severity::ALL.iter().map(|word| Item::Severity(*word)));
    items.extend(Trait::ALL.iter().map(|word| Item::Trait(*word)));
    items.extend((0..catalog.attacks.len()).map(Item::Attack));
    items.extend((0..catalog.glossary.len()).map(Item::Term));
    items.extend((0..rated.tools.len()).map(Item::Tool));
    let mut ranked: Vec<_> = items
        .into_par_iter()
        .map(|item| {
            let (name, _) = item.words(rated);
            ((item.kind(), name.as_str().len(), name), item)
        })
        .collect();
    ranked.par_sort_unstable();
    ranked.into_iter().map(|(_, item)| item).collect()
}

/// The keys and the cell of each.
pub(super) fn keys(items: &[Item], rated: &Rated<'_>) -> (Vec<Keys>, Vec<Cell>) {
    items
        .par_iter()
        .map(|item| (item.keys(rated), item.cell(rated)))
        .unzip()
}

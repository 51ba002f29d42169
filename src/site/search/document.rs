//! What can be found: every page that stands for a thing of the catalog, in the order of its rank.

use rayon::prelude::*;

use super::shards::{CELLS, Cell, Keys, Part};
use super::synonyms::others;
use super::words::{Shape, joined, name_keys, prose_keys, words};
use crate::model::{Attack, Category, Server, Severity, Trait};
use crate::rules::Rated;
use crate::site::definitions;
use crate::site::text::{Text, first_sentence};

/// Longest name and line of a result, in characters.
const NAME: usize = 80;
const LINE: usize = 90;
/// Longest text of further words, and of a publisher.
const FURTHER: usize = 400;
const PUBLISHER: usize = 40;

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

    /// The server that it is or belongs to.
    pub(super) fn server<'a>(self, rated: &Rated<'a>) -> Option<&'a Server> {
        match self {
            Self::Server(at) => rated.catalog.servers.get(at),
            Self::Tool(place) => rated.tools.get(place).map(|rated| rated.server),
            Self::Category(_)
            | Self::Severity(_)
            | Self::Trait(_)
            | Self::Attack(_)
            | Self::Term(_) => None,
        }
    }

    /// Further words under which it is found: the package of a server; the ids of frameworks and of
    /// vulnerabilities that an attack pattern names.
    pub(super) fn further(self, rated: &Rated<'_>) -> Text {
        match self {
            Self::Server(at) => {
                let server = rated.catalog.servers.get(at);
                Text::short(server.map_or("", |server| &server.package), FURTHER)
            }
            Self::Attack(at) => rated
                .catalog
                .attacks
                .get(at)
                .map_or_else(Text::default, |attack| Text::short(&ids(attack), FURTHER)),
            Self::Category(_)
            | Self::Severity(_)
            | Self::Trait(_)
            | Self::Term(_)
            | Self::Tool(_) => Text::default(),
        }
    }

    /// Everything under which it is found. The script computes the same from the record alone.
    fn keys(self, rated: &Rated<'_>) -> Keys {
        let (name, line) = self.words(rated);
        let mut keys = Keys::default();
        let parts = std::iter::once(Part::Name).chain(std::iter::repeat(Part::NameRest));
        keys.add(name_keys(name.as_str()).into_iter().zip(parts));
        let prose = |text: &str| prose_keys(text).into_iter().map(|key| (key, Part::Prose));
        keys.add(prose(line.as_str()));
        keys.add(prose(self.further(rated).as_str()));
        for id in self.further(rated).as_str().split_whitespace() {
            keys.add([(joined(id), Part::Prose)]);
        }
        let own = words(name.as_str(), Shape::Name);
        let said = words(line.as_str(), Shape::Prose);
        let all = own.iter().chain(&said).map(String::as_str);
        keys.add(others(all).into_iter().map(|key| (key, Part::Prose)));
        if let Some(server) = self.server(rated) {
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

/// The ids of frameworks, and of vulnerabilities in the pattern's text and sources, each once.
fn ids(attack: &Attack) -> String {
    let mut ids: Vec<&str> = attack
        .frameworks
        .iter()
        .map(|id| id.value.as_str())
        .collect();
    let sources = attack.references.iter();
    let texts = sources.flat_map(|it| [it.title.as_str(), it.url.value.as_str()]);
    for text in texts.chain([attack.body.as_str()]) {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let words = text
            .split(|c: char| !inside(c))
            .map(|word| word.trim_end_matches('-'));
        ids.extend(words.filter(|word| word.starts_with("CVE-") || word.starts_with("GHSA-")));
    }
    let mut seen = Vec::new();
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen.join(" ")
}

/// Who publishes a server: the scope of its package, else the owner of its repository.
pub(super) fn publisher(server: &Server) -> Text {
    let scope = server
        .package
        .split_once(":@")
        .and_then(|(_, name)| name.split('/').next());
    let owner = server.repository.split('/').nth(3);
    Text::short(scope.or(owner).unwrap_or_default(), PUBLISHER)
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

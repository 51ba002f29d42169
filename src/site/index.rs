//! What every page looks things up in: groups and counts, built once and never changed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::paging::Paging;
use super::related::Related;
use super::search::Search;
use super::tools::AllTools;
use crate::model::{Attack, Category, Server, Severity, Trait, tool_slugs};
use crate::policy::{ToolPolicy, ToxicFlow};
use crate::rules::{Rated, RatedTool, attacks_of};
use crate::sort;

/// Places of tools in the rated list, in its order.
pub(super) type Places = Vec<usize>;

/// A list of tools with its pages.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) places: Places,
    pub(super) paging: Paging,
}

impl Listed {
    /// The places of the tools on a page.
    pub(super) fn on_page(&self, number: usize) -> &[usize] {
        self.paging.part(&self.places, number)
    }
}

/// Groups and counts of a rated catalog.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) rated: &'a Rated<'a>,
    pub(super) servers: Vec<ServerEntry<'a>>,
    pub(super) by_category: BTreeMap<Category, Listed>,
    pub(super) by_severity: BTreeMap<Severity, Listed>,
    pub(super) by_trait: BTreeMap<Trait, Listed>,
    /// The list of all servers.
    pub(super) server_paging: Paging,
    /// For each attack pattern, the tools it concerns.
    pub(super) by_attack: Vec<Listed>,
    pub(super) matrix: BTreeMap<(Severity, Category), usize>,
    pub(super) attack_slugs: Vec<String>,
    pub(super) term_slugs: Vec<String>,
    pub(super) related: Related,
    pub(super) search: Search,
    pub(super) all_tools: AllTools,
    server_of: Vec<usize>,
}

/// What there is of a word that no tool has.
static NOTHING: Listed = Listed {
    places: Places::new(),
    paging: Paging::EMPTY,
};

/// A server with the place of its tools.
#[derive(Debug)]
pub(super) struct ServerEntry<'a> {
    pub(super) server: &'a Server,
    /// Where its tools stand in the rated list.
    pub(super) range: Range<usize>,
    pub(super) severities: BTreeMap<Severity, usize>,
    pub(super) categories: BTreeMap<Category, usize>,
    /// How many tools of each category the recommended policy lets through.
    pub(super) usable: BTreeMap<Category, usize>,
    /// What its tools can do together; places count from the server's first tool.
    pub(super) flow: Option<ToxicFlow>,
}

impl<'a> Index<'a> {
    pub(super) fn new(rated: &'a Rated<'a>) -> Self {
        Self {
            search: Search::new(rated),
            all_tools: AllTools::new(rated),
            ..Self::outline(rated)
        }
    }

    /// The same without the files of the search and of the list of all tools, which take most of the time.
    pub(super) fn outline(rated: &'a Rated<'a>) -> Self {
        let servers = server_entries(rated);
        let server_of: Vec<usize> = servers
            .iter()
            .enumerate()
            .flat_map(|(number, entry)| entry.range.clone().map(move |_| number))
            .collect();
        let mut index = Self {
            rated,
            servers,
            by_category: BTreeMap::new(),
            by_severity: BTreeMap::new(),
            by_trait: BTreeMap::new(),
            by_attack: rated
                .catalog
                .attacks
                .iter()
                .map(|_| Listed::default())
                .collect(),
            server_paging: Paging::new(rated.catalog.servers.iter().map(|it| [&*it.id, ""])),
            matrix: BTreeMap::new(),
            attack_slugs: slugs(rated.catalog.attacks.iter().map(|each| each.id.as_str())),
            term_slugs: slugs(rated.catalog.glossary.iter().map(|each| each.id.as_str())),
            related: Related::new(&rated.tools, server_of.clone()),
            search: Search::default(),
            all_tools: AllTools::default(),
            server_of,
        };
        for (place, tool) in rated.tools.iter().enumerate() {
            index.add(place, tool);
        }
        index.lay_out();
        index
    }

    fn add(&mut self, place: usize, tool: &RatedTool<'_>) {
        let rating = &tool.rating;
        self.by_category
            .entry(rating.category)
            .or_default()
            .places
            .push(place);
        self.by_severity
            .entry(rating.severity)
            .or_default()
            .places
            .push(place);
        *self
            .matrix
            .entry((rating.severity, rating.category))
            .or_default() += 1;
        for each in &rating.traits {
            self.by_trait.entry(*each).or_default().places.push(place);
        }
        for attack in self.attacks(tool) {
            if let Some(listed) = self.by_attack.get_mut(attack.number) {
                listed.places.push(place);
            }
        }
    }

    /// Puts every list on pages.
    fn lay_out(&mut self) {
        let vocabularies = (self.by_category.values_mut())
            .chain(self.by_severity.values_mut())
            .chain(self.by_trait.values_mut());
        for listed in vocabularies.chain(&mut self.by_attack) {
            let tools = listed
                .places
                .iter()
                .filter_map(|place| self.rated.tools.get(*place));
            let keys = tools.map(|rated| [rated.server.id.as_str(), &*rated.tool.slug]);
            listed.paging = Paging::new(keys);
        }
    }

    /// The tool at a place.
    pub(super) fn tool(&self, place: usize) -> Option<&'a RatedTool<'a>> {
        self.rated.tools.get(place)
    }

    /// The server of the tool at a place.
    pub(super) fn server_of(&self, place: usize) -> Option<&ServerEntry<'a>> {
        self.servers.get(*self.server_of.get(place)?)
    }

    /// The id of a server, by its place in the catalog.
    pub(super) fn server_id(&self, number: usize) -> &str {
        let entry = self.servers.get(number);
        entry.map_or("", |entry| entry.server.id.as_str())
    }

    /// The number of the server of the tool at a place.
    pub(super) fn number_of_server(&self, place: usize) -> Option<usize> {
        self.server_of.get(place).copied()
    }

    /// A server's tools.
    pub(super) fn tools_of(&self, entry: &ServerEntry<'_>) -> &'a [RatedTool<'a>] {
        self.rated
            .tools
            .get(entry.range.clone())
            .unwrap_or_default()
    }

    /// The attack patterns that concern a tool, with their numbers.
    pub(super) fn attacks(&self, tool: &RatedTool<'_>) -> Vec<NumberedAttack<'a>> {
        let all = &self.rated.catalog.attacks;
        attacks_of(self.rated.catalog, tool)
            .into_iter()
            .filter_map(|attack| {
                let number = all.binary_search_by(|each| each.id.cmp(&attack.id)).ok()?;
                Some(NumberedAttack { number, attack })
            })
            .collect()
    }

    /// A category's tools; nothing where it has none.
    pub(super) fn in_category(&self, category: Category) -> &Listed {
        self.by_category.get(&category).unwrap_or(&NOTHING)
    }

    /// A severity's tools; nothing where it has none.
    pub(super) fn in_severity(&self, severity: Severity) -> &Listed {
        self.by_severity.get(&severity).unwrap_or(&NOTHING)
    }

    /// The tools with a trait; nothing where there are none.
    pub(super) fn with_trait(&self, each: Trait) -> &Listed {
        self.by_trait.get(&each).unwrap_or(&NOTHING)
    }

    /// The riskiest tools: by severity, then by how many patterns and traits they have, at most two
    /// of one server, at most `most` in all.
    pub(super) fn riskiest(&self, most: usize) -> Places {
        let mut patterns = vec![0_usize; self.rated.tools.len()];
        for place in self.by_attack.iter().flat_map(|it| &it.places) {
            if let Some(count) = patterns.get_mut(*place) {
                *count += 1;
            }
        }
        let mut chosen = Places::new();
        let mut from: BTreeMap<usize, usize> = BTreeMap::new();
        for severity in Severity::ALL.iter().rev() {
            if chosen.len() >= most {
                break;
            }
            let mut places = self.in_severity(*severity).places.clone();
            sort::by_key(&mut places, |place| {
                let traits = self.tool(*place).map_or(0, |tool| tool.rating.traits.len());
                let patterns = patterns.get(*place).copied().unwrap_or(0);
                (std::cmp::Reverse(patterns + traits), *place)
            });
            for place in places {
                let server = self.server_of.get(place).copied().unwrap_or_default();
                let taken = from.entry(server).or_default();
                if chosen.len() < most && *taken < 2 {
                    *taken += 1;
                    chosen.push(place);
                }
            }
        }
        chosen
    }
}

/// An attack pattern with its number in the catalog.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumberedAttack<'a> {
    pub(super) number: usize,
    pub(super) attack: &'a Attack,
}

fn server_entries<'a>(rated: &'a Rated<'a>) -> Vec<ServerEntry<'a>> {
    let mut start = 0;
    rated
        .servers()
        .map(|(server, tools)| {
            let range = start..start + tools.len();
            start = range.end;
            let (mut severities, mut categories) = (BTreeMap::new(), BTreeMap::new());
            let mut usable: BTreeMap<Category, usize> = BTreeMap::new();
            for tool in tools {
                *severities.entry(tool.rating.severity).or_default() += 1;
                *categories.entry(tool.rating.category).or_default() += 1;
                *usable.entry(tool.rating.category).or_default() +=
                    usize::from(ToolPolicy::new(tool).is_usable());
            }
            ServerEntry {
                server,
                flow: ToxicFlow::find(tools.iter().map(|each| each.rating.traits.as_slice())),
                range,
                severities,
                categories,
                usable,
            }
        })
        .collect()
}

fn slugs<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<String> {
    tool_slugs(&ids.collect::<Vec<_>>())
}

//! The list of all tools, as the script of `/tools/` reads it.
//!
//! A small catalog stands in one file. A large one is cut into groups, one for each severity, category
//! and decision, and each group into parts, once by name and once by server. So a script can filter and
//! sort half a million tools and load only the parts whose rows are in view: it merges the groups that
//! pass the filter, from their first parts on.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::index::{Index, Places};
use super::paging::Paging;
use super::{api, search};
use crate::model::{Category, Decision, Severity, Trait};
use crate::policy::ToolPolicy;
use crate::rules::Rated;

/// Up to this many tools stand in one file.
const SMALL: usize = 1_000;
/// Severity, category and decision.
type Kind = (Severity, Category, Decision);

/// How the rows of a part are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Name,
    Server,
}

impl Order {
    const ALL: [Self; 2] = [Self::Name, Self::Server];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Server => "server",
        }
    }
}

/// The groups of a large catalog; none for a small one.
#[derive(Debug, Default)]
pub(super) struct AllTools {
    groups: Vec<Group>,
    /// The parts of all groups: which group, in which order, and the number of the part from 1.
    parts: Vec<(usize, Order, usize)>,
}

/// The tools of one severity, category and decision.
#[derive(Debug)]
struct Group {
    kind: Kind,
    name: Sorted,
    server: Sorted,
}

/// Tools in one order, with the borders of their parts.
#[derive(Debug)]
struct Sorted {
    places: Places,
    paging: Paging,
}

impl Sorted {
    fn new(places: &[usize], order: Order, rated: &Rated<'_>) -> Self {
        let mut places = places.to_vec();
        places.sort_by_cached_key(|place| sort_key(*place, order, rated));
        let tools = places.iter().filter_map(|place| rated.tools.get(*place));
        let paging = Paging::new(tools.map(|it| [it.server.id.as_str(), &*it.tool.slug]));
        Self { places, paging }
    }
}

impl Group {
    fn sorted(&self, order: Order) -> &Sorted {
        match order {
            Order::Name => &self.name,
            Order::Server => &self.server,
        }
    }
}

impl AllTools {
    pub(super) fn new(rated: &Rated<'_>) -> Self {
        if rated.tools.len() <= SMALL {
            return Self::default();
        }
        let mut places: BTreeMap<Kind, Places> = BTreeMap::new();
        for (place, tool) in rated.tools.iter().enumerate() {
            let rating = &tool.rating;
            // The policy may decide otherwise than the rating, and the rows show the policy.
            let decision = ToolPolicy::new(tool).decision;
            let kind = (rating.severity, rating.category, decision);
            places.entry(kind).or_default().push(place);
        }
        let group = |(kind, places): (Kind, Places)| Group {
            kind,
            name: Sorted::new(&places, Order::Name, rated),
            server: Sorted::new(&places, Order::Server, rated),
        };
        let groups: Vec<Group> = places.into_par_iter().map(group).collect();
        let mut parts = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            for order in Order::ALL {
                let numbers = group.sorted(order).paging.numbers();
                parts.extend(numbers.map(|number| (at, order, number)));
            }
        }
        Self { groups, parts }
    }

    /// The numbers of the parts, from 0.
    pub(super) fn parts(&self) -> std::ops::Range<usize> {
        0..self.parts.len()
    }

    /// The path of a part.
    pub(super) fn path(&self, part: usize) -> String {
        let found = self.parts.get(part).and_then(|(at, order, number)| {
            let (severity, category, decision) = self.groups.get(*at)?.kind;
            let order = order.as_str();
            Some(format!(
                "tools/{order}/{severity}-{category}-{decision}-{number}.json"
            ))
        });
        found.unwrap_or_default()
    }

    /// The places of the tools in a part, in its order.
    pub(super) fn places(&self, part: usize) -> &[usize] {
        let found = self.parts.get(part).and_then(|(at, order, number)| {
            let sorted = self.groups.get(*at)?.sorted(*order);
            Some(sorted.paging.part(&sorted.places, *number))
        });
        found.unwrap_or_default()
    }

    /// A part, as a file.
    pub(super) fn part(&self, part: usize, index: &Index<'_>) -> String {
        api::text(&search::table(self.places(part), index))
    }

    /// The first file: the words, the groups with their counts, or all tools of a small catalog.
    pub(super) fn first(&self, index: &Index<'_>) -> String {
        let total = index.rated.tools.len();
        let all: Places = (0..total).filter(|_| total <= SMALL).collect();
        let first = First {
            version: 1,
            severities: Severity::ALL,
            categories: Category::ALL,
            decisions: Decision::ALL,
            traits: Trait::ALL,
            total,
            all: (total <= SMALL).then(|| search::table(&all, index)),
            groups: self.groups.iter().map(|it| it.view(index)).collect(),
        };
        api::text(&first)
    }
}

/// The first file.
#[derive(Debug, Serialize)]
struct First<T> {
    version: u32,
    severities: &'static [Severity],
    categories: &'static [Category],
    decisions: &'static [Decision],
    traits: &'static [Trait],
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<T>,
    groups: Vec<GroupView>,
}

/// A group, with what tells which of its parts a filter needs.
#[derive(Debug, Serialize)]
struct GroupView {
    severity: usize,
    category: usize,
    decision: usize,
    count: usize,
    /// How many of its tools have each trait.
    traits: Vec<usize>,
    /// The traits in each part, as bits.
    name: Vec<u32>,
    server: Vec<u32>,
}

impl Group {
    fn view(&self, index: &Index<'_>) -> GroupView {
        let (severity, category, decision) = self.kind;
        let places = &self.name.places;
        let tools = || places.iter().filter_map(|place| index.tool(*place));
        let with = |each: &Trait| tools().filter(|it| it.rating.traits.contains(each)).count();
        let masks = |sorted: &Sorted| {
            let numbers = sorted.paging.numbers();
            let part = |number| sorted.paging.part(&sorted.places, number);
            numbers.map(|number| mask_of(part(number), index)).collect()
        };
        GroupView {
            severity: severity as usize,
            category: category as usize,
            decision: decision as usize,
            count: places.len(),
            traits: Trait::ALL.iter().map(with).collect(),
            name: masks(&self.name),
            server: masks(&self.server),
        }
    }
}

fn mask_of(places: &[usize], index: &Index<'_>) -> u32 {
    let tools = places.iter().filter_map(|place| index.tool(*place));
    tools.fold(0, |bits, tool| bits | mask(&tool.rating.traits))
}

/// Traits as bits, in the order of the vocabulary.
pub(super) fn mask(traits: &[Trait]) -> u32 {
    traits.iter().fold(0, |bits, each| bits | 1 << *each as u32)
}

/// By name, or by server and then by name, in lower case; the script compares the same.
fn sort_key(place: usize, order: Order, rated: &Rated<'_>) -> [String; 3] {
    let Some(tool) = rated.tools.get(place) else {
        return Default::default();
    };
    let name = tool.tool.definition.name.to_lowercase();
    let (server, slug) = (tool.server.id.clone(), tool.tool.slug.to_string());
    match order {
        Order::Name => [name, server, slug],
        Order::Server => [server, name, slug],
    }
}

/// The first `most` tools, the most severe first, then by name.
pub(super) fn worst(index: &Index<'_>, most: usize) -> Places {
    let mut worst = Places::new();
    for severity in Severity::ALL.iter().rev() {
        let mut places = index.in_severity(*severity).places.clone();
        places.sort_by_cached_key(|place| sort_key(*place, Order::Name, index.rated));
        worst.extend(places);
        if worst.len() >= most {
            break;
        }
    }
    worst.truncate(most);
    worst
}

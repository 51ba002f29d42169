//! A whole catalog rated, on every core.

use std::ops::Range;

use rayon::prelude::*;

use super::rating::{rate_locked, rate_tool};
use super::weights::Surroundings;
use super::{Assessment, Classifier, RatedTool};
use crate::model::{Catalog, Server, Tool};

/// A catalog with every tool rated, in the catalog's order.
#[derive(Debug)]
pub struct Rated<'a> {
    /// The catalog.
    pub catalog: &'a Catalog,
    /// Its tools, server by server.
    pub tools: Vec<RatedTool<'a>>,
    ranges: Vec<Range<usize>>,
}

impl<'a> Rated<'a> {
    /// The servers, each with its tools.
    pub fn servers(&self) -> impl Iterator<Item = (&'a Server, &[RatedTool<'a>])> {
        self.catalog
            .servers
            .iter()
            .zip(&self.ranges)
            .map(|(server, range)| (server, self.tools.get(range.clone()).unwrap_or_default()))
    }

    /// One server's tools.
    pub fn tools_of(&self, server: &str) -> &[RatedTool<'a>] {
        self.servers()
            .find(|(each, _)| each.id == server)
            .map_or(&[], |(_, tools)| tools)
    }
}

/// Rates every tool of a catalog, in parallel.
pub fn rate(catalog: &Catalog) -> Rated<'_> {
    let classifier = Classifier::new(&catalog.config.additions);
    let servers = catalog.servers.par_iter();
    let tools = servers.flat_map_iter(|server| rate_all(&classifier, server));
    joined(catalog, tools.collect())
}

/// As [`rate`], but the evidence moves from the locks into the ratings, so that a large catalog does not hold it twice.
/// The edition of the rules stays in the locks.
pub fn rate_once(catalog: &mut Catalog) -> Rated<'_> {
    let servers = catalog.servers.par_iter_mut();
    let locked: Vec<Locked> = servers.map(out_of_locks).collect();
    let catalog: &Catalog = catalog;
    let classifier = Classifier::new(&catalog.config.additions);
    let servers = catalog.servers.par_iter().zip(locked);
    let tools =
        servers.flat_map_iter(|(server, locked)| rate_all_locked(&classifier, server, locked));
    joined(catalog, tools.collect())
}

/// What the locks of a server's tools say, in their order.
type Locked = Vec<Option<Assessment>>;

fn out_of_locks(server: &mut Server) -> Locked {
    let out_of = |tool: &mut Tool| {
        let locked = tool.lock.as_mut()?.assessment.as_mut()?;
        Some(Assessment::out_of_lock(locked))
    };
    server.tools.iter_mut().map(out_of).collect()
}

fn joined<'a>(catalog: &'a Catalog, tools: Vec<RatedTool<'a>>) -> Rated<'a> {
    let mut start = 0;
    let ranges = catalog
        .servers
        .iter()
        .map(|server| {
            let range = start..start + server.tools.len();
            start = range.end;
            range
        })
        .collect();
    Rated {
        catalog,
        tools,
        ranges,
    }
}

/// Rates the tools of one server of a catalog.
pub fn rate_server<'a>(catalog: &'a Catalog, server: &'a Server) -> Vec<RatedTool<'a>> {
    rate_all(&Classifier::new(&catalog.config.additions), server)
}

fn rate_all<'a>(classifier: &Classifier<'_>, server: &'a Server) -> Vec<RatedTool<'a>> {
    let surroundings = surroundings(server);
    let rate = |tool| rate_tool(classifier, &surroundings, server, tool);
    server.tools.par_iter().with_min_len(64).map(rate).collect()
}

fn rate_all_locked<'a>(
    classifier: &Classifier<'_>,
    server: &'a Server,
    locked: Locked,
) -> Vec<RatedTool<'a>> {
    let surroundings = surroundings(server);
    let tools = server.tools.par_iter().zip(locked).with_min_len(64);
    let rate = |(tool, locked)| rate_locked(classifier, &surroundings, (server, tool), locked);
    tools.map(rate).collect()
}

fn surroundings(server: &Server) -> Surroundings {
    let tools = server.tools.iter();
    let names = tools.map(|tool| tool.definition.name.as_str());
    Surroundings::of(&server.id, &server.title.value, names)
}

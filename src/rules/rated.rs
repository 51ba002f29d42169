//! A whole catalog rated, on every core.

use std::ops::Range;

use rayon::prelude::*;

use super::rating::rate_tool;
use super::weights::Surroundings;
use super::{Classifier, RatedTool};
use crate::model::{Catalog, Server};

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
    let tools = catalog
        .servers
        .par_iter()
        .flat_map_iter(|server| rate_all(&classifier, server))
        .collect();
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
    let names = server
        .tools
        .iter()
        .map(|tool| tool.definition.name.as_str());
    let surroundings = Surroundings::of(&server.id, &server.title.value, names);
    let rate = |tool| rate_tool(classifier, &surroundings, server, tool);
    server.tools.par_iter().with_min_len(64).map(rate).collect()
}

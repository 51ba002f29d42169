//! The files of the site that programs read: what there is, where each goes, and its bytes.

use super::index::Index;
use super::page::Page;
use super::render::Site;
use super::urls::server_path;
use super::{api, bulk};

pub use api::Document;

/// A file for programs. Cheap: numbers and words only. Parts of long files are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Machine {
    /// Every tool, as JSON.
    CatalogJson,
    /// Every tool, as a table.
    CatalogCsv,
    /// The description of the API.
    OpenApi,
    /// The schema of a document of the API.
    Schema(Document),
    /// The API's list of servers, by part.
    Servers(usize),
    /// The API's document of a server, by its place in the catalog, and part.
    Server(usize, usize),
    /// The same document beside the server's page.
    BesideServer(usize),
    /// The API's list of attack patterns.
    Attacks,
    /// The API's document of an attack pattern, by its place in the catalog, and part.
    Attack(usize, usize),
}

/// Every file for programs, in a fixed order.
pub(super) fn plan(index: &Index<'_>) -> impl Iterator<Item = Page> {
    use Machine as M;
    let mut files = vec![M::CatalogJson, M::CatalogCsv, M::OpenApi, M::Attacks];
    files.extend(Document::ALL.iter().map(|each| M::Schema(*each)));
    files.extend(api::parts(index.servers.len()).map(M::Servers));
    for (number, entry) in index.servers.iter().enumerate() {
        files.push(M::BesideServer(number));
        files.extend(api::parts(entry.range.len()).map(|part| M::Server(number, part)));
    }
    for (attack, places) in index.by_attack.iter().enumerate() {
        files.extend(api::parts(places.len()).map(|part| M::Attack(attack, part)));
    }
    files.into_iter().map(Page::Machine)
}

/// Where a file for programs goes.
pub(super) fn path(file: Machine, index: &Index<'_>) -> String {
    let server = |number: usize| {
        let entry = index.servers.get(number);
        entry.map_or("", |entry| entry.server.id.as_str())
    };
    match file {
        Machine::CatalogJson => "catalog.json".to_owned(),
        Machine::CatalogCsv => "catalog.csv".to_owned(),
        Machine::OpenApi => api::path("openapi", 1),
        Machine::Schema(document) => api::schema_path(document),
        Machine::Servers(part) => api::path("index", part),
        Machine::Server(number, part) => api::path(&["servers/", server(number)].concat(), part),
        Machine::BesideServer(number) => server_path(server(number)) + "index.json",
        Machine::Attacks => api::path("attacks", 1),
        Machine::Attack(number, part) => {
            let slug = index.attack_slugs.get(number).map_or("", String::as_str);
            api::path(&["attacks/", slug].concat(), part)
        }
    }
}

impl Site<'_> {
    /// The text of a file for programs.
    pub(super) fn machine(&self, file: Machine) -> String {
        match file {
            Machine::CatalogJson => bulk::json(self),
            Machine::CatalogCsv => bulk::csv(self),
            Machine::OpenApi => api::openapi(self),
            Machine::Schema(document) => api::schema(document, self),
            Machine::Servers(part) => api::servers(self, part),
            Machine::Server(number, part) => api::server(self, number, part),
            Machine::BesideServer(number) => api::server(self, number, 1),
            Machine::Attacks => api::attacks(self),
            Machine::Attack(number, part) => api::attack(self, number, part),
        }
    }
}

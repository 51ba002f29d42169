//! The files of the site that programs read: what there is, where each goes, and its bytes.

use super::history::Changes;
use super::index::Index;
use super::page::Page;
use super::render::Site;
use super::urls::{server_path, tool_path};
use super::{api, badge, bulk, discovery, feed, headers};

use crate::model::Severity;
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
    /// The feed of all changes.
    Feed,
    /// The feed of a server, by its place in the catalog.
    ServerFeed(usize),
    /// How a browser searches the site.
    OpenSearch,
    /// What there is, for language models.
    Llms,
    /// The response headers that a host should send.
    Headers,
    /// The badge of a server, by its place in the catalog.
    ServerBadge(usize),
    /// The badge of a tool, by its place in the rated list.
    ToolBadge(usize),
    /// The badge of a severity.
    SeverityBadge(Severity),
    /// The Markdown twin of a page, by the page's place in the plan.
    Twin(usize),
}

/// Every file for programs, in a fixed order.
/// `canonical` says whether the site knows its address, without which a feed has no ids.
pub(super) fn plan(
    index: &Index<'_>,
    changes: &Changes,
    canonical: bool,
    pages: &[Page],
) -> impl Iterator<Item = Page> {
    use Machine as M;
    let mut files = vec![
        M::CatalogJson,
        M::CatalogCsv,
        M::OpenApi,
        M::Attacks,
        M::Llms,
        M::Headers,
    ];
    files.extend(Severity::ALL.iter().map(|each| M::SeverityBadge(*each)));
    files.extend((0..index.servers.len()).map(M::ServerBadge));
    if has_badges(index) {
        files.extend((0..index.rated.tools.len()).map(M::ToolBadge));
    }
    if canonical {
        files.push(M::OpenSearch);
        feeds(index, changes, &mut files);
    }
    files.extend(Document::ALL.iter().map(|each| M::Schema(*each)));
    files.extend(api::parts(index.servers.len()).map(M::Servers));
    for (number, entry) in index.servers.iter().enumerate() {
        files.push(M::BesideServer(number));
        files.extend(api::parts(entry.range.len()).map(|part| M::Server(number, part)));
    }
    let tools = index.rated.catalog.config.markdown_of_tools;
    let twins = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| has_twin(**page, tools));
    files.extend(twins.map(|(place, _)| M::Twin(place)));
    for (attack, listed) in index.by_attack.iter().enumerate() {
        files.extend(api::parts(listed.places.len()).map(|part| M::Attack(attack, part)));
    }
    files.into_iter().map(Page::Machine)
}

/// Tools of a catalog in which each has a badge of its own: a further file for each tool.
const BADGES: usize = 20_000;

/// Whether each tool has a badge of its own; if not, the badge of its severity stands for it.
pub(super) fn has_badges(index: &Index<'_>) -> bool {
    index.rated.tools.len() <= BADGES
}

/// Whether a page has a Markdown twin: one thing of the catalog has one, a tool only where the
/// catalog asks, for files are what a large site costs.
pub(super) const fn has_twin(page: Page, tools: bool) -> bool {
    match page {
        Page::Tool(_) => tools,
        Page::Server(_) | Page::Attack(_, 1) | Page::Term(_) => true,
        _ => false,
    }
}

/// A feed for everything that has a true date.
fn feeds(index: &Index<'_>, changes: &Changes, files: &mut Vec<Machine>) {
    if !changes.events.is_empty() {
        files.push(Machine::Feed);
    }
    let dated = (0..index.servers.len()).filter(|number| changes.of_server(*number).is_some());
    files.extend(dated.map(Machine::ServerFeed));
}

/// Where a file for programs goes. A twin lies beside its page, which the plan knows.
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
        Machine::Feed => "changes.atom".to_owned(),
        Machine::ServerFeed(number) => server_path(server(number)) + "changes.atom",
        Machine::OpenSearch => "opensearch.xml".to_owned(),
        Machine::Llms => "llms.txt".to_owned(),
        Machine::Headers => "_headers".to_owned(),
        Machine::ServerBadge(number) => server_path(server(number)) + "badge.svg",
        Machine::ToolBadge(place) => index.tool(place).map_or_else(String::new, |rated| {
            tool_path(&rated.server.id, &rated.tool.slug) + "badge.svg"
        }),
        Machine::SeverityBadge(severity) => format!("risk/{severity}/badge.svg"),
        Machine::Twin(_) => String::new(),
    }
}

impl Site<'_> {
    /// The bytes of a file for programs.
    pub(super) fn machine(&self, file: Machine) -> Vec<u8> {
        let text = match file {
            Machine::CatalogJson => bulk::json(self),
            Machine::CatalogCsv => bulk::csv(self),
            Machine::OpenApi => api::openapi(self),
            Machine::Schema(document) => api::schema(document, self),
            Machine::Servers(part) => api::servers(self, part),
            Machine::Server(number, part) => api::server(self, number, part),
            Machine::BesideServer(number) => api::server(self, number, 1),
            Machine::Attacks => api::attacks(self),
            Machine::Attack(number, part) => api::attack(self, number, part),
            Machine::Feed => feed::all(self),
            Machine::ServerFeed(number) => feed::of_server(self, number),
            Machine::OpenSearch => discovery::opensearch(self),
            Machine::Llms => discovery::llms(self),
            Machine::Headers => headers::headers(self),
            Machine::ServerBadge(number) => badge::of_server(self, number),
            Machine::ToolBadge(place) => badge::of_tool(self, place),
            Machine::SeverityBadge(severity) => badge::of_severity(self, severity),
            Machine::Twin(place) => {
                let page = self.plan().get(place).copied();
                page.map_or_else(String::new, |page| self.twin(page))
            }
        };
        text.into_bytes()
    }
}

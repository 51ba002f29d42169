//! The pages of a site and their files: what there is, before anything is rendered.

use super::data::SiteData;
use super::index::Index;
use super::outputs::{Item, Kind, numbered};
use super::search;
use super::urls::{server_path, tool_path};
use crate::model::{Category, Severity, Trait};

/// Changes on one page. The newest stands first, so that every page changes with each.
pub(super) const CHANGES_PER_PAGE: usize = 100;
/// Addresses in one file of the sitemap (sitemaps.org, protocol 0.9).
pub(super) const PER_SITEMAP: usize = 50_000;

/// A file of the site. Cheap: numbers and words only. Lists are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// The home page.
    Home,
    /// All servers, by page.
    Servers(usize),
    /// A server, by its place in the catalog.
    Server(usize),
    /// A tool, by its place in the rated list.
    Tool(usize),
    /// A category and its tools, by page.
    Category(Category, usize),
    /// A severity and its tools, by page.
    Severity(Severity, usize),
    /// A trait and its tools, by page.
    Trait(Trait, usize),
    /// An attack pattern, by its place in the catalog, and its tools, by page.
    Attack(usize, usize),
    /// A term, by its place in the catalog.
    Term(usize),
    /// The search, and what there is for those who browse.
    Search,
    /// The policy of one tool, by its place in the rated list.
    ToolPolicy(usize),
    /// The policy of a whole server, by its place in the catalog.
    ServerPolicy(usize),
    /// The first file of the search index.
    SearchIndex,
    /// Another file of the search index, by its number.
    SearchFile(usize),
    /// The tools of a server for searches in it, by its place in the catalog.
    SearchServer(usize),
    /// The index of the sitemap.
    Sitemap,
    /// One part of the sitemap, numbered from 1.
    SitemapPart(usize),
    /// The Markdown rendition of a page.
    Rendition(Rendition),
    /// A file of a kind in the list of outputs.
    Output(Kind, Item),
}

/// What a Markdown rendition is of, by its place among its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rendition {
    /// A server.
    Server(usize),
    /// A tool.
    Tool(usize),
    /// An attack pattern.
    Attack(usize),
    /// A term.
    Term(usize),
}

impl Rendition {
    /// The page that it says the same as.
    pub(super) const fn page(self) -> Page {
        match self {
            Self::Server(number) => Page::Server(number),
            Self::Tool(place) => Page::Tool(place),
            Self::Attack(number) => Page::Attack(number, 1),
            Self::Term(number) => Page::Term(number),
        }
    }
}

impl Page {
    /// Whether it is a page that people visit and search engines should list.
    pub fn is_listed(self) -> bool {
        match self {
            Self::Output(kind, _) => kind.output().is_listed(),
            Self::Home
            | Self::Servers(_)
            | Self::Server(_)
            | Self::Tool(_)
            | Self::Category(..)
            | Self::Severity(..)
            | Self::Trait(..)
            | Self::Attack(..)
            | Self::Term(_)
            | Self::Search => true,
            Self::ToolPolicy(_)
            | Self::ServerPolicy(_)
            | Self::SearchIndex
            | Self::SearchFile(_)
            | Self::SearchServer(_)
            | Self::Sitemap
            | Self::SitemapPart(_)
            | Self::Rendition(_) => false,
        }
    }

    /// What a host shows for an unknown address.
    pub const NOT_FOUND: Self = Kind::not_found.page();
}

/// Every file of the site, in a fixed order.
pub(super) fn plan(data: &SiteData<'_>) -> Vec<Page> {
    let index = &data.index;
    let tools = index.rated.tools.len();
    let servers = index.servers.len();
    let mut pages = Vec::with_capacity(tools * 2 + servers * 2 + 64);
    pages.push(Page::Home);
    pages.extend(index.server_paging.numbers().map(Page::Servers));
    pages.extend((0..servers).map(Page::Server));
    pages.extend((0..tools).map(Page::Tool));
    vocabularies(index, &mut pages);
    attacks_and_terms(index, &mut pages);
    pages.push(Page::Search);
    pages.extend(renditions(data));
    pages.extend(Kind::plan(data));
    if data.urls.is_canonical() {
        let listed = pages.iter().filter(|page| page.is_listed()).count();
        pages.push(Page::Sitemap);
        pages.extend((1..=listed.div_ceil(PER_SITEMAP)).map(Page::SitemapPart));
    }
    pages.push(Page::SearchIndex);
    pages.extend(index.search.files().map(Page::SearchFile));
    pages.extend((0..servers).map(Page::SearchServer));
    pages.extend((0..servers).map(Page::ServerPolicy));
    pages.extend((0..tools).map(Page::ToolPolicy));
    pages
}

/// One thing of the catalog has a Markdown rendition, a tool only where the catalog asks, for files are what
/// a large site costs.
fn renditions(data: &SiteData<'_>) -> Vec<Page> {
    let index = &data.index;
    let count = |wanted: bool, count: usize| 0..if wanted { count } else { 0 };
    let tools = count(
        index.rated.catalog.config.markdown_of_tools,
        index.rated.tools.len(),
    );
    let servers = (0..index.servers.len()).map(Rendition::Server);
    let tools = tools.map(Rendition::Tool);
    let attacks = (0..index.attack_slugs.len()).map(Rendition::Attack);
    let terms = (0..index.term_slugs.len()).map(Rendition::Term);
    let all = servers.chain(tools).chain(attacks).chain(terms);
    all.map(Page::Rendition).collect()
}

fn vocabularies(index: &Index<'_>, pages: &mut Vec<Page>) {
    for category in Category::ALL {
        let numbers = index.in_category(*category).paging.numbers();
        pages.extend(numbers.map(|number| Page::Category(*category, number)));
    }
    for severity in Severity::ALL {
        let numbers = index.in_severity(*severity).paging.numbers();
        pages.extend(numbers.map(|number| Page::Severity(*severity, number)));
    }
    for each in Trait::ALL {
        let numbers = index.with_trait(*each).paging.numbers();
        pages.extend(numbers.map(|number| Page::Trait(*each, number)));
    }
}

fn attacks_and_terms(index: &Index<'_>, pages: &mut Vec<Page>) {
    for (attack, listed) in index.by_attack.iter().enumerate() {
        let numbers = listed.paging.numbers();
        pages.extend(numbers.map(|number| Page::Attack(attack, number)));
    }
    pages.extend((0..index.term_slugs.len()).map(Page::Term));
}

/// A page's path under the root: a folder's ends in a slash, a file's does not.
pub(super) fn path(page: Page, data: &SiteData<'_>) -> String {
    let index = &data.index;
    let slug = |slugs: &[String], number: usize| slugs.get(number).cloned().unwrap_or_default();
    match page {
        Page::Home => String::new(),
        Page::Servers(number) => numbered("servers/", number),
        Page::Server(number) => server(index, number),
        Page::Tool(place) => tool(index, place),
        Page::Category(each, number) => numbered(&format!("categories/{each}/"), number),
        Page::Severity(each, number) => numbered(&format!("risk/{each}/"), number),
        Page::Trait(each, number) => numbered(&format!("traits/{each}/"), number),
        Page::Attack(attack, number) => {
            let folder = format!("attacks/{}/", slug(&index.attack_slugs, attack));
            numbered(&folder, number)
        }
        Page::Term(term) => format!("glossary/{}/", slug(&index.term_slugs, term)),
        Page::Search => "search/".to_owned(),
        Page::SearchIndex => "search/index.json".to_owned(),
        Page::SearchFile(number) => index.search.path(number),
        Page::SearchServer(number) => index
            .servers
            .get(number)
            .map(|entry| search::server_path(&entry.server.id))
            .unwrap_or_default(),
        Page::ToolPolicy(place) => format!("{}policy.json", tool(index, place)),
        Page::ServerPolicy(number) => format!("{}policy.json", server(index, number)),
        Page::Sitemap => "sitemap.xml".to_owned(),
        Page::SitemapPart(number) => format!("sitemap-{number}.xml"),
        Page::Rendition(rendition) => path(rendition.page(), data) + "index.md",
        Page::Output(kind, item) => kind.output().path(data, item),
    }
}

fn server(index: &Index<'_>, number: usize) -> String {
    index
        .servers
        .get(number)
        .map(|entry| server_path(&entry.server.id))
        .unwrap_or_default()
}

fn tool(index: &Index<'_>, place: usize) -> String {
    index
        .tool(place)
        .map(|rated| tool_path(&rated.server.id, &rated.tool.slug))
        .unwrap_or_default()
}

/// Whether a page has a Markdown rendition. `tools` says whether those of tools have one.
pub(super) const fn has_twin(page: Page, tools: bool) -> bool {
    match page {
        Page::Tool(_) => tools,
        Page::Server(_) | Page::Attack(_, 1) | Page::Term(_) => true,
        _ => false,
    }
}

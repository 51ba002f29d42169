//! The pages of a site and their files: what there is, before anything is rendered.

use super::history::Changes;
use super::index::Index;
use super::machine::{self, Machine};
use super::search;
use super::urls::{lint_path, server_path, tool_path};
use crate::check::all_lints;
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
    /// All tools: the most severe ones, and what sorts and filters the others.
    Tools,
    /// All servers, by page.
    Servers(usize),
    /// A server, by its place in the catalog.
    Server(usize),
    /// A tool, by its place in the rated list.
    Tool(usize),
    /// All categories.
    Categories,
    /// A category and its tools, by page.
    Category(Category, usize),
    /// All severities.
    Severities,
    /// A severity and its tools, by page.
    Severity(Severity, usize),
    /// All traits.
    Traits,
    /// A trait and its tools, by page.
    Trait(Trait, usize),
    /// All attack patterns.
    Attacks,
    /// An attack pattern, by its place in the catalog, and its tools, by page.
    Attack(usize, usize),
    /// All terms.
    Glossary,
    /// A term, by its place in the catalog.
    Term(usize),
    /// A page of prose beside the catalog, by its place in the list.
    Doc(usize),
    /// How a rating comes to be.
    Method,
    /// All rules.
    Rules,
    /// All lints.
    Lints,
    /// A lint or load fault, by its place in the list of all.
    Lint(usize),
    /// What changed in the catalog, by page.
    Changes(usize),
    /// Compares two servers.
    Compare,
    /// What an agent can do with several servers.
    MyAgent,
    /// How programs read the catalog.
    Api,
    /// The search, and what there is for those who browse.
    Search,
    /// What a host shows for an unknown address.
    NotFound,
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
    /// The first file of the list of all tools.
    ToolsIndex,
    /// A part of the list of all tools, by its number.
    ToolsPart(usize),
    /// A static file, by its place in the list.
    Asset(usize),
    /// `robots.txt`.
    Robots,
    /// The index of the sitemap.
    Sitemap,
    /// One part of the sitemap, numbered from 1.
    SitemapPart(usize),
    /// A file for programs.
    Machine(Machine),
}

impl Page {
    /// Whether it is a page that people visit and search engines should list.
    pub const fn is_listed(self) -> bool {
        match self {
            Self::Home
            | Self::Tools
            | Self::Servers(_)
            | Self::Server(_)
            | Self::Tool(_)
            | Self::Categories
            | Self::Category(..)
            | Self::Severities
            | Self::Severity(..)
            | Self::Traits
            | Self::Trait(..)
            | Self::Attacks
            | Self::Attack(..)
            | Self::Glossary
            | Self::Term(_)
            | Self::Doc(_)
            | Self::Method
            | Self::Rules
            | Self::Lints
            | Self::Lint(_)
            | Self::Changes(_)
            | Self::Compare
            | Self::MyAgent
            | Self::Api
            | Self::Search => true,
            Self::NotFound
            | Self::ToolPolicy(_)
            | Self::ServerPolicy(_)
            | Self::SearchIndex
            | Self::SearchFile(_)
            | Self::SearchServer(_)
            | Self::ToolsIndex
            | Self::ToolsPart(_)
            | Self::Asset(_)
            | Self::Robots
            | Self::Sitemap
            | Self::SitemapPart(_)
            | Self::Machine(_) => false,
        }
    }
}

/// Every file of the site, in a fixed order. `canonical` says whether the site knows its address.
pub(super) fn plan(
    index: &Index<'_>,
    changes: &Changes,
    docs: usize,
    assets: usize,
    canonical: bool,
) -> Vec<Page> {
    let tools = index.rated.tools.len();
    let servers = index.servers.len();
    let mut pages = Vec::with_capacity(tools * 2 + servers * 2 + 64);
    pages.extend([Page::Home, Page::Tools]);
    pages.extend(index.server_paging.numbers().map(Page::Servers));
    pages.extend((0..servers).map(Page::Server));
    pages.extend((0..tools).map(Page::Tool));
    vocabularies(index, &mut pages);
    prose(index, &mut pages);
    pages.extend((0..docs).map(Page::Doc));
    pages.extend([
        Page::Search,
        Page::Compare,
        Page::MyAgent,
        Page::Method,
        Page::Rules,
        Page::Api,
        Page::Lints,
    ]);
    pages.extend((0..all_lints().len()).map(Page::Lint));
    if !changes.events.is_empty() {
        pages.extend(numbered(changes.events.len()).map(Page::Changes));
    }
    if canonical {
        let listed = pages.iter().filter(|page| page.is_listed()).count();
        pages.push(Page::Sitemap);
        pages.extend((1..=listed.div_ceil(PER_SITEMAP)).map(Page::SitemapPart));
    }
    pages.extend([Page::NotFound, Page::Robots]);
    pages.extend((0..assets).map(Page::Asset));
    pages.push(Page::SearchIndex);
    pages.extend(index.search.files().map(Page::SearchFile));
    pages.extend((0..servers).map(Page::SearchServer));
    pages.push(Page::ToolsIndex);
    pages.extend(index.all_tools.parts().map(Page::ToolsPart));
    pages.extend((0..servers).map(Page::ServerPolicy));
    pages.extend((0..tools).map(Page::ToolPolicy));
    let machines: Vec<Page> = machine::plan(index, changes, canonical, &pages).collect();
    pages.extend(machines);
    pages
}

fn vocabularies(index: &Index<'_>, pages: &mut Vec<Page>) {
    pages.push(Page::Categories);
    for category in Category::ALL {
        let numbers = index.in_category(*category).paging.numbers();
        pages.extend(numbers.map(|number| Page::Category(*category, number)));
    }
    pages.push(Page::Severities);
    for severity in Severity::ALL {
        let numbers = index.in_severity(*severity).paging.numbers();
        pages.extend(numbers.map(|number| Page::Severity(*severity, number)));
    }
    pages.push(Page::Traits);
    for each in Trait::ALL {
        let numbers = index.with_trait(*each).paging.numbers();
        pages.extend(numbers.map(|number| Page::Trait(*each, number)));
    }
}

fn prose(index: &Index<'_>, pages: &mut Vec<Page>) {
    if !index.attack_slugs.is_empty() {
        pages.push(Page::Attacks);
    }
    for (attack, listed) in index.by_attack.iter().enumerate() {
        pages.extend(
            listed
                .paging
                .numbers()
                .map(|number| Page::Attack(attack, number)),
        );
    }
    if !index.term_slugs.is_empty() {
        pages.push(Page::Glossary);
    }
    pages.extend((0..index.term_slugs.len()).map(Page::Term));
}

/// The page numbers of a list of that many entries; an empty list has one page.
fn numbered(entries: usize) -> impl Iterator<Item = usize> {
    1..=entries.div_ceil(CHANGES_PER_PAGE).max(1)
}

/// A page's path under the root: a folder's ends in a slash, a file's does not. The site itself knows those
/// of pages of prose.
pub(super) fn path<'n>(page: Page, index: &Index<'_>, asset: impl Fn(usize) -> &'n str) -> String {
    let listed = |folder: &str, number: usize| match number {
        0 | 1 => folder.to_owned(),
        _ => format!("{folder}page/{number}/"),
    };
    let slug = |slugs: &[String], number: usize| slugs.get(number).cloned().unwrap_or_default();
    match page {
        Page::Home => String::new(),
        Page::Tools => "tools/".to_owned(),
        Page::Servers(number) => listed("servers/", number),
        Page::Server(number) => server(index, number),
        Page::Tool(place) => tool(index, place),
        Page::Categories => "categories/".to_owned(),
        Page::Category(each, number) => listed(&format!("categories/{each}/"), number),
        Page::Severities => "risk/".to_owned(),
        Page::Severity(each, number) => listed(&format!("risk/{each}/"), number),
        Page::Traits => "traits/".to_owned(),
        Page::Trait(each, number) => listed(&format!("traits/{each}/"), number),
        Page::Attacks => "attacks/".to_owned(),
        Page::Attack(attack, number) => {
            let folder = format!("attacks/{}/", slug(&index.attack_slugs, attack));
            listed(&folder, number)
        }
        Page::Glossary => "glossary/".to_owned(),
        Page::Term(term) => format!("glossary/{}/", slug(&index.term_slugs, term)),
        Page::Doc(_) => "docs/".to_owned(),
        Page::Method => "method/".to_owned(),
        Page::Rules => "method/rules/".to_owned(),
        Page::Lints => "lints/".to_owned(),
        Page::Lint(number) => lint(number),
        Page::Changes(number) => listed("changes/", number),
        Page::Compare => "compare/".to_owned(),
        Page::MyAgent => "my-agent/".to_owned(),
        Page::Api => "api/".to_owned(),
        Page::Search => "search/".to_owned(),
        Page::SearchIndex => "search/index.json".to_owned(),
        Page::SearchFile(number) => index.search.path(number),
        Page::SearchServer(number) => index
            .servers
            .get(number)
            .map(|entry| search::server_path(&entry.server.id))
            .unwrap_or_default(),
        Page::ToolsIndex => "tools/index.json".to_owned(),
        Page::ToolsPart(part) => index.all_tools.path(part),
        Page::NotFound => "404.html".to_owned(),
        Page::ToolPolicy(place) => format!("{}policy.json", tool(index, place)),
        Page::ServerPolicy(number) => format!("{}policy.json", server(index, number)),
        Page::Asset(number) => format!("static/{}", asset(number)),
        Page::Robots => "robots.txt".to_owned(),
        Page::Sitemap => "sitemap.xml".to_owned(),
        Page::SitemapPart(number) => format!("sitemap-{number}.xml"),
        Page::Machine(file) => machine::path(file, index),
    }
}

fn server(index: &Index<'_>, number: usize) -> String {
    index
        .servers
        .get(number)
        .map(|entry| server_path(&entry.server.id))
        .unwrap_or_default()
}

fn lint(number: usize) -> String {
    let lints = all_lints();
    lints
        .get(number)
        .map(|info| lint_path(info.code))
        .unwrap_or_default()
}

fn tool(index: &Index<'_>, place: usize) -> String {
    index
        .tool(place)
        .map(|rated| tool_path(&rated.server.id, &rated.tool.slug))
        .unwrap_or_default()
}

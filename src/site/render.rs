//! A site: what is shared by all pages, and each page as bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use minijinja::Environment;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::assets::{ASSETS, served};
use super::context::{
    Extras, NotFoundPage, Shell, SiteValues, ToolRow, doc_path, in_order, outside, status,
};
use super::frame::Frame;
use super::history::{Changes, History};
use super::index::Index;
use super::keys::Key;
use super::machine::{Machine, has_twin};
use super::page::{PER_SITEMAP, Page, path, plan};
use super::targets::{Outcomes, common_outcomes};
use super::urls::Urls;
use super::{search, sitemap, templates};
use crate::model::{Decision, Doc, Status};
use crate::policy::{Profile, recommend};
use crate::rules::Rated;

/// What a site may be given besides the catalog.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Templates by name, in place of the built-in ones or beside them.
    pub templates: BTreeMap<String, String>,
    /// Static files by name, in place of the built-in ones or beside them.
    pub statics: BTreeMap<String, Vec<u8>>,
    /// The path of each catalog file in its repository, by file number, for edit links. May be
    /// shorter than the files; an empty path gives no link.
    pub files: Vec<String>,
    /// The place of each catalog file within the catalog, by file number.
    pub places: Vec<String>,
    /// The key of what each catalog file holds, by file number. Only [`Site::keys`] asks for it.
    pub digests: Vec<Key>,
    /// What tells this program from any other that would make other pages of the same catalog.
    pub program: String,
    /// Pages of prose, shown under `/docs/`.
    pub docs: Vec<Doc>,
    /// The commits that touched the catalog; without any, captures are the only dates.
    pub history: History,
}

/// Why a site cannot be rendered: a template is wrong, and the source says how.
#[derive(Debug, thiserror::Error)]
#[error("cannot render {page}: {}", chain(source))]
pub struct SiteError {
    /// The page, or `templates` when they could not be compiled.
    page: String,
    source: minijinja::Error,
}

/// A rated catalog, ready to be rendered page by page, by any number of threads.
#[derive(Debug)]
pub struct Site<'a> {
    pub(super) index: Index<'a>,
    pub(super) urls: Urls,
    pub(super) changes: Changes,
    /// What products make of each decision.
    pub(super) outcomes: BTreeMap<Decision, Outcomes>,
    env: Environment<'static>,
    /// The parts that are the same on every page, as text.
    frame: String,
    pub(super) docs: Vec<Doc>,
    assets: BTreeMap<String, Cow<'static, [u8]>>,
    pages: Vec<Page>,
    pub(super) files: Vec<String>,
    /// The number of each file by its place within the catalog.
    pub(super) places: BTreeMap<String, usize>,
    pub(super) repository: String,
}

impl<'a> Site<'a> {
    /// Compiles the templates, groups the tools and plans the pages.
    ///
    /// # Errors
    ///
    /// When a template has a fault.
    pub fn new(rated: &'a Rated<'a>, options: &Options) -> Result<Self, SiteError> {
        let config = &rated.catalog.config;
        let mut urls = Urls::new(&config.base_url);
        let own = config.additions.rules.iter();
        urls.own_rules = own.map(|rule| rule.id.value.clone()).collect();
        let index = Index::new(rated);
        let changes = Changes::new(&options.history, &options.places, &index);
        let extras = Extras {
            changes: !changes.events.is_empty(),
            docs: !options.docs.is_empty(),
        };
        let values = SiteValues::new(config, &index, &urls, extras);
        let (env, frame) = environment(&values, options).map_err(|source| SiteError {
            page: "templates".to_owned(),
            source,
        })?;
        let assets = assets(options);
        let pages = plan(
            &index,
            &changes,
            options.docs.len(),
            assets.len(),
            !urls.origin.is_empty(),
        );
        Ok(Self {
            repository: outside(&config.repository).trim_end_matches('/').to_owned(),
            files: options.files.clone(),
            places: options.places.iter().cloned().zip(0..).collect(),
            index,
            urls,
            changes,
            outcomes: common_outcomes(),
            env,
            frame,
            docs: in_order(&options.docs),
            assets,
            pages,
        })
    }

    /// Every file of the site, in a fixed order.
    pub fn plan(&self) -> &[Page] {
        &self.pages
    }

    /// Where a page is written, relative to the output folder, with `/` between parts.
    pub fn file(&self, page: Page) -> String {
        let path = self.path(page);
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path
        }
    }

    /// The address of a page on its host, such as `/servers/git/`.
    pub fn href(&self, page: Page) -> String {
        self.urls.to(&self.path(page))
    }

    /// A page's bytes. They depend on the catalog and the options alone.
    ///
    /// # Errors
    ///
    /// When a template that replaces a built-in one asks for what is not there.
    pub fn render(&self, page: Page) -> Result<Vec<u8>, SiteError> {
        let text = match page {
            Page::Home => self.fill(page, "home.html", &self.home_page()),
            Page::Tools => self.fill(page, "tools.html", &self.tools_page()),
            Page::Servers(n) => self.fill(page, "servers.html", &self.servers_page(n)),
            Page::Server(n) => self.fill_some(page, "server.html", self.server_page(n)),
            Page::Tool(place) => self.fill_some(page, "tool.html", self.tool_page(place)),
            Page::Categories => self.fill(page, "categories.html", &self.categories_page()),
            Page::Category(word, n) => {
                self.fill(page, "category.html", &self.category_page(word, n))
            }
            Page::Severities => self.fill(page, "severities.html", &self.severities_page()),
            Page::Severity(word, n) => {
                self.fill(page, "severity.html", &self.severity_page(word, n))
            }
            Page::Traits => self.fill(page, "traits.html", &self.traits_page()),
            Page::Trait(word, n) => self.fill(page, "trait.html", &self.trait_page(word, n)),
            Page::Attacks => self.fill(page, "attacks.html", &self.attacks_page()),
            Page::Attack(at, n) => self.fill_some(page, "attack.html", self.attack_page(at, n)),
            Page::Glossary => self.fill(page, "glossary.html", &self.glossary_page()),
            Page::Term(at) => self.fill_some(page, "term.html", self.term_page(at)),
            Page::Doc(number) => self.fill_some(page, "doc.html", self.doc_page(number)),
            Page::Method => self.fill(page, "method.html", &self.method_page()),
            Page::Rules => self.fill(page, "rules.html", &self.rules_page()),
            Page::Lints => self.fill(page, "lints.html", &self.lints_page()),
            Page::Lint(at) => self.fill_some(page, "lint.html", self.lint_page(at)),
            Page::Changes(n) => self.fill(page, "changes.html", &self.changes_page(n)),
            Page::Compare => self.fill(page, "agent.html", &self.compare_page()),
            Page::MyAgent => self.fill(page, "agent.html", &self.my_agent_page()),
            Page::Api => self.fill(page, "api.html", &self.api_page()),
            Page::Search => self.fill(page, "search.html", &self.search_page()),
            Page::SearchIndex => Ok(self.index.search.first(&self.index)),
            Page::SearchFile(number) => Ok(self.index.search.file(number, &self.index)),
            Page::SearchServer(number) => Ok(search::of_server(number, &self.index)),
            Page::ToolsIndex => Ok(self.index.all_tools.first(&self.index)),
            Page::ToolsPart(part) => Ok(self.index.all_tools.part(part, &self.index)),
            Page::NotFound => self.fill(page, "not-found.html", &self.not_found_page()),
            Page::ToolPolicy(place) => Ok(self.tool_policy(place)),
            Page::ServerPolicy(number) => Ok(self.server_policy(number)),
            Page::Asset(number) => {
                let asset = self.assets.iter().nth(number);
                return Ok(asset
                    .map(|(name, bytes)| served(name, bytes))
                    .unwrap_or_default());
            }
            Page::Robots => Ok(sitemap::robots(&self.sitemap_address())),
            Page::Sitemap => Ok(self.sitemap()),
            Page::SitemapPart(number) => Ok(self.sitemap_part(number)),
            Page::Machine(file) => return Ok(self.machine(file)),
        };
        text.map(String::into_bytes)
    }

    /// The frame of a page at `path`.
    pub(super) fn shell(&self, title: &str, description: &str, path: &str) -> Shell {
        Shell::new(title, description, &self.urls, path)
    }

    /// The parts that are the same on every page, as text.
    pub(super) fn frame_text(&self) -> &str {
        &self.frame
    }

    /// Rows of the tools at these places.
    pub(super) fn rows(&self, places: &[usize]) -> Vec<ToolRow> {
        places
            .iter()
            .filter_map(|place| Some(ToolRow::new(self.index.tool(*place)?, &self.urls)))
            .collect()
    }

    /// The fullest address of a page that is known.
    pub(super) fn full_address(&self, page: Page) -> String {
        self.urls.address(&self.path(page))
    }

    /// The fullest address of a page's Markdown twin; the page's own where it has none.
    pub(super) fn twin_address(&self, page: Page) -> String {
        let tools = self.index.rated.catalog.config.markdown_of_tools;
        let end = if has_twin(page, tools) {
            "index.md"
        } else {
            ""
        };
        self.full_address(page) + end
    }

    fn path(&self, page: Page) -> String {
        if let Page::Machine(Machine::Twin(place)) = page {
            let of = self.pages.get(place).copied().unwrap_or(Page::Home);
            return self.path(of) + "index.md";
        }
        if let Page::Doc(number) = page {
            return self.docs.get(number).map(doc_path).unwrap_or_default();
        }
        let asset = |number: usize| self.assets.keys().nth(number).map_or("", String::as_str);
        path(page, &self.index, asset)
    }

    fn not_found_page(&self) -> NotFoundPage {
        NotFoundPage {
            page: self
                .shell("Page not found", "There is no page at this address.", "")
                .hidden(),
        }
    }

    fn tool_policy(&self, place: usize) -> String {
        self.index.tool(place).map_or_else(String::new, |rated| {
            let tools = std::slice::from_ref(rated);
            recommend(tools, Profile::Recommended).json()
        })
    }

    fn server_policy(&self, number: usize) -> String {
        let entry = self.index.servers.get(number);
        entry.map_or_else(String::new, |entry| {
            recommend(self.index.tools_of(entry), Profile::Recommended).json()
        })
    }

    fn sitemap_address(&self) -> String {
        self.urls.canonical("sitemap.xml")
    }

    fn sitemap(&self) -> String {
        let parts = self.pages.iter().filter_map(|page| match page {
            Page::SitemapPart(number) => {
                let changed = self.part(*number).filter_map(|page| self.changed(page));
                Some((self.urls.canonical(&self.path(*page)), changed.max()))
            }
            _ => None,
        });
        sitemap::index(parts)
    }

    fn sitemap_part(&self, number: usize) -> String {
        let places = self.part(number);
        sitemap::part(places.map(|page| {
            let address = self.urls.canonical(&self.path(page));
            (address, self.changed(page))
        }))
    }

    /// The pages in one part of the sitemap.
    fn part(&self, number: usize) -> impl Iterator<Item = Page> {
        let listed = self.pages.iter().filter(|page| page.is_listed());
        let skipped = number.saturating_sub(1) * PER_SITEMAP;
        let part = listed.skip(skipped).take(PER_SITEMAP);
        part.copied().filter(|page| !self.is_withdrawn(*page))
    }

    /// When what a page is about changed last, where that is known.
    pub(super) fn changed(&self, page: Page) -> Option<&str> {
        let catalog = self.index.rated.catalog;
        match page {
            Page::Server(number) => self.changes.of_server(number),
            Page::Tool(place) => {
                let rated = self.index.tool(place)?;
                self.changes.of_tool(
                    self.index.number_of_server(place)?,
                    rated.server,
                    rated.tool,
                )
            }
            Page::Attack(number, 1) => {
                let id = &catalog.attacks.get(number)?.id;
                self.changes.of_file(&format!("attacks/{id}.md"))
            }
            Page::Term(number) => {
                let id = &catalog.glossary.get(number)?.id;
                self.changes.of_file(&format!("glossary/{id}.md"))
            }
            Page::Changes(1) => self.changes.events.first().map(|event| event.time.as_str()),
            _ => None,
        }
    }

    /// Whether it is the page of a tool that is withdrawn: it stays, and nobody is sent to it.
    fn is_withdrawn(&self, page: Page) -> bool {
        let Page::Tool(place) = page else {
            return false;
        };
        let status = self.index.tool(place).and_then(|rated| status(rated));
        status == Some(Status::Withdrawn)
    }

    fn fill(&self, page: Page, name: &str, context: &impl Serialize) -> Result<String, SiteError> {
        let template = self.env.get_template(name);
        let text = template.and_then(|template| template.render(Value::from(Serde(context))));
        text.map_err(|source| SiteError {
            page: self.file(page),
            source,
        })
    }

    fn fill_some(
        &self,
        page: Page,
        name: &str,
        context: Option<impl Serialize>,
    ) -> Result<String, SiteError> {
        context.map_or_else(
            || Ok(String::new()),
            |context| self.fill(page, name, &context),
        )
    }
}

/// The built-in static files and the user's, by name.
fn assets(options: &Options) -> BTreeMap<String, Cow<'static, [u8]>> {
    let built_in = ASSETS
        .iter()
        .map(|asset| (asset.name.to_owned(), Cow::Borrowed(asset.bytes)));
    let own = options.statics.iter();
    let own = own.map(|(name, bytes)| (name.clone(), Cow::Owned(bytes.clone())));
    built_in.chain(own).collect()
}

/// The templates, with what is the same on every page.
fn environment(
    values: &SiteValues,
    options: &Options,
) -> Result<(Environment<'static>, String), minijinja::Error> {
    let mut env = templates::environment(&options.templates)?;
    env.add_global("site", Value::from(Serde(values)));
    let frame = Frame::new(&env, values)?;
    let value = Value::from(Serde(&frame));
    let text = value.to_string();
    env.add_global("frame", value);
    Ok((env, text))
}

/// The error with what caused it: an error in an included template says where in its cause.
fn chain(error: &minijinja::Error) -> String {
    let mut out = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        out.push_str(": ");
        out.push_str(&error.to_string());
        cause = error.source();
    }
    out
}

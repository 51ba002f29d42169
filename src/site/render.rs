//! A site: what is shared by all pages, and each page as bytes.

use std::collections::BTreeMap;
use std::ops::Deref;

use minijinja::Environment;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::context::{Extras, SiteValues};
use super::data::SiteData;
use super::error::SiteError;
use super::history::History;
use super::index::Index;
use super::layout::Layout;
use super::outputs::Rendered;
use super::page::{PER_SITEMAP, Page, plan};
use super::{search, sitemap, templates};
use crate::digest::Key;
use crate::model::Doc;
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

/// A rated catalog, ready to be rendered page by page, by any number of threads.
#[derive(Debug)]
pub struct Site<'a> {
    pub(super) data: SiteData<'a>,
    env: Environment<'static>,
    /// The parts that are the same on every page, as text.
    layout: String,
    pages: Vec<Page>,
}

impl<'a> Deref for Site<'a> {
    type Target = SiteData<'a>;

    fn deref(&self) -> &Self::Target {
        &self.data
    }
}

impl<'a> Site<'a> {
    /// Compiles the templates, groups the tools and plans the pages.
    ///
    /// # Errors
    ///
    /// When a template has a fault.
    pub fn new(rated: &'a Rated<'a>, options: &Options) -> Result<Self, SiteError> {
        Self::of(Index::new(rated), options)
    }

    /// The same without the files that `/search/` and `/tools/` load: enough to look at pages and their links, in a
    /// fraction of the time.
    ///
    /// # Errors
    ///
    /// When a template has a fault.
    pub fn outline(rated: &'a Rated<'a>, options: &Options) -> Result<Self, SiteError> {
        Self::of(Index::outline(rated), options)
    }

    fn of(index: Index<'a>, options: &Options) -> Result<Self, SiteError> {
        let rated = index.rated;
        let data = SiteData::new(index, options);
        let extras = Extras {
            changes: !data.changes.events.is_empty(),
            docs: !options.docs.is_empty(),
            theme: options.statics.contains_key("theme.css"),
        };
        let values = SiteValues::new(&rated.catalog.config, &data.index, &data.urls, extras);
        if let Some(fault) = templates::fault(&options.templates) {
            return Err(fault.into());
        }
        let (env, layout) = environment(&values, options)
            .map_err(|source| SiteError::new("templates".to_owned(), source))?;
        let pages = plan(&data);
        Ok(Self {
            data,
            env,
            layout,
            pages,
        })
    }

    /// Every file of the site, in a fixed order.
    pub fn plan(&self) -> &[Page] {
        &self.pages
    }

    /// A page's bytes. They depend on the catalog and the options alone.
    ///
    /// # Errors
    ///
    /// When a template that replaces a built-in one asks for what is not there.
    pub fn render(&self, page: Page) -> Result<Vec<u8>, SiteError> {
        self.rendered(page)
            .map_err(|source| SiteError::new(self.file(page), source))
    }

    fn rendered(&self, page: Page) -> Rendered {
        match page {
            Page::Output(kind, item) => kind.output().render(self, item),
            Page::Home => self.fill("home.html", &self.home_page()),
            Page::Servers(n) => self.fill("servers.html", &self.servers_page(n)),
            Page::Server(n) => self.fill_some("server.html", self.server_page(n)),
            Page::Tool(place) => self.fill_some("tool.html", self.tool_page(place)),
            Page::Category(word, n) => self.fill("category.html", &self.category_page(word, n)),
            Page::Severity(word, n) => self.fill("severity.html", &self.severity_page(word, n)),
            Page::Trait(word, n) => self.fill("trait.html", &self.trait_page(word, n)),
            Page::Attack(at, n) => self.fill_some("attack.html", self.attack_page(at, n)),
            Page::Term(at) => self.fill_some("term.html", self.term_page(at)),
            Page::Search => self.fill("search.html", &self.search_page()),
            Page::SearchIndex => Ok(self.index.search.first(&self.index).into_bytes()),
            Page::SearchFile(number) => {
                Ok(self.index.search.file(number, &self.index).into_bytes())
            }
            Page::SearchServer(number) => Ok(search::of_server(number, &self.index).into_bytes()),
            Page::ToolPolicy(place) => Ok(self.tool_policy(place).into_bytes()),
            Page::ServerPolicy(number) => Ok(self.server_policy(number).into_bytes()),
            Page::Sitemap => Ok(self.sitemap().into_bytes()),
            Page::SitemapPart(number) => Ok(self.sitemap_part(number).into_bytes()),
            Page::Rendition(rendition) => Ok(self.rendition(rendition).into_bytes()),
        }
    }

    /// The parts that are the same on every page, as text.
    pub(super) fn frame_text(&self) -> &str {
        &self.layout
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

    /// What a template makes of a page's values.
    pub(super) fn fill(&self, template: &str, values: &impl Serialize) -> Rendered {
        let template = self.env.get_template(template)?;
        let text = template.render(Value::from(Serde(values)))?;
        Ok(text.into_bytes())
    }

    /// The same; empty where there are no values.
    pub(super) fn fill_some(&self, template: &str, values: Option<impl Serialize>) -> Rendered {
        values.map_or_else(|| Ok(Vec::new()), |values| self.fill(template, &values))
    }
}

/// The templates, with what is the same on every page.
fn environment(
    values: &SiteValues,
    options: &Options,
) -> Result<(Environment<'static>, String), minijinja::Error> {
    let mut env = templates::environment(&options.templates)?;
    env.add_global("site", Value::from(Serde(values)));
    let layout = Layout::new(&env, values)?;
    let value = Value::from(Serde(&layout));
    let text = value.to_string();
    env.add_global("layout", value);
    Ok((env, text))
}

//! What every file of the site is made from: values to look things up in, and where each file goes.
//! Built once and never changed; nothing here renders.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::assets::ASSETS;
use super::context::{NotFoundPage, PageMeta, Place, ToolRow, in_order, outside, status};
use super::history::Changes;
use super::index::Index;
use super::outputs::{Item, Kind};
use super::page::{Page, has_twin, path};
use super::render::Options;
use super::targets::{Outcomes, common_outcomes};
use super::urls::Urls;
use crate::model::{Decision, Doc, Status};
use crate::policy::{Profile, recommend};

/// A rated catalog with all that its pages say of it.
#[derive(Debug)]
pub struct SiteData<'a> {
    pub(super) index: Index<'a>,
    pub(super) urls: Urls,
    pub(super) changes: Changes,
    /// What products make of each decision.
    pub(super) outcomes: BTreeMap<Decision, Outcomes>,
    /// Where the configurations of clients go.
    pub(super) places_of_clients: Vec<Place>,
    pub(super) docs: Vec<Doc>,
    pub(super) assets: BTreeMap<String, Cow<'static, [u8]>>,
    pub(super) files: Vec<String>,
    /// The number of each file by its place within the catalog.
    pub(super) places: BTreeMap<String, usize>,
    pub(super) repository: String,
}

impl<'a> SiteData<'a> {
    pub(super) fn new(index: Index<'a>, options: &Options) -> Self {
        let config = &index.rated.catalog.config;
        let mut urls = Urls::new(&config.base_url);
        let own = config.additions.rules.iter();
        urls.own_rules = own.map(|rule| rule.id.value.clone()).collect();
        Self {
            changes: Changes::new(&options.history, &options.places, &index),
            repository: outside(&config.repository).trim_end_matches('/').to_owned(),
            files: options.files.clone(),
            places: options.places.iter().cloned().zip(0..).collect(),
            index,
            urls,
            outcomes: common_outcomes(),
            places_of_clients: Place::all(),
            docs: in_order(&options.docs),
            assets: assets(options),
        }
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

    /// The layout of a page at `path`.
    pub(super) fn page_meta(&self, title: &str, description: &str, path: &str) -> PageMeta {
        PageMeta::new(title, description, &self.urls, path)
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

    /// The fullest address of a page's Markdown rendition; the page's own where it has none.
    pub(super) fn twin_address(&self, page: Page) -> String {
        let tools = self.index.rated.catalog.config.markdown_of_tools;
        let end = if has_twin(page, tools) {
            "index.md"
        } else {
            ""
        };
        self.full_address(page) + end
    }

    pub(super) fn path(&self, page: Page) -> String {
        path(page, self)
    }

    pub(super) fn not_found_page(&self) -> NotFoundPage {
        NotFoundPage {
            page: self
                .page_meta("Page not found", "There is no page at this address.", "")
                .hidden(),
        }
    }

    pub(super) fn tool_policy(&self, place: usize) -> String {
        self.index.tool(place).map_or_else(String::new, |rated| {
            let tools = std::slice::from_ref(rated);
            recommend(tools, Profile::Recommended).json()
        })
    }

    pub(super) fn server_policy(&self, number: usize) -> String {
        let entry = self.index.servers.get(number);
        entry.map_or_else(String::new, |entry| {
            recommend(self.index.tools_of(entry), Profile::Recommended).json()
        })
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
            Page::Output(Kind::changes, Item::ONLY) => {
                self.changes.events.first().map(|event| event.time.as_str())
            }
            _ => None,
        }
    }

    /// Whether it is the page of a tool that is withdrawn: it stays, and nobody is sent to it.
    pub(super) fn is_withdrawn(&self, page: Page) -> bool {
        let Page::Tool(place) = page else {
            return false;
        };
        let status = self.index.tool(place).and_then(|rated| status(rated));
        status == Some(Status::Withdrawn)
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

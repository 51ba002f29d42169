//! What each file of the site is made from, as one key: equal keys, equal bytes.
//!
//! Keys are built from the digests of the catalog's files, folder by folder: what a tool's page says
//! depends on its server's folder, on the few tools of other servers that it names, on the attack
//! patterns, and on what all pages share. Whoever makes a page depend on more adds that here; the
//! property test over random edits compares sites that were built so with clean ones.

use std::collections::BTreeMap;

use super::index::Listed;
use super::page::Page;
use super::render::{Options, Site};
use crate::digest::{Digest, Key};

/// The place of the settings within the catalog, and the folders of its pages.
const SETTINGS: &str = "toolrisk.yaml";
const ATTACKS: &str = "attacks";
const GLOSSARY: &str = "glossary";

impl Options {
    /// The key of the whole site, from all that a build is given.
    pub fn key(&self) -> Key {
        let mut digest = Digest::default();
        digest.add(self.shared_key());
        for (number, place) in self.places.iter().enumerate() {
            digest.add(self.file_key(number, place));
        }
        for (name, bytes) in &self.statics {
            digest.add(name).add(bytes);
        }
        for doc in &self.docs {
            let parts = [&doc.path, &doc.title, &doc.summary, &doc.section, &doc.body];
            for part in parts {
                digest.add(part);
            }
            digest.add(doc.order.to_le_bytes());
        }
        digest.number(self.history.commits.len());
        for commit in &self.history.commits {
            digest.add(&commit.id).add(&commit.time);
            for (done, place) in &commit.files {
                digest.add(done.as_str()).add(place);
            }
        }
        for ((day, server), graded) in &self.history.grades {
            digest.add(day).add(server).add(format!("{graded:?}"));
        }
        digest.key()
    }

    /// The key of what every page depends on: the program, the templates, the settings.
    fn shared_key(&self) -> Key {
        let mut digest = Digest::default();
        digest.add(&self.program);
        for (name, source) in &self.templates {
            digest.add(name).add(source);
        }
        let settings = self.places.iter().position(|place| place == SETTINGS);
        if let Some(number) = settings {
            digest.add(self.file_key(number, SETTINGS));
        }
        digest.key()
    }

    /// The key of a file of the catalog: what it holds, where it lies, and where it can be edited.
    fn file_key(&self, number: usize, place: &str) -> Key {
        let mut digest = Digest::default();
        digest.add(place);
        if let Some(path) = self.files.get(number) {
            digest.add(path);
        }
        if let Some(bytes) = self.digests.get(number) {
            digest.add(bytes);
        }
        digest.key()
    }

    /// One key for all files of each folder.
    fn folder_keys(&self) -> BTreeMap<&str, Key> {
        let mut folders: BTreeMap<&str, Digest> = BTreeMap::new();
        for (number, place) in self.places.iter().enumerate() {
            let (folder, _) = place.split_once('/').unwrap_or((place, ""));
            let digest = folders.entry(folder).or_default();
            digest.add(self.file_key(number, place));
        }
        let keys = folders.into_iter();
        keys.map(|(folder, digest)| (folder, digest.key()))
            .collect()
    }
}

/// The keys of what pages are made from.
#[derive(Debug)]
pub struct Keys<'s, 'a> {
    site: &'s Site<'a>,
    /// Of what every page depends on.
    shared: Key,
    /// Of everything.
    whole: Key,
    /// By the place of the server in the catalog.
    servers: Vec<Key>,
    attacks: Key,
    glossary: Key,
}

impl<'a> Site<'a> {
    /// The keys of the site's files, from what it was given.
    pub fn keys<'s>(&'s self, options: &Options) -> Keys<'s, 'a> {
        let folders = options.folder_keys();
        let folder = |name: &str| folders.get(name).copied().unwrap_or_default();
        let mut shared = Digest::default();
        shared.add(options.shared_key()).add(self.frame_text());
        if !options.templates.is_empty() {
            // A user's template may show the totals of the catalog anywhere.
            shared.number(self.index.rated.tools.len());
            shared.number(self.index.servers.len());
        }
        let servers = self.index.servers.iter();
        Keys {
            site: self,
            shared: shared.key(),
            whole: options.key(),
            servers: servers.map(|entry| folder(&entry.server.id)).collect(),
            attacks: folder(ATTACKS),
            glossary: folder(GLOSSARY),
        }
    }
}

impl Keys<'_, '_> {
    /// The key of a file of the site.
    pub fn of(&self, page: Page) -> Key {
        let mut digest = Digest::default();
        digest.add(self.shared);
        let own = self.add_parts(page, &mut digest);
        if own.is_none() {
            digest.add(self.whole);
        }
        digest.key()
    }

    /// Adds what a page depends on besides what all share; nothing where that is all there is.
    fn add_parts(&self, page: Page, digest: &mut Digest) -> Option<()> {
        let index = &self.site.index;
        match page {
            Page::Tool(place) => self.tool(place, digest),
            Page::Server(number) => self.server(number, digest),
            Page::Term(_) => {
                digest.add(self.glossary);
                self.dated(page, digest);
                Some(())
            }
            Page::Servers(part) if part > 1 => self.server_rows(part, digest),
            Page::Output(kind, item) => kind.output().inputs(self, item, digest),
            Page::Rendition(rendition) => self.add_parts(rendition.page(), digest),
            Page::ToolPolicy(place) => self.add_server(index.number_of_server(place)?, digest),
            Page::ServerPolicy(number) | Page::SearchServer(number) => {
                self.add_server(number, digest)
            }
            Page::SearchFile(number) => {
                self.search(number, digest);
                Some(())
            }
            // The first page of a list counts it. The others hold rows of tools and nothing else.
            _ => match self.list(page)? {
                (_, 1) => None,
                (listed, part) => self.rows(listed, part, digest),
            },
        }
    }

    /// A tool's page: its server, the attack patterns, and the tools elsewhere that it names.
    fn tool(&self, place: usize, digest: &mut Digest) -> Option<()> {
        let index = &self.site.index;
        digest.add(self.attacks);
        for other in index.related.of(place, &index.rated.tools).elsewhere {
            let tool = index.tool(other)?;
            digest.add(&*tool.tool.slug);
            self.add_server(index.number_of_server(other)?, digest)?;
        }
        self.add_server(index.number_of_server(place)?, digest)?;
        self.dated(Page::Tool(place), digest);
        Some(())
    }

    /// A server's page: itself and its neighbours.
    fn server(&self, number: usize, digest: &mut Digest) -> Option<()> {
        for neighbour in [number.checked_sub(1), number.checked_add(1)] {
            let key = neighbour.and_then(|number| self.servers.get(number));
            digest.add(key.copied().unwrap_or_default());
        }
        self.add_server(number, digest)?;
        self.dated(Page::Server(number), digest);
        Some(())
    }

    /// Adds all files of a server.
    pub(super) fn add_server(&self, number: usize, digest: &mut Digest) -> Option<()> {
        digest.add(self.servers.get(number)?);
        Some(())
    }

    /// Adds all attack patterns.
    pub(super) fn add_attacks(&self, digest: &mut Digest) {
        digest.add(self.attacks);
    }

    /// The list of tools that a page is a part of, and which part. Anything else is quick to make, or
    /// depends on everything.
    fn list(&self, page: Page) -> Option<(&Listed, usize)> {
        let index = &self.site.index;
        match page {
            Page::Attack(number, part) => Some((index.by_attack.get(number)?, part)),
            Page::Category(word, part) => Some((index.in_category(word), part)),
            Page::Severity(word, part) => Some((index.in_severity(word), part)),
            Page::Trait(word, part) => Some((index.with_trait(word), part)),
            _ => None,
        }
    }

    /// The rows of a page of a list. An attack pattern's title stands above them.
    fn rows(&self, listed: &Listed, part: usize, digest: &mut Digest) -> Option<()> {
        digest.add(self.attacks).number(listed.paging.pages());
        self.tools(listed.on_page(part), digest)
    }

    /// Tools in an order.
    fn tools(&self, places: &[usize], digest: &mut Digest) -> Option<()> {
        let index = &self.site.index;
        for place in places {
            digest.add(&*index.tool(*place)?.tool.slug);
            self.add_server(index.number_of_server(*place)?, digest)?;
        }
        Some(())
    }

    /// Adds the tools of a part of the list of all tools.
    pub(super) fn add_tools(&self, part: usize, digest: &mut Digest) -> Option<()> {
        self.tools(self.site.index.all_tools.places(part), digest)
    }

    /// Adds a tool: its server, and which of its tools it is.
    pub(super) fn add_tool(&self, place: usize, digest: &mut Digest) -> Option<()> {
        let index = &self.site.index;
        self.add_server(index.number_of_server(place)?, digest)?;
        digest.add(&*index.tool(place)?.tool.slug);
        Some(())
    }

    /// The rows of a page of the list of servers.
    fn server_rows(&self, part: usize, digest: &mut Digest) -> Option<()> {
        let paging = &self.site.index.server_paging;
        digest.number(paging.pages());
        for number in paging.range(part) {
            self.add_server(number, digest)?;
        }
        Some(())
    }

    /// A file of the search index: the things in it.
    fn search(&self, number: usize, digest: &mut Digest) {
        let index = &self.site.index;
        digest.add(self.attacks).add(self.glossary);
        index.search.describe(number, |server, tool| {
            if let Some(key) = server.or_else(|| index.number_of_server(tool?)) {
                digest.add(self.servers.get(key).copied().unwrap_or_default());
            }
            let slug = tool
                .and_then(|place| index.tool(place))
                .map(|it| &*it.tool.slug);
            digest.add(slug.unwrap_or_default());
        });
        digest.add(index.search.totals(number));
    }

    /// When the page's subject changed last.
    fn dated(&self, page: Page, digest: &mut Digest) {
        digest.add(self.site.changed(page).unwrap_or_default());
    }
}

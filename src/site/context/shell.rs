//! What every page has: title, description, address, the way back; and what the whole site has.

use serde::Serialize;

use crate::model::Config;
use crate::site::index::Index;
use crate::site::linked::LinkedData;
use crate::site::markdown::safe_address;
use crate::site::templates::TEMPLATE_VERSION;
use crate::site::text::Text;
use crate::site::urls::Urls;
use crate::site::words;

/// Longest title and description of a page, in characters.
const TITLE: usize = 70;
const DESCRIPTION: usize = 160;

/// The media type of a Markdown rendition.
const MARKDOWN: &str = "text/markdown";

/// A link by name.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Link {
    pub(in crate::site) label: Text,
    pub(in crate::site) href: String,
}

impl Link {
    pub(in crate::site) fn new(label: &str, href: String) -> Self {
        Self {
            label: Text::short(label, 120),
            href,
        }
    }
}

/// What the head and the layout of a page need.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct PageMeta {
    /// Distinct for each page.
    title: Text,
    description: Text,
    /// Full address; empty when the site does not know its own.
    canonical: String,
    /// The way from the home page down to the folder above.
    crumbs: Vec<Link>,
    /// The navigation entry that the page belongs to; empty for none.
    section: &'static str,
    /// The layout's navigation for this page, by [`nav_key`].
    nav: String,
    /// Whether search engines should leave it out.
    hidden: bool,
    /// The same in other forms.
    alternates: Vec<Alternate>,
    /// Full address of the picture that stands for it; empty when the site does not know its own.
    picture: String,
    data: LinkedData,
    /// Links for those who keep the catalog.
    pub(super) upkeep: Vec<Link>,
}

/// The same in another form.
#[derive(Debug, Clone, Serialize)]
struct Alternate {
    /// Its media type.
    kind: &'static str,
    href: String,
}

impl PageMeta {
    /// Of the page at `path`.
    pub(in crate::site) fn new(title: &str, description: &str, urls: &Urls, path: &str) -> Self {
        let title = Text::short(title, TITLE);
        let canonical = urls.canonical(path);
        Self {
            data: LinkedData::new(&urls.origin, &title, &canonical),
            picture: urls.canonical("static/card.png"),
            alternates: Vec::new(),
            upkeep: Vec::new(),
            title,
            description: Text::short(&flat(description, DESCRIPTION), DESCRIPTION),
            canonical,
            crumbs: Vec::new(),
            section: "",
            nav: nav_key("", false),
            hidden: false,
        }
    }

    /// The navigation entry that it belongs to.
    pub(in crate::site) fn section(mut self, section: &'static str) -> Self {
        self.section = section;
        self.nav = nav_key(section, !self.crumbs.is_empty());
        self
    }

    /// Adds a step to the way down.
    pub(in crate::site) fn crumb(mut self, label: &str, href: String) -> Self {
        let link = Link::new(label, href);
        self.data.step(&link.label, &link.href);
        self.crumbs.push(link);
        self.nav = nav_key(self.section, true);
        self
    }

    /// Keeps search engines away.
    pub(in crate::site) fn hidden(mut self) -> Self {
        self.hidden = true;
        self.alternates.clear();
        self
    }

    /// With a Markdown rendition beside the page at that address.
    pub(in crate::site) fn with_twin(self, page: &str) -> Self {
        self.alternate(MARKDOWN, [page, "index.md"].concat())
    }

    /// Adds the same in another form, where there is one.
    pub(in crate::site) fn alternate(mut self, kind: &'static str, href: String) -> Self {
        if !href.is_empty() {
            self.alternates.push(Alternate { kind, href });
        }
        self
    }

    /// An article, changed last at that time.
    pub(in crate::site) fn article(mut self, changed: Option<&str>) -> Self {
        self.data.article(changed);
        self
    }

    /// The definition of a term of the set at `set`.
    pub(in crate::site) fn term(mut self, name: &str, meaning: &str, set: &str) -> Self {
        self.data.term(name, meaning, set);
        self
    }
}

/// The text on one line: its first words, up to a little more than `most` characters.
fn flat(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(most * 2);
    let mut length = 0;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += word.chars().count() + 1;
        if length > most + 1 {
            break;
        }
    }
    out
}

/// The navigation of a page of this section, or of one below the section's own page.
fn nav_key(section: &str, below: bool) -> String {
    let end = if below { "/" } else { "" };
    [section, end].concat()
}

/// What is the same on every page; the templates see it as `site`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SiteValues {
    title: Text,
    tagline: Text,
    /// Path before every link, with a slash at both ends.
    root: String,
    nav: Vec<NavEntry>,
    gateway: Link,
    /// The catalog's repository; empty when unknown.
    repository: String,
    tools: String,
    servers: String,
    /// Whether the site knows its address, and with it the files that must name it.
    canonical: bool,
    /// Whether there are dated changes to show.
    changes: bool,
    /// Whether there is a style sheet of the catalog's own beside the built-in one.
    theme: bool,
    /// The version of what the templates are given.
    version: u32,
}

/// What not every site has.
#[derive(Debug, Clone, Copy)]
pub(in crate::site) struct Extras {
    /// Dated changes.
    pub(in crate::site) changes: bool,
    /// Pages of prose.
    pub(in crate::site) docs: bool,
    /// The static file `theme.css`.
    pub(in crate::site) theme: bool,
}

#[derive(Debug, Clone, Serialize)]
struct NavEntry {
    section: &'static str,
    label: &'static str,
    href: String,
}

/// What a navigation is rendered from.
#[derive(Debug, Serialize)]
pub(in crate::site) struct NavContext {
    section: &'static str,
    below: bool,
}

impl NavContext {
    /// The key under which the layout has it.
    pub(in crate::site) fn key(&self) -> String {
        nav_key(self.section, self.below)
    }
}

impl SiteValues {
    /// Every navigation that a page can need: none of its entries marked, or one of them, as the
    /// page itself or as the section above it.
    pub(in crate::site) fn navs(&self) -> impl Iterator<Item = NavContext> {
        let sections = self.nav.iter().map(|entry| entry.section);
        let all = sections.chain(["", "method", "lints", "api", "changes", "search"]);
        all.flat_map(|section| [false, true].map(|below| NavContext { section, below }))
    }

    pub(in crate::site) fn new(
        config: &Config,
        index: &Index<'_>,
        urls: &Urls,
        extras: Extras,
    ) -> Self {
        let catalog = index.rated.catalog;
        let entry = |section, label| NavEntry {
            section,
            label,
            href: urls.to(&format!("{section}/")),
        };
        let mut nav = vec![
            entry("tools", "Tools"),
            entry("servers", "Servers"),
            entry("categories", "Categories"),
            entry("risk", "Risk"),
            entry("traits", "Traits"),
        ];
        if !catalog.attacks.is_empty() {
            nav.push(entry("attacks", "Attacks"));
        }
        if !catalog.glossary.is_empty() {
            nav.push(entry("glossary", "Glossary"));
        }
        if extras.docs {
            nav.push(entry("docs", "Docs"));
        }
        Self {
            title: Text::short(&config.title, 60),
            tagline: Text::short(&config.tagline, DESCRIPTION),
            root: urls.root.clone(),
            nav,
            gateway: Link::new(&config.gateway.name, outside(&config.gateway.url)),
            repository: outside(&config.repository),
            tools: words::count(index.rated.tools.len(), "tool"),
            servers: words::count(index.servers.len(), "server"),
            canonical: !urls.origin.is_empty(),
            changes: extras.changes,
            theme: extras.theme,
            version: TEMPLATE_VERSION,
        }
    }
}

/// An address on another host, or nothing when it is not one.
pub(in crate::site) fn outside(address: &str) -> String {
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    web.then(|| safe_address(address, "/"))
        .flatten()
        .unwrap_or_default()
}

/// What a host shows for an unknown address.
#[derive(Debug, Serialize)]
pub(in crate::site) struct NotFoundPage {
    pub(in crate::site) page: PageMeta,
}

//! What every page has: title, description, address, the way back; and what the whole site has.

use serde::Serialize;

use crate::model::Config;
use crate::site::index::Index;
use crate::site::markdown::safe_address;
use crate::site::text::Text;
use crate::site::urls::Urls;
use crate::site::words;

/// Longest title and description of a page, in characters.
const TITLE: usize = 70;
const DESCRIPTION: usize = 160;

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

/// What the head and the frame of a page need.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Shell {
    /// Distinct for each page.
    title: Text,
    description: Text,
    /// Full address; empty when the site does not know its own.
    canonical: String,
    /// The way from the home page down to the folder above.
    crumbs: Vec<Link>,
    /// The navigation entry that the page belongs to; empty for none.
    section: &'static str,
    /// Whether search engines should leave it out.
    hidden: bool,
}

impl Shell {
    pub(in crate::site) fn new(title: &str, description: &str, canonical: String) -> Self {
        Self {
            title: Text::short(title, TITLE),
            description: Text::short(&flat(description), DESCRIPTION),
            canonical,
            crumbs: Vec::new(),
            section: "",
            hidden: false,
        }
    }

    /// The navigation entry that it belongs to.
    pub(in crate::site) fn section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// Adds a step to the way down.
    pub(in crate::site) fn crumb(mut self, label: &str, href: String) -> Self {
        self.crumbs.push(Link::new(label, href));
        self
    }

    /// Keeps search engines away.
    pub(in crate::site) fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
}

#[derive(Debug, Clone, Serialize)]
struct NavEntry {
    section: &'static str,
    label: &'static str,
    href: String,
}

impl SiteValues {
    pub(in crate::site) fn new(config: &Config, index: &Index<'_>, urls: &Urls) -> Self {
        let catalog = index.rated.catalog;
        let entry = |section, label| NavEntry {
            section,
            label,
            href: urls.to(&format!("{section}/")),
        };
        let mut nav = vec![
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
        Self {
            title: Text::short(&config.title, 60),
            tagline: Text::short(&config.tagline, DESCRIPTION),
            root: urls.root.clone(),
            nav,
            gateway: Link::new(&config.gateway.name, outside(&config.gateway.url)),
            repository: outside(&config.repository),
            tools: words::count(index.rated.tools.len(), "tool"),
            servers: words::count(index.servers.len(), "server"),
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
    pub(in crate::site) page: Shell,
}

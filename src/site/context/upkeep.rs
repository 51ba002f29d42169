//! Links of a page for those who keep the catalog: edit its file, see the file's history, read the page
//! as JSON, and dispute what it says.

use std::fmt::Write as _;

use super::{Link, PageMeta};
use crate::model::Server;
use crate::rules::RatedTool;
use crate::site::data::SiteData;
use crate::site::definitions;

/// Folders of the files of attack patterns and terms.
pub(in crate::site) const ATTACKS: &str = "attacks";
pub(in crate::site) const GLOSSARY: &str = "glossary";

/// The issue form for ratings, among the catalog's own.
const FORM: &str = "dispute-a-rating.yml";

impl SiteData<'_> {
    /// The page of a tool with its links.
    pub(super) fn tool_upkeep(&self, shell: PageMeta, rated: &RatedTool<'_>) -> PageMeta {
        let (server, tool) = (rated.server, rated.tool);
        let name = &tool.definition.name;
        let pointer = name.replace('~', "~0").replace('/', "~1");
        let json = self.urls.server(&server.id) + "index.json#/tools/" + &encoded(&pointer);
        let rating = &rated.rating;
        let says = format!(
            "{} risk, {}, {}",
            rating.severity,
            rating.category,
            definitions::decision(&crate::policy::ToolPolicy::new(rated))
        );
        let page = self.urls.tool_address(&server.id, &tool.slug);
        let subject = format!("{}/{name}", server.id);
        self.file_links(shell, self.file_of(tool.span.file.0))
            .upkeep("JSON", json)
            .upkeep("Dispute this rating", self.dispute(&subject, &page, &says))
    }

    /// The page of a server with its links.
    pub(super) fn server_upkeep(&self, shell: PageMeta, server: &Server) -> PageMeta {
        let page = self.urls.server(&server.id);
        let address = self.urls.server_address(&server.id);
        let place = format!("{}/server.yaml", server.id);
        self.file_links(shell, self.file_at(&place))
            .upkeep("JSON", [&page, "index.json"].concat())
            .upkeep("Report a mistake", self.dispute(&server.id, &address, ""))
    }

    /// The page of an attack pattern or a term with its links.
    pub(super) fn prose_upkeep(
        &self,
        shell: PageMeta,
        folder: &str,
        id: &str,
        json: String,
    ) -> PageMeta {
        let subject = format!("{folder}/{id}");
        let address = self.urls.address(&format!("{subject}/"));
        self.file_links(shell, self.file_at(&format!("{subject}.md")))
            .upkeep("JSON", json)
            .upkeep("Report a mistake", self.dispute(&subject, &address, ""))
    }

    fn file_links(&self, shell: PageMeta, file: &str) -> PageMeta {
        let link = |what| self.repository_address(what, file);
        shell
            .upkeep("Edit", link("edit"))
            .upkeep("History", link("commits"))
    }

    /// The path of a catalog file in its repository, by its place within the catalog.
    fn file_at(&self, place: &str) -> &str {
        let number = self.places.get(place);
        number
            .and_then(|number| self.files.get(*number))
            .map_or("", String::as_str)
    }

    fn file_of(&self, file: u32) -> &str {
        let number = usize::try_from(file).unwrap_or(usize::MAX);
        self.files.get(number).map_or("", String::as_str)
    }

    /// What can be done with a file in the catalog's repository; empty when the repository or the file is
    /// unknown.
    fn repository_address(&self, what: &str, file: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
        let usable = !file.is_empty() && !file.starts_with('/') && file.chars().all(plain);
        if usable && !self.repository.is_empty() {
            let between = if self.is_gitlab() { "/-/" } else { "/" };
            format!("{}{between}{what}/HEAD/{file}", self.repository)
        } else {
            String::new()
        }
    }

    fn is_gitlab(&self) -> bool {
        let host = self.repository.split('/').nth(2).unwrap_or_default();
        host.contains("gitlab")
    }

    /// The issue form with what the page says filled in.
    fn dispute(&self, subject: &str, page: &str, rating: &str) -> String {
        if self.repository.is_empty() {
            return String::new();
        }
        let about = if rating.is_empty() {
            format!("Mistake on {subject}")
        } else {
            format!("Rating of {subject}: {rating}")
        };
        let (title, page) = (encoded(&about), encoded(page));
        let repository = &self.repository;
        if self.is_gitlab() {
            format!("{repository}/-/issues/new?issue[title]={title}&issue[description]={page}")
        } else if rating.is_empty() {
            format!("{repository}/issues/new?title={title}&body={page}")
        } else {
            format!("{repository}/issues/new?template={FORM}&title={title}&page={page}")
        }
    }
}

impl PageMeta {
    /// Adds a link, where it leads somewhere.
    fn upkeep(mut self, label: &str, href: String) -> Self {
        if !href.is_empty() {
            self.upkeep.push(Link::new(label, href));
        }
        self
    }
}

/// A text as a part of a URL: everything but letters, digits and a few marks in percent signs.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

//! Links in pages of Markdown that lead nowhere on the site.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::SiteError;
use super::context::doc_path;
use super::markdown::safe_address;
use super::page::Page;
use super::render::Site;
use crate::diagnostic::nearest;

/// A link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLink {
    /// The bytes of the link in its Markdown.
    pub range: Range<usize>,
    /// What is wrong, lower case, no full stop.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// What links of a site can lead to.
#[derive(Debug)]
pub struct Targets<'s> {
    site: &'s Site<'s>,
    /// Whether the site has all static files of the user.
    has_statics: bool,
    /// By path under the root.
    pages: BTreeMap<String, Page>,
    /// The fragments of the pages that were asked for, by path.
    fragments: BTreeMap<String, BTreeSet<String>>,
}

impl<'s> Targets<'s> {
    /// All pages and files of a site. `has_statics` says whether the user's own static files are among them; else a
    /// link to one that is not there is taken for good.
    pub fn new(site: &'s Site<'s>, has_statics: bool) -> Self {
        let pages = site.plan().iter().map(|page| (site.path(*page), *page));
        Self {
            site,
            has_statics,
            pages: pages.collect(),
            fragments: BTreeMap::new(),
        }
    }

    /// The links of a page that lead nowhere. `path` is the page's own under the root.
    ///
    /// # Errors
    ///
    /// When a page that a link leads to cannot be rendered.
    pub fn dead_links(&mut self, path: &str, markdown: &str) -> Result<Vec<DeadLink>, SiteError> {
        let mut dead = Vec::new();
        for (address, range) in links(markdown) {
            if let Some((message, help)) = self.fault(path, &address)? {
                dead.push(DeadLink {
                    range,
                    message,
                    help,
                });
            }
        }
        Ok(dead)
    }

    fn fault(&mut self, own: &str, address: &str) -> Result<Option<(String, String)>, SiteError> {
        let (before, fragment) = match address.split_once('#') {
            Some((before, fragment)) => (before, Some(fragment)),
            None => (address, None),
        };
        if safe_address(address, "/").is_none() {
            return Ok(Some(self.left_out(own, address, before)));
        }
        let target = match (before.strip_prefix('/'), before) {
            (Some(path), _) => path.split('?').next().unwrap_or_default(),
            (None, "") => own,
            // An address of another site.
            (None, _) => return Ok(None),
        };
        let target = target.strip_suffix("index.html").unwrap_or(target);
        let Some(page) = self.pages.get(target).copied() else {
            if before.is_empty() || self.may_come(target) {
                return Ok(None);
            }
            let message = format!("the site has no `/{target}`");
            return Ok(Some((message, self.near(target))));
        };
        let fragment = fragment.filter(|it| !matches!(*it, "" | "top") && !it.contains('='));
        match fragment {
            // What a script reads has no place on the page.
            None => Ok(None),
            Some(fragment) => self.no_fragment(target, page, fragment),
        }
    }

    /// Whether a build may have a path that a look at the catalog does not show: pages of the history, the user's own
    /// static files, and the files that the search and the list of all tools load.
    fn may_come(&self, path: &str) -> bool {
        let is_static = path.starts_with("static/") && !self.has_statics;
        let is_of_history = path.starts_with("changes/") || path.ends_with("changes.atom");
        let is_loaded = path.starts_with("search/") || path.starts_with("tools/");
        is_static || is_of_history || (is_loaded && path.ends_with(".json"))
    }

    /// What is wrong with a link that the site shows as text.
    fn left_out(&self, own: &str, address: &str, before: &str) -> (String, String) {
        let message = format!("the site makes no link of the address `{address}`");
        let beside = resolved(own, before);
        let known = beside
            .iter()
            .find(|path| self.pages.contains_key(path.as_str()));
        let help = match known {
            Some(path) => format!("write `/{path}`"),
            None => "begin it with `/` for a page of the site, with `#` for a heading of the page, or with `https://`"
                .to_owned(),
        };
        (message, help)
    }

    fn near(&self, path: &str) -> String {
        let slashed = [path, "/"].concat();
        if self.pages.contains_key(&slashed) {
            return format!("write `/{slashed}`");
        }
        let parent = |path: &str| {
            let path = path.trim_end_matches('/');
            path.rsplit_once('/')
                .map_or("", |(parent, _)| parent)
                .to_owned()
        };
        let wanted = parent(path);
        let beside = self.pages.keys().map(String::as_str);
        let beside: Vec<&str> = beside.filter(|it| parent(it) == wanted).collect();
        match nearest(path, &beside) {
            Some(near) => format!("did you mean `/{near}`?"),
            None => "name a page of the site, or remove the link".to_owned(),
        }
    }

    fn no_fragment(
        &mut self,
        path: &str,
        page: Page,
        fragment: &str,
    ) -> Result<Option<(String, String)>, SiteError> {
        if !self.fragments.contains_key(path) {
            let bytes = self.site.render(page)?;
            let ids = ids(&String::from_utf8_lossy(&bytes));
            self.fragments.insert(path.to_owned(), ids);
        }
        let Some(ids) = self
            .fragments
            .get(path)
            .filter(|ids| !ids.contains(fragment))
        else {
            return Ok(None);
        };
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let help = match nearest(fragment, &ids) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => {
                "name a heading of the second level, such as `#first-steps` for `## First steps`"
                    .to_owned()
            }
        };
        let message = format!("the page `/{path}` has no place `#{fragment}`");
        Ok(Some((message, help)))
    }
}

impl Site<'_> {
    /// Whether a link of the pages of prose, the attack patterns or the terms leads nowhere.
    ///
    /// # Errors
    ///
    /// When a page that a link leads to cannot be rendered.
    pub fn has_dead_links(&self) -> Result<bool, SiteError> {
        let with_links: Vec<(String, &str)> = self.prose().filter(|it| may_link(it.1)).collect();
        if with_links.is_empty() {
            return Ok(false);
        }
        let mut targets = Targets::new(self, true);
        for (path, markdown) in with_links {
            if !targets.dead_links(&path, markdown)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The pages that are written as Markdown: their paths under the root, and their texts.
    fn prose(&self) -> impl Iterator<Item = (String, &str)> {
        let catalog = self.index.rated.catalog;
        let docs = self.docs.iter();
        let docs = docs.map(|doc| (doc_path(doc), doc.body.as_str()));
        let attacks = catalog.attacks.iter().zip(0..);
        let attacks = attacks.map(|(it, at)| (self.path(Page::Attack(at, 1)), it.body.as_str()));
        let terms = catalog.glossary.iter().zip(0..);
        let terms = terms.map(|(it, at)| (self.path(Page::Term(at)), it.body.as_str()));
        docs.chain(attacks).chain(terms)
    }
}

/// Whether a text of Markdown can have a link, by the marks alone.
pub fn may_link(markdown: &str) -> bool {
    ["](", "]:", "<"].iter().any(|mark| markdown.contains(mark))
}

/// The addresses of the links of a page, each with the bytes of the link.
fn links(markdown: &str) -> Vec<(String, Range<usize>)> {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let links = parser.filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((dest_url.into_string(), range)),
        _ => None,
    });
    links.collect()
}

/// The paths that a relative address may mean, as files of a folder or as pages of a site.
fn resolved(own: &str, address: &str) -> Vec<String> {
    let address = address.trim_start_matches("./");
    let stem = address.strip_suffix(".md").unwrap_or(address);
    let stem = stem.trim_end_matches('/');
    let folder = own.trim_end_matches('/');
    let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
    let join = |base: &str| {
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in stem.split('/') {
            match part {
                ".." => {
                    parts.pop();
                }
                "." | "" | "index" => {}
                part => parts.push(part),
            }
        }
        parts.join("/") + "/"
    };
    vec![join(above), join(folder), join("")]
}

/// The ids of the elements of a page.
fn ids(html: &str) -> BTreeSet<String> {
    let parts = html.split(" id=\"").skip(1);
    let ids = parts.filter_map(|part| part.split('"').next());
    ids.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_those_of_files_or_of_pages() {
        let all = resolved("docs/how-to/pages/", "../reference/lints.md");
        assert!(all.contains(&"docs/reference/lints/".to_owned()), "{all:?}");
        let all = resolved("docs/how-to/pages/", "ci.md");
        assert!(all.contains(&"docs/how-to/ci/".to_owned()), "{all:?}");
        let all = resolved("docs/", "how-to/index.md");
        assert!(all.contains(&"docs/how-to/".to_owned()), "{all:?}");
    }

    #[test]
    fn links_are_found_with_their_places_and_code_has_none() {
        let text = "See [a](/b/) and `[c](/d/)`, <https://e.org>, [f].\n\n[f]: g.md\n";
        let found = links(text);
        let addresses: Vec<&str> = found.iter().map(|(address, _)| address.as_str()).collect();
        assert_eq!(addresses, ["/b/", "https://e.org", "g.md"]);
        assert_eq!(text.get(found[0].1.clone()), Some("[a](/b/)"));
    }
}

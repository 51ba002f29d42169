//! The search page: a form for those with scripts, and an index of everything for all.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Link, PageMeta};
use crate::model::{Category, Severity, Trait};
use crate::site::data::SiteData;
use crate::site::words::count;
use crate::sort;

/// Up to this many servers are named on the page; of more, the letters lead to their list.
const NAMED: usize = 300;

/// The search page.
#[derive(Debug, Serialize)]
pub(in crate::site) struct SearchPage {
    page: PageMeta,
    severities: &'static [Severity],
    categories: &'static [Category],
    traits: &'static [Trait],
    letters: Vec<Letter>,
    attacks: Vec<Link>,
    terms: Vec<Link>,
}

/// The servers whose names begin with a letter.
#[derive(Debug, Serialize)]
struct Letter {
    letter: char,
    /// The servers, or where they are listed.
    links: Vec<Link>,
}

impl SiteData<'_> {
    pub(in crate::site) fn search_page(&self) -> SearchPage {
        let catalog = self.index.rated.catalog;
        let link = |title: &str, href| Link::new(title, href);
        let attacks = catalog.attacks.iter().zip(&self.index.attack_slugs);
        let terms = catalog.glossary.iter().zip(&self.index.term_slugs);
        SearchPage {
            page: self
                .page_meta(
                    "Search",
                    "Find a server, a tool, a category, an attack pattern or a term; or browse them \
                     all from A to Z.",
                    "search/",
                )
                .section("search"),
            severities: Severity::ALL,
            categories: Category::ALL,
            traits: Trait::ALL,
            letters: if catalog.servers.len() <= NAMED {
                self.servers_by_letter()
            } else {
                self.lists_by_letter()
            },
            attacks: attacks
                .map(|(attack, slug)| link(&attack.title, self.urls.attack(slug)))
                .collect(),
            terms: terms
                .map(|(term, slug)| link(&term.title, self.urls.term(slug)))
                .collect(),
        }
    }

    fn servers_by_letter(&self) -> Vec<Letter> {
        let mut letters: BTreeMap<char, Vec<(String, Link)>> = BTreeMap::new();
        for server in &self.index.rated.catalog.servers {
            let title = &server.title.value;
            let link = Link::new(title, self.urls.server(&server.id));
            let of_letter = letters.entry(letter(title)).or_default();
            of_letter.push((title.to_lowercase(), link));
        }
        let letters = letters.into_iter();
        letters
            .map(|(letter, mut servers)| {
                sort::by(&mut servers, |(a, _), (b, _)| a.cmp(b));
                let links = servers.into_iter().map(|(_, link)| link).collect();
                Letter { letter, links }
            })
            .collect()
    }

    /// Servers are listed by id, so each letter of their ids begins on one page of the list.
    fn lists_by_letter(&self) -> Vec<Letter> {
        let servers = &self.index.rated.catalog.servers;
        let chunks = servers.chunk_by(|a, b| letter(&a.id) == letter(&b.id));
        let mut start = 0;
        let mut letters = Vec::new();
        for chunk in chunks {
            let href = match self.index.server_paging.page_of(start) {
                1 => self.urls.to("servers/"),
                page => self.urls.to(&format!("servers/page/{page}/")),
            };
            start += chunk.len();
            let first = chunk.first().map_or("", |server| server.id.as_str());
            let links = vec![Link::new(&count(chunk.len(), "server"), href)];
            letters.push(Letter {
                letter: letter(first),
                links,
            });
        }
        letters
    }
}

/// The letter under which a name stands: a number sign for what begins with none.
fn letter(name: &str) -> char {
    let first = name.chars().find(|c| c.is_alphanumeric());
    let upper = first.filter(|c| c.is_alphabetic());
    upper.and_then(|c| c.to_uppercase().next()).unwrap_or('#')
}

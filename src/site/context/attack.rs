//! Attack patterns and the glossary.

use serde::Serialize;

use super::upkeep::{ATTACKS, GLOSSARY};
use super::{Link, PageMeta, Pager, ToolRow, outside};
use crate::model::{Attack, Concern, Predicate, Reference};
use crate::site::api;
use crate::site::data::SiteData;
use crate::site::frameworks::meaning;
use crate::site::html::Html;
use crate::site::markdown::{Headings, render};
use crate::site::text::Text;
use crate::site::words::{count, list};

/// An entry of an overview.
#[derive(Debug, Serialize)]
struct Entry {
    title: Text,
    href: String,
    summary: Text,
    /// What it concerns: so many tools, or every server; empty for a term.
    tools: String,
}

/// All attack patterns.
#[derive(Debug, Serialize)]
pub(in crate::site) struct AttacksPage {
    page: PageMeta,
    entries: Vec<Entry>,
}

/// One attack pattern.
#[derive(Debug, Serialize)]
pub(in crate::site) struct AttackPage {
    page: PageMeta,
    title: Text,
    summary: Text,
    body: Html,
    /// Whether it concerns every server, whatever its tools do.
    everywhere: bool,
    /// The conditions on tools, any of which suffices; empty when reviewers name the tools.
    conditions: Vec<String>,
    /// Whether reviewers name tools beyond the conditions.
    named: bool,
    frameworks: Vec<FrameworkId>,
    references: Vec<Source>,
    rows: Vec<ToolRow>,
    pager: Pager,
}

/// An id of a framework.
#[derive(Debug, Serialize)]
struct FrameworkId {
    id: Text,
    /// Empty when we do not know it.
    name: &'static str,
    framework: &'static str,
    /// Empty when it is of no framework that we know.
    href: String,
}

/// A public source.
#[derive(Debug, Serialize)]
struct Source {
    link: Link,
    date: Text,
}

/// All terms.
#[derive(Debug, Serialize)]
pub(in crate::site) struct GlossaryPage {
    page: PageMeta,
    entries: Vec<Entry>,
}

/// One term.
#[derive(Debug, Serialize)]
pub(in crate::site) struct TermPage {
    page: PageMeta,
    title: Text,
    summary: Text,
    body: Html,
    previous: Option<Link>,
    next: Option<Link>,
}

impl SiteData<'_> {
    pub(in crate::site) fn attacks_page(&self) -> AttacksPage {
        let attacks = &self.index.rated.catalog.attacks;
        let concerned = self.index.by_attack.iter();
        let entries = attacks.iter().zip(&self.index.attack_slugs).zip(concerned);
        AttacksPage {
            page: self
                .page_meta(
                    "Attack patterns",
                    "Documented ways to abuse the tools of an agent, and which tools of the \
                     catalog each pattern concerns.",
                    "attacks/",
                )
                .section("attacks"),
            entries: entries
                .map(|((attack, slug), places)| Entry {
                    title: Text::short(&attack.title, 100),
                    href: self.urls.attack(slug),
                    summary: Text::short(&attack.summary, 300),
                    tools: match attack.concerns {
                        Concern::Servers => "every server".to_owned(),
                        Concern::Tools => count(places.places.len(), "tool"),
                    },
                })
                .collect(),
        }
    }

    pub(in crate::site) fn attack_page(&self, at: usize, number: usize) -> Option<AttackPage> {
        let attack: &Attack = self.index.rated.catalog.attacks.get(at)?;
        let folder = format!("attacks/{}/", self.index.attack_slugs.get(at)?);
        let listed = self.index.by_attack.get(at)?;
        let page = self
            .list_shell(&attack.title, &attack.summary, &folder, number)
            .section("attacks")
            .crumb("Attack patterns", self.urls.to("attacks/"));
        Some(AttackPage {
            page: if number == 1 {
                let json = self.urls.to(&api::path(folder.trim_end_matches('/'), 1));
                let page = page.with_twin(&self.urls.to(&folder));
                self.prose_upkeep(page, ATTACKS, &attack.id, json)
            } else {
                page
            },
            title: Text::new(&attack.title),
            summary: Text::new(&attack.summary),
            body: render(&attack.body, Headings::Sections, &self.urls.root),
            everywhere: attack.concerns == Concern::Servers,
            named: self.is_named(&attack.id, &listed.places),
            conditions: attack.applies.iter().map(condition).collect(),
            frameworks: attack
                .frameworks
                .iter()
                .map(|each| framework_id(&each.value))
                .collect(),
            references: attack.references.iter().map(source).collect(),
            rows: self.rows(listed.on_page(number)),
            pager: Pager::of_list(number, &listed.paging, &self.urls.to(&folder)),
        })
    }

    fn is_named(&self, attack: &str, places: &[usize]) -> bool {
        let tools = places.iter().filter_map(|place| self.index.tool(*place));
        tools
            .flat_map(|rated| &rated.tool.review.attacks)
            .any(|id| id.value == attack)
    }

    pub(in crate::site) fn glossary_page(&self) -> GlossaryPage {
        let terms = &self.index.rated.catalog.glossary;
        GlossaryPage {
            page: self
                .page_meta(
                    "Glossary",
                    "The words of the catalog and of MCP policies, each in one sentence.",
                    "glossary/",
                )
                .section("glossary"),
            entries: terms
                .iter()
                .zip(&self.index.term_slugs)
                .map(|(term, slug)| Entry {
                    title: Text::short(&term.title, 100),
                    href: self.urls.term(slug),
                    summary: Text::short(&term.summary, 300),
                    tools: String::new(),
                })
                .collect(),
        }
    }

    pub(in crate::site) fn term_page(&self, at: usize) -> Option<TermPage> {
        let terms = &self.index.rated.catalog.glossary;
        let term = terms.get(at)?;
        let slug = self.index.term_slugs.get(at)?;
        let link = |at: Option<usize>| {
            let term = terms.get(at?)?;
            let slug = self.index.term_slugs.get(at?)?;
            Some(Link::new(&term.title, self.urls.term(slug)))
        };
        let shell = self
            .page_meta(
                &format!("{}: glossary", term.title),
                &term.summary,
                &format!("glossary/{slug}/"),
            )
            .section("glossary")
            .crumb("Glossary", self.urls.to("glossary/"))
            .term(&term.title, &term.summary, &self.urls.to("glossary/"))
            .with_twin(&self.urls.term(slug));
        Some(TermPage {
            page: self.prose_upkeep(shell, GLOSSARY, &term.id, String::new()),
            title: Text::new(&term.title),
            summary: Text::new(&term.summary),
            body: render(&term.body, Headings::Sections, &self.urls.root),
            previous: link(at.checked_sub(1)),
            next: link(at.checked_add(1)),
        })
    }
}

/// A condition in words: `write tools with bulk and external-sink`.
fn condition(predicate: &Predicate) -> String {
    let tools = predicate.category.map_or_else(
        || "tools".to_owned(),
        |category| format!("{category} tools"),
    );
    let traits: Vec<&str> = predicate.traits.iter().map(|each| each.as_str()).collect();
    if traits.is_empty() {
        tools
    } else {
        format!("{tools} with {}", list(&traits))
    }
}

fn framework_id(id: &str) -> FrameworkId {
    let known = meaning(id);
    let (name, framework, href) = known.map_or(("", "", String::new()), |known| {
        (known.name, known.framework, known.href)
    });
    FrameworkId {
        id: Text::short(id, 60),
        name,
        framework,
        href,
    }
}

fn source(reference: &Reference) -> Source {
    Source {
        link: Link::new(&reference.title, outside(&reference.url.value)),
        date: Text::short(&reference.date, 10),
    }
}

//! Pages of categories, severities and traits: what the word means, its default, its tools.

use serde::Serialize;

use super::{PageMeta, Pager, ToolRow};
use crate::model::{Category, Severity, Trait};
use crate::rules::severity_of;
use crate::site::data::SiteData;
use crate::site::definitions;
use crate::site::words::{capital, count, grouped};

/// One word in an overview.
#[derive(Debug, Serialize)]
struct Entry {
    word: &'static str,
    href: String,
    what: String,
    tools: String,
}

/// All categories.
#[derive(Debug, Serialize)]
pub(in crate::site) struct CategoriesPage {
    page: PageMeta,
    entries: Vec<Entry>,
}

/// One category.
#[derive(Debug, Serialize)]
pub(in crate::site) struct CategoryPage {
    page: PageMeta,
    category: Category,
    effect: &'static str,
    typical: &'static str,
    unlike: &'static str,
    /// The severity of the category alone.
    base: Severity,
    default: String,
    steps: Vec<Step>,
    rows: Vec<ToolRow>,
    pager: Pager,
}

/// A severity that a trait changes.
#[derive(Debug, Serialize)]
struct Step {
    category: Category,
    each: Trait,
    from: Severity,
    to: Severity,
    default: String,
}

/// All severities.
#[derive(Debug, Serialize)]
pub(in crate::site) struct SeveritiesPage {
    page: PageMeta,
    entries: Vec<Entry>,
}

/// One severity.
#[derive(Debug, Serialize)]
pub(in crate::site) struct SeverityPage {
    page: PageMeta,
    severity: Severity,
    what: &'static str,
    defaults: Vec<Default>,
    rows: Vec<ToolRow>,
    pager: Pager,
}

/// The default policy of a category at a severity.
#[derive(Debug, Serialize)]
struct Default {
    category: Category,
    tools: String,
    effect: String,
}

/// All traits.
#[derive(Debug, Serialize)]
pub(in crate::site) struct TraitsPage {
    page: PageMeta,
    entries: Vec<Entry>,
}

/// One trait.
#[derive(Debug, Serialize)]
pub(in crate::site) struct TraitPage {
    page: PageMeta,
    each: Trait,
    effect: &'static str,
    why: &'static str,
    steps: Vec<Step>,
    rows: Vec<ToolRow>,
    pager: Pager,
}

impl SiteData<'_> {
    pub(in crate::site) fn categories_page(&self) -> CategoriesPage {
        let entry = |category: &Category| Entry {
            word: category.as_str(),
            href: self.urls.category(*category),
            what: sentence(definitions::category(*category).effect),
            tools: count(self.index.in_category(*category).places.len(), "tool"),
        };
        CategoriesPage {
            page: self
                .page_meta(
                    "Categories: what one call does",
                    "The five categories of the catalog, from reading to moving money, by the most \
                     severe effect of one successful call.",
                    "categories/",
                )
                .section("categories"),
            entries: Category::ALL.iter().rev().map(entry).collect(),
        }
    }

    pub(in crate::site) fn category_page(&self, category: Category, number: usize) -> CategoryPage {
        let words = definitions::category(category);
        let listed = self.index.in_category(category);
        let folder = format!("categories/{category}/");
        let base = severity_of(category, &[]);
        let title = format!("{} tools", capital(category.as_str()));
        CategoryPage {
            page: self
                .list_shell(&title, &sentence(words.effect), &folder, number)
                .section("categories")
                .crumb("Categories", self.urls.to("categories/"))
                .term(
                    category.as_str(),
                    &sentence(words.effect),
                    &self.urls.to("categories/"),
                ),
            category,
            effect: words.effect,
            typical: words.typical,
            unlike: words.unlike,
            base,
            default: definitions::default_effect(base, category),
            steps: Trait::ALL
                .iter()
                .filter_map(|each| step(category, *each))
                .collect(),
            rows: self.rows(listed.on_page(number)),
            pager: Pager::of_list(number, &listed.paging, &self.urls.to(&folder)),
        }
    }

    pub(in crate::site) fn severities_page(&self) -> SeveritiesPage {
        let entry = |severity: &Severity| Entry {
            word: severity.as_str(),
            href: self.urls.severity(*severity),
            what: definitions::severity(*severity).to_owned(),
            tools: count(self.index.in_severity(*severity).places.len(), "tool"),
        };
        SeveritiesPage {
            page: self
                .page_meta(
                    "Risk: how bad one wrong call is",
                    "The four severities of the catalog, and what the default policy does at each.",
                    "risk/",
                )
                .section("risk"),
            entries: Severity::ALL.iter().rev().map(entry).collect(),
        }
    }

    pub(in crate::site) fn severity_page(&self, severity: Severity, number: usize) -> SeverityPage {
        let listed = self.index.in_severity(severity);
        let folder = format!("risk/{severity}/");
        let what = definitions::severity(severity);
        let title = format!("{} risk tools", capital(severity.as_str()));
        let default = |category: &Category| {
            let tools = self.index.matrix.get(&(severity, *category))?;
            Some(Default {
                category: *category,
                tools: count(*tools, "tool"),
                effect: definitions::default_effect(severity, *category),
            })
        };
        SeverityPage {
            page: self
                .list_shell(&title, what, &folder, number)
                .section("risk")
                .crumb("Risk", self.urls.to("risk/"))
                .term(severity.as_str(), what, &self.urls.to("risk/")),
            severity,
            what,
            defaults: Category::ALL.iter().rev().filter_map(default).collect(),
            rows: self.rows(listed.on_page(number)),
            pager: Pager::of_list(number, &listed.paging, &self.urls.to(&folder)),
        }
    }

    pub(in crate::site) fn traits_page(&self) -> TraitsPage {
        let entry = |each: &Trait| Entry {
            word: each.as_str(),
            href: self.urls.of_trait(*each),
            what: sentence(definitions::of_trait(*each).effect),
            tools: count(self.index.with_trait(*each).places.len(), "tool"),
        };
        TraitsPage {
            page: self
                .page_meta(
                    "Traits: what makes a call worse",
                    "The nine traits of the catalog: what a call can do besides its category, and \
                     which of them raise the severity.",
                    "traits/",
                )
                .section("traits"),
            entries: Trait::ALL.iter().map(entry).collect(),
        }
    }

    pub(in crate::site) fn trait_page(&self, each: Trait, number: usize) -> TraitPage {
        let words = definitions::of_trait(each);
        let listed = self.index.with_trait(each);
        let folder = format!("traits/{each}/");
        let title = format!("Tools with the trait {each}");
        TraitPage {
            page: self
                .list_shell(&title, &sentence(words.effect), &folder, number)
                .section("traits")
                .crumb("Traits", self.urls.to("traits/"))
                .term(
                    each.as_str(),
                    &sentence(words.effect),
                    &self.urls.to("traits/"),
                ),
            each,
            effect: words.effect,
            why: words.why,
            steps: Category::ALL
                .iter()
                .filter_map(|category| step(*category, each))
                .collect(),
            rows: self.rows(listed.on_page(number)),
            pager: Pager::of_list(number, &listed.paging, &self.urls.to(&folder)),
        }
    }

    /// The shell of one page of a list: its number keeps title and description distinct.
    pub(in crate::site) fn list_shell(
        &self,
        title: &str,
        description: &str,
        folder: &str,
        number: usize,
    ) -> PageMeta {
        if number <= 1 {
            return self.page_meta(title, description, folder);
        }
        let number = grouped(number);
        self.page_meta(
            &format!("{title}, page {number}"),
            &format!("Page {number}. {description}"),
            &format!("{folder}page/{number}/"),
        )
    }
}

fn step(category: Category, each: Trait) -> Option<Step> {
    let (from, to) = definitions::step(category, each)?;
    Some(Step {
        category,
        each,
        from,
        to,
        default: definitions::default_effect(to, category),
    })
}

/// What a call does, as a sentence.
fn sentence(effect: &str) -> String {
    format!("A call {effect}.")
}

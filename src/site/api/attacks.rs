//! Attack patterns and the tools they concern.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{VERSION, next, part_of, path, text};
use crate::model::{Category, Concern, Severity, Trait};
use crate::site::context::outside;
use crate::site::data::SiteData;

/// All attack patterns.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Attacks<'a> {
    /// Version of this shape.
    version: u32,
    /// The patterns, by id.
    attacks: BTreeMap<&'a str, Listed<'a>>,
}

/// An attack pattern in the list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AttackSummary")]
struct Listed<'a> {
    title: &'a str,
    /// One sentence.
    summary: &'a str,
    /// How many tools it concerns.
    tools: usize,
    /// Address of its page.
    page: String,
    /// Address of its document.
    document: String,
}

/// An attack pattern.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Attack")]
pub(super) struct AttackDocument<'a> {
    /// Version of this shape.
    version: u32,
    id: &'a str,
    title: &'a str,
    /// One sentence.
    summary: &'a str,
    /// The whole text, as Markdown.
    body: &'a str,
    /// Whether it concerns some tools, or every server whatever its tools do.
    concerns: Concern,
    /// It concerns the tools that meet any of these conditions, and those whose entries name it.
    applies: Vec<Condition<'a>>,
    /// Ids of frameworks, such as `AML.T0051`.
    frameworks: Vec<&'a str>,
    references: Vec<Source<'a>>,
    /// Address of its page.
    page: String,
    /// How many tools it concerns.
    count: usize,
    /// A part of the tools it concerns.
    tools: Vec<Concerned<'a>>,
    /// Address of the next part.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A condition on a tool. All parts must hold.
#[derive(Debug, Serialize, JsonSchema)]
struct Condition<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Category>,
    traits: &'a [Trait],
}

/// A public source.
#[derive(Debug, Serialize, JsonSchema)]
struct Source<'a> {
    title: &'a str,
    url: String,
    /// Such as `2025-05-26`, `2025-05` or `2025`.
    date: &'a str,
}

/// A tool that a pattern concerns.
#[derive(Debug, Serialize, JsonSchema)]
struct Concerned<'a> {
    server: &'a str,
    name: &'a str,
    severity: Severity,
}

/// All attack patterns.
pub(in crate::site) fn attacks(site: &SiteData<'_>) -> String {
    let index = &site.index;
    let attacks = index.rated.catalog.attacks.iter();
    let entries = attacks.zip(&index.attack_slugs).zip(&index.by_attack);
    text(&Attacks {
        version: VERSION,
        attacks: entries
            .map(|((attack, slug), concerned)| {
                let listed = Listed {
                    title: &attack.title,
                    summary: &attack.summary,
                    tools: concerned.places.len(),
                    page: site.urls.address(&page(slug)),
                    document: site.urls.address(&path(&document(slug), 1)),
                };
                (attack.id.as_str(), listed)
            })
            .collect(),
    })
}

/// An attack pattern with a part of its tools; nothing for a number that no pattern has.
pub(in crate::site) fn attack(site: &SiteData<'_>, number: usize, part: usize) -> String {
    let index = &site.index;
    let found = index.rated.catalog.attacks.get(number);
    let slug = index.attack_slugs.get(number);
    let (Some(attack), Some(slug), Some(listed)) = (found, slug, index.by_attack.get(number))
    else {
        return String::new();
    };
    let concerned = part_of(&listed.places, part).iter();
    text(&AttackDocument {
        version: VERSION,
        id: &attack.id,
        title: &attack.title,
        summary: &attack.summary,
        body: &attack.body,
        concerns: attack.concerns,
        applies: attack
            .applies
            .iter()
            .map(|predicate| Condition {
                category: predicate.category,
                traits: &predicate.traits,
            })
            .collect(),
        frameworks: attack
            .frameworks
            .iter()
            .map(|it| it.value.as_str())
            .collect(),
        references: attack
            .references
            .iter()
            .map(|reference| Source {
                title: &reference.title,
                url: outside(&reference.url.value),
                date: &reference.date,
            })
            .collect(),
        page: site.urls.address(&page(slug)),
        count: listed.places.len(),
        tools: concerned
            .filter_map(|place| index.tool(*place))
            .map(|rated| Concerned {
                server: &rated.server.id,
                name: &rated.tool.definition.name,
                severity: rated.rating.severity,
            })
            .collect(),
        next: next(site, &document(slug), part, listed.places.len()),
    })
}

fn page(slug: &str) -> String {
    ["attacks/", slug, "/"].concat()
}

fn document(slug: &str) -> String {
    ["attacks/", slug].concat()
}

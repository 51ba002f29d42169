//! Why a tool is rated as it is: the evidence, the rules, the reviewer.

use serde::Serialize;

use super::rules::address;
use crate::model::{Category, Confidence, Guards, Trait};
use crate::policy::ToolPolicy;
use crate::rules::{Evidence, Fired, Place, RatedTool, Rating};
use crate::site::definitions;
use crate::site::html::Html;
use crate::site::markdown::{Headings, render};
use crate::site::risk::{risk, severity_sentence};
use crate::site::text::{Text, first_sentence, stopped};
use crate::site::urls::Urls;

/// Most pieces of evidence and overruled rules that a page shows.
const MOST: usize = 12;

/// The reasons of a rating.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Why {
    /// The main reason in a sentence, to stand under the badge.
    first: Html,
    /// The entry's reasons; empty when nobody wrote any.
    rationale: Html,
    /// The severity with its reason, in a sentence.
    verdict: Html,
    unsure: bool,
    doubt: Text,
    /// The evidence, and the rules that fired and did not win, as items of a list.
    evidence: Html,
    overruled: Html,
    overridden: Option<Override>,
}

/// What an entry states against the rules.
#[derive(Debug, Serialize)]
struct Override {
    reason: Html,
    changes: Vec<Change>,
}

/// What the rules say of one thing and what stands in the entry.
#[derive(Debug, Serialize)]
struct Change {
    what: &'static str,
    rules: String,
    entry: String,
}

/// A declared hint beside what the assessment says.
#[derive(Debug, Serialize)]
pub(in crate::site) struct HintRow {
    name: &'static str,
    declared: bool,
    assessed: &'static str,
    /// Whether the two disagree.
    disputed: bool,
}

impl HintRow {
    /// What is declared, and what the catalog finds where that is something else.
    pub(in crate::site) fn words(&self) -> String {
        let declared = self.declared;
        let found = if self.disputed {
            format!(" (this catalog says {})", self.assessed)
        } else {
            String::new()
        };
        format!("{} {declared}{found}", self.name)
    }
}

impl Why {
    pub(in crate::site) fn new(rated: &RatedTool<'_>, urls: &Urls) -> Self {
        let assessment = &rated.assessment;
        let review = &rated.tool.review;
        let rationale = review.rationale.as_ref();
        let first = rationale.map_or("", |text| first_sentence(&text.value).0);
        Self {
            first: if first.is_empty() {
                risk(urls, rated)
            } else {
                render(first, Headings::Bold, &urls.root)
            },
            rationale: rationale
                .map(|text| render(&text.value, Headings::Bold, &urls.root))
                .unwrap_or_default(),
            verdict: severity_sentence(urls, rated),
            unsure: assessment.confidence == Confidence::Low,
            doubt: Text::new(&assessment.doubt),
            evidence: evidence(&assessment.evidence, urls),
            overruled: overruled(&assessment.fired, urls),
            overridden: overridden(rated, urls),
        }
    }
}

/// The evidence as items of a list.
fn evidence(all: &[Evidence], urls: &Urls) -> Html {
    let mut html = Html::default();
    for each in all.iter().take(MOST) {
        let claim = address(each.claim, urls);
        html = html.tag("<li>").link(&claim, each.claim.as_str()).tag(" ");
        let quote = Text::short(&each.quote, 120);
        let is_hint = matches!(each.place, Place::Hint(_));
        if !quote.as_str().is_empty() && !is_hint {
            html = html.tag("<q>").text(quote.as_str()).tag("</q> in ");
        }
        html = html
            .html(&place(&each.place))
            .tag(": ")
            .html(&rule_link(&each.rule, &each.reason, urls))
            .tag("</li>\n");
    }
    let more = all.len().saturating_sub(MOST);
    if more > 0 {
        html = html
            .tag("<li>")
            .text(&format!("and {more} more"))
            .tag("</li>");
    }
    html
}

/// The rules that fired and did not win, as items of a list.
fn overruled(fired: &[Fired], urls: &Urls) -> Html {
    let mut html = Html::default();
    for each in fired.iter().filter(|each| each.overruled).take(MOST) {
        html = html
            .tag("<li>")
            .html(&rule_link(&each.rule, &each.rule, urls));
        if let Some(category) = each.category {
            html = html.tag(" would rate it ").tag(category.as_str());
        }
        html = html.tag("</li>\n");
    }
    html
}

/// Words about a rule, with a link to where it is explained; the catalog's own words have no such
/// place.
fn rule_link(id: &str, words: &str, urls: &Urls) -> Html {
    let shown = Text::short(words, 120);
    match urls.rule(id) {
        Some(href) => Html::default().link(&href, shown.as_str()),
        None => Html::from(&shown),
    }
}

/// Where evidence was seen, after a preposition: `the name`, `the parameter id`.
fn place(place: &Place) -> Html {
    match place_words(place) {
        (words, "") => Html::own(words),
        (words, name) => Html::own(words).code(name),
    }
}

/// Where evidence was seen, in words, and the name of the argument or hint; empty where there is none.
pub(in crate::site) fn place_words(place: &Place) -> (&'static str, &str) {
    match place {
        Place::Name => ("the name", ""),
        Place::Title => ("the title", ""),
        Place::Description => ("the description", ""),
        Place::Parameter(path) => ("the parameter ", path),
        Place::Hint(name) => ("the hint ", name),
        Place::Nowhere => ("the definition as a whole", ""),
    }
}

/// The traits of a rating that raise its severity, when its severity is the table's.
pub(in crate::site) fn step_ups(rating: &Rating) -> Vec<Trait> {
    let by_table = crate::rules::severity_of(rating.category, &rating.traits) == rating.severity;
    let raises = |each: &Trait| definitions::step(rating.category, *each).is_some();
    let traits = rating.traits.iter().copied();
    traits.filter(|each| by_table && raises(each)).collect()
}

fn overridden(rated: &RatedTool<'_>, urls: &Urls) -> Option<Override> {
    if !rated.is_overridden() {
        return None;
    }
    let (rules, stands) = (Rating::of_rules(&rated.assessment), &rated.rating);
    let mut changes = Vec::new();
    let mut add = |what, rules: String, entry: String| {
        if rules != entry {
            changes.push(Change { what, rules, entry });
        }
    };
    add(
        "Category",
        rules.category.to_string(),
        stands.category.to_string(),
    );
    add(
        "Severity",
        rules.severity.to_string(),
        stands.severity.to_string(),
    );
    add("Traits", words(&rules.traits), words(&stands.traits));
    add("Policy", policy_words(&rules), policy_words(stands));
    let reason = rated.tool.review.override_reason.as_ref();
    Some(Override {
        reason: reason
            .map(|text| render(&stopped(&text.value), Headings::Bold, &urls.root))
            .unwrap_or_default(),
        changes,
    })
}

fn words(traits: &[Trait]) -> String {
    let words: Vec<&str> = traits.iter().map(|each| each.as_str()).collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn policy_words(rating: &Rating) -> String {
    definitions::decision(&ToolPolicy {
        name: String::new(),
        decision: rating.decision,
        limit: rating.limit,
        guards: Guards::default(),
    })
}

/// The hints that the server declares, each beside what the catalog says of the same thing.
pub(in crate::site) fn hint_rows(rated: &RatedTool<'_>) -> Vec<HintRow> {
    let hints = &rated.tool.definition.hints;
    let rating = &rated.rating;
    let has = |each: Trait| rating.traits.contains(&each);
    let read = rating.category == Category::Read;
    let destructive = rating.category == Category::Destructive;
    let open = has(Trait::ExternalSink) || has(Trait::UntrustedContent);
    hints
        .given()
        .map(|(name, declared)| {
            let assessed = match name {
                "readOnlyHint" => Some(read),
                "destructiveHint" => Some(destructive),
                "openWorldHint" if open => Some(true),
                _ => None,
            };
            HintRow {
                name,
                declared,
                assessed: match assessed {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "not assessed",
                },
                disputed: assessed.is_some_and(|assessed| assessed != declared),
            }
        })
        .collect()
}

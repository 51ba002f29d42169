//! Six questions that people ask of a tool, answered from the objects that the policy is made of.

use super::context::step_ups;
use super::html::Html;
use super::index::ServerEntry;
use super::question::Question;
use super::related::Relations;
use super::render::Site;
use super::text::{Text, first_sentence, stopped};
use super::words::{capital, count};
use super::{builder, definitions};
use crate::model::Decision;
use crate::policy::ToolPolicy;
use crate::rules::{Claim, RatedTool, Rating, default_limit};

/// Bytes that six questions with their answers commonly take.
const ROOM: usize = 3_000;
/// How far to look for tools of the same category.
const REACH: usize = 40;
/// Tools of the same category that are named as still there when one is blocked.
const LEFT: usize = 3;

/// The questions of one tool with their answers, in the order in which people ask them.
pub(super) fn questions(
    site: &Site<'_>,
    rated: &RatedTool<'_>,
    place: usize,
    entry: &ServerEntry<'_>,
    relations: &Relations,
) -> Html {
    let name = Text::short(&rated.tool.definition.name, 80);
    let what_asked = Html::own("What does ").code(name.as_str()).tag(" do?");
    let rule = ToolPolicy::new(rated);
    let ask = Html::own;
    let all = [
        Question::new("what", what_asked, what(site, rated, relations)),
        Question::new("enforce", ask("How is it enforced?"), enforce(&rule)),
        Question::new("risk", ask("How risky is it?"), risk(site, rated)),
        Question::new("limit", ask("Can I limit it?"), limit(site, rated, &rule)),
        Question::new(
            "block",
            ask("Can I block it?"),
            block(site, rated, place, entry),
        ),
        Question::new(
            "server",
            ask("On which server?"),
            server(site, rated, relations),
        ),
    ];
    all.iter().fold(Html::with_room(ROOM), Question::under)
}

fn what(site: &Site<'_>, rated: &RatedTool<'_>, relations: &Relations) -> Html {
    let (first, _) = first_sentence(&rated.tool.definition.description);
    let said = if first.is_empty() {
        Html::own("Its server does not say.")
    } else {
        Html::of(&stopped(first))
    };
    let category = rated.rating.category;
    let html = said
        .text(" Category: ")
        .link(&site.urls.category(category), category.as_str())
        .text(".");
    let undoing = relations.undo.and_then(|place| site.index.tool(place));
    match undoing {
        Some(other) => {
            let href = site.urls.tool(&other.server.id, &other.tool.slug);
            html.text(" ")
                .code_link(&href, Text::short(&other.tool.definition.name, 80).as_str())
                .text(" undoes it.")
        }
        None => html,
    }
}

fn enforce(rule: &ToolPolicy) -> Html {
    Html::own("<a href=\"#control\">Three steps</a>: ")
        .text(&definitions::decision(rule))
        .text(".")
}

fn risk(site: &Site<'_>, rated: &RatedTool<'_>) -> Html {
    let rating = &rated.rating;
    let raising = step_ups(rating);
    let severity = capital(rating.severity.as_str());
    let mut html = Html::default().link(&site.urls.severity(rating.severity), &severity);
    let mut decided: Vec<Claim> = raising.iter().map(|each| Claim::Trait(*each)).collect();
    if decided.is_empty() {
        decided.push(Claim::Category(rating.category));
    }
    for claim in decided {
        html = html.text(", ").text(claim.as_str());
        let mut evidence = rated.assessment.evidence.iter();
        if let Some(seen) = evidence.find(|it| it.claim == claim && !it.quote.is_empty()) {
            let quote = Text::short(&seen.quote, 60);
            html = html.text(": “").text(quote.as_str()).text("”");
        }
    }
    let html = html.text(".");
    let doubt = &rated.assessment.doubt;
    let html = if doubt.is_empty() {
        html
    } else {
        html.text(&format!(" The rules are not sure: {doubt}."))
    };
    if rated.is_overridden() {
        let rules = Rating::of_rules(&rated.assessment);
        html.text(&format!(
            " The rules alone say {} and {}.",
            rules.category, rules.severity
        ))
    } else {
        html
    }
}

fn limit(site: &Site<'_>, rated: &RatedTool<'_>, rule: &ToolPolicy) -> Html {
    if let (Decision::Limit, Some(limit)) = (rule.decision, rule.limit) {
        return Html::default()
            .code(&format!("{}_rate", Text::short(&rule.name, 80)))
            .text(&format!(": {}.", definitions::calls(limit)));
    }
    let limit = default_limit(rated.rating.severity);
    let href = builder::address(&site.urls, rated, &limit.to_string());
    Html::own("Yes: ")
        .link(&href, &definitions::calls(limit))
        .text(".")
}

fn block(site: &Site<'_>, rated: &RatedTool<'_>, place: usize, entry: &ServerEntry<'_>) -> Html {
    let hidden = Decision::Hide.as_str();
    let html = if rated.rating.decision == Decision::Hide {
        Html::own("It is: ").code(hidden)
    } else {
        let href = builder::address(&site.urls, rated, hidden);
        Html::own("With ").code_link(&href, hidden)
    };
    let category = rated.rating.category;
    let alike = entry.categories.get(&category).copied().unwrap_or_default();
    let others = alike.saturating_sub(1);
    if others == 0 {
        return html.text(".");
    }
    let left = nearest(site, place, entry, |other| {
        other.rating.category == category
    });
    let html = html.text(&format!(
        ", which leaves {}: ",
        count(others, &format!("{category} tool"))
    ));
    let names = left.iter().take(LEFT).enumerate();
    let html = names.fold(html, |html, (at, other)| {
        let html = if at > 0 { html.text(", ") } else { html };
        html.code(Text::short(&other.tool.definition.name, 80).as_str())
    });
    html.text(if others > LEFT { "…" } else { "." })
}

/// The tools of the server that stand nearest to the one at `place`.
fn nearest<'a>(
    site: &Site<'a>,
    place: usize,
    entry: &ServerEntry<'_>,
    wanted: impl Fn(&RatedTool<'a>) -> bool,
) -> Vec<&'a RatedTool<'a>> {
    let start = entry.range.start.max(place.saturating_sub(REACH));
    let end = entry.range.end.min(place + REACH);
    let mut near: Vec<usize> = (start..end).filter(|other| *other != place).collect();
    near.sort_by_key(|other| other.abs_diff(place));
    let tools = near.into_iter().filter_map(|other| site.index.tool(other));
    tools.filter(|other| wanted(other)).collect()
}

fn server(site: &Site<'_>, rated: &RatedTool<'_>, relations: &Relations) -> Html {
    let server = rated.server;
    let title = Text::short(&server.title.value, 80);
    let html = Html::default().link(&site.urls.server(&server.id), title.as_str());
    let (about, _) = first_sentence(&server.summary);
    let about = stopped(Text::short(about, 160).as_str());
    let before = if about.is_empty() { "." } else { ": " };
    let mut html = html.text(before).text(&about);
    let same = relations
        .elsewhere
        .iter()
        .filter_map(|place| site.index.tool(*place));
    let same: Vec<_> = same
        .filter(|other| other.tool.definition.name == rated.tool.definition.name)
        .collect();
    for (at, other) in same.iter().enumerate() {
        let before = if at == 0 {
            " A tool of the same name: "
        } else {
            ", "
        };
        let title = Text::short(&other.server.title.value, 60);
        let href = site.urls.tool(&other.server.id, &other.tool.slug);
        html = html.text(before).link(&href, title.as_str());
    }
    if same.is_empty() {
        html
    } else {
        html.text(".")
    }
}

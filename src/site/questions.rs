//! Six questions that people ask of a tool, answered from the objects that the policy is made of.

use super::data::SiteData;
use super::html::Html;
use super::index::ServerEntry;
use super::question::Question;
use super::related::Relations;
use super::risk::risk;
use super::text::{Text, first_sentence, stopped};
use super::words::{capital, count};
use super::{builder, definitions};
use crate::model::{Category, Decision};
use crate::policy::ToolPolicy;
use crate::rules::{RatedTool, default_limit};
use crate::sort;

/// Bytes that six questions with their answers commonly take.
const ROOM: usize = 3_000;
/// How far to look for tools of the same category.
const REACH: usize = 40;
/// Tools of the same category that are named as still usable when one is blocked.
const LEFT: usize = 3;

/// The questions of one tool with their answers, in the order in which people ask them.
pub(super) fn questions(
    site: &SiteData<'_>,
    rated: &RatedTool<'_>,
    place: usize,
    entry: &ServerEntry<'_>,
    relations: &Relations,
) -> Html {
    let name = Text::short(&rated.tool.definition.name, 80);
    let what_asked = Html::own("What does ").code(name.as_str()).tag(" do?");
    let rule = ToolPolicy::new(rated);
    let ask = Html::own;
    let blocked = block(site, &rule, rated, place, entry);
    let all = [
        Question::new("what", what_asked, what(site, rated, relations)),
        Question::new("enforce", ask("How is it enforced?"), enforce(&rule)),
        Question::new("risk", ask("How risky is it?"), risk(&site.urls, rated)),
        Question::new("limit", ask("Can I limit it?"), limit(site, rated, &rule)),
        Question::new("block", ask("Can I block it?"), blocked),
        Question::new(
            "server",
            ask("Which server offers it?"),
            server(site, rated, relations),
        ),
    ];
    all.iter().fold(Html::with_room(ROOM), Question::under)
}

fn what(site: &SiteData<'_>, rated: &RatedTool<'_>, relations: &Relations) -> Html {
    let (first, _) = first_sentence(&rated.tool.definition.description);
    let said = if first.is_empty() {
        Html::own("Its server does not say.")
    } else {
        Html::of(&stopped(first))
    };
    let undoing = relations.undo.and_then(|place| site.index.tool(place));
    match undoing {
        Some(other) => {
            let href = site.urls.tool(&other.server.id, &other.tool.slug);
            said.text(" To undo a call, use ")
                .code_link(&href, Text::short(&other.tool.definition.name, 80).as_str())
                .text(".")
        }
        None => said,
    }
}

fn enforce(rule: &ToolPolicy) -> Html {
    let html = Html::own("Follow the <a href=\"#control\">steps above</a>");
    match (rule.decision, rule.limit) {
        (Decision::Limit, Some(limit)) => html.text(&format!(
            "; the policy then allows {}.",
            definitions::calls(limit)
        )),
        (Decision::Ask, _) => html.text("; a person then approves each call."),
        _ => html.text("."),
    }
}

/// A looser rule than the recommended one is never offered here: the page would open the policy builder on
/// it.
fn limit(site: &SiteData<'_>, rated: &RatedTool<'_>, rule: &ToolPolicy) -> Html {
    match (rule.decision, rule.limit) {
        (Decision::Limit, Some(_)) => {
            let counter = format!("{}_rate", Text::short(&rule.name, 80));
            Html::own("Yes: the policy counts calls as ")
                .code(&counter)
                .text(".")
        }
        (Decision::Allow | Decision::Limit, _) => {
            let limit = default_limit(rated.rating.severity);
            let href = builder::address(&site.urls, rated, &limit.to_string());
            Html::own("Yes, for example to ")
                .link(&href, &definitions::calls(limit))
                .text(".")
        }
        (Decision::Ask, _) => {
            Html::own("A limit would be looser than the policy, which asks a person each time.")
        }
        (Decision::Deny | Decision::Hide, _) => {
            Html::own("A limit would be looser than the policy, which refuses every call.")
        }
    }
}

fn block(
    site: &SiteData<'_>,
    rule: &ToolPolicy,
    rated: &RatedTool<'_>,
    place: usize,
    entry: &ServerEntry<'_>,
) -> Html {
    let html = if rule.is_usable() {
        let href = builder::address(&site.urls, rated, Decision::Hide.as_str());
        Html::own("Yes, ").link(&href, "hide it").text(".")
    } else {
        Html::own("The policy blocks it already.")
    };
    let category = rated.rating.category;
    let left = usable(site, place, entry, category);
    let names: Vec<Html> = left
        .iter()
        .map(|other| Html::default().code(Text::short(&other.tool.definition.name, 80).as_str()))
        .collect();
    let all = entry.usable.get(&category).copied().unwrap_or_default();
    let all = all.saturating_sub(usize::from(rule.is_usable()));
    if all == 0 {
        return html;
    }
    let verb = if all == 1 {
        "stays usable"
    } else {
        "stay usable"
    };
    let others = capital(&count(all, &format!("other {category} tool")));
    if names.is_empty() {
        return html.text(&format!(" {others} {verb}."));
    }
    let other = format!(" {others} {verb}: ");
    let html = names
        .iter()
        .enumerate()
        .fold(html.text(&other), |html, (at, name)| {
            let html = if at > 0 { html.text(", ") } else { html };
            html.html(name)
        });
    let more = all.saturating_sub(names.len());
    if more > 0 {
        html.text(&format!(" and {more} more."))
    } else {
        html.text(".")
    }
}

/// The nearest other tools of the server with this category that the policy lets through.
fn usable<'a>(
    site: &SiteData<'a>,
    place: usize,
    entry: &ServerEntry<'_>,
    category: Category,
) -> Vec<&'a RatedTool<'a>> {
    let start = entry.range.start.max(place.saturating_sub(REACH));
    let end = entry.range.end.min(place + REACH);
    let mut near: Vec<usize> = (start..end).filter(|other| *other != place).collect();
    sort::by_key(&mut near, |other| other.abs_diff(place));
    let tools = near.into_iter().filter_map(|other| site.index.tool(other));
    tools
        .filter(|other| other.rating.category == category && ToolPolicy::new(other).is_usable())
        .take(LEFT)
        .collect()
}

fn server(site: &SiteData<'_>, rated: &RatedTool<'_>, relations: &Relations) -> Html {
    let server = rated.server;
    let title = Text::short(&server.title.value, 80);
    let html = Html::default().link(&site.urls.server(&server.id), title.as_str());
    let (about, _) = first_sentence(&server.summary);
    let about = stopped(Text::short(about, 160).as_str());
    let html = if about.is_empty() {
        html.text(".")
    } else {
        html.text(". ").text(&about)
    };
    let same: Vec<_> = relations
        .elsewhere
        .iter()
        .filter_map(|place| site.index.tool(*place))
        .filter(|other| other.tool.definition.name == rated.tool.definition.name)
        .collect();
    let [first, rest @ ..] = same.as_slice() else {
        return html;
    };
    let link = |html: Html, other: &RatedTool<'_>| {
        let title = Text::short(&other.server.title.value, 60);
        html.link(
            &site.urls.tool(&other.server.id, &other.tool.slug),
            title.as_str(),
        )
    };
    let html = link(html.text(" A tool of the same name exists on "), first);
    let last = rest.len().saturating_sub(1);
    rest.iter()
        .enumerate()
        .fold(html, |html, (at, other)| {
            let before = if at == last { " and " } else { ", " };
            link(html.text(before), other)
        })
        .text(".")
}

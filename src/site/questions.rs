//! Six questions that people ask of a tool, answered from the objects that the policy is made of.

use super::context::{kind_of_tool, passes, place, step_ups};
use super::html::Html;
use super::index::ServerEntry;
use super::question::Question;
use super::related::Relations;
use super::render::Site;
use super::text::{Text, first_sentence, stopped};
use super::words::{capital, count, list};
use super::{definitions, highlight};
use crate::model::{Decision, Limit};
use crate::policy::{Policy, ToolPolicy, per};
use crate::rules::{Claim, RatedTool, Rating, default_limit};

/// Bytes that six questions with their answers commonly take.
const ROOM: usize = 6_000;

/// The questions of one tool with their answers, in the order in which people ask them.
pub(super) fn questions(
    site: &Site<'_>,
    rated: &RatedTool<'_>,
    entry: &ServerEntry<'_>,
    relations: &Relations,
) -> Html {
    let name = Text::short(&rated.tool.definition.name, 80);
    let name = name.as_str();
    let ask = |before: &'static str, after: &'static str| Html::own(before).code(name).tag(after);
    let rule = ToolPolicy::new(rated);
    let all = [
        Question::new(
            "what",
            ask("What does ", " do?"),
            what(site, rated, relations),
        ),
        Question::new(
            "enforce",
            ask("How do I enforce a policy on ", "?"),
            enforce(site, rated, entry, &rule),
        ),
        Question::new("risk", ask("How risky is ", "?"), risk(site, rated)),
        limit(ask("Can I rate-limit ", "?"), rated, &rule),
        block(ask("How do I block ", " completely?"), rated, &rule),
        Question::new(
            "server",
            ask("Which server provides ", "?"),
            server(site, rated, entry, relations),
        ),
    ];
    all.iter().fold(Html::with_room(ROOM), Question::under)
}

fn what(site: &Site<'_>, rated: &RatedTool<'_>, relations: &Relations) -> Html {
    let (first, _) = first_sentence(&rated.tool.definition.description);
    let known = !first.is_empty();
    let start = if known {
        Html::of(&stopped(first)).text(" ")
    } else {
        Html::own("Its server does not say. ")
    };
    let category = rated.rating.category;
    let kind = kind_of_tool(category);
    let (article, words) = kind.split_once(' ').unwrap_or(("", &kind));
    let mut html = start
        .text("It is ")
        .text(article)
        .text(" ")
        .link(&site.urls.category(category), words);
    let evidence = rated.assessment.evidence.iter();
    let seen = evidence
        .filter(|each| each.claim == Claim::Category(category) && !each.quote.is_empty())
        .take(1);
    for each in seen {
        let quote = Text::short(&each.quote, 60);
        html = html
            .text(": ")
            .html(&place(&each.place))
            .text(" says “")
            .text(quote.as_str())
            .text("”");
    }
    html = html.text(".");
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

fn enforce(
    site: &Site<'_>,
    rated: &RatedTool<'_>,
    entry: &ServerEntry<'_>,
    rule: &ToolPolicy,
) -> Html {
    let gateway = &site.index.rated.catalog.config.gateway.name;
    let title = Text::short(&rated.server.title.value, 60);
    let href = format!("{}policy.json", site.urls.server(&rated.server.id));
    let file = match entry.range.len() {
        1 => "its policy.json".to_owned(),
        tools => format!("the policy.json of all {tools} tools"),
    };
    Html::of(&format!("Put {gateway} before {title}, give it "))
        .link(&href, &file)
        .text(", and let the client start the gateway instead of the server. For ")
        .code(Text::short(&rated.tool.definition.name, 80).as_str())
        .text(&format!(" it says: {}.", definitions::decision(rule)))
}

fn risk(site: &Site<'_>, rated: &RatedTool<'_>) -> Html {
    let rating = &rated.rating;
    let traits = step_ups(rating);
    let words: Vec<&str> = traits.iter().map(|each| each.as_str()).collect();
    let because = if words.is_empty() {
        format!("for {}", kind_of_tool(rating.category))
    } else {
        format!(
            "for {} with {}",
            kind_of_tool(rating.category),
            list(&words)
        )
    };
    let severity = capital(rating.severity.as_str());
    let html = Html::default()
        .link(&site.urls.severity(rating.severity), &severity)
        .text(&format!(", {because}."));
    let doubt = &rated.assessment.doubt;
    let html = if doubt.is_empty() {
        html
    } else {
        html.text(&format!(" The rules are not sure: {doubt}."))
    };
    if rated.is_overridden() {
        let rules = Rating::of_rules(&rated.assessment);
        html.text(&format!(
            " The rules alone say {} and {}; the reviewer’s reason stands above.",
            rules.category, rules.severity
        ))
    } else {
        html
    }
}

fn limit(question: Html, rated: &RatedTool<'_>, rule: &ToolPolicy) -> Question {
    let answer = match (rule.decision, rule.limit) {
        (Decision::Limit, Some(limit)) => Html::of(&format!(
            "Yes, and the policy above does: {} {}, counted for each grant under ",
            count(usize::try_from(limit.max).unwrap_or(usize::MAX), "call"),
            per(limit.window),
        ))
        .code(&format!("{}_rate", Text::short(&rule.name, 80)))
        .text(". Change ")
        .code("max")
        .text(" or ")
        .code("window")
        .text(" there."),
        (Decision::Allow | Decision::Limit, _) => Html::own(
            "Yes, though the recommended policy leaves it free. This is the rule with a limit:",
        ),
        (Decision::Ask, _) => Html::own(
            "The policy above has each call approved, so there is nothing left to count. To let \
             calls pass up to a limit instead:",
        ),
        (Decision::Deny, _) => Html::own(
            "The policy above lets no call pass. To let calls pass up to a limit instead:",
        ),
        (Decision::Hide, _) => Html::own(
            "Not while it is hidden, as the policy above has it: no call passes. To offer it up \
             to a limit instead:",
        ),
    };
    let shown = rule.decision == Decision::Limit && rule.limit.is_some();
    let policy = if shown {
        Html::default()
    } else {
        alternative(
            rated,
            Decision::Limit,
            Some(default_limit(rated.rating.severity)),
        )
    };
    Question {
        policy,
        ..Question::new("limit", question, answer)
    }
}

fn block(question: Html, rated: &RatedTool<'_>, rule: &ToolPolicy) -> Question {
    if rule.decision == Decision::Hide {
        let answer = Html::own("The policy above does: ")
            .code("hide")
            .text(" takes it out of the tool list, and a call by name is denied.");
        return Question::new("block", question, answer);
    }
    let state = if passes(rule.decision) {
        "Move it from "
    } else {
        "Every call is held back already. To take it out of the list too, move it from "
    };
    let answer = Html::own(state)
        .code("tools")
        .text(" to ")
        .code("hide")
        .text(", so that it also leaves the tool list:");
    Question {
        policy: alternative(rated, Decision::Hide, None),
        ..Question::new("block", question, answer)
    }
}

/// The tool's policy under another decision.
fn alternative(rated: &RatedTool<'_>, decision: Decision, limit: Option<Limit>) -> Html {
    let rule = ToolPolicy {
        decision,
        limit,
        ..ToolPolicy::new(rated)
    };
    highlight::json(&Policy::from_iter([rule]).json())
}

fn server(
    site: &Site<'_>,
    rated: &RatedTool<'_>,
    entry: &ServerEntry<'_>,
    relations: &Relations,
) -> Html {
    let server = rated.server;
    let title = Text::short(&server.title.value, 80);
    let mut html = Html::default().link(&site.urls.server(&server.id), title.as_str());
    if !server.package.is_empty() {
        html = html.text(" (").code(&server.package).text(")");
    }
    html = match entry.range.len() {
        1 => html.text(", as its only tool."),
        tools => html.text(&format!(", among {} tools.", super::words::grouped(tools))),
    };
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

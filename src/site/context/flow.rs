//! A toxic flow: on the page of its server, and as a sentence on the pages of its tools.

use serde::Serialize;

use super::Link;
use crate::model::{Decision, Trait};
use crate::policy::{Cut, ToolPolicy, ToxicFlow};
use crate::rules::RatedTool;
use crate::site::builder;
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::text::Text;
use crate::site::words::count;

/// Tools that a sentence names for a group; the others are counted.
const NAMED: usize = 2;

/// A toxic flow with its three groups and the smallest change that breaks it.
#[derive(Debug, Serialize)]
pub(in crate::site) struct FlowView {
    groups: Vec<Group>,
    cut: CutView,
}

/// One group of tools.
#[derive(Debug, Serialize)]
struct Group {
    heading: Html,
    tools: Vec<Member>,
}

/// A tool of a group.
#[derive(Debug, Serialize)]
struct Member {
    link: Link,
    /// Whether the recommended policy lets no call of it through.
    blocked: bool,
}

/// The smallest change that breaks the flow.
#[derive(Debug, Serialize)]
struct CutView {
    /// What it does, as sentences.
    what: Html,
    tools: Vec<Link>,
    /// The policy that makes the change, in the policy builder; empty when none is needed.
    href: String,
}

impl SiteData<'_> {
    /// The flow of a server, for its page. `rules` are the server's tools as the policy has them.
    pub(super) fn flow_view(
        &self,
        flow: &ToxicFlow,
        entry: &ServerEntry<'_>,
        rules: &[ToolPolicy],
    ) -> FlowView {
        let tools = self.index.tools_of(entry);
        let member = |place: &usize| {
            Some(Member {
                link: self.tool_link(tools.get(*place)?),
                blocked: !rules.get(*place).is_some_and(ToolPolicy::is_usable),
            })
        };
        let group = |of: &Trait| Group {
            heading: self.heading(*of),
            tools: flow.group(*of).iter().filter_map(member).collect(),
        };
        FlowView {
            groups: IN_ORDER.iter().map(group).collect(),
            cut: self.cut_view(
                &flow.smallest_cut(|place| rules.get(place).is_some_and(ToolPolicy::is_usable)),
                tools,
            ),
        }
    }

    fn heading(&self, of: Trait) -> Html {
        let href = self.urls.of_trait(of);
        match of {
            Trait::UntrustedContent => Html::default()
                .link(&href, "Untrusted text")
                .text(" enters through"),
            Trait::PrivateData => Html::default()
                .link(&href, "Private data")
                .text(" comes from"),
            _ => Html::default()
                .link(&href, "Data can leave")
                .text(" through"),
        }
    }

    fn cut_view(&self, cut: &Cut, tools: &[RatedTool<'_>]) -> CutView {
        let cut_tools = || cut.tools.iter().filter_map(|place| tools.get(*place));
        if cut.tools.is_empty() {
            let what = format!(
                "The recommended policy breaks this flow: it blocks every tool that {}.",
                does(cut.group)
            );
            return CutView {
                what: Html::of(&what),
                tools: Vec::new(),
                href: String::new(),
            };
        }
        let what = match cut.tools.len() {
            1 => format!(
                "Hide the one tool that {}, and the flow is broken:",
                does(cut.group)
            ),
            2 => format!(
                "Hide both tools that {}, and the flow is broken:",
                do_(cut.group)
            ),
            number => format!(
                "Hide all {number} tools that {}, and the flow is broken:",
                do_(cut.group)
            ),
        };
        let hidden = Decision::Hide.as_str();
        let rules: Vec<_> = cut_tools()
            .map(|each| (each.tool.definition.name.as_str(), hidden))
            .collect();
        let server = tools.first().map_or("", |each| each.server.id.as_str());
        CutView {
            what: Html::of(&what),
            tools: cut_tools().map(|each| self.tool_link(each)).collect(),
            href: builder::address_of(&self.urls, server, &rules),
        }
    }

    fn tool_link(&self, rated: &RatedTool<'_>) -> Link {
        let href = self.urls.tool(&rated.server.id, &rated.tool.slug);
        Link::new(&rated.tool.definition.name, href)
    }

    /// Through which tools untrusted text enters, private data comes and both can leave, when the tool at
    /// `place` is one of them; else nothing.
    pub(super) fn flow_sentence(&self, place: usize, entry: &ServerEntry<'_>) -> Html {
        let own = place.saturating_sub(entry.range.start);
        let in_flow = |flow: &&ToxicFlow| {
            ToxicFlow::GROUPS
                .iter()
                .any(|group| flow.group(*group).contains(&own))
        };
        let Some(flow) = entry.flow.as_ref().filter(in_flow) else {
            return Html::default();
        };
        let href = format!("{}#flow", self.urls.server(&entry.server.id));
        let tools = self.index.tools_of(entry);
        let html = Html::default().link(&href, "Toxic flow");
        let html = members(
            html.tag(": untrusted text enters through "),
            &flow.untrusted,
            own,
            tools,
        );
        let html = members(
            html.tag(". Private data comes from "),
            &flow.private,
            own,
            tools,
        );
        members(
            html.tag(". Data can leave through "),
            &flow.exits,
            own,
            tools,
        )
        .tag(".")
    }
}

/// The groups in the order in which an attack uses them.
const IN_ORDER: [Trait; 3] = [
    Trait::UntrustedContent,
    Trait::PrivateData,
    Trait::ExternalSink,
];

/// Adds the tools of a group, the one that the sentence stands beside first.
fn members(html: Html, group: &[usize], own: usize, tools: &[RatedTool<'_>]) -> Html {
    let is_own = group.contains(&own);
    let others = group.iter().filter(|place| **place != own);
    let room = if is_own { NAMED - 1 } else { NAMED };
    let names: Vec<_> = others
        .filter_map(|place| tools.get(*place))
        .map(|each| Html::default().code(Text::short(&each.tool.definition.name, 80).as_str()))
        .collect();
    let more = names.len().saturating_sub(room);
    let mut parts = Vec::with_capacity(NAMED + 1);
    parts.extend(is_own.then(|| Html::own("this tool")));
    parts.extend(names.into_iter().take(room));
    parts.extend((more > 0).then(|| Html::of(&count(more, "other tool"))));
    let last = parts.len().saturating_sub(1);
    parts.iter().enumerate().fold(html, |html, (at, part)| {
        let html = match at {
            0 => html,
            at if at == last => html.tag(" or "),
            _ => html.tag(", "),
        };
        html.html(part)
    })
}

/// What one tool of a group does, after "that".
pub(in crate::site) const fn does(group: Trait) -> &'static str {
    match group {
        Trait::UntrustedContent => "returns untrusted text",
        Trait::PrivateData => "returns private data",
        _ => "can send data out",
    }
}

/// What several tools of a group do, after "that".
const fn do_(group: Trait) -> &'static str {
    match group {
        Trait::UntrustedContent => "return untrusted text",
        Trait::PrivateData => "return private data",
        _ => "can send data out",
    }
}

//! The page of a server: identity, tools, toxic flows, the policy of all of them.

use serde::Serialize;

use super::home::{SeverityCount, severity_counts};
use super::machines::Machines;
use super::tool::Fact;
use super::{Link, Shell, ToolRow, outside};
use crate::model::{Decision, Server};
use crate::policy::{Policy, Profile, recommend};
use crate::rules::RatedTool;
use crate::site::flows::{Flow, flow};
use crate::site::highlight;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::markdown::{Headings, render};
use crate::site::render::Site;
use crate::site::text::Text;
use crate::site::words::{count, list};

/// Longest merged policy that stands on the page itself, in bytes; a longer one is a download.
const POLICY: usize = 24_000;
/// Tools that a corner of a flow names; the others are counted.
const CORNER: usize = 6;

/// The page of a server.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ServerPage {
    page: Shell,
    title: Text,
    summary: Html,
    tools: usize,
    tools_counted: String,
    severities: Vec<SeverityCount>,
    rows: Vec<ToolRow>,
    flow: Option<FlowView>,
    policy: Html,
    policy_href: String,
    /// The file's name once it is downloaded.
    policy_file: String,
    /// What the policy does, by decision: `12 allowed, 3 limited`.
    decisions: String,
    provenance: Vec<Fact>,
    /// Tools that a capture has and the catalog has not.
    without_entry: Vec<Text>,
    machines: Machines,
    previous: Option<Link>,
    next: Option<Link>,
}

/// A toxic flow with its corners.
#[derive(Debug, Serialize)]
struct FlowView {
    private: Corner,
    untrusted: Corner,
    exit: Corner,
}

/// One corner of a toxic flow.
#[derive(Debug, Serialize)]
struct Corner {
    tools: Vec<Link>,
    more: usize,
}

impl Site<'_> {
    pub(in crate::site) fn server_page(&self, number: usize) -> Option<ServerPage> {
        let entry = self.index.servers.get(number)?;
        let server = entry.server;
        let tools = self.index.tools_of(entry);
        let policy = recommend(tools, Profile::Recommended);
        let json = policy.json();
        let href = self.urls.server(&server.id);
        let capture = server.capture.as_ref();
        Some(ServerPage {
            page: self.server_shell(number, entry),
            title: Text::new(&server.title.value),
            summary: render(&server.summary, Headings::Bold, &self.urls.root),
            tools: tools.len(),
            tools_counted: count(tools.len(), "tool"),
            severities: severity_counts(entry),
            rows: tools
                .iter()
                .map(|each| ToolRow::new(each, &self.urls))
                .collect(),
            flow: flow(tools).map(|flow| self.flow_view(&flow)),
            policy: if json.len() <= POLICY && !tools.is_empty() {
                highlight::json(&json)
            } else {
                Html::default()
            },
            policy_href: format!("{href}policy.json"),
            policy_file: format!("{}.policy.json", server.id),
            decisions: decisions(&policy),
            provenance: server_facts(server),
            without_entry: capture
                .map(|capture| {
                    capture
                        .without_entry
                        .iter()
                        .map(|name| Text::short(name, 80))
                })
                .into_iter()
                .flatten()
                .collect(),
            machines: self.machines(number, entry),
            previous: self.server_link(number.checked_sub(1)),
            next: self.server_link(number.checked_add(1)),
        })
    }

    fn server_shell(&self, number: usize, entry: &ServerEntry<'_>) -> Shell {
        let server = entry.server;
        let tools = count(entry.range.len(), "tool");
        self.shell(
            &format!("{}: {tools} and their risks", server.title.value),
            &format!("{}: {tools}. {}", server.title.value, server.summary),
            &format!("servers/{}/", server.id),
        )
        .section("servers")
        .crumb("Servers", self.urls.to("servers/"))
        .picture(
            self.urls
                .canonical(&format!("servers/{}/card.png", server.id)),
        )
        .alternate(
            "application/json",
            self.urls.server(&server.id) + "index.json",
        )
        .alternate("application/atom+xml", self.feed_of(number))
    }

    fn server_link(&self, number: Option<usize>) -> Option<Link> {
        let server = self.index.servers.get(number?)?.server;
        Some(Link::new(&server.title.value, self.urls.server(&server.id)))
    }

    fn flow_view(&self, flow: &Flow<'_, '_>) -> FlowView {
        let corner = |tools: &[&RatedTool<'_>]| Corner {
            tools: tools
                .iter()
                .take(CORNER)
                .map(|each| {
                    let href = self.urls.tool(&each.server.id, &each.tool.slug);
                    Link::new(&each.tool.definition.name, href)
                })
                .collect(),
            more: tools.len().saturating_sub(CORNER),
        };
        FlowView {
            private: corner(&flow.private),
            untrusted: corner(&flow.untrusted),
            exit: corner(&flow.exit),
        }
    }
}

/// Where a server and what the catalog knows of it come from.
pub(in crate::site) fn server_facts(server: &Server) -> Vec<Fact> {
    let mut facts = Vec::new();
    let capture = server.capture.clone().unwrap_or_default();
    let package = if capture.package.is_empty() {
        &server.package
    } else {
        &capture.package
    };
    let mut add = |label, text: &str, html: Html| {
        if !text.is_empty() {
            facts.push(Fact::new(label, html));
        }
    };
    add("Package", package, Html::default().code(package));
    let repository = outside(&server.repository);
    let name = server.repository.trim_start_matches("https://");
    add(
        "Repository",
        &repository,
        Html::default().link(&repository, name),
    );
    let folder = &server.subfolder;
    add("Folder", folder, Html::default().code(folder));
    let homepage = outside(&server.homepage);
    let name = homepage.trim_start_matches("https://");
    add(
        "Home page",
        &homepage,
        Html::default().link(&homepage, name),
    );
    add("Protocol", &capture.protocol, Html::of(&capture.protocol));
    add("Captured", &capture.date, Html::of(&capture.date));
    facts
}

/// What a policy does, by decision, loosest first.
fn decisions(policy: &Policy) -> String {
    let counted: Vec<String> = Decision::ALL
        .iter()
        .filter_map(|decision| {
            let tools = policy.count(*decision);
            (tools > 0).then(|| format!("{tools} {}", done(*decision)))
        })
        .collect();
    list(&counted)
}

const fn done(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "allowed",
        Decision::Limit => "limited",
        Decision::Ask => "waiting for approval",
        Decision::Deny => "denied",
        Decision::Hide => "hidden",
    }
}

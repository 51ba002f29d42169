//! The page of a server: identity, tools, toxic flows, the policy of all of them.

use serde::Serialize;

use super::capture::{Fact, capture_facts, outdated};
use super::flow::FlowView;
use super::home::{SeverityCount, severity_counts};
use super::machines::Machines;
use super::{Link, PageMeta, ToolRow, outside};
use crate::clients::{Client, Gateway, Guarded, place, snippet, start, wrapping, writes_alike};
use crate::model::{Decision, Server};
use crate::policy::{Policy, ToolPolicy, note};
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::markdown::{Headings, render};
use crate::site::targets::{Target, targets};
use crate::site::text::Text;
use crate::site::words::{count, list};
use crate::site::{builder, highlight};

/// Longest policy that stands on the page itself, in bytes.
const POLICY: usize = 12_000;
/// Things that a target cannot say which are listed; the others are counted.
const CANNOT: usize = 6;

/// The page of a server.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ServerPage {
    page: PageMeta,
    title: Text,
    summary: Html,
    tools: usize,
    tools_counted: String,
    severities: Vec<SeverityCount>,
    rows: Vec<ToolRow>,
    flow: Option<FlowView>,
    targets: Vec<TargetView>,
    /// The clients that start the server behind the gateway; none where nothing says how it starts.
    clients: Vec<ClientView>,
    /// The data of the policy builder.
    builder: Html,
    /// The decisions to choose from.
    words: &'static [Decision],
    id: String,
    policy_href: String,
    /// The file's name once it is downloaded.
    policy_file: String,
    /// What the policy does, by decision: `12 allowed, 3 limited`.
    decisions: String,
    provenance: Vec<Fact>,
    /// That the tool list is out of date, and how; empty when it is not known to be.
    outdated: Html,
    /// Tools that a capture has and the catalog has not.
    without_entry: Vec<Text>,
    machines: Machines,
    previous: Option<Link>,
    next: Option<Link>,
}

/// The policy for one target.
#[derive(Debug, Serialize)]
struct TargetView {
    id: &'static str,
    title: &'static str,
    /// Where the document goes.
    place: Html,
    /// Empty when it is too long for a page.
    text: Html,
    /// Why there is no document.
    refused: Option<Text>,
    cannot: Vec<Html>,
    /// How many more there are.
    more: usize,
    /// Sentences on what that means.
    notes: Vec<Html>,
}

impl TargetView {
    fn new(target: &Target) -> Self {
        let info = target.info;
        Self {
            id: info.name,
            title: info.title,
            place: Html::ticked(info.place),
            text: match (&target.document, info.language) {
                (Ok(text), _) if text.len() > POLICY => Html::default(),
                (Ok(text), "json") => highlight::json(text),
                (Ok(text), "yaml") => highlight::yaml(text),
                (Ok(text), _) => Html::of(text.trim_end()),
                (Err(_), _) => Html::default(),
            },
            refused: target
                .document
                .as_ref()
                .err()
                .map(|reason| Text::new(reason)),
            cannot: (target.cannot.iter().take(CANNOT))
                .map(|each| Html::ticked(each))
                .collect(),
            more: target.cannot.len().saturating_sub(CANNOT),
            notes: target.notes.iter().map(|each| Html::ticked(each)).collect(),
        }
    }
}

/// The configuration of a client that starts the server behind the gateway.
#[derive(Debug, Serialize)]
struct ClientView {
    id: &'static str,
    title: &'static str,
    place: Html,
    /// What its user has to do then.
    restart: Html,
    text: Html,
}

/// Where the configuration of a client goes.
#[derive(Debug)]
pub(in crate::site) struct Place {
    client: &'static Client,
    markup: Html,
}

impl Place {
    /// Of every client that needs the gateway. They are the same on each page.
    pub(in crate::site) fn all() -> Vec<Self> {
        let place = |client: &'static Client| Self {
            client,
            markup: Html::ticked(&place(client)),
        };
        wrapping().map(place).collect()
    }
}

fn clients(server: &Server, places: &[Place]) -> Vec<ClientView> {
    let Some(own) = start(server.package_to_start()) else {
        return Vec::new();
    };
    let policy = format!("/path/to/{}.policy.json", server.id);
    let mut texts: Vec<(&Client, Html)> = Vec::new();
    let mut text = |client: &'static Client| {
        if let Some((_, text)) = texts.iter().find(|(it, _)| writes_alike(it, client)) {
            return text.clone();
        }
        let gateway = Gateway {
            program: "toolrisk",
            policy: &policy,
            name: &server.id,
        };
        let text = snippet(client, &[Guarded { gateway, own: &own }]);
        let text = if text.starts_with('{') {
            highlight::json(&text)
        } else {
            highlight::yaml(&text)
        };
        texts.push((client, text.clone()));
        text
    };
    let views = places.iter().map(|Place { client, markup }| ClientView {
        id: client.id,
        title: client.title,
        place: markup.clone(),
        restart: Html::ticked(client.restart),
        text: text(client),
    });
    views.collect()
}

impl SiteData<'_> {
    pub(in crate::site) fn server_page(&self, number: usize) -> Option<ServerPage> {
        let entry = self.index.servers.get(number)?;
        let server = entry.server;
        let tools = self.index.tools_of(entry);
        let rules: Vec<ToolPolicy> = tools.iter().map(ToolPolicy::new).collect();
        let notes: Vec<_> = tools.iter().map(|it| note(it.tool)).collect();
        let policy: Policy = rules.iter().cloned().collect();
        let definitions: Vec<_> = tools.iter().map(|it| &it.tool.definition).collect();
        let href = self.urls.server(&server.id);
        let capture = server.capture.as_ref();
        Some(ServerPage {
            page: self.server_upkeep(self.server_shell(number, entry), server),
            title: Text::new(&server.title.value),
            summary: render(&server.summary, Headings::Bold, &self.urls.root),
            tools: tools.len(),
            tools_counted: count(tools.len(), "tool"),
            severities: severity_counts(entry),
            rows: tools
                .iter()
                .map(|each| ToolRow::new(each, &self.urls))
                .collect(),
            flow: (entry.flow.as_ref()).map(|flow| self.flow_view(flow, entry, &rules)),
            targets: targets(&server.id, &policy, &definitions)
                .iter()
                .map(TargetView::new)
                .collect(),
            clients: clients(server, &self.places_of_clients),
            builder: builder::data(&rules, &notes),
            words: Decision::ALL,
            id: server.id.clone(),
            policy_href: format!("{href}policy.json"),
            policy_file: format!("{}.policy.json", server.id),
            decisions: decisions(&policy),
            provenance: server_facts(server),
            outdated: outdated(server),
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

    fn server_shell(&self, number: usize, entry: &ServerEntry<'_>) -> PageMeta {
        let server = entry.server;
        let tools = count(entry.range.len(), "tool");
        self.page_meta(
            &format!("{}: {tools} and their risks", server.title.value),
            &format!("{}: {tools}. {}", server.title.value, server.summary),
            &format!("servers/{}/", server.id),
        )
        .section("servers")
        .crumb("Servers", self.urls.to("servers/"))
        .with_twin(&self.urls.server(&server.id))
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
}

/// Where a server and what the catalog knows of it come from.
fn server_facts(server: &Server) -> Vec<Fact> {
    let mut facts = capture_facts(server);
    let mut add = |label, text: &str, html: Html| {
        if !text.is_empty() {
            facts.push(Fact::new(label, html));
        }
    };
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
    let protocol = server.capture.as_ref().map_or("", |it| &it.protocol);
    add("Protocol", protocol, Html::of(protocol));
    facts
}

/// What a policy does, by decision, loosest first.
pub(in crate::site) fn decisions(policy: &Policy) -> String {
    let counted = Decision::ALL.iter().flat_map(|decision| {
        let tools = policy.count(*decision);
        let some = policy.count_with_conditions(*decision);
        let done = done(*decision);
        let all = (tools > some).then(|| format!("{} {done}", tools - some));
        // An allowed tool may ask, or refuse, for some arguments.
        let some = (some > 0).then(|| format!("{some} {done} with some arguments"));
        [all, some].into_iter().flatten()
    });
    list(&counted.collect::<Vec<String>>())
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

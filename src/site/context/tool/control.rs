//! How to control a tool: its policy, what it means, and where it goes.

use serde::Serialize;
use serde_json::json;

use crate::clients::start;
use crate::model::Decision;
use crate::policy::{Profile, ToolPolicy, recommend};
use crate::rules::RatedTool;
use crate::site::data::SiteData;
use crate::site::definitions::short_effect;
use crate::site::highlight;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::targets::{Outcome, Outcomes, is_common, outcomes};
use crate::site::words::count;

/// The policy of a tool.
#[derive(Debug, Serialize)]
pub(super) struct Control {
    effect: String,
    /// What products make of the rule, as rows of a list; each links to its part of the server's page.
    elsewhere: Html,
    /// How to install the gateway.
    install: &'static str,
    /// What to put before the server's own command; empty when another gateway enforces.
    command: String,
    /// The entry of a client's configuration that starts the server behind the gateway; empty where the package
    /// does not tell the server's command.
    client: Html,
    /// All tools of the server, in words.
    whole: String,
    /// The other tools of the server, which the file of this tool denies, in words; empty when there are none.
    others: String,
    policy: Html,
    href: String,
    /// The file's name once it is downloaded.
    file: String,
    server_href: String,
    server_file: String,
}

impl Control {
    pub(super) fn new(rated: &RatedTool<'_>, entry: &ServerEntry<'_>, site: &SiteData<'_>) -> Self {
        let (urls, common) = (&site.urls, &site.outcomes);
        let gateway = &site.index.rated.catalog.config.gateway;
        let id = &rated.server.id;
        let file = [&rated.tool.slug, ".policy.json"].concat();
        let server_file = [id, ".policy.json"].concat();
        let rule = ToolPolicy::new(rated);
        let policy = recommend(std::slice::from_ref(rated), Profile::Recommended);
        Self {
            effect: short_effect(&rule),
            elsewhere: match common.get(&rule.decision) {
                Some(common) if is_common(&rule) => elsewhere(common, &urls.server(id)),
                _ => elsewhere(&outcomes(&rule, &rated.tool.definition), &urls.server(id)),
            },
            install: INSTALL,
            command: if gateway.is_own() {
                format!("toolrisk gateway --policy {server_file} --")
            } else {
                String::new()
            },
            client: start(rated.server.package_to_start())
                .map(|start| highlight::json(&client(id, &server_file, &start)))
                .unwrap_or_default(),
            whole: match entry.range.len() {
                2 => "both tools".to_owned(),
                all => format!("all {}", count(all, "tool")),
            },
            others: match entry.range.len().saturating_sub(1) {
                0 => String::new(),
                1 => "the other tool".to_owned(),
                others => format!("the other {others}"),
            },
            policy: highlight::json(&policy.json()),
            href: urls.tool(id, &rated.tool.slug) + "policy.json",
            file,
            server_href: urls.server(id) + "policy.json",
            server_file,
        }
    }
}

/// How to install this project's own gateway.
const INSTALL: &str = concat!("cargo install --git ", env!("CARGO_PKG_REPOSITORY"));

fn elsewhere(outcomes: &Outcomes, server: &str) -> Html {
    let mut html = Html::with_room(2_000);
    for (done, products) in outcomes {
        html = html
            .tag("<div><dt>")
            .text(&done_in_words(*done))
            .tag("</dt>\n<dd>");
        for product in products {
            let part = [server, "#for-", product.name].concat();
            html = html.link(&part, product.title).tag("\n");
        }
        html = html.tag("</dd></div>\n");
    }
    html
}

/// The entry of a client's configuration that starts a server behind the gateway.
fn client(server: &str, policy: &str, start: &[String]) -> String {
    let policy = format!("/path/to/{policy}");
    let gateway = ["gateway", "--policy", policy.as_str(), "--"];
    let own = start.iter().map(String::as_str);
    let arguments: Vec<&str> = gateway.into_iter().chain(own).collect();
    let entry = json!({ "mcpServers": { server: { "command": "toolrisk", "args": arguments } } });
    // A JSON value always serialises.
    serde_json::to_string_pretty(&entry).unwrap_or_default()
}

/// What a product does with the calls.
fn done_in_words(done: Outcome) -> String {
    let verb = |decision| match decision {
        Decision::Allow => "allow",
        Decision::Limit => "limit",
        Decision::Ask => "ask",
        Decision::Deny => "refuse",
        Decision::Hide => "hide",
    };
    match done {
        Outcome::All(decision) => verb(decision).to_owned(),
        Outcome::Some(decision) => format!("{} some calls", verb(decision)),
        Outcome::Nothing => "cannot express it".to_owned(),
    }
}

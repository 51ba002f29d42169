//! The list of servers, and a server with its tools.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Tool, VERSION, next, part_of, path, text};
use crate::model::{Category, Server, Severity, Trait};
use crate::policy::ToolPolicy;
use crate::rules::RatedTool;
use crate::site::context::outside;
use crate::site::data::SiteData;
use crate::site::index::{Listed, ServerEntry};

/// The whole catalog in numbers, and its servers.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Index")]
pub(super) struct IndexDocument<'a> {
    /// Version of this shape.
    version: u32,
    /// Name of the catalog.
    title: &'a str,
    counts: Counts,
    links: Links,
    /// A part of the servers, by id.
    servers: BTreeMap<&'a str, Summary<'a>>,
    /// Address of the next part.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// How many there are of what.
#[derive(Debug, Serialize, JsonSchema)]
struct Counts {
    servers: usize,
    tools: usize,
    attacks: usize,
    severities: BTreeMap<Severity, usize>,
    categories: BTreeMap<Category, usize>,
}

/// Addresses of the other documents.
#[derive(Debug, Serialize, JsonSchema)]
struct Links {
    attacks: String,
    catalog_json: String,
    catalog_csv: String,
    openapi: String,
}

/// A server in the list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ServerSummary")]
struct Summary<'a> {
    title: &'a str,
    /// Typed package, such as `npm:@scope/name`.
    #[serde(skip_serializing_if = "str::is_empty")]
    package: &'a str,
    tools: usize,
    severities: &'a BTreeMap<Severity, usize>,
    /// Address of its page.
    page: String,
    /// Address of its document.
    document: String,
    /// Address of its policy.
    policy: String,
}

/// A server and its tools.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Server")]
pub(super) struct ServerDocument<'a> {
    /// Version of this shape.
    version: u32,
    id: &'a str,
    title: &'a str,
    /// What it is for, as Markdown.
    summary: &'a str,
    /// Typed package without a version, such as `npm:@scope/name`.
    #[serde(skip_serializing_if = "str::is_empty")]
    package: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    repository: String,
    /// Folder of the repository that holds the server.
    #[serde(skip_serializing_if = "str::is_empty")]
    subfolder: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    homepage: String,
    /// How and when its list of tools was captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    capture: Option<Capture<'a>>,
    /// Address of its page.
    page: String,
    /// Address of the policy for all its tools.
    policy: String,
    counts: ServerCounts<'a>,
    /// The tools that together let an outsider's text lead private data out, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    toxic_flow: Option<Flow<'a>>,
    /// Names of tools that the capture has and the catalog has not; the policy denies them.
    without_entry: &'a [String],
    /// A part of the tools, by exact name.
    tools: BTreeMap<&'a str, Tool<'a>>,
    /// Address of the next part: the same document with the tools that follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// How and when a list of tools was captured.
#[derive(Debug, Serialize, JsonSchema)]
struct Capture<'a> {
    /// Package with its version.
    #[serde(skip_serializing_if = "str::is_empty")]
    package: &'a str,
    /// MCP protocol version.
    #[serde(skip_serializing_if = "str::is_empty")]
    protocol: &'a str,
    /// Day, such as `2026-11-20`.
    date: &'a str,
    method: &'a str,
}

/// How many tools a server has, of what.
#[derive(Debug, Serialize, JsonSchema)]
struct ServerCounts<'a> {
    tools: usize,
    severities: &'a BTreeMap<Severity, usize>,
    categories: &'a BTreeMap<Category, usize>,
}

/// The three groups of tools of a toxic flow. It stays open while one tool of each group is usable.
#[derive(Debug, Serialize, JsonSchema)]
struct Flow<'a> {
    untrusted_content: Vec<&'a str>,
    private_data: Vec<&'a str>,
    external_sink: Vec<&'a str>,
    smallest_cut: SmallestCut<'a>,
}

/// The fewest tools that must become unusable to break the flow: all tools of one group that the
/// recommended policy does not block already.
#[derive(Debug, Serialize, JsonSchema)]
struct SmallestCut<'a> {
    group: Trait,
    /// Empty when the recommended policy breaks the flow.
    tools: Vec<&'a str>,
}

/// The list of servers, by part.
pub(in crate::site) fn servers(site: &SiteData<'_>, part: usize) -> String {
    let index = &site.index;
    let counted = |listed: &Listed| listed.places.len();
    let entries = part_of(&index.servers, part).iter();
    text(&IndexDocument {
        version: VERSION,
        title: &index.rated.catalog.config.title,
        counts: Counts {
            servers: index.servers.len(),
            tools: index.rated.tools.len(),
            attacks: index.by_attack.len(),
            severities: index
                .by_severity
                .iter()
                .map(|(k, v)| (*k, counted(v)))
                .collect(),
            categories: index
                .by_category
                .iter()
                .map(|(k, v)| (*k, counted(v)))
                .collect(),
        },
        links: Links {
            attacks: site.urls.address(&path("attacks", 1)),
            catalog_json: site.urls.address("catalog.json"),
            catalog_csv: site.urls.address("catalog.csv"),
            openapi: site.urls.address(&path("openapi", 1)),
        },
        servers: entries
            .map(|entry| (entry.server.id.as_str(), summary(site, entry)))
            .collect(),
        next: next(site, "index", part, index.servers.len()),
    })
}

fn summary<'s>(site: &SiteData<'_>, entry: &'s ServerEntry<'_>) -> Summary<'s> {
    let id = &entry.server.id;
    let page = site.urls.server_address(id);
    Summary {
        title: &entry.server.title.value,
        package: &entry.server.package,
        tools: entry.range.len(),
        severities: &entry.severities,
        document: site.urls.address(&path(&document(id), 1)),
        policy: [&page, "policy.json"].concat(),
        page,
    }
}

/// A server with a part of its tools; nothing for a number that no server has.
pub(in crate::site) fn server(site: &SiteData<'_>, number: usize, part: usize) -> String {
    let Some(entry) = site.index.servers.get(number) else {
        return String::new();
    };
    let (server, tools) = (entry.server, site.index.tools_of(entry));
    let page = site.urls.server_address(&server.id);
    text(&ServerDocument {
        version: VERSION,
        id: &server.id,
        title: &server.title.value,
        summary: &server.summary,
        package: &server.package,
        repository: outside(&server.repository),
        subfolder: &server.subfolder,
        homepage: outside(&server.homepage),
        capture: capture(server),
        policy: [&page, "policy.json"].concat(),
        page,
        counts: ServerCounts {
            tools: tools.len(),
            severities: &entry.severities,
            categories: &entry.categories,
        },
        toxic_flow: toxic_flow(entry, tools),
        without_entry: server.capture.as_ref().map_or(&[], |it| &it.without_entry),
        tools: part_of(tools, part)
            .iter()
            .map(|rated| (rated.tool.definition.name.as_str(), Tool::new(rated, site)))
            .collect(),
        next: next(site, &document(&server.id), part, tools.len()),
    })
}

fn document(id: &str) -> String {
    ["servers/", id].concat()
}

fn capture(server: &Server) -> Option<Capture<'_>> {
    server.capture.as_ref().map(|capture| Capture {
        package: &capture.package,
        protocol: &capture.protocol,
        date: &capture.date,
        method: &capture.method,
    })
}

fn toxic_flow<'a>(entry: &ServerEntry<'_>, tools: &'a [RatedTool<'a>]) -> Option<Flow<'a>> {
    let flow = entry.flow.as_ref()?;
    let names = |places: &[usize]| {
        let tools = places.iter().filter_map(|place| tools.get(*place));
        tools
            .map(|rated| rated.tool.definition.name.as_str())
            .collect()
    };
    let cut = flow.smallest_cut(|place| tools.get(place).is_some_and(is_usable));
    Some(Flow {
        untrusted_content: names(&flow.untrusted),
        private_data: names(&flow.private),
        external_sink: names(&flow.exits),
        smallest_cut: SmallestCut {
            group: cut.group,
            tools: names(&cut.tools),
        },
    })
}

fn is_usable(rated: &RatedTool<'_>) -> bool {
    ToolPolicy::new(rated).is_usable()
}

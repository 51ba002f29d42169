//! The home page and the list of servers.

use serde::Serialize;

use super::{PageMeta, Pager, ToolRow};
use crate::model::{Category, Severity};
use crate::site::data::SiteData;
use crate::site::index::ServerEntry;
use crate::site::text::{Text, first_sentence};
use crate::site::words::count;

/// Servers and tools that the home page shows.
const SERVERS: usize = 24;
const RISKIEST: usize = 9;

/// The first page.
#[derive(Debug, Serialize)]
pub(in crate::site) struct HomePage {
    page: PageMeta,
    columns: Vec<Column>,
    total: usize,
    matrix: Vec<MatrixRow>,
    riskiest: Vec<ToolRow>,
    servers: Vec<ServerRow>,
    /// Servers that are only in the full list.
    more_servers: usize,
}

#[derive(Debug, Serialize)]
struct Column {
    category: Category,
    total: usize,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    severity: Severity,
    cells: Vec<Cell>,
    total: usize,
}

/// The tools of a severity and a category.
#[derive(Debug, Serialize)]
struct Cell {
    category: Category,
    tools: usize,
}

/// A server in a list.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ServerRow {
    title: Text,
    href: String,
    what: Text,
    counted: String,
    severities: Vec<SeverityCount>,
    policy: String,
    /// A name for the policy once it is downloaded.
    file: String,
}

/// How many tools of a severity.
#[derive(Debug, Clone, Copy, Serialize)]
pub(in crate::site) struct SeverityCount {
    pub(in crate::site) severity: Severity,
    pub(in crate::site) tools: usize,
    /// How many are worse.
    before: usize,
}

/// All servers.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ServersPage {
    page: PageMeta,
    servers: Vec<ServerRow>,
    pager: Pager,
}

impl SiteData<'_> {
    pub(in crate::site) fn home_page(&self) -> HomePage {
        let index = &self.index;
        let config = &index.rated.catalog.config;
        let cell = |severity: Severity, category: Category| {
            let tools = index.matrix.get(&(severity, category));
            Cell {
                category,
                tools: tools.copied().unwrap_or_default(),
            }
        };
        let row = |severity: &Severity| MatrixRow {
            severity: *severity,
            cells: Category::ALL
                .iter()
                .map(|category| cell(*severity, *category))
                .collect(),
            total: index.in_severity(*severity).places.len(),
        };
        let column = |category: &Category| Column {
            category: *category,
            total: index.in_category(*category).places.len(),
        };
        HomePage {
            page: self.page_meta(
                &format!("{} – {}", config.title, config.tagline),
                &format!(
                    "{} of {} with category, severity, evidence and a recommended policy.",
                    count(index.rated.tools.len(), "MCP tool"),
                    count(index.servers.len(), "server"),
                ),
                "",
            ),
            total: index.rated.tools.len(),
            columns: Category::ALL.iter().map(column).collect(),
            matrix: Severity::ALL.iter().rev().map(row).collect(),
            riskiest: self.rows(&index.riskiest(RISKIEST)),
            servers: self.server_rows(index.servers.iter().take(SERVERS)),
            more_servers: index.servers.len().saturating_sub(SERVERS),
        }
    }

    pub(in crate::site) fn servers_page(&self, number: usize) -> ServersPage {
        let (servers, paging) = (&self.index.servers, &self.index.server_paging);
        ServersPage {
            page: self
                .list_shell(
                    "MCP servers",
                    "The servers of the catalog: what they are for, their tools by severity, and \
                     the policy of each.",
                    "servers/",
                    number,
                )
                .section("servers"),
            servers: self.server_rows(paging.part(servers, number).iter()),
            pager: Pager::of_list(number, paging, &self.urls.to("servers/")),
        }
    }

    fn server_rows<'s, 'a: 's>(
        &self,
        entries: impl Iterator<Item = &'s ServerEntry<'a>>,
    ) -> Vec<ServerRow> {
        entries
            .map(|entry| {
                let server = entry.server;
                let href = self.urls.server(&server.id);
                ServerRow {
                    title: Text::short(&server.title.value, 60),
                    what: Text::short(first_sentence(&server.summary).0, 160),
                    counted: count(entry.range.len(), "tool"),
                    severities: severity_counts(entry),
                    policy: format!("{href}policy.json"),
                    file: format!("{}.policy.json", server.id),
                    href,
                }
            })
            .collect()
    }
}

/// A server's tools by severity, the worst first, without the empty ones.
pub(in crate::site) fn severity_counts(entry: &ServerEntry<'_>) -> Vec<SeverityCount> {
    let mut before = 0;
    let counts = entry.severities.iter().rev();
    counts
        .map(|(severity, tools)| {
            let count = SeverityCount {
                severity: *severity,
                tools: *tools,
                before,
            };
            before += tools;
            count
        })
        .collect()
}

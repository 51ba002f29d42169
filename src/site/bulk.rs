//! The whole catalog in one file: what a policy needs of each tool. Evidence and arguments, which
//! are most of the bytes, stand in the API's document of each server.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::api::{self, Limit};
use super::context::status;
use super::data::SiteData;
use crate::escape::visible;
use crate::model::{Category, Confidence, Decision, Severity, Status, Trait};
use crate::rules::RatedTool;

/// More bytes than rows have on average.
const MOST_OF_A_ROW: usize = 640;

/// Every tool of the catalog.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Catalog")]
pub(super) struct CatalogDocument<'a> {
    /// Version of this shape.
    version: u32,
    /// Name of the catalog.
    title: &'a str,
    /// The tools, by server and name.
    #[schemars(with = "Vec<Row<'_>>")]
    tools: Rows<'a>,
}

/// A tool of the catalog.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ToolInShort")]
struct Row<'a> {
    server: &'a str,
    name: &'a str,
    category: Category,
    severity: Severity,
    traits: &'a [Trait],
    decision: Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
    confidence: Confidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    description: &'a str,
    /// Address of its page.
    page: String,
}

impl<'a> Row<'a> {
    fn new(rated: &'a RatedTool<'_>, site: &SiteData<'_>) -> Self {
        let rating = &rated.rating;
        Self {
            server: &rated.server.id,
            name: &rated.tool.definition.name,
            category: rating.category,
            severity: rating.severity,
            traits: &rating.traits,
            decision: rating.decision,
            limit: rating.limit.map(Limit::from),
            confidence: rated.assessment.confidence,
            status: status(rated),
            description: &rated.tool.definition.description,
            page: site.urls.tool_address(&rated.server.id, &rated.tool.slug),
        }
    }
}

/// Written row by row: a large catalog's rows are never all there at once.
struct Rows<'a>(&'a SiteData<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tools = self.0.index.rated.tools.iter();
        serializer.collect_seq(tools.map(|rated| Row::new(rated, self.0)))
    }
}

/// Every tool, as JSON.
pub(super) fn json(site: &SiteData<'_>) -> String {
    let document = CatalogDocument {
        version: api::VERSION,
        title: &site.index.rated.catalog.config.title,
        tools: Rows(site),
    };
    api::text_in(&document, room(site))
}

/// Room for every tool, so that a list is not copied while it grows. Most systems give memory once it is written to.
fn room(site: &SiteData<'_>) -> usize {
    site.index.rated.tools.len() * MOST_OF_A_ROW
}

/// The columns of the table, in order.
const COLUMNS: [&str; 11] = [
    "server",
    "name",
    "category",
    "severity",
    "traits",
    "decision",
    "limit",
    "confidence",
    "status",
    "description",
    "page",
];

/// Every tool, as a table (RFC 4180).
pub(super) fn csv(site: &SiteData<'_>) -> String {
    let mut table = csv::Writer::from_writer(Vec::with_capacity(room(site)));
    let mut write = |record: &[String]| {
        // A vector takes every byte, and every record has the same length.
        let _cannot_fail = table.write_record(record);
    };
    write(&COLUMNS.map(str::to_owned));
    for rated in &site.index.rated.tools {
        let row = Row::new(rated, site);
        let traits: Vec<&str> = row.traits.iter().map(|each| each.as_str()).collect();
        let limit = rated.rating.limit.map(|limit| limit.to_string());
        write(&[
            cell(row.server),
            cell(row.name),
            row.category.to_string(),
            row.severity.to_string(),
            traits.join(" "),
            row.decision.to_string(),
            limit.unwrap_or_default(),
            row.confidence.to_string(),
            row.status.map(|word| word.to_string()).unwrap_or_default(),
            cell(row.description),
            row.page,
        ]);
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Text from outside as a cell: hidden characters are shown, and what a spreadsheet would take for
/// a formula gets an apostrophe before it (OWASP, "CSV Injection").
fn cell(text: &str) -> String {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let first = text.chars().find(|c| !c.is_whitespace() && !c.is_control());
    let risky = text.starts_with(['\t', '\r', '\n']) || first.is_some_and(formula);
    let mark = if risky { "'" } else { "" };
    [mark, &visible(text)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_does() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("a = b"), "a = b");
    }
}

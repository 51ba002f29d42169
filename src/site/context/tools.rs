//! The page of all tools.

use serde::Serialize;

use super::{PageMeta, ToolRow};
use crate::model::{Category, Decision, Severity, Trait};
use crate::site::data::SiteData;
use crate::site::tools::worst;

/// Tools that stand on the page itself.
const ROWS: usize = 200;

/// All tools, as far as they stand on the page itself.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ToolsPage {
    page: PageMeta,
    severities: &'static [Severity],
    categories: &'static [Category],
    traits: &'static [Trait],
    decisions: &'static [Decision],
    rows: Vec<ToolRow>,
    total: usize,
}

impl SiteData<'_> {
    pub(in crate::site) fn tools_page(&self) -> ToolsPage {
        ToolsPage {
            page: self
                .page_meta(
                    "All MCP tools, by risk",
                    "Every tool of the catalog in one list that you can sort and filter by severity, \
                     category, trait, server and policy.",
                    "tools/",
                )
                .section("tools"),
            severities: Severity::ALL,
            categories: Category::ALL,
            traits: Trait::ALL,
            decisions: Decision::ALL,
            rows: self.rows(&worst(&self.index, ROWS)),
            total: self.index.rated.tools.len(),
        }
    }
}

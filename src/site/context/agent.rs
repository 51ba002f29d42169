//! The pages that put servers together in the browser: compare two, or add up what an agent can do.

use serde::Serialize;

use super::PageMeta;
use crate::site::data::SiteData;

/// A page whose content its script makes from the API.
#[derive(Debug, Serialize)]
pub(in crate::site) struct AgentPage {
    page: PageMeta,
    heading: &'static str,
    lead: &'static str,
    /// What the script does.
    mode: &'static str,
}

impl SiteData<'_> {
    pub(in crate::site) fn compare_page(&self) -> AgentPage {
        let lead = "Choose two servers and see how their tools, risks and toxic flows differ.";
        AgentPage {
            page: self.page_meta("Compare two MCP servers", lead, "compare/"),
            heading: "Compare two servers",
            lead,
            mode: "compare",
        }
    }

    pub(in crate::site) fn my_agent_page(&self) -> AgentPage {
        let lead = "Choose the servers that your agent uses. See what it can do with them, which toxic \
                    flows they form together, and download one policy for all of them.";
        AgentPage {
            page: self.page_meta(
                "My agent: what it can do with its MCP servers",
                lead,
                "my-agent/",
            ),
            heading: "My agent",
            lead,
            mode: "agent",
        }
    }
}

//! The neutral policy of a tool or a server, in the catalog's own words; targets translate it.

mod policylayer;
mod sentence;

pub use policylayer::policylayer;
pub use sentence::{effect, per};

use crate::model::{Decision, Limit};
use crate::rules::RatedTool;

/// What is decided of each tool of one server. A tool that is not named is denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The server's id.
    pub server: String,
    /// Rules, in the order of the tools.
    pub tools: Vec<ToolPolicy>,
}

/// What is decided of one tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolPolicy {
    /// Exact name.
    pub name: String,
    /// The decision.
    pub decision: Decision,
    /// The limit, exactly when the decision is to limit.
    pub limit: Option<Limit>,
}

impl ToolPolicy {
    /// The recommended rule of a rated tool.
    pub fn new(rated: &RatedTool<'_>) -> Self {
        Self {
            name: rated.tool.definition.name.clone(),
            decision: rated.rating.decision,
            limit: rated.rating.limit,
        }
    }
}

impl Policy {
    /// The recommended policy of these tools, which must be of one server.
    pub fn new(server: &str, tools: &[RatedTool<'_>]) -> Self {
        Self {
            server: server.to_owned(),
            tools: tools.iter().map(ToolPolicy::new).collect(),
        }
    }
}

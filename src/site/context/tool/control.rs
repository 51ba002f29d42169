//! How to control a tool: its policy, what it means, and where it goes.

use serde::Serialize;

use crate::model::Guards;
use crate::policy::{Profile, ToolPolicy, recommend};
use crate::rules::RatedTool;
use crate::site::definitions::short_effect;
use crate::site::highlight;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::render::Site;
use crate::site::targets::outcomes;

/// The policy of a tool.
#[derive(Debug, Serialize)]
pub(super) struct Control {
    effect: String,
    /// What other products make of the rule, a line for each outcome.
    outcomes: Vec<String>,
    /// The other tools of the server, which the file denies, in words; empty when there are none.
    others: String,
    policy: Html,
    href: String,
    /// The file's name once it is downloaded.
    file: String,
    server_href: String,
    server_file: String,
}

impl Control {
    pub(super) fn new(rated: &RatedTool<'_>, entry: &ServerEntry<'_>, site: &Site<'_>) -> Self {
        let (urls, common) = (&site.urls, &site.outcomes);
        let id = &rated.server.id;
        let rule = ToolPolicy::new(rated);
        let policy = recommend(std::slice::from_ref(rated), Profile::Recommended);
        Self {
            effect: short_effect(&rule),
            outcomes: if rule.guards == Guards::default() {
                common.get(&rule.decision).cloned().unwrap_or_default()
            } else {
                outcomes(&rule, &rated.tool.definition)
            },
            others: match entry.range.len().saturating_sub(1) {
                0 => String::new(),
                1 => "the other tool".to_owned(),
                others => format!("the other {others}"),
            },
            policy: highlight::json(&policy.json()),
            href: urls.tool(id, &rated.tool.slug) + "policy.json",
            file: [&rated.tool.slug, ".policy.json"].concat(),
            server_href: urls.server(id) + "policy.json",
            server_file: [id, ".policy.json"].concat(),
        }
    }
}

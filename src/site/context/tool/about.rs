//! About an entry: its server, where it comes from, where it stands in review.

use serde::Serialize;

use super::status;
use crate::model::Status;
use crate::rules::RatedTool;
use crate::site::context::home::{SeverityCount, severity_counts};
use crate::site::context::server::capture_facts;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::render::Site;
use crate::site::words::count;

/// What stands beside the page.
#[derive(Debug, Serialize)]
pub(super) struct About {
    server_href: String,
    /// As items of a description list.
    provenance: Html,
    server_tools: String,
    severities: Vec<SeverityCount>,
}

/// A line of provenance.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Fact {
    pub(in crate::site) label: &'static str,
    pub(in crate::site) value: Html,
}

impl Fact {
    pub(in crate::site) fn new(label: &'static str, value: Html) -> Self {
        Self { label, value }
    }

    /// Adds it under what is there.
    fn under(html: Html, fact: &Self) -> Html {
        html.tag("<div><dt>")
            .tag(fact.label)
            .tag("</dt><dd>")
            .html(&fact.value)
            .tag("</dd></div>\n")
    }
}

impl Site<'_> {
    pub(super) fn about(&self, rated: &RatedTool<'_>, entry: &ServerEntry<'_>) -> About {
        About {
            server_href: self.urls.server(&rated.server.id),
            provenance: self
                .provenance(rated)
                .iter()
                .fold(Html::default(), Fact::under),
            server_tools: count(entry.range.len(), "tool"),
            severities: severity_counts(entry),
        }
    }

    fn provenance(&self, rated: &RatedTool<'_>) -> Vec<Fact> {
        let mut facts = capture_facts(rated.server);
        if let Some(lock) = &rated.tool.lock {
            facts.push(Fact::new(
                "Fingerprint",
                Html::default().code(&lock.fingerprint),
            ));
        }
        let words = match status(rated) {
            Some(Status::Reviewed) => "reviewed",
            Some(Status::Disputed) => "disputed",
            Some(Status::Withdrawn) => "withdrawn",
            None => "not reviewed",
        };
        facts.push(Fact::new("Status", Html::own(words)));
        let edit = self.edit_address(rated);
        if !edit.is_empty() {
            facts.push(Fact::new(
                "Entry",
                Html::default().link(&edit, "Edit, dispute"),
            ));
        }
        facts
    }
}

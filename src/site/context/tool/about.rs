//! About an entry: its server, where it comes from, where it stands in review.

use serde::Serialize;

use crate::model::{Status, StatusNote};
use crate::rules::RatedTool;
use crate::site::context::capture::{Fact, capture_facts};
use crate::site::context::home::{SeverityCount, severity_counts};
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
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

impl SiteData<'_> {
    pub(super) fn about(&self, rated: &RatedTool<'_>, entry: &ServerEntry<'_>) -> About {
        About {
            server_href: self.urls.server(&rated.server.id),
            provenance: provenance(rated).iter().fold(Html::default(), Fact::under),
            server_tools: count(entry.range.len(), "tool"),
            severities: severity_counts(entry),
        }
    }
}

fn provenance(rated: &RatedTool<'_>) -> Vec<Fact> {
    let mut facts = capture_facts(rated.server);
    if let Some(lock) = &rated.tool.lock {
        facts.push(Fact::new(
            "Fingerprint",
            Html::default().code(&lock.fingerprint),
        ));
    }
    facts.push(Fact::new("Rated", basis(rated)));
    let note = rated.tool.review.status.as_ref();
    let changed = rated.tool.changed_since_review().is_some();
    let review = if changed {
        Html::own("changed since it was reviewed")
    } else {
        review(note.map(|note| &note.value))
    };
    facts.push(Fact::new("Review", review));
    facts
}

/// Which edition of the rules read the server's definition, or that they read the words of the entry.
fn basis(rated: &RatedTool<'_>) -> Html {
    let lock = rated.tool.lock.as_ref();
    match lock.and_then(|lock| lock.assessment.as_ref()) {
        Some(assessment) => Html::own("by rules ").code(&assessment.rules),
        None => Html::own("from the description of this entry, not the server’s own words"),
    }
}

/// Who reviewed the entry and when, or that nobody did.
fn review(note: Option<&StatusNote>) -> Html {
    let Some(note) = note else {
        return Html::own("none yet");
    };
    match note.status {
        Status::Disputed => return Html::own("disputed"),
        Status::Withdrawn => return Html::own("withdrawn"),
        Status::Reviewed => {}
    }
    let html = match note.by.as_str() {
        "" => Html::own("unsigned"),
        by => Html::own("by ").text(by),
    };
    match note.on.as_str() {
        "" => html,
        on => html.text(" on ").text(on),
    }
}

//! What changed in the catalog, the newest first.

use serde::Serialize;

use super::rows::page_of;
use super::{Link, PageMeta, Pager};
use crate::site::data::SiteData;
use crate::site::feed::about;
use crate::site::history::{Event, Subject};
use crate::site::page::CHANGES_PER_PAGE;
use crate::site::text::Text;

/// What changed.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ChangesPage {
    page: PageMeta,
    rows: Vec<Row>,
    /// Address of the feed; empty where there is none.
    feed: String,
    pager: Pager,
}

/// One change.
#[derive(Debug, Serialize)]
struct Row {
    /// Such as `2026-11-20T23:30:47Z`.
    time: String,
    day: String,
    /// Without an address for what is gone.
    what: Link,
    done: &'static str,
    note: Text,
}

impl SiteData<'_> {
    pub(in crate::site) fn changes_page(&self, number: usize) -> ChangesPage {
        let events = &self.changes.events;
        ChangesPage {
            page: self
                .list_shell(
                    "Changes of the catalog",
                    "What was added, changed and removed in the catalog, by server, the newest first.",
                    "changes/",
                    number,
                )
                .section("changes"),
            rows: page_of(events, number).iter().map(|it| self.change(it)).collect(),
            feed: if self.urls.origin.is_empty() {
                String::new()
            } else {
                self.urls.to("changes.atom")
            },
            pager: Pager::new(number, events.len().div_ceil(CHANGES_PER_PAGE), events.len(), &self.urls.to("changes/")),
        }
    }

    fn change(&self, event: &Event) -> Row {
        let (name, path) = about(self, &event.subject);
        let href = match event.subject {
            Subject::Gone(_) => String::new(),
            Subject::Server(_) | Subject::Attack(_) | Subject::Term(_) => self.urls.to(&path),
        };
        Row {
            day: event.time.chars().take(10).collect(),
            time: event.time.clone(),
            what: Link::new(&name, href),
            done: event.done.as_str(),
            note: Text::short(&event.note, 200),
        }
    }
}

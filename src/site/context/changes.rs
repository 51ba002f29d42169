//! What changed in the catalog, the newest first.

use serde::Serialize;

use super::rows::page_of;
use super::{Link, PageMeta, Pager};
use crate::site::data::SiteData;
use crate::site::feed::about;
use crate::site::graded::{Told, ToldTool};
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

/// What changed in one thing on one day.
#[derive(Debug, Serialize)]
struct Row {
    /// Such as `2026-11-20T23:30:47Z`.
    time: String,
    day: String,
    /// Without an address for what is gone.
    what: Link,
    done: &'static str,
    tools: Vec<ToolChange>,
    notes: Vec<Text>,
}

/// What changed in one tool.
#[derive(Debug, Serialize)]
struct ToolChange {
    /// Without an address for what is gone.
    tool: Link,
    grade: &'static str,
    what: Vec<Text>,
    rating: Vec<Text>,
}

impl SiteData<'_> {
    pub(in crate::site) fn changes_page(&self, number: usize) -> ChangesPage {
        let events = &self.changes.events;
        ChangesPage {
            page: self
                .list_shell(
                    "Changes of the catalog",
                    "What changed in the definitions, ratings and policies of the catalog's tools, by day and server, the newest first.",
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
        let told = Told::new(event);
        let tools = told.tools.into_iter();
        Row {
            day: event.day().to_owned(),
            time: event.time.clone(),
            what: Link::new(&name, href),
            done: event.done.as_str(),
            tools: tools.map(|it| self.tool_change(event, it)).collect(),
            notes: told.notes,
        }
    }

    fn tool_change(&self, event: &Event, told: ToldTool) -> ToolChange {
        let href = self.href_of_tool(event, &told.name).unwrap_or_default();
        ToolChange {
            tool: Link::new(told.shown.as_str(), href),
            grade: told.grade,
            what: told.what,
            rating: told.rating,
        }
    }

    /// The address of a tool that is still there.
    fn href_of_tool(&self, event: &Event, name: &str) -> Option<String> {
        let Subject::Server(number) = event.subject else {
            return None;
        };
        let server = self.index.rated.catalog.servers.get(number)?;
        let tools = &server.tools;
        let at = tools.binary_search_by(|it| it.definition.name.as_str().cmp(name));
        let tool = tools.get(at.ok()?)?;
        Some(self.urls.tool(&server.id, &tool.slug))
    }
}

//! Two versions of one server side by side: the page, and what it reads of the versions that are known.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PageMeta;
use crate::site::data::SiteData;
use crate::site::graded::{Step, has_steps, steps};
use crate::site::history::{Done, Event};

/// Where the page lies.
pub(in crate::site) const PATH: &str = "compare/versions/";

/// The page, whose content its script makes.
#[derive(Debug, Serialize)]
pub(in crate::site) struct VersionsPage {
    page: PageMeta,
    lead: &'static str,
}

/// The versions of one server.
#[derive(Debug, Serialize)]
struct Versions<'a> {
    server: &'a str,
    title: &'a str,
    /// What changed, by day, the newest first.
    days: Vec<Day<'a>>,
    /// Whether there was a version before the oldest of these days.
    begins_before: bool,
}

/// What changed on one day.
#[derive(Debug, Serialize)]
struct Day<'a> {
    #[serde(rename = "day")]
    on: &'a str,
    /// Whether a version cannot be read, so that what changed is not known.
    unread: bool,
    tools: Vec<Step<'a>>,
}

impl SiteData<'_> {
    pub(in crate::site) fn versions_page(&self) -> VersionsPage {
        let lead = "Choose a server and two of its versions. See which tools are new, gone or changed, and what \
                    that does to their ratings and to the policy.";
        VersionsPage {
            page: self.page_meta("Compare two versions of an MCP server", lead, PATH),
            lead,
        }
    }

    /// The number of versions of each server of which more than one is known, by its id.
    pub(in crate::site) fn known_versions(&self) -> String {
        let servers = 0..self.index.servers.len();
        let known = servers
            .map(|number| (self.index.server_id(number), self.count_versions(number)))
            .filter(|(_, versions)| *versions > 1);
        serde_json::to_string(&known.collect::<BTreeMap<_, _>>()).unwrap_or_default()
    }

    /// Whether more than one version of a server is known.
    pub(in crate::site) fn has_versions(&self, number: usize) -> bool {
        self.count_versions(number) > 1
    }

    fn count_versions(&self, number: usize) -> usize {
        let (events, begins_before) = self.versions_of(number);
        events.len() + usize::from(begins_before)
    }

    /// What changed in a server, by day.
    pub(in crate::site) fn versions(&self, number: usize) -> String {
        let Some(entry) = self.index.servers.get(number) else {
            return String::new();
        };
        let (events, begins_before) = self.versions_of(number);
        let day = |event: &&Event| {
            let graded = event.graded.as_ref();
            (event.day().to_owned(), graded.is_some_and(|it| it.unread))
        };
        let days: Vec<(String, bool)> = events.iter().map(day).collect();
        let days = days.iter().zip(&events).map(|((day, unread), event)| Day {
            on: day,
            unread: *unread,
            tools: event.graded.as_ref().map_or_else(Vec::new, steps),
        });
        let versions = Versions {
            server: &entry.server.id,
            title: &entry.server.title.value,
            days: days.collect(),
            begins_before,
        };
        serde_json::to_string(&versions).unwrap_or_default()
    }

    /// The events that made another version of a server, the newest first, and whether there was one before the
    /// oldest of them.
    fn versions_of(&self, number: usize) -> (Vec<&Event>, bool) {
        let made = |event: &&Event| {
            let graded = event.graded.as_ref();
            graded.is_some_and(|it| it.unread || has_steps(it))
        };
        let events: Vec<&Event> = self.changes.events_of(number).filter(made).collect();
        let begins_before = events.last().is_some_and(|it| it.done != Done::Added);
        (events, begins_before)
    }
}

//! The tools that a tool's page leads to.

use serde::Serialize;

use crate::model::Severity;
use crate::site::index::ServerEntry;
use crate::site::related::Relations;
use crate::site::render::Site;
use crate::site::text::Text;

/// Tools named for want of related ones, and how far to look for them.
const NEARBY: usize = 4;
const REACH: usize = 40;

/// Related tools, by how they are related.
#[derive(Debug, Serialize)]
pub(super) struct RelatedTools {
    undo: Option<RelatedRow>,
    opposite: Option<RelatedRow>,
    siblings: Vec<RelatedRow>,
    elsewhere: Vec<RelatedRow>,
}

/// A related tool.
#[derive(Debug, Serialize)]
struct RelatedRow {
    name: Text,
    href: String,
    severity: Severity,
    server: Text,
}

impl Site<'_> {
    pub(super) fn related_tools(
        &self,
        place: usize,
        entry: &ServerEntry<'_>,
        relations: &Relations,
    ) -> RelatedTools {
        let rows = |places: &[usize]| {
            let rows = places.iter().filter_map(|place| self.related_row(*place));
            rows.collect()
        };
        RelatedTools {
            undo: relations.undo.and_then(|place| self.related_row(place)),
            opposite: relations.opposite.and_then(|place| self.related_row(place)),
            siblings: if relations.is_empty() {
                rows(&self.nearby(place, entry))
            } else {
                rows(&relations.siblings)
            },
            elsewhere: rows(&relations.elsewhere),
        }
    }

    fn related_row(&self, place: usize) -> Option<RelatedRow> {
        let rated = self.index.tool(place)?;
        Some(RelatedRow {
            name: Text::short(&rated.tool.definition.name, 80),
            href: self.urls.tool(&rated.server.id, &rated.tool.slug),
            severity: rated.rating.severity,
            server: Text::short(&rated.server.title.value, 60),
        })
    }

    /// Where nothing is related by name: tools of the same category that stand near it.
    fn nearby(&self, place: usize, entry: &ServerEntry<'_>) -> Vec<usize> {
        let category = self.index.tool(place).map(|rated| rated.rating.category);
        let start = entry.range.start.max(place.saturating_sub(REACH));
        let end = entry.range.end.min(place + REACH);
        let alike = |other: &usize| {
            let found = self.index.tool(*other).map(|rated| rated.rating.category);
            *other != place && found == category
        };
        (start..end).filter(alike).take(NEARBY).collect()
    }
}

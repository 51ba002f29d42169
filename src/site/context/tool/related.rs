//! The tools that a tool's page leads to.

use serde::Serialize;

use crate::rules::RatedTool;
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::related::Relations;
use crate::site::text::{Text, first_sentence};
use crate::sort;

/// Related tools that are enough, and how far to look for others where they are fewer.
const ENOUGH: usize = 6;
const REACH: usize = 40;
/// Longest line on what one does, in characters.
const WHAT: usize = 110;

/// Related tools.
#[derive(Debug, Serialize)]
pub(super) struct RelatedTools {
    /// Which tool undoes it or does the opposite, in a sentence; empty when none does.
    reversal: Html,
    /// All of them as items of a list; empty when there are none.
    rows: Html,
}

impl SiteData<'_> {
    pub(super) fn related_tools(
        &self,
        place: usize,
        entry: &ServerEntry<'_>,
        relations: &Relations,
    ) -> RelatedTools {
        let tool = |place: usize| self.index.tool(place);
        let mut rows = Html::default();
        let reversal = match (
            relations.undo.and_then(tool),
            relations.opposite.and_then(tool),
        ) {
            (Some(undo), _) => {
                rows = self.row(rows, undo, "undoes a call");
                self.name_link(Html::default(), undo).tag(" undoes a call.")
            }
            (None, Some(opposite)) => {
                rows = self.row(rows, opposite, "the opposite");
                let html = self.name_link(Html::own("By its name, "), opposite);
                html.tag(" does the opposite.")
            }
            (None, None) => Html::default(),
        };
        let nearby = self.nearby(place, entry, relations);
        for other in relations.siblings.iter().chain(&nearby) {
            if let Some(other) = tool(*other) {
                rows = self.row(rows, other, "");
            }
        }
        for other in relations.elsewhere.iter().filter_map(|other| tool(*other)) {
            let server = Text::short(&other.server.title.value, 60);
            rows = self.row(rows, other, &["on ", server.as_str()].concat());
        }
        RelatedTools { reversal, rows }
    }

    fn name_link(&self, html: Html, rated: &RatedTool<'_>) -> Html {
        let href = self.urls.tool(&rated.server.id, &rated.tool.slug);
        let name = Text::short(&rated.tool.definition.name, 80);
        html.code_link(&href, name.as_str())
    }

    /// Adds a tool as an item of a list, with a remark and what it does.
    fn row(&self, html: Html, rated: &RatedTool<'_>, remark: &str) -> Html {
        let definition = &rated.tool.definition;
        let href = self.urls.tool(&rated.server.id, &rated.tool.slug);
        let mut html = html
            .tag("<li><a class=\"name\" href=\"")
            .text(&href)
            .tag("\">")
            .text(Text::short(&definition.name, 80).as_str())
            .tag("</a> ")
            .badge(rated.rating.severity);
        if !remark.is_empty() {
            html = html.tag(" <small>").text(remark).tag("</small>");
        }
        let (first, _) = first_sentence(&definition.description);
        html.tag(" <span>")
            .text(Text::short(first, WHAT).as_str())
            .tag("</span></li>\n")
    }

    /// Where few are related by name: tools of the same category that stand near it, then any.
    fn nearby(&self, place: usize, entry: &ServerEntry<'_>, relations: &Relations) -> Vec<usize> {
        let known = relations.all();
        let category = |place: usize| self.index.tool(place).map(|rated| rated.rating.category);
        let start = entry.range.start.max(place.saturating_sub(REACH));
        let end = entry.range.end.min(place + REACH);
        let mut near: Vec<usize> = (start..end)
            .filter(|other| *other != place && !known.contains(other))
            .collect();
        let own = category(place);
        sort::by_key(&mut near, |other| {
            (category(*other) != own, other.abs_diff(place))
        });
        near.truncate(ENOUGH.saturating_sub(known.len()));
        near
    }
}

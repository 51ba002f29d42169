//! The tools that a tool's page leads to.

use serde::Serialize;

use crate::rules::RatedTool;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::related::Relations;
use crate::site::render::Site;
use crate::site::text::Text;

/// Tools named for want of related ones, and how far to look for them.
const NEARBY: usize = 4;
const REACH: usize = 40;

/// Related tools.
#[derive(Debug, Serialize)]
pub(super) struct RelatedTools {
    /// Which tool undoes it or does the opposite, in a sentence; empty when none does.
    reversal: Html,
    /// All of them as items of a list; empty when there are none.
    rows: Html,
}

impl Site<'_> {
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
                rows = self.row(rows, undo, "undoes it");
                self.name_link(Html::default(), undo).tag(" undoes it.")
            }
            (None, Some(opposite)) => {
                rows = self.row(rows, opposite, "the opposite");
                let html = self.name_link(Html::own("By its name, "), opposite);
                html.tag(" does the opposite.")
            }
            (None, None) => Html::default(),
        };
        let nearby = if relations.is_empty() {
            self.nearby(place, entry)
        } else {
            Vec::new()
        };
        for other in relations.siblings.iter().chain(&nearby) {
            if let Some(other) = tool(*other) {
                rows = self.row(rows, other, "on the same server");
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

    /// Adds a tool as an item of a list, with a remark.
    fn row(&self, html: Html, rated: &RatedTool<'_>, remark: &str) -> Html {
        let href = self.urls.tool(&rated.server.id, &rated.tool.slug);
        html.tag("<li><a class=\"name\" href=\"")
            .text(&href)
            .tag("\">")
            .text(Text::short(&rated.tool.definition.name, 80).as_str())
            .tag("</a> ")
            .badge(rated.rating.severity)
            .tag(" <small>")
            .text(remark)
            .tag("</small></li>\n")
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

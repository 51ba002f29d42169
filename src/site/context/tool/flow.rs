//! A tool's part in the toxic flow of its server.

use crate::model::Trait;
use crate::rules::RatedTool;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::render::Site;
use crate::site::text::Text;

/// Tools that are named at each corner.
const NAMED: usize = 2;

impl Site<'_> {
    /// Where the text of outsiders comes in, private data is read, and both can go out, when the
    /// tool at `place` is one of the corners; else nothing.
    pub(super) fn flow_sentence(
        &self,
        rated: &RatedTool<'_>,
        place: usize,
        entry: &ServerEntry<'_>,
    ) -> Html {
        let corners = [
            Trait::UntrustedContent,
            Trait::PrivateData,
            Trait::ExternalSink,
        ];
        let part = rated
            .rating
            .traits
            .iter()
            .any(|each| corners.contains(each));
        let Some(flow) = entry.flow.as_ref().filter(|_| part) else {
            return Html::default();
        };
        let href = format!("{}#flow", self.urls.server(&rated.server.id));
        let html = Html::own("Part of a ").link(&href, "toxic flow");
        let html = self.corner(html.tag(": outsiders’ text by "), &flow.untrusted, place);
        let html = self.corner(html.tag(", private data by "), &flow.private, place);
        self.corner(html.tag(", out by "), &flow.exit, place)
            .tag(".")
    }

    fn corner(&self, html: Html, places: &[usize], own: usize) -> Html {
        if places.contains(&own) {
            return html.tag("this tool");
        }
        let tools = places.iter().filter_map(|place| self.index.tool(*place));
        let names = tools.map(|other| Text::short(&other.tool.definition.name, 80));
        names
            .take(NAMED)
            .enumerate()
            .fold(html, |html, (at, name)| {
                let html = if at > 0 { html.tag(" or ") } else { html };
                html.code(name.as_str())
            })
    }
}

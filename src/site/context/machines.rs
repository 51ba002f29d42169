//! What stands beside a server's page for programs and for other pages.

use serde::Serialize;

use crate::model::Severity;
use crate::rules::RatedTool;
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::outputs::{Kind, has_badges};
use crate::site::text::Text;

/// The files of a server beside its page.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Machines {
    json: String,
    markdown: String,
    /// Empty where the site knows no address, or no date.
    feed: String,
    badge: String,
    /// What shows the badge in a README; empty where the site knows no address.
    snippet: Html,
}

/// A badge, and what shows it in a README.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Badge {
    href: String,
    /// Empty where the site knows no address.
    snippet: Html,
}

impl SiteData<'_> {
    pub(in crate::site) fn machines(&self, number: usize, entry: &ServerEntry<'_>) -> Machines {
        let page = self.urls.server(&entry.server.id);
        let badge = self.href(Kind::server_badge.of(number));
        Machines {
            json: [&page, "index.json"].concat(),
            markdown: [&page, "index.md"].concat(),
            feed: self.feed_of(number),
            snippet: self.snippet(
                &entry.server.title.value,
                &self.urls.server_address(&entry.server.id),
                &badge,
            ),
            badge,
        }
    }

    /// Where a server's feed is; empty where there is none.
    pub(in crate::site) fn feed_of(&self, number: usize) -> String {
        let dated = self.changes.of_server(number).is_some();
        if dated && !self.urls.origin.is_empty() {
            self.href(Kind::server_feed.of(number))
        } else {
            String::new()
        }
    }

    /// The badge of a tool, and the Markdown that shows it; without an address no Markdown.
    pub(super) fn tool_badge(&self, place: usize, rated: &RatedTool<'_>) -> Badge {
        let href = if has_badges(&self.index) {
            self.href(Kind::tool_badge.of(place))
        } else {
            let at = Severity::ALL
                .iter()
                .position(|each| *each == rated.rating.severity);
            self.href(Kind::severity_badge.of(at.unwrap_or_default()))
        };
        let (server, tool) = (rated.server, rated.tool);
        let page = self.urls.tool_address(&server.id, &tool.slug);
        Badge {
            snippet: self.snippet(&tool.definition.name, &page, &href),
            href,
        }
    }

    fn snippet(&self, title: &str, page: &str, badge: &str) -> Html {
        if self.urls.origin.is_empty() {
            return Html::default();
        }
        let title = crate::site::rendition::escaped(Text::short(title, 60).as_str());
        let text = [
            "[![Risk of ",
            &title,
            "](",
            &self.urls.origin,
            badge,
            ")](",
            page,
            ")",
        ];
        Html::of(&text.concat())
    }
}

//! What stands beside a server's page for programs and for other pages.

use serde::Serialize;

use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::index::ServerEntry;
use crate::site::outputs::Kind;
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

impl SiteData<'_> {
    pub(in crate::site) fn machines(&self, number: usize, entry: &ServerEntry<'_>) -> Machines {
        let page = self.urls.server(&entry.server.id);
        let badge = self.href(Kind::server_badge.of(number));
        Machines {
            json: [&page, "index.json"].concat(),
            markdown: [&page, "index.md"].concat(),
            feed: self.feed_of(number),
            snippet: self.snippet(entry, &badge),
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

    fn snippet(&self, entry: &ServerEntry<'_>, badge: &str) -> Html {
        if self.urls.origin.is_empty() {
            return Html::default();
        }
        let title = crate::site::twin::escaped(Text::short(&entry.server.title.value, 60).as_str());
        let page = self.urls.server_address(&entry.server.id);
        let text = [
            "[![Risk of ",
            &title,
            "](",
            &self.urls.origin,
            badge,
            ")](",
            &page,
            ")",
        ];
        Html::of(&text.concat())
    }
}

//! The feed of a server with a true date, by its place in the catalog.

use super::{Item, Output, Rendered};
use crate::site::data::SiteData;
use crate::site::feed;
use crate::site::render::Site;
use crate::site::urls::server_path;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        let servers = data.index.servers.len();
        let dated = (0..servers).filter(|of| data.changes.of_server(*of).is_some());
        if data.urls.is_canonical() {
            dated.map(Item::of).collect()
        } else {
            Vec::new()
        }
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        server_path(data.index.server_id(item.of)) + "changes.atom"
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(feed::of_server(&site.data, item.of).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

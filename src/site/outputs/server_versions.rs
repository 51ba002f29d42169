//! What changed in a server from version to version, by its place in the catalog.

use super::{Item, Output, Rendered};
use crate::site::data::SiteData;
use crate::site::render::Site;
use crate::site::urls::server_path;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        let servers = 0..data.index.servers.len();
        servers
            .filter(|of| data.has_versions(*of))
            .map(Item::of)
            .collect()
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        server_path(data.index.server_id(item.of)) + "versions.json"
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(site.data.versions(item.of).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

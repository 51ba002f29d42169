//! The badge of a server, by its place in the catalog.

use super::{Item, Output, Rendered, each};
use crate::digest::Digest;
use crate::site::badge;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;
use crate::site::urls::server_path;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        each(data.index.servers.len())
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        server_path(data.index.server_id(item.of)) + "badge.svg"
    }

    fn inputs(&self, keys: &Keys<'_, '_>, item: Item, digest: &mut Digest) -> Option<()> {
        keys.add_server(item.of, digest)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(badge::of_server(&site.data, item.of).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

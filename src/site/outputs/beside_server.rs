//! The same document of a server beside its page.

use super::{Item, Output, Rendered, each};
use crate::digest::Digest;
use crate::site::api;
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
        server_path(data.index.server_id(item.of)) + "index.json"
    }

    fn inputs(&self, keys: &Keys<'_, '_>, item: Item, digest: &mut Digest) -> Option<()> {
        keys.add_attacks(digest);
        keys.add_server(item.of, digest)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(api::server(&site.data, item.of, 1).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

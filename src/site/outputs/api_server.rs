//! The API's document of a server, by its place in the catalog, and part.

use super::{Item, Output, Rendered};
use crate::digest::Digest;
use crate::site::api;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        let servers = data.index.servers.iter().enumerate();
        servers
            .flat_map(|(of, entry)| {
                api::parts(entry.range.len()).map(move |part| Item::part(of, part))
            })
            .collect()
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        api::path(
            &["servers/", data.index.server_id(item.of)].concat(),
            item.part,
        )
    }

    fn inputs(&self, keys: &Keys<'_, '_>, item: Item, digest: &mut Digest) -> Option<()> {
        keys.add_attacks(digest);
        keys.add_server(item.of, digest)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(api::server(&site.data, item.of, item.part).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

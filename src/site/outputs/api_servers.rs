//! The API's list of servers, by part.

use super::{Item, Output, Rendered};
use crate::site::api;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        api::parts(data.index.servers.len())
            .map(|part| Item::part(0, part))
            .collect()
    }

    fn path(&self, _: &SiteData<'_>, item: Item) -> String {
        api::path("index", item.part)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(api::servers(&site.data, item.part).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

//! A static file, by its place in the list.

use super::{Item, Output, Rendered, each};
use crate::site::assets::served;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        each(data.assets.len())
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        data.assets
            .keys()
            .nth(item.of)
            .map(|name| ["static/", name].concat())
            .unwrap_or_default()
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(site
            .data
            .assets
            .iter()
            .nth(item.of)
            .map(|(name, bytes)| served(name, bytes))
            .unwrap_or_default())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

//! A part of the list of all tools, by its number.

use super::{Item, Output, Rendered};
use crate::digest::Digest;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        data.index.all_tools.parts().map(Item::of).collect()
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        data.index.all_tools.path(item.of)
    }

    fn inputs(&self, keys: &Keys<'_, '_>, item: Item, digest: &mut Digest) -> Option<()> {
        keys.add_tools(item.of, digest)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        let index = &site.data.index;
        Ok(index.all_tools.part(item.of, index).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

//! What changed in the catalog, by page. The newest stands first, so that every page changes with each.

use super::{Item, Output, Rendered, numbered};
use crate::site::data::SiteData;
use crate::site::page::CHANGES_PER_PAGE;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        let events = data.changes.events.len();
        let parts = if events == 0 {
            0
        } else {
            events.div_ceil(CHANGES_PER_PAGE)
        };
        (1..=parts).map(|part| Item::part(0, part)).collect()
    }

    fn path(&self, _: &SiteData<'_>, item: Item) -> String {
        numbered("changes/", item.part)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        site.fill("changes.html", &site.data.changes_page(item.part))
    }
}

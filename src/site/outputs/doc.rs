//! A page of prose beside the catalog, by its place in the list.

use super::{Item, Output, Rendered, each};
use crate::site::context::doc_path;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        each(data.docs.len())
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        data.docs.get(item.of).map(doc_path).unwrap_or_default()
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        site.fill_some("doc.html", site.data.doc_page(item.of))
    }
}

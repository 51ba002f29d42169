//! The schema of a document of the API, by its place among all.

use super::{Item, Output, Rendered, each};
use crate::site::api::{self, Document};
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, _: &SiteData<'_>) -> Vec<Item> {
        each(Document::ALL.len())
    }

    fn path(&self, _: &SiteData<'_>, item: Item) -> String {
        Document::ALL
            .get(item.of)
            .map(|each| api::schema_path(*each))
            .unwrap_or_default()
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(Document::ALL
            .get(item.of)
            .map(|each| api::schema(*each, &site.data))
            .unwrap_or_default()
            .into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

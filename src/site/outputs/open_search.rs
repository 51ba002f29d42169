//! How a browser searches the site, whose address it must know.

use super::{Item, Output, Rendered, some};
use crate::site::data::SiteData;
use crate::site::discovery;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        some(data.urls.is_canonical())
    }

    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "opensearch.xml".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(discovery::opensearch(&site.data).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

//! All terms, where there are any.

use super::{Item, Output, Rendered, some};
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        some(!data.index.term_slugs.is_empty())
    }

    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "glossary/".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        site.fill("glossary.html", &site.data.glossary_page())
    }
}

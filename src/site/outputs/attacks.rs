//! All attack patterns, where there are any.

use super::{Item, Output, Rendered, some};
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        some(!data.index.attack_slugs.is_empty())
    }

    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "attacks/".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        site.fill("attacks.html", &site.data.attacks_page())
    }
}

//! The API's document of an attack pattern, by its place in the catalog, and part.

use super::{Item, Output, Rendered};
use crate::site::api;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        let attacks = data.index.by_attack.iter().enumerate();
        attacks
            .flat_map(|(of, listed)| {
                api::parts(listed.places.len()).map(move |part| Item::part(of, part))
            })
            .collect()
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        let slug = data
            .index
            .attack_slugs
            .get(item.of)
            .map_or("", String::as_str);
        api::path(&["attacks/", slug].concat(), item.part)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(api::attack(&site.data, item.of, item.part).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

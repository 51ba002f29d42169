//! The feed of all changes. Without the address of the site a feed has no ids.

use super::{Item, Output, Rendered, some};
use crate::site::data::SiteData;
use crate::site::feed;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        some(!data.changes.events.is_empty() && data.urls.is_canonical())
    }

    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "changes.atom".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(feed::all(&site.data).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

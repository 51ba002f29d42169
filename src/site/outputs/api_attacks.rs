//! The API's list of attack patterns.

use super::{Item, Output, Rendered};
use crate::site::api;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        api::path("attacks", 1)
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(api::attacks(&site.data).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

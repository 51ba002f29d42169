//! How a rating comes to be.

use super::{Item, Output, Rendered};
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "method/".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        site.fill("method.html", &site.data.method_page())
    }
}

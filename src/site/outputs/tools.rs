//! All tools: the most severe ones, and what sorts and filters the others.

use super::{Item, Output, Rendered};
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "tools/".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        site.fill("tools.html", &site.data.tools_page())
    }
}

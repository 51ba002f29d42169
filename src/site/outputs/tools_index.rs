//! The first file of the list of all tools.

use super::{Item, Output, Rendered};
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "tools/index.json".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        let index = &site.data.index;
        Ok(index.all_tools.first(index).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

//! Every tool, as a table.

use super::{Item, Output, Rendered};
use crate::site::bulk;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "catalog.csv".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(bulk::csv(&site.data).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

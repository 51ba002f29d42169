//! Of which servers more than one version is known.

use super::{Item, Output, Rendered};
use crate::site::context::VERSIONS_PATH;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        [VERSIONS_PATH, "known.json"].concat()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(site.data.known_versions().into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

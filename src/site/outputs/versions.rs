//! Compares two versions of one server.

use super::{Item, Output, Rendered};
use crate::digest::Digest;
use crate::site::context::VERSIONS_PATH;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        VERSIONS_PATH.to_owned()
    }

    fn inputs(&self, _: &Keys<'_, '_>, _: Item, _: &mut Digest) -> Option<()> {
        Some(())
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        site.fill("versions.html", &site.data.versions_page())
    }
}

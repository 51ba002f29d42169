//! `robots.txt`, which lets everybody in and names the sitemap where there is one.

use super::{Item, Output, Rendered};
use crate::digest::Digest;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;
use crate::site::sitemap::robots;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "robots.txt".to_owned()
    }

    fn inputs(&self, _: &Keys<'_, '_>, _: Item, _: &mut Digest) -> Option<()> {
        Some(())
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(robots(&site.data.urls.canonical("sitemap.xml")).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

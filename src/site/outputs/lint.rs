//! A lint or load fault, by its place in the list of all.

use super::{Item, Output, Rendered, each};
use crate::check::all_lints;
use crate::digest::Digest;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;
use crate::site::urls::lint_path;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, _: &SiteData<'_>) -> Vec<Item> {
        each(all_lints().len())
    }

    fn path(&self, _: &SiteData<'_>, item: Item) -> String {
        all_lints()
            .get(item.of)
            .map(|info| lint_path(info.code))
            .unwrap_or_default()
    }

    fn inputs(&self, _: &Keys<'_, '_>, _: Item, _: &mut Digest) -> Option<()> {
        Some(())
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        site.fill_some("lint.html", site.data.lint_page(item.of))
    }
}

//! The badge of a tool, by its place in the rated list.

use super::{Item, Output, Rendered, each};
use crate::digest::Digest;
use crate::site::badge;
use crate::site::data::SiteData;
use crate::site::index::Index;
use crate::site::keys::Keys;
use crate::site::render::Site;
use crate::site::urls::tool_path;

/// Tools of a catalog in which each has a badge of its own: a further file for each tool.
const MOST: usize = 20_000;

/// Whether each tool has a badge of its own; if not, the badge of its severity stands for it.
pub(in crate::site) fn has_badges(index: &Index<'_>) -> bool {
    index.rated.tools.len() <= MOST
}

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, data: &SiteData<'_>) -> Vec<Item> {
        if has_badges(&data.index) {
            each(data.index.rated.tools.len())
        } else {
            Vec::new()
        }
    }

    fn path(&self, data: &SiteData<'_>, item: Item) -> String {
        data.index.tool(item.of).map_or_else(String::new, |rated| {
            tool_path(&rated.server.id, &rated.tool.slug) + "badge.svg"
        })
    }

    fn inputs(&self, keys: &Keys<'_, '_>, item: Item, digest: &mut Digest) -> Option<()> {
        keys.add_tool(item.of, digest)
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(badge::of_tool(&site.data, item.of).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

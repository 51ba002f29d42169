//! What an agent can do with several servers.

use super::{Item, Output, Rendered};
use crate::digest::Digest;
use crate::site::data::SiteData;
use crate::site::keys::Keys;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "my-agent/".to_owned()
    }

    fn inputs(&self, _: &Keys<'_, '_>, _: Item, _: &mut Digest) -> Option<()> {
        Some(())
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        site.fill("agent.html", &site.data.my_agent_page())
    }
}

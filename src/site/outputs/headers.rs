//! The response headers that a host should send.

use super::{Item, Output, Rendered};
use crate::site::data::SiteData;
use crate::site::headers;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn path(&self, _: &SiteData<'_>, _: Item) -> String {
        "_headers".to_owned()
    }

    fn render(&self, site: &Site<'_>, _: Item) -> Rendered {
        Ok(headers::headers(&site.data).into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

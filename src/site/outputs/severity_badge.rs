//! The badge of a severity, by its place among all.

use super::{Item, Output, Rendered, each};
use crate::model::Severity;
use crate::site::badge;
use crate::site::data::SiteData;
use crate::site::render::Site;

/// The files of this kind.
pub(super) struct Files;

impl Output for Files {
    fn items(&self, _: &SiteData<'_>) -> Vec<Item> {
        each(Severity::ALL.len())
    }

    fn path(&self, _: &SiteData<'_>, item: Item) -> String {
        Severity::ALL
            .get(item.of)
            .map(|each| format!("risk/{each}/badge.svg"))
            .unwrap_or_default()
    }

    fn render(&self, site: &Site<'_>, item: Item) -> Rendered {
        Ok(Severity::ALL
            .get(item.of)
            .map(|each| badge::of_severity(&site.data, *each))
            .unwrap_or_default()
            .into_bytes())
    }

    fn is_listed(&self) -> bool {
        false
    }
}

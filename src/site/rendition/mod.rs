//! The Markdown rendition of a page: what it says, for those who read text. It is written from what the page
//! is made of, block by block; text from outside goes in through one door, where it is escaped.

mod docstring;
mod document;
mod escape;
mod page;
mod prose;
mod server;
mod tool;
mod writer;

pub(super) use escape::escaped;

use super::data::SiteData;
use super::definitions;
use super::page::Rendition;
use crate::policy::ToolPolicy;
use crate::rules::RatedTool;
use document::Document;

/// The last cells of a tool's row: category, severity, and what the recommended policy decides.
fn rating_cells(rated: &RatedTool<'_>, out: &mut Document<'_>) {
    out.cell(|it| {
        it.text(rated.rating.category.as_str());
    });
    out.cell(|it| {
        it.severity(rated.rating.severity);
    });
    out.cell(|it| {
        it.text(&definitions::decision(&ToolPolicy::new(rated)));
    });
}

impl SiteData<'_> {
    /// The Markdown of a page, and the page's address under it.
    pub(super) fn rendition(&self, rendition: Rendition) -> String {
        let mut document = Document::new(&self.urls.origin);
        let written = match rendition {
            Rendition::Server(number) => server::write(self, number, &mut document),
            Rendition::Tool(place) => tool::write(self, place, &mut document),
            Rendition::Attack(number) => page::attack(self, number, &mut document),
            Rendition::Term(number) => page::term(self, number, &mut document),
        };
        let address = self.full_address(rendition.page());
        written.map_or_else(String::new, |()| document.finish(&address))
    }
}

//! The renditions of attack patterns and terms.

use super::super::context::outside;
use super::super::data::SiteData;
use super::super::markdown::Headings;
use super::super::text::Text;
use super::super::words::count;
use super::document::Document;
use super::rating_cells;

/// An attack pattern, its sources, and the tools that it concerns.
pub(super) fn attack(site: &SiteData<'_>, number: usize, out: &mut Document<'_>) -> Option<()> {
    let attack = site.index.rated.catalog.attacks.get(number)?;
    let listed = site.index.by_attack.get(number)?;
    out.heading(1, Text::new(&attack.title).as_str());
    out.paragraph(|it| {
        it.text(Text::new(&attack.summary).as_str());
    });
    out.prose(&attack.body, Headings::Sections, &site.urls.root);
    if !attack.references.is_empty() || !attack.frameworks.is_empty() {
        out.heading(2, "Sources");
        out.list(&attack.references, |it, source| {
            it.link(
                &outside(&source.url.value),
                Text::short(&source.title, 120).as_str(),
            );
            if !source.date.is_empty() {
                it.text(" ").text(Text::short(&source.date, 10).as_str());
            }
        });
        let ids = attack.frameworks.iter();
        let ids: Vec<Text> = ids.map(|id| Text::short(&id.value, 60)).collect();
        if !ids.is_empty() {
            let ids: Vec<&str> = ids.iter().map(Text::as_str).collect();
            out.paragraph(|it| {
                it.text("In frameworks: ").text(&ids.join(", "));
            });
        }
    }
    if !listed.places.is_empty() {
        out.heading(2, &count(listed.places.len(), "tool"));
        tools(site, listed.on_page(1), out);
    }
    Some(())
}

fn tools(site: &SiteData<'_>, places: &[usize], out: &mut Document<'_>) {
    let columns = ["Tool", "Server", "Category", "Risk", "Policy"];
    out.table(&columns, |it| {
        for rated in places.iter().filter_map(|place| site.index.tool(*place)) {
            let (server, name) = (rated.server, &rated.tool.definition.name);
            it.row(|it| {
                it.cell(|it| {
                    let href = site.urls.tool(&server.id, &rated.tool.slug);
                    it.link(&href, Text::short(name, 80).as_str());
                });
                it.cell(|it| {
                    let title = Text::short(&server.title.value, 60);
                    it.link(&site.urls.server(&server.id), title.as_str());
                });
                rating_cells(rated, it);
            });
        }
    });
}

/// A term of the glossary.
pub(super) fn term(site: &SiteData<'_>, number: usize, out: &mut Document<'_>) -> Option<()> {
    let term = site.index.rated.catalog.glossary.get(number)?;
    out.heading(1, Text::new(&term.title).as_str());
    out.paragraph(|it| {
        it.text(Text::new(&term.summary).as_str());
    });
    out.prose(&term.body, Headings::Sections, &site.urls.root);
    Some(())
}

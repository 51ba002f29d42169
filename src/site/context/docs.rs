//! Pages of prose beside the catalog, with what is around each.

use serde::Serialize;

use super::{Link, PageMeta};
use crate::model::Doc;
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::markdown::with_contents;
use crate::sort;

/// A page of prose.
#[derive(Debug, Serialize)]
pub(in crate::site) struct DocPage {
    page: PageMeta,
    title: String,
    summary: String,
    body: Html,
    /// The headings of the page.
    contents: Vec<Link>,
    /// All pages, by section.
    sections: Vec<Section>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// The pages of a section.
#[derive(Debug, Serialize)]
struct Section {
    title: String,
    pages: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    link: Link,
    /// Whether it is the page that lists it.
    here: bool,
}

/// Pages by section; sections come in the order of their first page.
pub(in crate::site) fn in_order(docs: &[Doc]) -> Vec<Doc> {
    let mut sections: Vec<&str> = Vec::new();
    for doc in docs {
        if !sections.contains(&doc.section.as_str()) {
            sections.push(&doc.section);
        }
    }
    // The first page is the first whatever its order.
    let place = |doc: &Doc| {
        let section = sections.iter().position(|section| *section == doc.section);
        (!doc.path.is_empty(), section)
    };
    let mut docs = docs.to_vec();
    let key = |doc: &Doc| place(doc);
    sort::by_key(&mut docs, key);
    docs
}

/// The path of a page under the root.
pub fn doc_path(doc: &Doc) -> String {
    format!("docs/{}", doc.path)
}

impl SiteData<'_> {
    pub(in crate::site) fn doc_page(&self, number: usize) -> Option<DocPage> {
        let doc = self.docs.get(number)?;
        let (body, headings) = with_contents(&doc.body, &self.urls.root);
        let link = |at: Option<usize>| {
            let other = self.docs.get(at?)?;
            Some(Link::new(&other.title, self.urls.to(&doc_path(other))))
        };
        let mut page = self
            .page_meta(
                &format!("{}: documentation", doc.title),
                &doc.summary,
                &doc_path(doc),
            )
            .section("docs");
        if !doc.path.is_empty() {
            page = page.crumb("Documentation", self.urls.to("docs/"));
        }
        Some(DocPage {
            page,
            title: doc.title.clone(),
            summary: doc.summary.clone(),
            body,
            contents: headings
                .into_iter()
                .map(|(id, text)| Link::new(&text, format!("#{id}")))
                .collect(),
            sections: self.sections(number),
            previous: link(number.checked_sub(1)),
            next: link(Some(number + 1)),
        })
    }

    fn sections(&self, here: usize) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for (number, doc) in self.docs.iter().enumerate() {
            if sections
                .last()
                .is_none_or(|section| section.title != doc.section)
            {
                sections.push(Section {
                    title: doc.section.clone(),
                    pages: Vec::new(),
                });
            }
            if let Some(section) = sections.last_mut() {
                section.pages.push(Entry {
                    link: Link::new(&doc.title, self.urls.to(&doc_path(doc))),
                    here: number == here,
                });
            }
        }
        sections
    }
}

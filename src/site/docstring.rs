//! Descriptions with sections as markup: arguments as a list of definitions, results and errors with their names,
//! examples as they are written. All of it is text from outside; no link is made of it.

use super::html::Html;
use crate::model::{About, Block, Docstring, Field, Part, Passage};

/// How much of a quoted description a page shows, in characters.
const LONGEST: usize = 8_000;

/// What stands over a section; nothing over prose.
pub(super) const fn label(about: About) -> &'static str {
    match about {
        About::Text => "",
        About::Arguments => "Arguments",
        About::Returns => "Returns",
        About::Raises => "Errors",
        About::Example => "Example",
        About::Notes => "Notes",
    }
}

/// Sections that follow each other and speak of one thing, as tags of single arguments do.
pub(super) fn groups<'p, 't>(parts: &'p [Part<'t>]) -> impl Iterator<Item = &'p [Part<'t>]> {
    parts.chunk_by(|one, two| one.about == two.about)
}

/// The fields of a group of sections.
pub(super) fn fields_of<'p, 't>(group: &'p [Part<'t>]) -> impl Iterator<Item = &'p Field<'t>> {
    group.iter().flat_map(|part| &part.fields)
}

/// The beginning of a quoted description, and whether something is left out.
pub(super) fn beginning(said: &str) -> (&str, bool) {
    let end = said.char_indices().nth(LONGEST).map(|(at, _)| at);
    let kept = end.and_then(|at| said.get(..at));
    kept.map_or((said, false), |kept| (kept, true))
}

/// A description in the words of the server, whole.
pub(super) fn quoted(said: &str) -> Html {
    let (kept, cut) = beginning(said);
    let html = sections(&Docstring::of(kept).parts);
    if cut { html.tag("<p>…</p>\n") } else { html }
}

/// Sections one after the other, each under its name.
pub(super) fn sections(parts: &[Part<'_>]) -> Html {
    groups(parts).fold(Html::default(), section)
}

fn section(mut html: Html, group: &[Part<'_>]) -> Html {
    let Some(first) = group.first() else {
        return html;
    };
    let label = label(first.about);
    if !label.is_empty() {
        html = html.tag("<p><b>").tag(label).tag("</b></p>\n");
    }
    for part in group {
        html = match part.about {
            About::Example => program(html, &part.intro.program()),
            _ => passage(html, &part.intro),
        };
    }
    let mut fields = fields_of(group).peekable();
    if fields.peek().is_none() {
        return html;
    }
    fields
        .fold(html.tag("<dl class=\"entries\">\n"), field)
        .tag("</dl>\n")
}

fn field(html: Html, field: &Field<'_>) -> Html {
    let mut html = html.tag("<div><dt>").code(field.name);
    if !field.kind.is_empty() {
        html = html.tag(" <small>").text(field.kind).tag("</small>");
    }
    let html = html.tag("</dt><dd>");
    let blocks = field.text.blocks();
    let html = match blocks.as_slice() {
        [Block::Paragraph(text)] => html.text(text),
        blocks => blocks.iter().fold(html, block),
    };
    html.tag("</dd></div>\n")
}

fn passage(html: Html, passage: &Passage<'_>) -> Html {
    passage.blocks().iter().fold(html, block)
}

fn block(html: Html, block: &Block) -> Html {
    match block {
        Block::Paragraph(text) => html.tag("<p>").text(text).tag("</p>\n"),
        Block::Lines(text) => program(html, text),
    }
}

fn program(html: Html, text: &str) -> Html {
    if text.trim().is_empty() {
        return html;
    }
    html.tag("<pre tabindex=\"0\">").text(text).tag("</pre>\n")
}

//! Descriptions with sections as part of a rendition.

use super::super::docstring::{beginning, fields_of, groups, label};
use super::super::text::Text;
use super::document::Document;
use crate::model::{About, Block, Docstring, Part, Passage};

/// A description in the words of the server, whole.
pub(super) fn quoted(said: &str, out: &mut Document<'_>) {
    let (kept, cut) = beginning(said);
    sections(&Docstring::of(kept).parts, out);
    if cut {
        out.paragraph(|it| {
            it.text("…");
        });
    }
}

/// Sections one after the other, each under its name.
pub(super) fn sections(parts: &[Part<'_>], out: &mut Document<'_>) {
    for group in groups(parts) {
        section(group, out);
    }
}

fn section(group: &[Part<'_>], out: &mut Document<'_>) {
    let about = group.first().map_or(About::Text, |part| part.about);
    if about != About::Text {
        out.paragraph(|it| {
            it.bold(label(about));
        });
    }
    for part in group {
        match about {
            About::Example => program(&part.intro.program(), out),
            _ => passage(&part.intro, out),
        }
    }
    let mut fields = fields_of(group).peekable();
    if fields.peek().is_none() {
        return;
    }
    out.list(fields, |it, field| {
        it.code(Text::new(field.name).as_str());
        if !field.kind.is_empty() {
            it.text(" (").text(Text::new(field.kind).as_str()).text(")");
        }
        it.text(": ").text(Text::new(field.text.text).as_str());
    });
}

fn passage(passage: &Passage<'_>, out: &mut Document<'_>) {
    for block in passage.blocks() {
        match block {
            Block::Paragraph(text) => out.paragraph(|it| {
                it.text(Text::new(&text).as_str());
            }),
            Block::Lines(text) => program(&text, out),
        }
    }
}

fn program(text: &str, out: &mut Document<'_>) {
    if !text.trim().is_empty() {
        out.program(Text::new(text).as_str());
    }
}

//! A document in the blocks and words that the renditions are made of.

use super::super::markdown::Headings;
use super::prose;
use super::writer::{Tag, Writer};
use crate::model::Severity;

/// A rendition as far as it is written.
#[derive(Debug)]
pub(super) struct Document<'o> {
    writer: Writer<'o>,
}

impl<'o> Document<'o> {
    /// Nothing yet; links to the site begin with `origin`.
    pub(super) fn new(origin: &'o str) -> Self {
        Self {
            writer: Writer::new(origin),
        }
    }

    /// The whole text, with the page's address under it.
    pub(super) fn finish(self, address: &str) -> String {
        [&self.writer.finish(), "\nPage: ", address, "\n"].concat()
    }

    /// A heading.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.within(Tag::Heading(level), |it| it.text(text));
    }

    /// A heading that is a name in code.
    pub(super) fn heading_of(&mut self, level: usize, before: &str, name: &str) {
        self.within(Tag::Heading(level), |it| it.text(before).code(name));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, write: impl FnOnce(&mut Self)) {
        self.within(Tag::Block, |it| {
            write(it);
            it
        });
    }

    /// Blocks that somebody else said.
    pub(super) fn quote(&mut self, write: impl FnOnce(&mut Self)) {
        self.within(Tag::Quote, |it| {
            write(it);
            it
        });
    }

    /// A list with an item for each of these.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.writer.open(Tag::Bullets);
        for item in items {
            self.within(Tag::Item, |it| {
                write(it, item);
                it
            });
        }
        self.writer.close(Tag::Bullets);
    }

    /// A table with these columns.
    pub(super) fn table(&mut self, columns: &[&str], rows: impl FnOnce(&mut Self)) {
        self.writer.open(Tag::Table);
        self.row(|it| {
            for column in columns {
                it.cell(|it| {
                    it.text(column);
                });
            }
        });
        rows(self);
        self.writer.close(Tag::Table);
    }

    /// A row of the open table.
    pub(super) fn row(&mut self, cells: impl FnOnce(&mut Self)) {
        self.within(Tag::Row, |it| {
            cells(it);
            it
        });
    }

    /// A cell of the open row.
    pub(super) fn cell(&mut self, write: impl FnOnce(&mut Self)) {
        self.within(Tag::Cell, |it| {
            write(it);
            it
        });
    }

    /// A block of code.
    pub(super) fn program(&mut self, text: &str) {
        self.within(Tag::Program, |it| it.text(text));
    }

    /// Prose of the catalog, which is Markdown itself. `root` stands before links within the site.
    pub(super) fn prose(&mut self, markdown: &str, headings: Headings, root: &str) {
        prose::write(&mut self.writer, markdown, headings, root);
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.writer.text(text);
        self
    }

    /// Adds code within a line.
    pub(super) fn code(&mut self, text: &str) -> &mut Self {
        self.within(Tag::Code, |it| it.text(text));
        self
    }

    /// Adds text in bold.
    pub(super) fn bold(&mut self, text: &str) -> &mut Self {
        self.within(Tag::Bold, |it| it.text(text));
        self
    }

    /// Adds a severity.
    pub(super) fn severity(&mut self, severity: Severity) -> &mut Self {
        self.bold(severity.as_str())
    }

    /// Adds a link; its text alone where it leads nowhere.
    pub(super) fn link(&mut self, href: &str, text: &str) -> &mut Self {
        self.writer.open_link(href);
        self.writer.text(text);
        self.writer.end_link();
        self
    }

    fn within(&mut self, tag: Tag, write: impl FnOnce(&mut Self) -> &mut Self) {
        self.writer.open(tag);
        write(self);
        self.writer.close(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(write: impl FnOnce(&mut Document<'_>)) -> String {
        let mut document = Document::new("https://a.example");
        write(&mut document);
        let text = document.finish("p");
        text.strip_suffix("\nPage: p\n").unwrap().to_owned()
    }

    #[test]
    fn blocks_stand_apart_and_tables_keep_their_cells() {
        let text = of(|it| {
            it.heading_of(1, "A ", "b`c");
            it.paragraph(|it| {
                it.text("One\n  two");
            });
            it.list(["x", "y"], |it, word| {
                it.bold(word).text(": z");
            });
            it.table(&["A", "B"], |it| {
                it.row(|it| {
                    it.cell(|it| {
                        it.link("/x/", "n|m").text(" what");
                    });
                    it.cell(|it| {
                        it.code("a|b");
                    });
                });
            });
        });
        assert_eq!(
            text,
            "# A ``b`c``\n\nOne two\n\n- **x**: z\n- **y**: z\n\n| A | B |\n|---|---|\n\
             | [n\\|m](https://a.example/x/) what | `a\\|b` |\n"
        );
    }

    #[test]
    fn all_lines_of_a_quotation_are_quoted() {
        let text = of(|it| {
            it.paragraph(|it| {
                it.text("They say:");
            });
            it.quote(|it| {
                it.paragraph(|it| {
                    it.text("> One\ntwo");
                });
                it.list(["x", "y"], |it, word| {
                    it.text(word);
                });
                it.program("a\n\nb");
            });
            it.paragraph(|it| {
                it.text("No more.");
            });
        });
        assert_eq!(
            text,
            "They say:\n\n> \\> One two\n>\n> - x\n> - y\n>\n> ```\n> a\n>\n> b\n> ```\n\nNo more.\n"
        );
    }

    #[test]
    fn code_keeps_its_lines_and_cannot_end_its_fence() {
        let text = of(|it| it.program("{\n```\n}"));
        assert_eq!(text, "````\n{\n```\n}\n````\n");
    }

    #[test]
    fn text_is_never_markup() {
        let text = of(|it| {
            for line in [
                "# <b> [x](javascript:a) *a* _b_ c_d &lt; `q`",
                "1. no list",
                "+ no",
            ] {
                it.paragraph(|it| {
                    it.text(line);
                });
            }
        });
        assert_eq!(
            text,
            "\\# \\<b\\> \\[x\\](javascript:a) \\*a\\* \\_b\\_ c_d \\&lt; \\`q\\`\n\n1\\. no list\n\n\\+ no\n"
        );
    }
}

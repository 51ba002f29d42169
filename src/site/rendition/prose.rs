//! Prose of the catalog, Markdown itself, as part of a rendition: the same words, links and code as on the
//! page, and nothing that could be markup of its own.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag as Start, TagEnd};

use super::super::markdown::{Headings, safe_address};
use super::super::text::visible;
use super::writer::{Tag, Writer};

/// Adds prose to a rendition. `root` stands before links that begin with a single `/`.
pub(super) fn write(writer: &mut Writer<'_>, markdown: &str, headings: Headings, root: &str) {
    // For each open link, whether it leads anywhere.
    let mut links = Vec::new();
    let mut outline = Outline {
        headings,
        open: Vec::new(),
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Start::Link { dest_url, .. }) => {
                let address = safe_address(&dest_url, root);
                links.push(address.is_some());
                if let Some(address) = address {
                    writer.open_link(&address);
                }
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    writer.end_link();
                }
            }
            Event::Start(start) => {
                if let Some(tag) = opening(&start, &mut outline) {
                    writer.open(tag);
                }
            }
            Event::End(end) => {
                if let Some(tag) = closing(end) {
                    writer.close(tag);
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                writer.text(&visible(&text));
            }
            Event::Code(text) => {
                writer.open(Tag::Code);
                writer.text(&visible(&text));
                writer.close(Tag::Code);
            }
            Event::SoftBreak | Event::HardBreak => writer.text(" "),
            Event::Rule => writer.rule(),
            // Not enabled.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }
}

fn opening(start: &Start<'_>, outline: &mut Outline) -> Option<Tag> {
    Some(match start {
        Start::Paragraph | Start::HtmlBlock | Start::BlockQuote(_) => Tag::Block,
        Start::Heading { level, .. } => outline.heading(*level),
        Start::CodeBlock(_) => Tag::Program,
        Start::List(first) if first.is_some() => Tag::Numbers,
        Start::List(_) => Tag::Bullets,
        Start::Item => Tag::Item,
        Start::Table(_) => Tag::Table,
        Start::TableHead | Start::TableRow => Tag::Row,
        Start::TableCell => Tag::Cell,
        Start::Emphasis => Tag::Emphasis,
        Start::Strong => Tag::Bold,
        // A picture's words stay; the others are not enabled.
        _ => return None,
    })
}

fn closing(end: TagEnd) -> Option<Tag> {
    Some(match end {
        // Whatever a heading became, its end is that of a block.
        TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::BlockQuote(_) | TagEnd::Heading(_) => {
            Tag::Block
        }
        TagEnd::CodeBlock => Tag::Program,
        TagEnd::List(true) => Tag::Numbers,
        TagEnd::List(false) => Tag::Bullets,
        TagEnd::Item => Tag::Item,
        TagEnd::Table => Tag::Table,
        TagEnd::TableHead | TagEnd::TableRow => Tag::Row,
        TagEnd::TableCell => Tag::Cell,
        TagEnd::Emphasis => Tag::Emphasis,
        TagEnd::Strong => Tag::Bold,
        _ => return None,
    })
}

/// The headings of the prose. They follow under the rendition's own without gaps, or become paragraphs.
struct Outline {
    headings: Headings,
    /// Levels in the source of the headings around this place, outermost first.
    open: Vec<HeadingLevel>,
}

impl Outline {
    fn heading(&mut self, level: HeadingLevel) -> Tag {
        match self.headings {
            Headings::Bold => Tag::Block,
            Headings::Sections => {
                self.open.retain(|open| *open < level);
                self.open.push(level);
                Tag::Heading((self.open.len() + 1).min(4))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(markdown: &str) -> String {
        let mut writer = Writer::new("https://a.example");
        write(&mut writer, markdown, Headings::Sections, "/sub/");
        writer.finish()
    }

    #[test]
    fn prose_stays_what_it_is() {
        let text = "Some *words* and **more** of `code`.\n\n## Heading\n\n- one\n  - two\n- three\n\n\
            1. a\n2. b\n\n| A | B |\n|---|---|\n| c | d |\n\n```\nx < y\n```\n";
        assert_eq!(of(text), text);
    }

    #[test]
    fn links_keep_to_harmless_schemes_and_get_the_sites_address() {
        assert_eq!(
            of("[a](/x/) [b](https://b.example/) [c](javascript:d) ![e](f.png)"),
            "[a](https://a.example/sub/x/) [b](https://b.example/) c e\n"
        );
    }

    #[test]
    fn markup_of_another_kind_is_text() {
        assert_eq!(
            of("a <b onclick=x>b</b> \u{202e}"),
            "a \\<b onclick=x\\>b\\</b\\> \\\\u{202e}\n"
        );
    }
}

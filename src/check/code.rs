//! Which parts of a Markdown text are code, and which are no prose at all.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Elements of HTML whose text is code.
const OF_CODE: &[&str] = &[
    "code", "kbd", "listing", "pre", "samp", "script", "style", "tt", "var",
];

/// Where the code of a text stands: code spans with their backticks, fenced blocks, and indented blocks.
pub(super) fn code(text: &str) -> Vec<Range<usize>> {
    if !has_marks(text) {
        return Vec::new();
    }
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let ranges = events.filter_map(|(event, range)| {
        let is_code = matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
        is_code.then_some(range)
    });
    ranges.collect()
}

/// Where something stands that is no prose: code, HTML with all that its elements of code hold, addresses of links,
/// and their definitions.
pub(super) fn no_prose(text: &str) -> Vec<Range<usize>> {
    if !has_marks(text) {
        return Vec::new();
    }
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let definitions = events.reference_definitions().iter();
    let mut ranges: Vec<_> = definitions.map(|(_, it)| it.span.clone()).collect();
    // The element of code that is open, and where it begins.
    let mut open: Option<(&str, usize)> = None;
    let mut said = 0;
    for (event, range) in events {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                said = range.end;
                ranges.push(range);
            }
            Event::InlineHtml(html) => {
                said = range.end;
                open = match (open, element(&html)) {
                    (None, (false, Some(name))) => Some((name, range.start)),
                    (Some((name, start)), (true, Some(end))) if name == end => {
                        ranges.push(start..range.end);
                        None
                    }
                    (open, _) => open,
                };
                ranges.push(range);
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }) => ranges.push(range),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                ranges.push(said.max(range.start)..range.end);
            }
            // What is not closed in its paragraph is code up to there.
            Event::End(TagEnd::Paragraph) => {
                if let Some((_, start)) = open.take() {
                    ranges.push(start..range.end);
                }
            }
            Event::Text(_) => said = range.end,
            _ => {}
        }
    }
    ranges
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Whether a text has anything that can make a part of it no prose: most have not, and are not parsed.
fn has_marks(text: &str) -> bool {
    text.contains(['`', '~', '<', '[', '\t']) || text.starts_with("    ") || text.contains("\n    ")
}

/// Whether a tag ends an element, and its name if it is an element of code.
fn element(tag: &str) -> (bool, Option<&'static str>) {
    let inner = tag.trim_start_matches('<');
    let is_end = inner.starts_with('/');
    let name: String = inner
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let name = name.to_ascii_lowercase();
    (is_end, OF_CODE.iter().find(|it| **it == name).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_prose_is_prose() {
        for text in [
            "Gets it.\n\n    grep a index.txt; echo a item..\n",
            "Gets it.\n\n\techo a item..\n",
            "    echo a item..\n",
            "Gets it.\n\n~~~\necho a item..\n~~~\n",
            "Gets it.\n\n~~~~ sh\n~~~\necho a item..\n~~~~\n",
            "Gets it.\n\n```sh\necho `a item..`\n```\n",
            "```\necho a item..",
            "- one\n\n      echo a item..\n",
            "> ~~~\n> echo a item..\n> ~~~\n",
            "<pre>\necho a item..\n\necho a item..\n</pre>\n",
            "Runs <code>echo a item..</code> now.",
            "Runs <PRE class=x>echo\na item..</PRE> now.",
            "Press <kbd>a item..</kbd> now.",
            "Runs ``a `item..` `` now.",
            "See <https://example.org/a/item..> now.",
            "See [the page](https://example.org/item.. \"a item..\").",
            "![x](item..)",
            "See [x].\n\n[x]: https://example.org/item.. \"a item..\"\n",
            "<div title=\"a item..\">\n",
        ] {
            let at = text.find("item..").unwrap();
            let no_prose = no_prose(text);
            assert!(
                no_prose.iter().any(|it| it.contains(&at)),
                "{text:?}: {no_prose:?}"
            );
        }
        for text in [
            "Gets a item..",
            "Gets\na item..\n",
            "Gets `a` item..",
            "Gets it.\n\n   a item..\n",
            "Gets\n    a item..\n",
            "- one\n\n    a item..\n",
            "Gets [a](b) item..",
            "Gets <b>a item..</b>",
            "[a item..](b)",
            "a < b item..",
            "~~a~~ item..",
        ] {
            let at = text.find("item..").unwrap();
            let no_prose = no_prose(text);
            assert!(
                !no_prose.iter().any(|it| it.contains(&at)),
                "{text:?}: {no_prose:?}"
            );
        }
    }
}

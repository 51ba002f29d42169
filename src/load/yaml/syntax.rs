//! Where each node of a document stands, byte for byte: what edits and the formatter work on.
//!
//! The events come from the parser that reads the values too, so the two cannot disagree about what a
//! text means.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

/// The syntax of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntax {
    /// The root node.
    pub root: SyntaxNode,
    /// Every comment, from its `#` to the end of its line, in order.
    pub comments: Vec<Range<usize>>,
}

/// A node and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxNode {
    /// First byte, with the anchor and the tag.
    pub start: usize,
    /// The content without anchor and tag. A block scalar's begins under its header, and leaves out
    /// blank lines at its end that are not part of the value.
    pub content: Range<usize>,
    /// What it is.
    pub kind: SyntaxKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxKind {
    /// A text, number, truth value or nothing, as the parser decoded it.
    Scalar {
        /// The decoded text; `~` for an empty node.
        value: String,
    },
    /// `*name`.
    Alias,
    /// A list.
    List {
        /// Its items.
        items: Vec<SyntaxNode>,
    },
    /// A mapping.
    Map {
        /// Whether it is written `{ key: value }`.
        flow: bool,
        /// Its keys and values.
        entries: Vec<(SyntaxNode, SyntaxNode)>,
    },
}

impl SyntaxNode {
    /// One past the last byte: of the content, or of the anchor and the tag of an empty node.
    pub fn end(&self) -> usize {
        self.content.end
    }

    /// The decoded text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            SyntaxKind::Scalar { value } => Some(value),
            SyntaxKind::Alias | SyntaxKind::List { .. } | SyntaxKind::Map { .. } => None,
        }
    }

    /// Whether nothing is written: no content, no anchor, no tag.
    pub fn is_empty(&self) -> bool {
        self.start == self.content.end
    }
}

impl Syntax {
    /// The syntax of a text that holds one document; `None` if it does not parse or holds none.
    pub fn of(text: &str) -> Option<Self> {
        let options = granit_parser::options! {
            emit_anchor_events: true,
            max_buffered_comment_events: usize::MAX,
        };
        let mut builder = Builder::new(text);
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.ok()?;
            builder.take(event, &span)?;
        }
        Some(Self {
            root: builder.root?,
            comments: builder.comments,
        })
    }
}

/// Where an entry of a mapping ends: with its value, or with the colon where the value is empty.
pub fn entry_end(text: &str, key: &SyntaxNode, value: &SyntaxNode) -> usize {
    if value.is_empty() {
        colon(text, key).map_or(key.end(), |colon| colon + 1)
    } else {
        value.end()
    }
}

/// Where the colon after a key stands; a key may have none.
fn colon(text: &str, key: &SyntaxNode) -> Option<usize> {
    let after = text.get(key.end()..)?;
    let space = after.len() - after.trim_start_matches([' ', '\t', '\n', '\r']).len();
    let at = key.end() + space;
    text.get(at..)?.starts_with(':').then_some(at)
}

/// A collection whose end has not come yet.
struct Open {
    start: usize,
    content: Range<usize>,
    /// `None` for a list, else whether the mapping is a flow mapping.
    map: Option<bool>,
    flow: bool,
    nodes: Vec<SyntaxNode>,
}

struct Builder<'a> {
    text: &'a str,
    open: Vec<Open>,
    root: Option<SyntaxNode>,
    comments: Vec<Range<usize>>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            comments: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, span: &granit_parser::Span) -> Option<()> {
        let range = span.byte_range()?;
        let tag = span.tag_span().and_then(|tag| tag.byte_range());
        match event {
            Event::Comment(..) => self.comments.push(range),
            Event::Anchor(..) => self.anchor(range),
            Event::Scalar(value, style, ..) => self.scalar(value, style, range, tag),
            Event::Alias(_) => self.node(SyntaxNode {
                start: range.start,
                content: range,
                kind: SyntaxKind::Alias,
            }),
            Event::SequenceStart(style, ..) => self.start(None, style, range, tag),
            Event::MappingStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                self.start(Some(flow), style, range, tag);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&range)?,
            _ => {}
        }
        Some(())
    }

    /// An anchor comes after the node that has it.
    fn anchor(&mut self, anchor: Range<usize>) {
        let last = self.open.last_mut();
        let node = match last {
            Some(open) if open.nodes.is_empty() => {
                open.start = open.start.min(anchor.start);
                return;
            }
            Some(open) => open.nodes.last_mut(),
            None => self.root.as_mut(),
        };
        if let Some(node) = node {
            let empty = node.content.is_empty();
            node.start = if empty {
                anchor.start
            } else {
                node.start.min(anchor.start)
            };
            if empty {
                node.content = anchor.end..anchor.end;
            }
        }
    }

    fn scalar(
        &mut self,
        value: Cow<'_, str>,
        style: ScalarStyle,
        mut content: Range<usize>,
        tag: Option<Range<usize>>,
    ) {
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            content.end = block_end(self.text, &content, &value);
        }
        if let Some(tag) = tag.as_ref().filter(|_| content.is_empty()) {
            content = tag.end..tag.end;
        }
        self.node(SyntaxNode {
            start: tag.map_or(content.start, |tag| tag.start.min(content.start)),
            content,
            kind: SyntaxKind::Scalar {
                value: value.into_owned(),
            },
        });
    }

    fn start(
        &mut self,
        map: Option<bool>,
        style: StructureStyle,
        content: Range<usize>,
        tag: Option<Range<usize>>,
    ) {
        self.open.push(Open {
            start: tag.map_or(content.start, |tag| tag.start.min(content.start)),
            content,
            map,
            flow: style == StructureStyle::Flow,
            nodes: Vec::new(),
        });
    }

    fn end(&mut self, range: &Range<usize>) -> Option<()> {
        let open = self.open.pop()?;
        let last = open.nodes.iter().map(SyntaxNode::end).max();
        let end = if open.flow { Some(range.end) } else { last };
        let kind = match open.map {
            None => SyntaxKind::List { items: open.nodes },
            Some(flow) => SyntaxKind::Map {
                flow,
                entries: pairs(open.nodes)?,
            },
        };
        self.node(SyntaxNode {
            start: open.start,
            content: open.content.start..end.unwrap_or(open.content.end).max(open.content.start),
            kind,
        });
        Some(())
    }

    fn node(&mut self, node: SyntaxNode) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.root = Some(node),
        }
    }
}

/// Keys and values in turn; `None` for a key without a value, which the parser never gives.
fn pairs(nodes: Vec<SyntaxNode>) -> Option<Vec<(SyntaxNode, SyntaxNode)>> {
    let mut nodes = nodes.into_iter();
    let mut pairs = Vec::new();
    while let Some(key) = nodes.next() {
        pairs.push((key, nodes.next()?));
    }
    Some(pairs)
}

/// Where the content of a block scalar ends, without the blank lines under it that are not part of its
/// value, and without its last line break.
fn block_end(text: &str, content: &Range<usize>, value: &str) -> usize {
    let covered = text.get(content.clone()).unwrap_or_default();
    let keeps = value.ends_with("\n\n") || value.chars().all(|c| c == '\n') && !value.is_empty();
    let ends_in_space = value.trim_end_matches('\n').ends_with([' ', '\t']);
    let breaks = ['\n', '\r'];
    let kept = if keeps || ends_in_space {
        let without = covered.strip_suffix("\r\n");
        without.or(covered.strip_suffix(breaks)).unwrap_or(covered)
    } else {
        covered.trim_end_matches([' ', '\t', '\n', '\r'])
    };
    content.start + kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each key and value of the root mapping as they stand, from the first property to the end.
    fn entries(text: &str) -> Vec<(&str, &str)> {
        let SyntaxKind::Map { entries, .. } = Syntax::of(text).unwrap().root.kind else {
            panic!("not a mapping")
        };
        entries
            .iter()
            .map(|(key, value)| {
                let cut = |node: &SyntaxNode| text.get(node.start..node.end()).unwrap();
                (cut(key), cut(value))
            })
            .collect()
    }

    #[test]
    fn nodes_stand_where_they_are_written() {
        assert_eq!(
            entries(
                "a: &x b # c\n\"d\": !!str\n  e\nf: *x\ng: |\n  h\n\n# i\nj:\n  - k\n  - l\n\nm: {n: o,\n p}\nq:\nr: &y\ns: >+\n  t\n\n"
            ),
            [
                ("a", "&x b"),
                ("\"d\"", "!!str\n  e"),
                ("f", "*x"),
                ("g", "h"),
                ("j", "- k\n  - l"),
                ("m", "{n: o,\n p}"),
                ("q", ""),
                ("r", "&y"),
                ("s", "t\n"),
            ]
        );
        assert_eq!(entries("a: |\r\n  b\r\nc: d\r\n"), [("a", "b"), ("c", "d")]);
    }

    #[test]
    fn comments_are_told_from_texts() {
        let text = "a: 'b # c' # d\ne: |\n  # f\n# g\n";
        let comments = Syntax::of(text).unwrap().comments;
        let comments: Vec<&str> = comments
            .into_iter()
            .map(|it| text.get(it).unwrap())
            .collect();
        assert_eq!(comments, ["# d", "# g"]);
    }

    #[test]
    fn what_does_not_parse_has_no_syntax() {
        assert_eq!(Syntax::of("a: ["), None);
        assert_eq!(Syntax::of("# nothing\n"), None);
    }
}

//! What an element of a page is to its Markdown twin.

/// The kinds of elements that make a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Heading(usize),
    /// Text of its own, apart from what stands before and after.
    Block,
    Bullets,
    Numbers,
    Item,
    /// What a description is of.
    Described,
    Description,
    Table,
    Row,
    Cell,
    /// Bold, in a block of its own.
    Caption,
    Link,
    Code,
    Program,
    Bold,
    Emphasis,
    Quoted,
    /// Text that stands apart on the page by its style alone.
    Span,
    Break,
    Rule,
    /// Not for readers of text.
    Unseen,
    /// Nothing of its own.
    Plain,
}

/// What an element of that name is.
pub(super) fn kind(name: &[u8]) -> Tag {
    match name {
        b"h1" => Tag::Heading(1),
        b"h2" => Tag::Heading(2),
        b"h3" => Tag::Heading(3),
        b"h4" | b"h5" | b"h6" => Tag::Heading(4),
        b"p" | b"div" | b"header" | b"section" | b"article" | b"aside" | b"figure" | b"details"
        | b"blockquote" | b"dl" | b"main" | b"caption" | b"fieldset" => Tag::Block,
        b"ul" => Tag::Bullets,
        b"ol" => Tag::Numbers,
        b"li" => Tag::Item,
        b"dt" => Tag::Described,
        b"dd" => Tag::Description,
        b"table" => Tag::Table,
        b"tr" => Tag::Row,
        b"td" | b"th" => Tag::Cell,
        b"summary" | b"figcaption" | b"legend" => Tag::Caption,
        b"a" => Tag::Link,
        b"code" => Tag::Code,
        b"pre" => Tag::Program,
        b"b" | b"strong" => Tag::Bold,
        b"em" | b"i" => Tag::Emphasis,
        b"q" => Tag::Quoted,
        b"span" | b"small" | b"time" => Tag::Span,
        b"br" => Tag::Break,
        b"hr" => Tag::Rule,
        b"svg" | b"script" | b"style" | b"template" | b"noscript" | b"form" | b"button"
        | b"select" | b"dialog" | b"nav" => Tag::Unseen,
        _ => Tag::Plain,
    }
}

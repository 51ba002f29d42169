//! JSON with comments, TOML and YAML as one tree of values with their byte spans.

use std::ops::Range;
use std::path::Path;

use jsonc_parser::ast;
use jsonc_parser::{CollectOptions, parse_to_ast};
use toml_edit::{Item, TableLike};

use crate::jsonc::OPTIONS;
use crate::load::{Syntax, SyntaxKind, SyntaxNode};

/// The formats of clients' files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON, with comments and trailing commas where they stand.
    Json,
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
}

impl Format {
    /// The format of a file, by its ending.
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|it| it.to_str()) {
            Some("toml") => Self::Toml,
            Some("yaml" | "yml") => Self::Yaml,
            _ => Self::Json,
        }
    }
}

/// How a list or mapping is written, which decides how something is added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In brackets or braces, with commas.
    Flow,
    /// A table of TOML, one `key = value` a line.
    Table,
    /// A block of YAML, an item or key a line.
    Block,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its bytes. Those of a table of TOML are not all its own.
    pub span: Range<usize>,
    /// The value.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// True or false.
    Bool(bool),
    /// A text.
    Text(String),
    /// Anything else that is one word: numbers, nothing, dates.
    Other,
    /// A list.
    List(Layout, Vec<Node>),
    /// A mapping.
    Map(Layout, Vec<Member>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The key.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The members of a mapping; none for anything else.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Map(_, members) => members,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::List(_, items) => items,
            _ => &[],
        }
    }

    /// The member of that key; the last, which is the one that parsers take.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().rev().find(|it| it.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.member(key).map(|member| &member.value)
    }

    /// The value that a path of keys leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of a text.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is the word `true`.
    pub fn is_true(&self) -> bool {
        self.kind == Kind::Bool(true)
    }

    /// A key that stands twice in this mapping, if one does.
    pub fn doubled(&self) -> Option<&str> {
        let members = self.members();
        let twice = |(at, member): (usize, &Member)| {
            let before = members.get(..at)?;
            let same = before.iter().any(|it| it.key == member.key);
            same.then_some(member.key.clone())
        };
        let key = members.iter().enumerate().find_map(twice)?;
        members
            .iter()
            .map(|it| it.key.as_str())
            .find(|it| *it == key)
    }

    /// A key that stands twice in this mapping or in one inside it, if one does.
    pub fn doubled_within(&self) -> Option<&str> {
        let values = self.members().iter().map(|member| &member.value);
        let mut inside = values.chain(self.items());
        self.doubled()
            .or_else(|| inside.find_map(Self::doubled_within))
    }
}

/// A byte order mark.
const MARK: &str = "\u{feff}";

/// Reads a text. An empty one is an empty mapping.
///
/// # Errors
///
/// Why it cannot be read, with the line.
pub fn parse(text: &str, format: Format) -> Result<Node, String> {
    let mark = if text.starts_with(MARK) {
        MARK.len()
    } else {
        0
    };
    let bare = text.get(mark..).unwrap_or_default();
    if bare.trim().is_empty() {
        return Ok(Node {
            span: mark..mark,
            kind: Kind::Map(Layout::Flow, Vec::new()),
        });
    }
    let mut node = match format {
        Format::Json => json(bare)?,
        Format::Toml => toml(bare)?,
        Format::Yaml => yaml(bare)?,
    };
    moved(&mut node, mark);
    Ok(node)
}

fn moved(node: &mut Node, by: usize) {
    let shift = |span: &mut Range<usize>| *span = span.start + by..span.end + by;
    if by == 0 {
        return;
    }
    shift(&mut node.span);
    match &mut node.kind {
        Kind::List(_, items) => {
            for item in items {
                moved(item, by);
            }
        }
        Kind::Map(_, members) => {
            for member in members {
                shift(&mut member.key_span);
                moved(&mut member.value, by);
            }
        }
        Kind::Bool(_) | Kind::Text(_) | Kind::Other => {}
    }
}

fn json(text: &str) -> Result<Node, String> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &OPTIONS);
    let parsed = parsed.map_err(|error| {
        let (line, column) = (error.line_display(), error.column_display());
        format!("line {line}, column {column}: {}", error.kind())
    })?;
    parsed
        .value
        .map(|value| json_node(&value))
        .ok_or_else(|| "it holds no value".to_owned())
}

fn json_node(value: &ast::Value<'_>) -> Node {
    use jsonc_parser::common::Ranged;
    let range = value.range();
    let kind = match value {
        ast::Value::StringLit(text) => Kind::Text(text.value.clone().into_owned()),
        ast::Value::BooleanLit(value) => Kind::Bool(value.value),
        ast::Value::NumberLit(_) | ast::Value::NullKeyword(_) => Kind::Other,
        ast::Value::Array(list) => {
            Kind::List(Layout::Flow, list.elements.iter().map(json_node).collect())
        }
        ast::Value::Object(object) => {
            let members = object.properties.iter().map(|property| {
                let name = property.name.range();
                Member {
                    key: property.name.as_str().to_owned(),
                    key_span: name.start..name.end,
                    value: json_node(&property.value),
                }
            });
            Kind::Map(Layout::Flow, members.collect())
        }
    };
    Node {
        span: range.start..range.end,
        kind,
    }
}

fn toml(text: &str) -> Result<Node, String> {
    let document = toml_edit::Document::parse(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        format!("line {line}: {}", error.message())
    })?;
    Ok(toml_item(document.as_item()))
}

fn toml_item(item: &Item) -> Node {
    let kind = match item {
        Item::None => Kind::Other,
        Item::Value(value) => return toml_value(value),
        Item::Table(table) => Kind::Map(Layout::Table, toml_members(table)),
        Item::ArrayOfTables(tables) => {
            let items = tables.iter().map(|table| Node {
                span: table.span().unwrap_or_default(),
                kind: Kind::Map(Layout::Table, toml_members(table)),
            });
            Kind::List(Layout::Table, items.collect())
        }
    };
    Node {
        span: item.span().unwrap_or_default(),
        kind,
    }
}

fn toml_value(value: &toml_edit::Value) -> Node {
    use toml_edit::Value;
    let kind = match value {
        Value::String(text) => Kind::Text(text.value().clone()),
        Value::Boolean(value) => Kind::Bool(*value.value()),
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => Kind::Other,
        Value::Array(list) => Kind::List(Layout::Flow, list.iter().map(toml_value).collect()),
        // Dotted keys make tables that look inline and are not.
        Value::InlineTable(table) if table.is_dotted() => {
            Kind::Map(Layout::Table, toml_members(table))
        }
        Value::InlineTable(table) => Kind::Map(Layout::Flow, toml_members(table)),
    };
    Node {
        span: value.span().unwrap_or_default(),
        kind,
    }
}

fn toml_members(table: &dyn TableLike) -> Vec<Member> {
    let member = |(name, item): (&str, &Item)| {
        let key = table.get_key_value(name).map(|(key, _)| key.span());
        Member {
            key: name.to_owned(),
            key_span: key.flatten().unwrap_or_default(),
            value: toml_item(item),
        }
    };
    table.iter().map(member).collect()
}

fn yaml(text: &str) -> Result<Node, String> {
    let syntax = Syntax::of(text).ok_or_else(|| {
        let reason = crate::load::yaml_value(text).err();
        reason.unwrap_or_else(|| "it does not hold one YAML document".to_owned())
    })?;
    Ok(yaml_node(text, &syntax.root))
}

fn yaml_node(text: &str, node: &SyntaxNode) -> Node {
    let written = text.get(node.content.clone()).unwrap_or_default();
    let kind = match &node.kind {
        SyntaxKind::Scalar { value } => match (value.as_str(), written == value) {
            ("true", true) => Kind::Bool(true),
            ("false", true) => Kind::Bool(false),
            ("~" | "null" | "", true) => Kind::Other,
            (value, _) => Kind::Text(value.to_owned()),
        },
        SyntaxKind::Alias => Kind::Other,
        SyntaxKind::List { items } => {
            let layout = if written.starts_with('[') {
                Layout::Flow
            } else {
                Layout::Block
            };
            let items = items.iter().map(|item| yaml_node(text, item));
            Kind::List(layout, items.collect())
        }
        SyntaxKind::Map { flow, entries } => {
            let layout = if *flow { Layout::Flow } else { Layout::Block };
            let members = entries.iter().filter_map(|(key, value)| {
                Some(Member {
                    key: key.scalar()?.to_owned(),
                    key_span: key.content.clone(),
                    value: yaml_node(text, value),
                })
            });
            Kind::Map(layout, members.collect())
        }
    };
    Node {
        span: node.content.clone(),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, format: Format, path: &[&str]) -> String {
        let node = parse(text, format).unwrap();
        let node = node.at(path).unwrap();
        text.get(node.span.clone()).unwrap().to_owned()
    }

    #[test]
    fn spans_are_those_of_the_text_in_each_format_and_behind_a_mark() {
        for (text, format, expected) in [
            (
                "\u{feff}{ // c\r\n \"a\": {\"b\": [1, \"é\"],}}",
                Format::Json,
                "[1, \"é\"]",
            ),
            ("[a]\r\nb = [1, 'é'] # c\r\n", Format::Toml, "[1, 'é']"),
            ("\u{feff}a = { b = [1] }\n", Format::Toml, "[1]"),
            ("a.b = [ 1 ]\n", Format::Toml, "[ 1 ]"),
            ("a:\r\n  b: [1, é] # c\r\n", Format::Yaml, "[1, é]"),
        ] {
            assert_eq!(cut(text, format, &["a", "b"]), expected, "{text}");
        }
    }

    #[test]
    fn the_last_of_two_keys_counts_and_is_told() {
        let node = parse(r#"{"a": 1, "b": true, "a": "x"}"#, Format::Json).unwrap();
        assert_eq!(node.get("a").unwrap().text(), Some("x"));
        assert_eq!(node.doubled(), Some("a"));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (text, format) in [("{\n 'a': 1}", Format::Json), ("a = \n", Format::Toml)] {
            assert!(
                parse(text, format).unwrap_err().starts_with("line "),
                "{text}"
            );
        }
        assert!(parse("a: [", Format::Yaml).is_err());
        assert!(parse(" \n", Format::Json).unwrap().members().is_empty());
    }
}

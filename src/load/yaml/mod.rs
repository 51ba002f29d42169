//! YAML text → a tree of nodes with byte spans. The only folder that names the YAML crate.

mod packed;
mod split;
mod syntax;
mod tree;

pub(super) use packed::{pack, unpack};
use split::is_blank;
pub use split::{Part, lines, split};
pub use syntax::{Syntax, SyntaxKind, SyntaxNode, entry_end};
use tree::{Origin, Tree};

use serde::{Deserialize, Serialize};

use super::faults::{TOO_LARGE, YAML_SYNTAX};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};

/// Longest document that is parsed, in bytes. Entries are a kilobyte or two.
const LONGEST_DOCUMENT: usize = 1 << 20;
/// Deepest nesting; entries nest three levels.
const DEEPEST: usize = 24;
/// Most nodes of a document, aliases expanded; entries have about thirty.
const MOST_NODES: usize = 20_000;
/// Most aliases of a document.
const MOST_ALIASES: usize = 100;

/// A YAML value and its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Node {
    pub(super) value: Value,
    /// Empty for lists and mappings, which the parser gives no end.
    pub(super) span: Span,
}

/// A YAML value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// Nothing when JSON has no such number: `.inf`, `.nan`, more than 64 bits.
    #[serde(with = "packed::number")]
    Number(Option<serde_json::Number>),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Spanned<String>, Node)>),
}

impl Value {
    /// What it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// One document of a file, or the finding that stands in its place.
pub(super) fn documents(file: FileId, text: &str) -> Vec<Result<Node, Box<Diagnostic>>> {
    split(text)
        .iter()
        .filter_map(|part| read_part(file, part).transpose())
        .collect()
}

/// `None` for a document with nothing in it but white space and comments.
pub(super) fn read_part(file: FileId, part: &Part<'_>) -> Result<Option<Node>, Box<Diagnostic>> {
    let Part {
        start,
        text,
        marker,
        ..
    } = *part;
    let blank = part.is_blank();
    // Directives can have a fault also where no document follows.
    if blank && part.body == 0 {
        return Ok(None);
    }
    if text.len() > LONGEST_DOCUMENT {
        let first = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let span = Span::new(file, start + first..start + first);
        let message = format!("this document is {} bytes long", text.len());
        let help = format!("at most {LONGEST_DOCUMENT} bytes are read; split it with `---`");
        return Err(Box::new(
            Diagnostic::new(&TOO_LARGE, span, message).help(help),
        ));
    }
    let beside_marker = lines(text).next().is_some_and(|line| !is_blank(line));
    if beside_marker && part.body == 0 && !marker.is_empty() {
        beside(file, part)?;
    }
    let tree: Tree = serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| Box::new(syntax(file, start, text, &error)))?;
    Ok((!blank).then(|| tree.into_node(&Origin { file, start, text })))
}

/// Checks a document that begins in the line of its marker: after `...` none may, and after `---` no mapping.
fn beside(file: FileId, part: &Part<'_>) -> Result<(), Box<Diagnostic>> {
    let Part {
        start,
        text,
        marker,
        ..
    } = *part;
    let whole = [marker, text].concat();
    let message = "cannot read this YAML: a document cannot begin in the line of its marker";
    let fault = || {
        let first = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let span = Span::new(file, start + first..start + first);
        let help = "begin it on the line below `---`";
        Box::new(Diagnostic::new(&YAML_SYNTAX, span, message).help(help))
    };
    if marker == "---" && serde_saphyr::from_str_with_options::<Tree>(&whole, options()).is_ok() {
        return Ok(());
    }
    // What is wrong further down has its own finding.
    match serde_saphyr::from_str_with_options::<Tree>(text, options()) {
        Ok(_) => Err(fault()),
        Err(_) => Ok(()),
    }
}

/// Any YAML as a JSON value, for files that are not the catalog's.
///
/// # Errors
///
/// What the parser says, on one line.
pub fn yaml_value(text: &str) -> Result<serde_json::Value, String> {
    serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| error.without_snippet().to_string())
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST,
            max_nodes: MOST_NODES,
            max_events: MOST_NODES * 2,
            max_aliases: MOST_ALIASES,
            max_anchors: MOST_ALIASES,
            max_documents: 1,
        },
        with_snippet: false,
    }
}

fn syntax(file: FileId, start: usize, text: &str, error: &serde_saphyr::Error) -> Diagnostic {
    let mut error = error.without_snippet();
    while let serde_saphyr::Error::AliasError { error: inner, .. } = error {
        error = inner;
    }
    let at = error.location().map_or(0, |location| {
        let offset = location
            .span()
            .byte_offset()
            .and_then(|at| usize::try_from(at).ok());
        offset.unwrap_or_else(|| nth_line(text, location.line()))
    });
    let at = start + crate::source::floor(text, at);
    let span = Span::new(file, at..at);
    if let Some(excess) = excess(error) {
        return Diagnostic::new(&TOO_LARGE, span, format!("this document is too large or too deep: it has {excess}")).help(format!(
            "at most {MOST_NODES} values, {DEEPEST} levels of nesting and {MOST_ALIASES} aliases are read"
        ));
    }
    if let serde_saphyr::Error::DuplicateMappingKey { key, .. } = error {
        let key = key.as_deref().unwrap_or_default();
        let message = format!("duplicate key `{key}`");
        // Every tool entry begins with its name.
        let help = if key == "name" {
            "if another entry begins here, write `---` on the line above; otherwise remove one of the two"
        } else {
            "remove one of the two"
        };
        return Diagnostic::new(&YAML_SYNTAX, span, message).help(help);
    }
    // The crate appends its own position, which counts from the document's start.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = message
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    Diagnostic::new(
        &YAML_SYNTAX,
        span,
        format!("cannot read this YAML: {message}"),
    )
}

/// What there is too much of, when that is the fault.
fn excess(error: &serde_saphyr::Error) -> Option<&'static str> {
    use serde_saphyr::Error;
    match error {
        Error::Budget { breach, .. } => Some(match breach {
            serde_saphyr::budget::BudgetBreach::Depth { .. } => "too many levels of nesting",
            serde_saphyr::budget::BudgetBreach::Aliases { .. }
            | serde_saphyr::budget::BudgetBreach::Anchors { .. }
            | serde_saphyr::budget::BudgetBreach::AliasAnchorRatio { .. } => "too many aliases",
            _ => "too many values",
        }),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => Some("too many aliases"),
        // The scanner's own guard has no variant of its own.
        other => other
            .to_string()
            .starts_with("recursion limit")
            .then_some("too many levels of nesting"),
    }
}

fn nth_line(text: &str, line: u64) -> usize {
    let skip = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
    text.split_inclusive('\n').take(skip).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(node: &Node, text: &str) -> Vec<(String, String)> {
        let Value::Map(entries) = &node.value else {
            panic!("not a mapping")
        };
        let cut = |span: Span| text.get(span.range()).unwrap().to_owned();
        entries
            .iter()
            .map(|(key, value)| (cut(key.span), cut(value.span)))
            .collect()
    }

    #[test]
    fn spans_are_those_of_the_file_in_every_document() {
        let text = "name: é\ndescription: \"q\"\n---\n# c\nname: b\nlimit: 10/minute # x\n";
        let documents = documents(FileId(0), text);
        assert_eq!(documents.len(), 2);
        let first = documents[0].as_ref().unwrap();
        assert_eq!(
            texts(first, text),
            [
                ("name".into(), "é".into()),
                ("description".into(), "\"q\"".into())
            ]
        );
        let second = documents[1].as_ref().unwrap();
        assert_eq!(
            texts(second, text),
            [
                ("name".into(), "b".into()),
                ("limit".into(), "10/minute".into())
            ]
        );
    }

    #[test]
    fn a_broken_document_leaves_its_neighbours() {
        let documents = documents(FileId(0), "name: a\n---\nname: [\n---\nname: c\n");
        assert!(documents[0].is_ok() && documents[1].is_err() && documents[2].is_ok());
    }

    #[test]
    fn bombs_and_depth_are_refused() {
        let level = |n: usize| {
            format!(
                "a{n}: &a{n} [{}]\n",
                vec![format!("*a{}", n - 1); 10].join(", ")
            )
        };
        let bomb = "a0: &a0 [x, x]\n".to_owned() + &(1..12).map(level).collect::<String>();
        for text in [
            bomb,
            format!("a: {}", "[".repeat(5000)),
            "x: ".to_owned() + &"y".repeat(2 << 20),
        ] {
            let found = documents(FileId(0), &text).remove(0).unwrap_err();
            assert_eq!(found.lint.code, "TR003", "{found:?}");
        }
    }
}

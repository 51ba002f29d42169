//! The kinds of YAML files, their keys in canonical order, and whether two texts hold the same values.

use super::yaml::{Node, Value, documents};
use crate::source::FileId;

/// A kind of YAML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `toolrisk.yaml`.
    Config,
    /// `server.yaml`.
    Server,
    /// Tool entries, one document each.
    Tools,
}

impl FileKind {
    /// The kind of a file by its place in the catalog, if it is YAML that the catalog reads.
    pub fn of(place: &str) -> Option<Self> {
        let parts: Vec<&str> = place.split('/').collect();
        match parts.as_slice() {
            ["toolrisk.yaml"] => Some(Self::Config),
            [_, "server.yaml"] => Some(Self::Server),
            [_, name] if super::tree::extension(name) == "yaml" => Some(Self::Tools),
            _ => None,
        }
    }

    /// The keys of the format, in the order of the canonical form.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Config => &[
                "title",
                "tagline",
                "base-url",
                "repository",
                "gateway",
                "lints",
                "words",
                "rules",
                "templates",
                "markdown-of-tools",
            ],
            Self::Server => &[
                "title",
                "summary",
                "package",
                "repository",
                "subfolder",
                "homepage",
            ],
            Self::Tools => &[
                "name",
                "title",
                "description",
                "category",
                "risk",
                "traits",
                "decision",
                "limit",
                "require",
                "deny-if",
                "override",
                "rationale",
                "undo",
                "attacks",
                "references",
                "status",
                "allow-lints",
            ],
        }
    }
}

/// Whether two texts parse, and to the same documents but for the order of keys.
pub fn same_values(one: &str, other: &str) -> bool {
    match (values(one), values(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

fn values(text: &str) -> Option<Vec<String>> {
    let nodes: Result<Vec<Node>, _> = documents(FileId(0), text).into_iter().collect();
    Some(nodes.ok()?.iter().map(|node| shape(node, text)).collect())
}

/// A text that is equal for equal values: kinds, texts, and the spelling of numbers and truth values.
fn shape(node: &Node, text: &str) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => {
            let spelling = text.get(node.span.range()).unwrap_or_default();
            format!("plain {spelling:?}")
        }
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shape(item, text)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{:?}: {}", key.value, shape(value, text)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

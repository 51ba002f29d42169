//! The servers in a file whose client is unknown.

use super::document::Node;
use super::entry::{Entry, Transport, entries};

/// The keys that clients keep their servers under, in the order they are tried; `*` stands for every key.
pub const SERVER_KEYS: &[&[&str]] = &[
    &["mcpServers"],
    &["projects", "*", "mcpServers"],
    &["servers"],
    &["mcp", "servers"],
    &["mcp_servers"],
    &["context_servers"],
    &["extensions"],
    &["mcp"],
    &["amp.mcpServers"],
];

/// The entries of a file whose client is unknown: under the first key that clients use.
pub fn entries_of_any(root: &Node) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for path in SERVER_KEYS {
        let more = entries(root, path);
        let known = |it: &Entry| found.iter().any(|known| known.node.span == it.node.span);
        let more: Vec<Entry> = more
            .into_iter()
            .filter(|it| !known(it) && !matches!(it.transport, Transport::Other(_)))
            .collect();
        found.extend(more);
    }
    found
}

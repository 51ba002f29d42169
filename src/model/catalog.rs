//! Servers and their tools, sorted by id and name.

use std::sync::Arc;

use super::{Attack, Config, Definition, Review, Term};
use crate::source::{Span, Spanned};

/// Everything that was loaded: a value that nothing changes later.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Settings.
    pub config: Config,
    /// Servers, sorted by id.
    pub servers: Vec<Server>,
    /// Attack patterns, sorted by id.
    pub attacks: Vec<Attack>,
    /// Glossary, sorted by id.
    pub glossary: Vec<Term>,
}

/// One MCP server.
#[derive(Debug, Clone)]
pub struct Server {
    /// Folder name; the identity.
    pub id: String,
    /// Proper name.
    pub title: Spanned<String>,
    /// What it is for, as Markdown.
    pub summary: String,
    /// Typed package, such as `npm:@scope/name`; empty when unknown.
    pub package: String,
    /// Repository, an https address; empty when unknown.
    pub repository: String,
    /// Folder of the repository that holds the server; empty for its root.
    pub subfolder: String,
    /// Home page, an https address; empty for none.
    pub homepage: String,
    /// What is known of the capture, from the lock.
    pub capture: Option<Capture>,
    /// Tools, sorted by name.
    pub tools: Vec<Tool>,
}

/// How and when a server's tool list was captured; written by `import`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Capture {
    /// Package with its version, such as `npm:@scope/name@1.2.3`; empty when unknown.
    pub package: String,
    /// MCP protocol version; empty when unknown.
    pub protocol: String,
    /// Day of the capture, `2026-11-20`.
    pub date: String,
    /// How: `file`.
    pub method: String,
    /// Tools of the lock that have no entry, by name.
    pub without_entry: Vec<String>,
}

/// One tool: its definition and what the reviewer says of it.
#[derive(Debug, Clone)]
pub struct Tool {
    /// Definition: name and description from the entry, parameters and hints from the lock.
    pub definition: Definition,
    /// The entry's review.
    pub review: Review,
    /// Place of the name.
    pub span: Span,
    /// Place of the description.
    pub description_span: Span,
    /// URL part, unique within the server.
    pub slug: Arc<str>,
    /// The tool's lock, where there is one.
    pub lock: Option<ToolLock>,
}

/// What the lock says of one tool beyond its parameters and hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolLock {
    /// SHA-256 over the canonical JSON of the whole definition, in hex.
    pub fingerprint: String,
}

impl Catalog {
    /// The server of that id.
    pub fn server(&self, id: &str) -> Option<&Server> {
        let at = self
            .servers
            .binary_search_by(|server| server.id.as_str().cmp(id));
        at.ok().and_then(|at| self.servers.get(at))
    }

    /// Every tool with its server, in order.
    pub fn tools(&self) -> impl Iterator<Item = (&Server, &Tool)> {
        self.servers
            .iter()
            .flat_map(|server| server.tools.iter().map(move |tool| (server, tool)))
    }

    /// How many tools there are.
    pub fn tool_count(&self) -> usize {
        self.servers.iter().map(|server| server.tools.len()).sum()
    }
}

impl Server {
    /// The tool of that exact name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        let at = self
            .tools
            .binary_search_by(|tool| tool.definition.name.as_str().cmp(name));
        at.ok().and_then(|at| self.tools.get(at))
    }
}

//! Servers and their tools, sorted by id and name.

use std::sync::Arc;

use super::{Attack, Config, Definition, LockedAssessment, LockedFinding, Review, Status, Term};
use crate::source::{FileId, Span, Spanned};

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
    /// The newest release that somebody has looked up.
    pub newest: Option<Newest>,
    /// What is known of the capture, from the lock.
    pub capture: Option<Capture>,
    /// Tools, sorted by name.
    pub tools: Vec<Tool>,
}

impl Server {
    /// A server of which nothing is known but its folder.
    pub fn bare(id: &str, place: Span) -> Self {
        Self {
            id: id.to_owned(),
            title: Spanned::new(id.to_owned(), place),
            summary: String::new(),
            package: String::new(),
            repository: String::new(),
            subfolder: String::new(),
            homepage: String::new(),
            newest: None,
            capture: None,
            tools: Vec::new(),
        }
    }

    /// The package, in the version that was captured if that is known.
    pub fn package_to_start(&self) -> &str {
        let captured = self.capture.as_ref().map(|it| it.package.as_str());
        captured
            .filter(|package| !package.is_empty())
            .unwrap_or(&self.package)
    }
}

/// The newest release of a server's package that somebody has looked up, and when. A capture of another
/// release is out of date.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Newest {
    /// Its version, such as `3.0.4`.
    pub version: String,
    /// The day on which it was the newest, such as `2026-11-27`.
    pub seen: String,
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
    /// The entry's review; see [`Review::shared`].
    pub review: Arc<Review>,
    /// Place of the name.
    pub span: Span,
    /// Place of the description.
    pub description_span: Span,
    /// URL part, unique within the server.
    pub slug: Arc<str>,
    /// The tool's lock, where there is one.
    pub lock: Option<ToolLock>,
    /// Whether the server has a lock and this tool is not in it: its last list did not have the tool.
    pub is_gone: bool,
}

/// What the lock says of one tool beyond its parameters and hints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToolLock {
    /// SHA-256 over the canonical JSON of the whole definition, in hex.
    pub fingerprint: String,
    /// The fingerprint that was here when a person last wrote the entry, where it is another one.
    pub reviewed: String,
    /// Fingerprints of definitions that differ from this one in notation alone.
    pub same: Vec<String>,
    /// What the rules said of the definition; `None` in locks that keep no assessment.
    pub assessment: Option<LockedAssessment>,
    /// The orders to a model that stand in the definition.
    pub findings: Vec<LockedFinding>,
    /// The description in the server's own words; empty where the lock does not keep them.
    pub said: String,
}

impl Tool {
    /// A tool of which nothing is known but its definition.
    pub fn bare(definition: Definition, place: Span) -> Self {
        Self {
            definition,
            review: Review::default().shared(),
            span: place,
            description_span: place,
            slug: Arc::default(),
            lock: None,
            is_gone: false,
        }
    }

    /// The fingerprint that a person reviewed, where the definition is another one today.
    pub fn changed_since_review(&self) -> Option<&str> {
        let lock = self.lock.as_ref()?;
        let reviewed = match self.reviewed_fingerprint() {
            Some(named) => named,
            None => lock.reviewed.as_str(),
        };
        (!reviewed.is_empty() && !lock.is(reviewed)).then_some(reviewed)
    }

    /// Whether a person reviewed the definition as it is today, and the entry says so by its fingerprint.
    pub fn is_reviewed_as_it_is(&self) -> bool {
        let named = self.reviewed_fingerprint();
        let lock = self.lock.as_ref();
        lock.is_some_and(|lock| named.is_some_and(|named| lock.is(named)))
    }

    /// Whether its definition gives orders to a model, and nobody has said that it may.
    pub fn is_poisoned(&self) -> bool {
        let lock = self.lock.as_ref();
        lock.is_some_and(|lock| !lock.findings.is_empty()) && !self.is_reviewed_as_it_is()
    }

    /// The fingerprint that the entry's status names.
    fn reviewed_fingerprint(&self) -> Option<&str> {
        let status = &self.review.status.as_ref()?.value;
        let named = status.reason.as_str();
        (status.status == Status::Reviewed && !named.is_empty()).then_some(named)
    }
}

impl ToolLock {
    /// Whether a fingerprint is of this definition, or of one that differs in notation alone.
    pub fn is(&self, fingerprint: &str) -> bool {
        self.fingerprint == fingerprint || self.same.iter().any(|it| it == fingerprint)
    }
}

impl Capture {
    /// The version of the captured package; empty when unknown.
    pub fn version(&self) -> &str {
        let name = self.package.split_once(':').map_or("", |(_, name)| name);
        // A scope begins with the same character: `@scope/name@1.2.3`.
        let rest = name.get(1..).unwrap_or_default();
        rest.rsplit_once('@').map_or("", |(_, version)| version)
    }
}

/// A page of prose that the site shows under `/docs/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    /// Its path under `/docs/`: empty for the first page, else with a final slash.
    pub path: String,
    /// Its file.
    pub file: FileId,
    /// Title.
    pub title: String,
    /// One sentence on what it is about.
    pub summary: String,
    /// The group of pages that it belongs to; empty for none.
    pub section: String,
    /// Its place among the pages of its section.
    pub order: u64,
    /// Markdown.
    pub body: String,
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
    /// Whether the captured tool list is known to be of another release than the newest: an older one, or
    /// one that nobody recorded.
    pub fn is_outdated(&self) -> bool {
        let captured = self.capture.as_ref().map(Capture::version);
        captured
            .zip(self.newest.as_ref())
            .is_some_and(|(captured, newest)| captured != newest.version)
    }

    /// The tool of that exact name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        let at = self
            .tools
            .binary_search_by(|tool| tool.definition.name.as_str().cmp(name));
        at.ok().and_then(|at| self.tools.get(at))
    }
}

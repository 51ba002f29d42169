//! What the agents of this machine can call: the servers of every client, matched with the catalog, and what
//! is wrong with how they are set up.
//!
//! No value that may be a secret gets in: of a command the package or the program's name, of an address the
//! host, of variables and headers the names.

mod agent;
mod findings;
mod granted;
mod html;
mod json;
mod lints;
mod markdown;
mod matching;
mod text;

pub use agent::{Agent, Server, State};
pub use html::html;
pub use json::json;
pub use lints::AUDIT_LINTS;
pub use markdown::markdown;
pub use matching::{How, Match, match_entry};
pub use text::human;

use std::collections::BTreeMap;
use std::path::Path;

use crate::clients::{ConfigFile, Entry, Grant};
use crate::diagnostic::Diagnostic;
use crate::model::Catalog;
use crate::rules::{RatedTool, rate_server};
use crate::secret::masked;
use crate::source::Sources;

/// What was looked at.
pub struct Input<'a> {
    /// The catalog.
    pub catalog: &'a Catalog,
    /// The configurations.
    pub files: &'a [ConfigFile],
    /// What clients let through.
    pub grants: &'a [Grant],
    /// The home folder, which is shown as `~`.
    pub home: &'a Path,
    /// Servers that were asked themselves: the place of the file and of the entry in it, and the id of what
    /// was added to the catalog for it.
    pub asked: &'a BTreeMap<(usize, usize), String>,
    /// Gateways that do not do what they should, by the same places.
    pub gaps: &'a BTreeMap<(usize, usize), Gap>,
}

/// Why a gateway in a configuration holds no policy before its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// It does not start, so the agent has no server.
    Dead(String),
    /// It lets every call pass.
    Open(String),
}

/// The result: agents with their servers, and findings.
pub struct Audit<'a> {
    /// Each client, and each of its projects that has servers of its own.
    pub agents: Vec<Agent<'a>>,
    /// What is wrong, the worst first.
    pub findings: Vec<Diagnostic>,
    /// The files, with their texts made blank: places in them can be told, and nothing else.
    pub sources: Sources,
    /// The tools of each matched server.
    pub tools: BTreeMap<&'a str, Vec<RatedTool<'a>>>,
}

/// Looks at everything.
pub fn audit<'a>(input: &Input<'a>) -> Audit<'a> {
    let mut sources = Sources::default();
    for file in input.files {
        sources.add(shown(&file.path, input.home), blank(&file.text));
    }
    let agents = agent::agents(input);
    let mut tools = BTreeMap::new();
    for server in agents.iter().flat_map(|agent| &agent.servers) {
        if let Some(found) = server
            .matched
            .as_ref()
            .and_then(|it| input.catalog.server(&it.id))
        {
            tools
                .entry(found.id.as_str())
                .or_insert_with(|| rate_server(input.catalog, found));
        }
    }
    let mut result = Audit {
        agents,
        findings: Vec::new(),
        sources,
        tools,
    };
    result.findings = findings::findings(input, &mut result);
    hide(input, &mut result);
    result
}

/// Takes out what may be a secret in the place of a name.
fn hide(input: &Input<'_>, audit: &mut Audit<'_>) {
    let hidden = Hidden::of(input.files);
    let hide = |text: &mut String| *text = hidden.masked(text);
    for server in audit.agents.iter_mut().flat_map(|it| &mut it.servers) {
        hide(&mut server.name);
        hide(&mut server.runs);
    }
    for finding in &mut audit.findings {
        hide(&mut finding.message);
        hide(&mut finding.subject);
    }
}

/// The values that configurations hold under names of secrets. They are shown nowhere, not even where somebody has put
/// one in the place of a program, a host or a server's name.
pub struct Hidden<'a>(Vec<&'a str>);

impl<'a> Hidden<'a> {
    /// Those of some configurations.
    pub fn of(files: &'a [ConfigFile]) -> Self {
        let entries = files.iter().flat_map(|it| &it.entries);
        Self(entries.flat_map(Entry::secret_values).collect())
    }

    /// A text without them, and without what looks like a credential.
    pub fn masked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for value in &self.0 {
            if text.contains(value) {
                text = text.replace(value, "…");
            }
        }
        masked(&text)
    }
}

/// A path with the home folder as `~`, with `/` between its parts. What may be a credential is left out.
pub fn shown(path: &Path, home: &Path) -> String {
    let shown = match path.strip_prefix(home) {
        Ok(rest) => Path::new("~").join(rest),
        Err(_) => path.to_owned(),
    };
    masked(&shown.display().to_string().replace('\\', "/"))
}

/// A text of the same lines and the same length in which nothing can be read.
fn blank(text: &str) -> String {
    let blank = |c: char| match c {
        '\n' | '\r' => c,
        c => match c.len_utf8() {
            1 => ' ',
            2 => '\u{a0}',
            3 => '\u{2003}',
            _ => '\u{1f5ff}',
        },
    };
    text.chars().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_text_keeps_its_places_and_nothing_else() {
        let text = "{\r\n \"é\": \"ключ-𝄞-secret\"\n}";
        let blank = blank(text);
        assert_eq!(blank.len(), text.len());
        assert!(blank.chars().all(|c| c.is_whitespace() || c == '\u{1f5ff}'));
        let starts = |it: &str| it.match_indices('\n').map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(starts(&blank), starts(text));
    }
}

//! Agents and settings → findings.

use std::cmp::Reverse;

use super::agent::{Agent, Server, State};
use super::granted::granted;
use super::lints::{
    DEAD_GATEWAY, DOUBLED_KEY, DUPLICATE, HEADERS_HELPER, IDLE_GATEWAY, OPEN_SERVER, OTHER_VERSION,
    PLAIN_SECRET, TOXIC_FLOW, UNKNOWN_SERVER, UNPINNED, UNREADABLE,
};
use super::matching::{How, Match};
use super::{Audit, Gap, Input, shown};
use crate::clients::{Entry, Transport};
use crate::diagnostic::{Diagnostic, Level, LintInfo};
use crate::escape::one_line;
use crate::model::{Decision, Severity, Trait};
use crate::rules::RatedTool;
use crate::sort;
use crate::source::{FileId, Span};

/// Most tools that a message names; the others are counted.
const MOST_NAMED: usize = 4;

/// All findings, the worst first.
pub(super) fn findings<'a>(input: &Input<'a>, audit: &mut Audit<'a>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, file) in input.files.iter().enumerate() {
        if let Err(reason) = &file.root {
            let message = format!(
                "`{}` cannot be read: {}",
                shown(&file.path, input.home),
                one_line(reason)
            );
            found.push(Diagnostic::new(&UNREADABLE, span(at, 0), message));
        }
        for (number, entry) in file.entries.iter().enumerate() {
            let agents = audit.agents.iter().flat_map(|agent| &agent.servers);
            if let Some(server) = agents.clone().find(|it| it.place == (at, number)) {
                of_entry(input, audit, server, entry, &mut found);
            }
        }
    }
    for agent in &audit.agents {
        duplicates(agent, &mut found, input);
        if let Some(finding) = toxic_flow(audit, agent, input) {
            found.push(finding);
        }
    }
    let grants: Vec<Diagnostic> = input
        .grants
        .iter()
        .filter_map(|grant| granted(input, audit, grant))
        .collect();
    // Settings have files of their own, whose texts are not shown.
    found.extend(grants);
    for grant in input.grants {
        let path = shown(&grant.path, input.home);
        if file_of(audit, &path).is_none() {
            audit.sources.add(path, "");
        }
    }
    sort::by_key(&mut found, |it| {
        (
            Reverse(it.level == Level::Error),
            it.lint.code,
            it.primary.span,
        )
    });
    found
}

fn span(file: usize, at: usize) -> Span {
    let file = FileId(u32::try_from(file).unwrap_or(u32::MAX));
    Span::new(file, at..at)
}

fn finding(lint: &'static LintInfo, server: &Server, entry: &Entry, message: String) -> Diagnostic {
    let mut finding = Diagnostic::new(lint, span(server.place.0, entry.name_at), message);
    finding.subject = one_line(&server.name);
    finding
}

/// What is wrong with one entry.
fn of_entry(
    input: &Input<'_>,
    audit: &Audit<'_>,
    server: &Server,
    entry: &Entry,
    found: &mut Vec<Diagnostic>,
) {
    let mut add = |lint, message| found.push(finding(lint, server, entry, message));
    let name = one_line(&server.name);
    if let Some(key) = entry.node.doubled() {
        let key = one_line(key);
        add(&DOUBLED_KEY, format!("duplicate key `{key}` in `{name}`"));
    }
    match &entry.transport {
        _ if server.state == State::Disabled => return,
        // A part of the client is no fault of the file.
        Transport::Other(reason) if reason.contains("part of the client") => return,
        Transport::Other(reason) => {
            return add(&UNREADABLE, format!("`{name}` cannot be read: {reason}"));
        }
        Transport::Program { .. } | Transport::Remote { .. } => {}
    }
    for secret in &entry.secrets {
        let secret = one_line(secret);
        let message = format!("the file contains the value of `{secret}` for `{name}`");
        add(&PLAIN_SECRET, message);
    }
    if entry.node.get("headersHelper").is_some() {
        let message = format!("a shell command creates the headers of `{name}`");
        add(&HEADERS_HELPER, message);
    }
    match input.gaps.get(&server.place) {
        Some(Gap::Dead(reason)) => {
            let message = format!(
                "the gateway before `{name}` does not start: {}",
                one_line(reason)
            );
            add(&DEAD_GATEWAY, message);
        }
        Some(Gap::Open(reason)) => {
            let message = format!(
                "the gateway before `{name}` holds nothing back: {}",
                one_line(reason)
            );
            add(&IDLE_GATEWAY, message);
        }
        None => {}
    }
    let runs = one_line(&server.runs);
    if server.details.unpinned {
        let message = format!("`{name}` runs the newest version of `{runs}`, whichever that is");
        add(&UNPINNED, message);
    }
    match &server.matched {
        Some(matched) => of_match(input, audit, server, matched, &mut add),
        None => add(
            &UNKNOWN_SERVER,
            format!("`{name}` ({runs}) is not in the catalog"),
        ),
    }
}

/// What is wrong with an entry whose server is in the catalog.
fn of_match(
    input: &Input<'_>,
    audit: &Audit<'_>,
    server: &Server,
    matched: &Match,
    add: &mut impl FnMut(&'static LintInfo, String),
) {
    let name = one_line(&server.name);
    let known = input.catalog.server(&matched.id);
    let capture = known.and_then(|it| it.capture.as_ref());
    let rated = capture.and_then(|it| it.package.rsplit_once('@'));
    let version = server.details.package.version.as_str();
    if let (false, Some((_, rated)), How::Package) = (version.is_empty(), rated, matched.how)
        && rated != version
    {
        let message = format!("`{name}` runs version {version}, but the catalog rated {rated}");
        add(&OTHER_VERSION, message);
    }
    let critical = tools(audit, server).iter();
    let critical = critical.filter(|it| it.rating.severity == Severity::Critical);
    let critical: Vec<&str> = critical
        .map(|it| it.tool.definition.name.as_str())
        .collect();
    if server.state == State::Open && !critical.is_empty() {
        let tools = list(&critical);
        let message = format!("no policy guards the critical tools of `{name}`: {tools}");
        add(&OPEN_SERVER, message);
    }
}

pub(super) fn tools<'b>(audit: &'b Audit<'_>, server: &Server) -> &'b [RatedTool<'b>] {
    let id = server.matched.as_ref().map(|it| it.id.as_str());
    id.and_then(|id| audit.tools.get(id))
        .map_or(&[], Vec::as_slice)
}

/// Names, the first of them in full.
pub(super) fn list(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MOST_NAMED)
        .map(|it| format!("`{}`", one_line(it)))
        .collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Servers of an agent that run the same.
fn duplicates(agent: &Agent<'_>, found: &mut Vec<Diagnostic>, input: &Input<'_>) {
    let on: Vec<&Server> = agent.servers.iter().filter(|it| it.is_on()).collect();
    for (at, server) in on.iter().enumerate() {
        let same =
            |it: &&&Server| it.place != server.place && it.id().is_some() && it.id() == server.id();
        let Some(first) = on.iter().take(at).find(same) else {
            continue;
        };
        // With other arguments it may be meant: two folders, two accounts.
        let words = |it: &Server| entry_of(input, it).map(|entry| entry.own_words().to_vec());
        if words(first) != words(server) && first.name != server.name {
            continue;
        }
        let Some(entry) = entry_of(input, server) else {
            continue;
        };
        let message = format!(
            "{} has `{}` twice: as `{}` and as `{}`",
            agent.title,
            one_line(&server.runs),
            one_line(&first.name),
            one_line(&server.name)
        );
        let one = finding(&DUPLICATE, server, entry, message);
        if !found
            .iter()
            .any(|it| it.primary.span == one.primary.span && it.lint.code == one.lint.code)
        {
            found.push(one);
        }
    }
}

fn entry_of<'b>(input: &'b Input<'_>, server: &Server) -> Option<&'b Entry> {
    input.files.get(server.place.0)?.entries.get(server.place.1)
}

/// The flow that an agent's servers make together.
fn toxic_flow(audit: &Audit<'_>, agent: &Agent<'_>, input: &Input<'_>) -> Option<Diagnostic> {
    let corner = |wanted: Trait| -> Vec<String> {
        let on = agent.servers.iter().filter(|it| it.is_on());
        let of_server = |server: &Server| -> Vec<String> {
            let tools = tools(audit, server).iter();
            let having = tools.filter(|it| it.rating.traits.contains(&wanted));
            having
                .map(|it| format!("{}/{}", server.name, it.tool.definition.name))
                .collect()
        };
        on.flat_map(of_server).collect()
    };
    let (private, untrusted, exit) = (
        corner(Trait::PrivateData),
        corner(Trait::UntrustedContent),
        corner(Trait::ExternalSink),
    );
    if private.is_empty() || untrusted.is_empty() || exit.is_empty() {
        return None;
    }
    let names = |tools: &[String]| list(&tools.iter().map(String::as_str).collect::<Vec<_>>());
    let project = agent.project.map_or_else(String::new, |it| {
        format!(" in {}", one_line(&shown(it.as_ref(), input.home)))
    });
    let message = format!(
        "{}{project}: untrusted text enters through {}; private data comes from {}; data can leave through {}",
        agent.title,
        names(&untrusted),
        names(&private),
        names(&exit)
    );
    let first = agent.servers.iter().find(|it| it.is_on())?;
    Some(finding(
        &TOXIC_FLOW,
        first,
        entry_of(input, first)?,
        message,
    ))
}

pub(super) fn file_of(audit: &Audit<'_>, path: &str) -> Option<FileId> {
    let mut files = audit.sources.iter();
    files.find(|(_, file)| file.path == path).map(|(id, _)| id)
}

/// Whether a person should look at each call of a tool.
pub(super) fn is_risky(tool: &RatedTool<'_>) -> bool {
    tool.rating.severity >= Severity::High || tool.rating.decision >= Decision::Ask
}

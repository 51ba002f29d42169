//! What clients' own settings let through → findings.

use super::agent::{Agent, Server, State};
use super::findings::{file_of, is_risky, list, tools};
use super::lints::{ALLOWED, ASKS_NOTHING, PROJECT_SERVERS};
use super::{Audit, Input, shown};
use crate::clients::{Grant, Reach, client};
use crate::diagnostic::{Diagnostic, Level, LintInfo};
use crate::escape::one_line;
use crate::source::Span;

/// A finding without its place.
struct Finding {
    lint: &'static LintInfo,
    message: String,
    /// Whether a server without the gateway is among those that it is about.
    open: bool,
}

/// The finding on a setting; none when it lets nothing through that matters.
pub(super) fn granted(
    input: &Input<'_>,
    audit: &mut Audit<'_>,
    grant: &Grant,
) -> Option<Diagnostic> {
    let found = finding_of(audit, grant)?;
    let path = shown(&grant.path, input.home);
    let (file, at) = match file_of(audit, &path) {
        Some(file) => (file, grant.at),
        // A file of settings alone: its text is not kept, and so the place in it is not known.
        None => (audit.sources.add(path, ""), 0),
    };
    let mut finding = Diagnostic::new(found.lint, Span::new(file, at..at), found.message);
    if !found.open && finding.level == Level::Error {
        // The gateway holds in these modes.
        finding.level = Level::Warn;
    }
    Some(finding)
}

fn finding_of(audit: &Audit<'_>, grant: &Grant) -> Option<Finding> {
    let title = client(grant.client).map_or("A client", |it| it.title);
    let setting = one_line(&grant.setting);
    let of_client = |it: &&Agent<'_>| it.client == grant.client;
    let servers = audit.agents.iter().filter(of_client);
    let servers: Vec<&Server> = servers
        .flat_map(|it| &it.servers)
        .filter(|it| it.is_on())
        .collect();
    let named = |name: &str| servers.iter().find(|it| it.name == name).copied();
    match &grant.reach {
        Reach::Everything if servers.is_empty() => None,
        Reach::Everything => Some(Finding {
            lint: &ASKS_NOTHING,
            message: format!("{title} runs every tool without asking ({setting})"),
            open: servers.iter().any(|it| it.state == State::Open),
        }),
        Reach::ProjectServers => Some(Finding {
            lint: &PROJECT_SERVERS,
            message: format!("{title} starts the servers of any project ({setting})"),
            open: true,
        }),
        Reach::Server(name) => whole(audit, named(name)?, title, &setting),
        Reach::Tool(name, tool) => one(audit, named(name)?, tool, title, &setting),
    }
}

fn whole(audit: &Audit<'_>, server: &Server, title: &str, setting: &str) -> Option<Finding> {
    let risky = tools(audit, server).iter().filter(|it| is_risky(it));
    let risky: Vec<&str> = risky.map(|it| it.tool.definition.name.as_str()).collect();
    let names = match (risky.is_empty(), &server.matched) {
        (true, Some(_)) => return None,
        (true, None) => "tools without a rating".to_owned(),
        (false, _) => list(&risky),
    };
    let name = one_line(&server.name);
    Some(Finding {
        lint: &ALLOWED,
        message: format!(
            "{title} runs every tool of `{name}` without asking ({setting}), among them {names}"
        ),
        open: server.state == State::Open,
    })
}

fn one(
    audit: &Audit<'_>,
    server: &Server,
    tool: &str,
    title: &str,
    setting: &str,
) -> Option<Finding> {
    let mut rated = tools(audit, server).iter();
    let rated = rated.find(|it| it.tool.definition.name == tool)?;
    if !is_risky(rated) {
        return None;
    }
    let (server_name, tool) = (one_line(&server.name), one_line(tool));
    let severity = rated.rating.severity;
    Some(Finding {
        lint: &ALLOWED,
        message: format!(
            "{title} runs `{server_name}/{tool}` without asking ({setting}); its risk is {severity}"
        ),
        open: server.state == State::Open,
    })
}

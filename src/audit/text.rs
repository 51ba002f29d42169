//! An audit for people, on a terminal.

use super::agent::{Agent, Server};
use super::{Audit, shown};
use crate::escape::{one_line, visible};
use crate::model::Severity;
use crate::rules::RatedTool;

/// How many tools a line of an agent names.
const MOST_NAMED: usize = 8;

/// The whole report as text.
pub fn human(audit: &Audit<'_>, home: &std::path::Path) -> String {
    let mut text = String::new();
    if audit.agents.is_empty() {
        text +=
            "No MCP servers were found in the configurations of the clients that toolrisk knows.\n";
    }
    for agent in &audit.agents {
        text += &of_agent(audit, agent, home);
    }
    if !audit.findings.is_empty() {
        text += "Findings\n";
    }
    for finding in &audit.findings {
        let level = finding.level.called();
        let (start, _) = audit.sources.line_col(finding.primary.span);
        let path = audit.sources.path(finding.primary.span.file);
        let place = if finding.primary.span.start == 0 {
            path.to_owned()
        } else {
            format!("{path}:{}", start.line)
        };
        let line = format!(
            "  {level:<7} {} {}\n          {}\n",
            finding.lint.name,
            one_line(&place),
            one_line(&finding.message)
        );
        text += &line;
    }
    visible(&text).into_owned()
}

fn of_agent(audit: &Audit<'_>, agent: &Agent<'_>, home: &std::path::Path) -> String {
    let mut text = title(agent, home);
    let line = format!("  {}\n", one_line(&agent.files.join(", ")));
    text += &line;
    let name = agent
        .servers
        .iter()
        .map(|it| it.name.chars().count())
        .max()
        .unwrap_or(0)
        .clamp(6, 24);
    let runs = agent
        .servers
        .iter()
        .map(|it| it.runs.chars().count())
        .max()
        .unwrap_or(0)
        .clamp(4, 60);
    let line = format!(
        "  {:<name$}  {:<runs$}  {:<8}  {:>8} {:>4} {:>6} {:>3}\n",
        "server", "runs", "state", "critical", "high", "medium", "low"
    );
    text += &line;
    for server in &agent.servers {
        let counts = counts(audit, server);
        let row = format!(
            "  {:<name$}  {:<runs$}  {:<8}  {counts}",
            one_line(&server.name),
            one_line(&server.runs),
            server.state.as_str()
        );
        text += row.trim_end();
        text.push('\n');
    }
    for severity in [Severity::Critical, Severity::High] {
        let tools = named(audit, agent, severity);
        if tools.is_empty() {
            continue;
        }
        let shown: Vec<String> = tools
            .iter()
            .take(MOST_NAMED)
            .map(|it| one_line(it))
            .collect();
        let more = match tools.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let line = format!("  {severity}: {}{more}\n", shown.join(", "));
        text += &line;
    }
    text.push('\n');
    text
}

/// The agent's name, with its project.
pub(super) fn title(agent: &Agent<'_>, home: &std::path::Path) -> String {
    match agent.project {
        Some(project) => format!(
            "{} in {}\n",
            agent.title,
            one_line(&shown(project.as_ref(), home))
        ),
        None => format!("{}\n", agent.title),
    }
}

/// How many tools a server has of each severity, the worst first.
pub(super) fn count(audit: &Audit<'_>, server: &Server) -> Option<[usize; 4]> {
    let tools = audit.tools.get(server.matched.as_ref()?.id.as_str())?;
    let of = |severity| {
        tools
            .iter()
            .filter(|it| it.rating.severity == severity)
            .count()
    };
    Some([
        of(Severity::Critical),
        of(Severity::High),
        of(Severity::Medium),
        of(Severity::Low),
    ])
}

fn counts(audit: &Audit<'_>, server: &Server) -> String {
    match count(audit, server) {
        Some([critical, high, medium, low]) => {
            format!("{critical:>8} {high:>4} {medium:>6} {low:>3}")
        }
        None => "not in the catalog".to_owned(),
    }
}

/// The tools of one severity that an agent can call, as `server/tool`.
pub(super) fn named(audit: &Audit<'_>, agent: &Agent<'_>, severity: Severity) -> Vec<String> {
    let mut names = Vec::new();
    for server in agent.servers.iter().filter(|it| it.is_on()) {
        let id = server.matched.as_ref().map(|it| it.id.as_str());
        let tools: &[RatedTool<'_>] = id
            .and_then(|id| audit.tools.get(id))
            .map_or(&[], Vec::as_slice);
        let of = tools.iter().filter(|it| it.rating.severity == severity);
        names.extend(of.map(|it| format!("{}/{}", server.name, it.tool.definition.name)));
    }
    names
}

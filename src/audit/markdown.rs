//! An audit as Markdown, for a ticket or a pull request.

use std::path::Path;

use super::text::{count, named, title};
use super::{Agent, Audit};
use crate::escape::markdown as plain;
use crate::model::Severity;

/// The whole report.
pub fn markdown(audit: &Audit<'_>, home: &Path) -> String {
    let mut text = String::from("# What the agents on this machine can call\n");
    for agent in &audit.agents {
        text += &of_agent(audit, agent, home);
    }
    text += "\n## Findings\n\n";
    if audit.findings.is_empty() {
        text += "None.\n";
    } else {
        text += "| level | kind | where | what |\n|---|---|---|---|\n";
    }
    for finding in &audit.findings {
        let level = finding.level.called();
        let (start, _) = audit.sources.line_col(finding.primary.span);
        let path = audit.sources.path(finding.primary.span.file);
        let line = format!(
            "| {level} | {} | {}:{} | {} |\n",
            finding.lint.name,
            cell(path),
            start.line,
            cell(&finding.message)
        );
        text += &line;
    }
    text
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}

fn of_agent(audit: &Audit<'_>, agent: &Agent<'_>, home: &Path) -> String {
    let mut text = format!(
        "\n## {}\n\nFrom {}.\n\n",
        plain(title(agent, home).trim_end()),
        plain(&agent.files.join(", "))
    );
    text += "| server | runs | state | critical | high | medium | low |\n|---|---|---|--:|--:|--:|--:|\n";
    for server in &agent.servers {
        let counts = match count(audit, server) {
            Some(counts) => counts.map(|it| it.to_string()).join(" | "),
            None => "? | ? | ? | ?".to_owned(),
        };
        let line = format!(
            "| {} | {} | {} | {counts} |\n",
            cell(&server.name),
            cell(&server.runs),
            server.state.as_str()
        );
        text += &line;
    }
    for severity in [Severity::Critical, Severity::High] {
        let tools = named(audit, agent, severity);
        if !tools.is_empty() {
            let line = format!("\nOf {severity} risk: {}.\n", plain(&tools.join(", ")));
            text += &line;
        }
    }
    text
}

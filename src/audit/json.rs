//! An audit as one JSON document.

use serde_json::{Value, json};

use super::Audit;
use super::agent::{Agent, Server};
use crate::diagnostic::Diagnostic;
use crate::escape;
use crate::secret::masked;

/// The document, version 1.
pub fn json(audit: &Audit<'_>) -> String {
    let document = json!({
        "version": 1,
        "catalog": crate::builtin::EDITION,
        "agents": audit.agents.iter().map(|it| agent(audit, it)).collect::<Vec<_>>(),
        "findings": audit.findings.iter().map(|it| finding(audit, it)).collect::<Vec<_>>(),
    });
    // A JSON value always serialises.
    escape::json(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn agent(audit: &Audit<'_>, agent: &Agent<'_>) -> Value {
    json!({
        "client": agent.client,
        "title": agent.title,
        "project": agent.project.map(masked),
        "files": agent.files,
        "servers": agent.servers.iter().map(|it| server(audit, it)).collect::<Vec<_>>(),
    })
}

fn server(audit: &Audit<'_>, server: &Server) -> Value {
    let tools = server
        .matched
        .as_ref()
        .and_then(|it| audit.tools.get(it.id.as_str()));
    let tools: Option<Vec<Value>> = tools.map(|tools| {
        let tool = |it: &crate::rules::RatedTool<'_>| {
            json!({
                "name": it.tool.definition.name,
                "category": it.rating.category.as_str(),
                "severity": it.rating.severity.as_str(),
                "traits": it.rating.traits.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
                "decision": it.rating.decision.as_str(),
            })
        };
        tools.iter().map(tool).collect()
    });
    json!({
        "name": server.name,
        "runs": server.runs,
        "scope": server.scope.as_str(),
        "state": server.state.as_str(),
        "catalog": server.matched.as_ref().map(|it| it.id.clone()),
        "matched_by": server.matched.as_ref().map(|it| it.how.as_str()),
        "tools": tools,
    })
}

fn finding(audit: &Audit<'_>, finding: &Diagnostic) -> Value {
    let (start, _) = audit.sources.line_col(finding.primary.span);
    json!({
        "code": finding.lint.code,
        "name": finding.lint.name,
        "level": finding.level.as_str(),
        "message": finding.message,
        "file": audit.sources.path(finding.primary.span.file),
        "line": start.line,
    })
}

//! An audit as one self-contained page, to send to whoever has to look at it. It loads nothing.

use std::path::Path;

use super::text::{count, named, title};
use super::{Agent, Audit};
use crate::diagnostic::Diagnostic;
use crate::escape::one_line;
use crate::model::Severity;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
<title>What the agents on this machine can call</title>\n<style>\n\
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}\n\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8886}\n\
td.n,th.n{text-align:right}.scroll{overflow-x:auto}code{overflow-wrap:anywhere}\n\
</style>\n</head>\n<body>\n<main>\n<h1>What the agents on this machine can call</h1>\n";

/// The whole page.
pub fn html(audit: &Audit<'_>, home: &Path) -> String {
    let mut text = String::from(HEAD);
    for agent in &audit.agents {
        text += &of_agent(audit, agent, home);
    }
    text += "<h2>Findings</h2>\n";
    if audit.findings.is_empty() {
        text += "<p>None.</p>\n";
    } else {
        text += "<div class=\"scroll\"><table>\n<tr><th scope=\"col\">Level</th><th scope=\"col\">Kind</th>\
                 <th scope=\"col\">Where</th><th scope=\"col\">What</th><th scope=\"col\">What to do</th></tr>\n";
        text += &audit
            .findings
            .iter()
            .map(|it| of_finding(audit, it))
            .collect::<String>();
        text += "</table></div>\n";
    }
    text + "</main>\n</body>\n</html>\n"
}

/// A text that a page shows as it is.
fn plain(text: &str) -> String {
    one_line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn of_finding(audit: &Audit<'_>, finding: &Diagnostic) -> String {
    let level = finding.level.called();
    let (start, _) = audit.sources.line_col(finding.primary.span);
    format!(
        "<tr><td>{level}</td><td>{}</td><td><code>{}:{}</code></td><td>{}</td><td>{}</td></tr>\n",
        finding.lint.name,
        plain(audit.sources.path(finding.primary.span.file)),
        start.line,
        plain(&finding.message),
        plain(finding.lint.explanation)
    )
}

fn of_agent(audit: &Audit<'_>, agent: &Agent<'_>, home: &Path) -> String {
    let mut text = format!(
        "<h2>{}</h2>\n<p>From <code>{}</code></p>\n",
        plain(title(agent, home).trim_end()),
        plain(&agent.files.join(", "))
    );
    text += "<div class=\"scroll\"><table>\n<tr><th scope=\"col\">Server</th><th scope=\"col\">Runs</th><th scope=\"col\">State</th>\
             <th scope=\"col\" class=\"n\">Critical</th><th scope=\"col\" class=\"n\">High</th>\
             <th scope=\"col\" class=\"n\">Medium</th><th scope=\"col\" class=\"n\">Low</th></tr>\n";
    for server in &agent.servers {
        let counts = match count(audit, server) {
            Some(counts) => counts
                .map(|it| format!("<td class=\"n\">{it}</td>"))
                .concat(),
            None => "<td colspan=\"4\">not in the catalog</td>".to_owned(),
        };
        let line = format!(
            "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td>{}</td>{counts}</tr>\n",
            plain(&server.name),
            plain(&server.runs),
            server.state.as_str()
        );
        text += &line;
    }
    text += "</table></div>\n";
    for severity in [Severity::Critical, Severity::High] {
        let tools = named(audit, agent, severity);
        if !tools.is_empty() {
            let line = format!("<p>Of {severity} risk: {}</p>\n", plain(&tools.join(", ")));
            text += &line;
        }
    }
    text
}

//! Changes as findings at the entries of the catalog, for SARIF.

use crate::diagnostic::{Diagnostic, Level, LintInfo};
use crate::drift::{Change, Compared, Grade, sentence};
use crate::load::Tree;
use crate::model::Catalog;
use crate::report;

static CHANGED: LintInfo = LintInfo {
    code: "TR900",
    name: "definition-changed",
    level: Level::Warn,
    summary: "The server's definition of a tool is not the one that was rated.",
    explanation: "The server now describes the tool differently than when the catalog was made. Look at what \
                  changed, import the server again, and review the entry.",
};

/// One finding for each change that is more than notation; an error where it fails the run.
pub(super) fn sarif(
    servers: &[(String, Compared)],
    tree: &Tree,
    catalog: &Catalog,
    fails: impl Fn(&Change) -> bool,
) -> String {
    let mut found = Vec::new();
    for (id, compared) in servers {
        let Some(server) = catalog.server(id) else {
            continue;
        };
        let changes = compared.changes.iter();
        for change in changes.filter(|it| it.grade() != Grade::Notation) {
            let name = change.was.as_ref().unwrap_or(&change.name);
            let place = server
                .tool(name)
                .map_or(server.title.span, |tool| tool.span);
            let message = format!("`{}`: {}", change.name, sentence(change));
            let mut finding = Diagnostic::new(&CHANGED, place, message);
            finding.subject = format!("{id}/{}", change.name);
            if fails(change) {
                finding.level = Level::Error;
            }
            found.push(finding);
        }
    }
    report::sarif(&found, &tree.sources, &[&CHANGED])
}

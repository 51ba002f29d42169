//! What a person must look at beside the changes: orders to a model, and changes that nobody approved.

use serde_json::Value;

use crate::capture::Capture;
use crate::cli::Console;
use crate::cli::live::{tell_instructions, tell_poisoned};
use crate::drift::Compared;
use crate::escape::one_line;
use crate::import::fingerprint;
use crate::model::Catalog;

/// Tells of orders to a model in the definitions and the instructions of a server, and gives their number.
pub(super) fn tell_orders(
    id: &str,
    capture: &Capture,
    catalog: &Catalog,
    console: &mut Console,
) -> usize {
    let is_approved = |name: &str, tool: &Value| {
        let known = catalog.server(id).and_then(|server| server.tool(name));
        known.is_some_and(|known| {
            let fingerprint = fingerprint(tool);
            known.is_reviewed_as_it_is()
                && known
                    .lock
                    .as_ref()
                    .is_some_and(|lock| lock.is(&fingerprint))
        })
    };
    let tools = capture.tools.iter();
    tell_poisoned(id, tools, is_approved, console)
        + tell_instructions(id, capture.server.instructions.as_deref(), console)
}

/// Tells of tools whose definition changed with an earlier import, and that nobody has approved since.
pub(super) fn complain_of_unreviewed(
    servers: &[(String, Compared)],
    catalog: &Catalog,
    console: &mut Console,
) -> bool {
    let mut found = false;
    for server in servers.iter().filter_map(|(id, _)| catalog.server(id)) {
        let tools = server.tools.iter();
        for tool in tools.filter(|tool| tool.changed_since_review().is_some()) {
            found = true;
            console.complain(&format!(
                "warning: {}: `{}` has changed since a person reviewed it; `toolrisk check` says how to approve it",
                server.id,
                one_line(&tool.definition.name)
            ));
        }
    }
    found
}

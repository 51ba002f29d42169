//! Definitions and instructions that give orders to a model, told when they come in.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::capture::Capture;
use crate::cli::Console;
use crate::escape::one_line;
use crate::poison::{is_poisoned, scan_among, scan_text};

/// Tells which definitions give orders to a model, and gives their number. A definition that a person has
/// approved is passed over.
pub(in crate::cli) fn tell_poisoned<'t>(
    server: &str,
    tools: impl Iterator<Item = &'t Value> + Clone,
    is_approved: impl Fn(&str, &Value) -> bool,
    console: &mut Console,
) -> usize {
    let name = |tool: &Value| tool.get("name")?.as_str().map(str::to_owned);
    let siblings: BTreeSet<String> = tools.clone().filter_map(name).collect();
    let mut poisoned = 0;
    for tool in tools {
        let found = scan_among(tool, &siblings);
        let name = name(tool).unwrap_or_default();
        if found.is_empty() || is_approved(&name, tool) {
            continue;
        }
        let shown = one_line(&name);
        for finding in &found {
            console.complain(&format!("warning: {server}: `{shown}`: {finding}"));
        }
        if is_poisoned(&found) {
            poisoned += 1;
            console.complain(&format!(
                "help: `{shown}` gives orders to the model; it is denied until a person has read it and \
                 written its fingerprint into `status: {{ reviewed: … }}`"
            ));
        }
    }
    poisoned
}

/// Tells of orders in a server's instructions, and gives 1 if there are any.
pub(in crate::cli) fn tell_instructions(
    server: &str,
    capture: &Capture,
    console: &mut Console,
) -> usize {
    let instructions = capture.server.instructions.as_deref().unwrap_or_default();
    let found = scan_text("/instructions", instructions);
    for finding in &found {
        console.complain(&format!("warning: {server}: its instructions: {finding}"));
    }
    usize::from(is_poisoned(&found))
}

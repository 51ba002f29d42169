//! A list that is probably not the server's: a file of something else, or the list of another server.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cli::CliError;
use crate::escape::one_line;
use crate::import::Listed;
use crate::model::LockedTool;
use crate::plural::count;

/// Refuses a list with none of the tools that the lock has. The lock would lose them all, and every policy with it.
pub(super) fn refuse(
    server: &str,
    listed: &[Listed],
    locked: &BTreeMap<String, LockedTool>,
    complete: bool,
) -> Result<(), CliError> {
    let is_known = |listed: &Listed| {
        let name = listed.tool.get("name").and_then(Value::as_str);
        name.is_some_and(|name| locked.contains_key(name))
    };
    if locked.is_empty() || listed.iter().any(is_known) {
        return Ok(());
    }
    let tools = count(locked.len(), "tool");
    if listed.is_empty() {
        return Err(CliError::usage(
            format!("the list is empty, but the lock of `{server}` has {tools}"),
            "nothing was written; if the server has no tools any more, add `--replace`",
        ));
    }
    // What an incomplete list does not show stays in the lock.
    if !complete {
        return Ok(());
    }
    Err(CliError::usage(
        format!("the list has none of the {tools} that the lock of `{server}` has"),
        format!(
            "nothing was written; check that this is the list of `{server}`, and if all its tools are new, add `--replace`"
        ),
    ))
}

/// Refuses lines of several servers where all of them are to be those of one.
pub(super) fn refuse_several(listed: &[Listed]) -> Result<(), CliError> {
    let all = listed.iter().map(|it| it.server.as_str());
    let servers: BTreeSet<&str> = all.filter(|it| !it.is_empty()).collect();
    if servers.len() < 2 {
        return Ok(());
    }
    let names: Vec<String> = servers.iter().take(5).map(|it| one_line(it)).collect();
    Err(CliError::usage(
        format!(
            "the lines are of {}, such as `{}`",
            count(servers.len(), "server"),
            names.join("`, `")
        ),
        "leave `--server` out to import each server by its own name, or give the lines of one server",
    ))
}

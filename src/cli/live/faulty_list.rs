//! What is wrong with a list of servers as a whole.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::list::{SERVERS, slug};
use crate::cli::CliError;
use crate::escape::one_line;

/// Why a file has no servers, in one clause.
pub(super) fn without_servers(list: &Value) -> String {
    let given = SERVERS.iter().find_map(|key| Some((*key, list.get(key)?)));
    match (given, list) {
        (Some((key, Value::Array(_))), _) => format!(
            "its `{key}` are a list; write a mapping from the id of each server to the server, such as \
             `{key}: {{ notes: {{ command: npx, args: [-y, notes-mcp] }} }}`"
        ),
        (Some((key, Value::Null)), _) => format!("its `{key}` are empty"),
        (Some((key, _)), _) => format!("its `{key}` are not a mapping"),
        (None, Value::Array(_)) => "it is a list, not a mapping with `servers`".to_owned(),
        (None, Value::Object(_)) => "it has no `servers`".to_owned(),
        (None, _) => "it is not a mapping with `servers`".to_owned(),
    }
}

/// Refuses servers that would all be one in the catalog: each would be written over the one before.
pub(super) fn refuse_one_id<'a>(
    path: &Path,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), CliError> {
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names {
        let shown = format!("`{}`", one_line(name));
        ids.entry(slug(name)).or_default().push(shown);
    }
    let Some((id, names)) = ids.into_iter().find(|(_, names)| names.len() > 1) else {
        return Ok(());
    };
    let message = format!(
        "`{}`: the servers {} would all have the id `{id}`",
        path.display(),
        names.join(", ")
    );
    let help = "nothing was asked; give them names that differ in more than case and signs, or import each \
                with `--server`";
    Err(CliError::usage(message, help))
}

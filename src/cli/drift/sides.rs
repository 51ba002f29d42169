//! A server's tools at one time: from a lock, or from a capture.

use crate::capture::Capture;
use crate::cli::CliError;
use crate::drift::Side;
use crate::import::{Locker, read_tool};
use crate::load::Tree;
use crate::model::{Additions, Lock};
use crate::rules::edition;

/// What the lock of a server says.
pub(super) fn of_lock(
    catalog: &Tree,
    server: &str,
    additions: &Additions,
) -> Result<Vec<Side>, CliError> {
    let place = format!("{server}/tools.lock.json");
    let Some(file) = catalog.file(&place) else {
        let message = format!("`{server}` has no `tools.lock.json` to compare with");
        return Err(CliError::usage(message, "`toolrisk import` writes one"));
    };
    let lock: Lock = serde_json::from_str(&file.text).map_err(|error| {
        CliError::usage(
            format!("`{}` cannot be read: {error}", file.path),
            "`toolrisk import` writes it anew",
        )
    })?;
    let edition = edition(additions);
    let tools = lock.tools.iter();
    Ok(tools
        .map(|(name, kept)| Side::of_lock(name, kept, &edition))
        .collect())
}

/// What a server says, which the catalog knows by this id.
pub(super) fn of_capture(capture: &Capture, server: &str, additions: &Additions) -> Vec<Side> {
    let locker = Locker::new(additions, server, &capture.tools, true);
    let edition = edition(additions);
    let side = |tool| {
        let read = read_tool(tool)?;
        let kept = locker.lock(tool, &read);
        Some(Side::of_lock(&read.definition.name, &kept, &edition))
    };
    capture.tools.iter().filter_map(side).collect()
}

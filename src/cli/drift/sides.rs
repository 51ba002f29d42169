//! A server's tools at one time: from a lock, or from a capture.

use std::path::Path;

use crate::capture::Capture;
use crate::cli::CliError;
use crate::drift::Side;
use crate::import::{locked, read_tool};
use crate::load::read_file;
use crate::model::Lock;
use crate::rules::{Classifier, Rating};

/// What the lock of a server says.
pub(super) fn of_lock(catalog: &Path, server: &str) -> Result<Vec<Side>, CliError> {
    let path = catalog.join(server).join("tools.lock.json");
    let lock: Lock = serde_json::from_str(&read_file(&path)?).map_err(|error| {
        CliError::usage(
            format!("`{}` cannot be read: {error}", path.display()),
            "`toolrisk import` writes it anew",
        )
    })?;
    let tools = lock.tools.into_iter();
    Ok(tools
        .map(|(name, kept)| Side {
            name,
            definition: None,
            kept,
            rating: None,
        })
        .collect())
}

/// What a server says.
pub(super) fn of_capture(capture: &Capture, classifier: &Classifier<'_>) -> Vec<Side> {
    let side = |tool| {
        let read = read_tool(tool)?;
        Some(Side {
            name: read.definition.name.clone(),
            definition: Some(tool.clone()),
            kept: locked(tool, &read),
            rating: Some(Rating::of_rules(&classifier.assess(&read.definition))),
        })
    };
    capture.tools.iter().filter_map(side).collect()
}

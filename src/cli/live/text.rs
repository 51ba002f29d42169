//! A file that lists tools.

use std::path::Path;

use super::{Package, Taken};
use crate::capture::{Capture, Limits, read_result};
use crate::cli::{CliError, doubled};
use crate::import::{Listing, decode, read_instructions, read_list};
use crate::load::read_bytes;
use crate::publish::write_file;

/// What a file lists.
#[derive(Debug, Clone)]
pub(in crate::cli) enum Read {
    /// The tools of one server.
    One(Box<Taken>),
    /// Lines that may each name their server, or a list in another form than the protocol's.
    Many(Listing),
}

/// Reads a file, or standard input for `-`.
pub(in crate::cli) fn read(path: &Path, limits: &Limits) -> Result<Read, CliError> {
    let bytes = read_bytes(path)?;
    let unreadable = |source| CliError::Listing {
        path: path.display().to_string(),
        source,
    };
    let text = decode(bytes).map_err(unreadable)?;
    let listing = read_list(&text).map_err(unreadable)?;
    match read_result(&text, limits) {
        // Where all of it would be left out, the tools have another form than the protocol's.
        Some(mut capture) if !capture.tools.is_empty() || listing.tools.is_empty() => {
            let said = &mut capture.server.instructions;
            *said = said.take().or_else(|| read_instructions(&text));
            Ok(Read::One(Box::new(Taken {
                capture,
                package: Package::default(),
                method: "file",
            })))
        }
        _ => {
            let mut listing = listing;
            listing.notes.extend(doubled::notes(&text));
            Ok(Read::Many(listing))
        }
    }
}

/// Writes a list as the server gave it.
pub(in crate::cli) fn save(path: &Path, capture: &Capture) -> Result<(), CliError> {
    let list = serde_json::json!({ "tools": capture.tools });
    // A JSON value always serialises.
    let text = serde_json::to_string_pretty(&list).unwrap_or_default() + "\n";
    Ok(write_file(path, text.as_bytes())?)
}

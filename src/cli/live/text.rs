//! A file that lists tools.

use std::io::{self, Read as _};
use std::path::Path;

use super::{Package, Taken};
use crate::capture::{Capture, Limits, read_result};
use crate::cli::{CliError, catalog};
use crate::import::Listed;
use crate::load::read_file;
use crate::publish::write_file;

/// What a file lists.
#[derive(Debug, Clone)]
pub(in crate::cli) enum Read {
    /// The tools of one server.
    One(Box<Taken>),
    /// Lines that each name their server.
    Many(Vec<Listed>),
}

/// Reads a file, or standard input for `-`.
pub(in crate::cli) fn read(path: &Path, limits: &Limits) -> Result<Read, CliError> {
    let text = if path == Path::new("-") {
        let most = u64::try_from(limits.total).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        let text = String::from_utf8(bytes);
        text.map_err(|_| CliError::usage("standard input is not UTF-8", ""))?
    } else {
        read_file(path)?
    };
    match read_result(&text, limits) {
        Some(capture) => Ok(Read::One(Box::new(Taken {
            capture,
            package: Package::default(),
            method: "file",
        }))),
        None => Ok(Read::Many(catalog::listing(path, &text)?)),
    }
}

/// Writes a list as the server gave it.
pub(in crate::cli) fn save(path: &Path, capture: &Capture) -> Result<(), CliError> {
    let list = serde_json::json!({ "tools": capture.tools });
    // A JSON value always serialises.
    let text = serde_json::to_string_pretty(&list).unwrap_or_default() + "\n";
    Ok(write_file(path, text.as_bytes())?)
}

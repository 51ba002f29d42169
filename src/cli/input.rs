//! A text that a command is told to read: a file, or standard input for `-`.

use std::path::Path;

use super::CliError;
use crate::load::read_file;

/// Reads all of it.
pub(super) fn read(path: &Path) -> Result<String, CliError> {
    Ok(if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())?
    } else {
        read_file(path)?
    })
}

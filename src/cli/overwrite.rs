//! A file that a command is told to write, where a person may have put something else.

use std::io::ErrorKind;
use std::path::Path;

use super::CliError;
use crate::load::read_bytes;

/// Refuses to replace what a file holds, unless that is one of the texts that the command may replace.
/// A pipe or a device, such as `/dev/stdout`, holds nothing.
pub(super) fn refuse(
    path: &Path,
    may_replace: impl Fn(&str) -> bool,
    help: &str,
) -> Result<(), CliError> {
    if path.exists() && !path.is_file() {
        return Ok(());
    }
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(error) if error.source.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if std::str::from_utf8(&bytes).is_ok_and(|text| text.trim().is_empty() || may_replace(text)) {
        return Ok(());
    }
    let message = format!(
        "`{}` exists and holds something else, so it was not replaced",
        path.display()
    );
    Err(CliError::usage(message, help))
}

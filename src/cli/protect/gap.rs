//! Gateways in configurations that hold nothing back: the policy or the program is gone, or every call is let through.

use std::path::{Path, PathBuf};

use crate::clients::Entry;
use crate::load::read_file;
use crate::policy::Policy;

/// Why the gateway of an entry does not hold its server, if it does not.
pub(super) fn gap(entry: &Entry) -> Option<String> {
    let words = entry.gateway_words()?;
    let program = words.first().map(String::as_str).unwrap_or_default();
    if !is_there(program) {
        return Some(format!("its program `{program}` is gone"));
    }
    if words.iter().any(|word| word == "--dry-run") {
        return Some("its command has `--dry-run`, which lets every call pass".to_owned());
    }
    let Some(policy) = entry.gateway_policy() else {
        return Some("its command names no policy".to_owned());
    };
    // The client decides what a relative path is relative to, and what a variable is.
    let path = Path::new(policy);
    if !path.is_absolute() || policy.contains(['$', '%', '{']) {
        return None;
    }
    if !path.is_file() {
        return Some(format!(
            "its policy `{policy}` is gone, so the gateway does not start"
        ));
    }
    let read = read_file(path).map(|text| text.parse::<Policy>());
    match read {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(format!("its policy `{policy}` is not valid: {error}")),
        Err(error) => Some(format!(
            "its policy `{policy}` cannot be read: {}",
            error.source
        )),
    }
}

/// Whether a program can be started: its file is there, or a folder of `PATH` has one of its name.
fn is_there(program: &str) -> bool {
    let is_path = program.contains(['/', '\\']);
    if is_path || program.contains(['$', '%', '{']) {
        let path = Path::new(program);
        return !path.is_absolute() || path.is_file();
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&folders);
    let names = [program.to_owned(), format!("{program}.exe")];
    folders.any(|folder: PathBuf| names.iter().any(|name| folder.join(name).is_file()))
}

//! Gateways in configurations that hold nothing back: the policy or the program is gone, or every call is let through.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::audit::{Gap, shown};
use crate::clients::{ConfigFile, Entry};
use crate::load::read_file;
use crate::policy::Policy;

/// Why the gateway of an entry does not hold its server, if it does not. `home` is shown as `~`.
pub(super) fn gap(entry: &Entry, home: &Path) -> Option<Gap> {
    let words = entry.gateway_words()?;
    let program = words.first().map(String::as_str).unwrap_or_default();
    if !is_there(program) {
        let program = shown(Path::new(program), home);
        return Some(Gap::Dead(format!("its program `{program}` is gone")));
    }
    if words.iter().any(|word| word == "--dry-run") {
        let reason = "its command has `--dry-run`, which lets every call pass";
        return Some(Gap::Open(reason.to_owned()));
    }
    let Some(policy) = entry.gateway_policy() else {
        return Some(Gap::Dead("its command names no policy".to_owned()));
    };
    // The client decides what a relative path is relative to, and what a variable is.
    let path = Path::new(policy);
    if !path.is_absolute() || policy.contains(['$', '%', '{']) {
        return None;
    }
    let policy = shown(path, home);
    if !path.is_file() {
        return Some(Gap::Dead(format!("its policy `{policy}` is gone")));
    }
    let read = read_file(path).map(|text| text.parse::<Policy>());
    let reason = match read {
        Ok(Ok(_)) => return None,
        Ok(Err(error)) => format!("its policy `{policy}` is not valid: {error}"),
        Err(error) => format!("its policy `{policy}` cannot be read: {}", error.source),
    };
    Some(Gap::Dead(reason))
}

/// The gaps of all entries, by the places of their files and their places in them.
pub(super) fn gaps(files: &[ConfigFile], home: &Path) -> BTreeMap<(usize, usize), Gap> {
    let files = files.iter().enumerate();
    let entries = files.flat_map(|(at, file)| {
        let entries = file.entries.iter().enumerate();
        entries.map(move |(number, entry)| ((at, number), entry))
    });
    let gaps = entries.filter_map(|(place, entry)| Some((place, gap(entry, home)?)));
    gaps.collect()
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

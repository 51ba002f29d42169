//! The environment of a server that is started: what a program needs to run, and what was asked for.

use std::ffi::OsString;

/// Variables that every server gets. Secrets are in none of them.
const COMMON: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TERM",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "TMP",
    "TEMP",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    // Windows.
    "APPDATA",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "PATHEXT",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];

/// A variable as the command line names it: passed through, or with a value.
pub(super) fn parse(text: &str) -> Result<(OsString, OsString), String> {
    if let Some((name, value)) = text.split_once('=') {
        if name.is_empty() {
            return Err("the variable has no name".to_owned());
        }
        return Ok((name.into(), value.into()));
    }
    let value = std::env::var_os(text)
        .ok_or_else(|| format!("the environment variable `{text}` is not set"))?;
    Ok((text.into(), value))
}

/// The whole environment of a server; later values replace earlier ones.
pub(super) fn with(more: &[(OsString, OsString)]) -> Vec<(OsString, OsString)> {
    let common = COMMON.iter();
    let common = common.filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?)));
    common.chain(more.iter().cloned()).collect()
}

//! Calls with their arguments, for `simulate` and `policy learn`: off unless asked for, secrets left out.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::journal::say;
use super::record::time;
use crate::escape;
use crate::policy::{LEFT_OUT, REDACTED};
use crate::secret::{self, may_hold_credential};

/// Bytes of a text that are recorded; of a longer one only the length is.
const LONGEST_TEXT: usize = 4 << 10;
/// Bytes of the arguments of a call that are recorded; of longer ones only the names are.
const LONGEST_CALL: usize = 64 << 10;

/// A call that was passed on to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Seconds since 1970-01-01T00:00Z.
    pub at: u64,
    /// The tool's name.
    pub tool: String,
    /// Its arguments, an object.
    pub arguments: Value,
}

/// A recording that is being written.
#[derive(Debug)]
pub struct Recorder {
    path: PathBuf,
    file: File,
    written: u64,
    largest: u64,
    server: String,
    keys: Vec<String>,
    /// Whether the last call could not be written.
    broken: bool,
}

impl Recorder {
    /// Opens a recording, which only its owner can read. The values of arguments named in `keys` are left out; once
    /// the file has `largest` bytes, it is put aside and begun anew.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, or is not a plain file.
    pub fn open(path: &Path, server: &str, keys: &[String], largest: u64) -> io::Result<Self> {
        let file = open(path)?;
        Ok(Self {
            path: path.to_owned(),
            written: file.metadata()?.len(),
            file,
            largest,
            server: server.to_owned(),
            keys: keys.iter().map(|it| it.to_lowercase()).collect(),
            broken: false,
        })
    }

    /// Writes a call. A recording that cannot be written holds up no call, and is told once.
    pub(super) fn write(&mut self, call: &Passed) {
        let line = line(call, &self.server, &self.keys);
        let written = self.append(&line);
        if let (Err(error), false) = (&written, self.broken) {
            say(&format!(
                "error: cannot write the recording: {error}; calls go on without it"
            ));
        }
        self.broken = written.is_err();
    }

    fn append(&mut self, line: &str) -> io::Result<()> {
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        if self.written > 0 && self.written.saturating_add(length) > self.largest {
            self.rotate()?;
        }
        self.file.write_all(line.as_bytes())?;
        self.written = self.written.saturating_add(length);
        Ok(())
    }

    /// Puts the recording aside as `FILE.1`, in place of the one before it.
    fn rotate(&mut self) -> io::Result<()> {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".1");
        #[expect(
            clippy::disallowed_methods,
            reason = "a recording is a log that this module alone writes"
        )]
        std::fs::rename(&self.path, self.path.with_file_name(name))?;
        self.file = open(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        let reason = "it is not a plain file, so nobody can be kept from reading it";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    for_its_owner(&file)?;
    Ok(file)
}

/// Takes away the right of others to read a recording that was there before.
#[cfg(unix)]
fn for_its_owner(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn for_its_owner(file: &File) -> io::Result<()> {
    let _unused: Permissions = file.metadata()?.permissions();
    Ok(())
}

/// A call as a line of a recording, with its line feed.
fn line(call: &Passed, server: &str, keys: &[String]) -> String {
    let mut arguments = call.arguments.clone();
    redact(&mut arguments, keys);
    if arguments.to_string().len() > LONGEST_CALL {
        // The names alone, as the log has them.
        let names = arguments.as_object().into_iter().flat_map(Map::keys);
        arguments = names.take(64).map(|name| json!(name)).collect();
    }
    let record = json!({
        "time": time(call.at), "server": server, "tool": call.tool, "arguments": arguments,
    });
    escape::json(record.to_string()) + "\n"
}

fn redact(value: &mut Value, keys: &[String]) {
    match value {
        Value::Object(map) => redact_fields(map, keys),
        Value::Array(items) => redact_items(items, keys),
        Value::String(text) if may_hold_credential(text) => *value = REDACTED.into(),
        Value::String(text) if text.len() > LONGEST_TEXT => {
            *value = format!("{LEFT_OUT} {} bytes]", text.len()).into();
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn redact_fields(map: &mut Map<String, Value>, keys: &[String]) {
    let is_secret =
        |name: &str| keys.contains(&name.to_lowercase()) || secret::is_secret_name(name);
    let has_secret = map.iter().any(|(key, value)| {
        let name = value.as_str();
        name.is_some_and(|name| {
            secret::names_secret(key, name) || keys.contains(&name.to_lowercase())
        })
    });
    for (key, value) in map {
        let stands = is_secret(key) || (has_secret && secret::stands_for(key));
        if keys.contains(&key.to_lowercase()) || (stands && !value.is_boolean()) {
            *value = REDACTED.into();
        } else {
            redact(value, keys);
        }
    }
}

fn redact_items(items: &mut [Value], keys: &[String]) {
    let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    // The arguments of a program: no one of them shows what they are together.
    let is_command = texts.iter().any(|it| it.starts_with('-'));
    if is_command
        && !texts.iter().any(|it| may_hold_credential(it))
        && may_hold_credential(&texts.join(" "))
    {
        items.fill(REDACTED.into());
        return;
    }
    let pairs = items.windows(2).map(|pair| match pair {
        [Value::String(one), Value::String(next)] => secret::belong_together(one, next),
        _ => false,
    });
    let secrets: Vec<bool> = std::iter::once(false).chain(pairs).collect();
    for (item, is_secret) in items.iter_mut().zip(secrets) {
        if is_secret {
            *item = REDACTED.into();
        } else {
            redact(item, keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::RecordedCall;

    fn call(arguments: Value) -> Passed {
        Passed {
            at: 60,
            tool: "t".to_owned(),
            arguments,
        }
    }

    #[test]
    fn calls_are_recorded_without_what_may_be_a_secret() {
        let recorded = line(
            &call(json!({
                "path": "/srv/a", "API_KEY": "abc", "nested": [{ "Password": 5, "Body": "long", "ok": true }],
                "text": "use ghp_0123456789abcdef now", "url": "https://u:hunter2@a.example/x", "n": 7,
                "max_tokens": 9, "file": "x".repeat(5000),
            })),
            "files",
            &["body".to_owned()],
        );
        let value: Value = serde_json::from_str(&recorded).unwrap();
        assert_eq!(
            value,
            json!({ "time": "1970-01-01T00:01:00Z", "server": "files", "tool": "t", "arguments": {
                "path": "/srv/a", "API_KEY": REDACTED, "nested": [{ "Password": REDACTED, "Body": REDACTED, "ok": true }],
                "text": REDACTED, "url": REDACTED, "n": 7, "max_tokens": 9, "file": "[left out: 5000 bytes]",
            } })
        );
        let read: RecordedCall = recorded.parse().unwrap();
        assert!(read.is_whole && read.at == Some(60) && read.server == "files");
    }

    #[test]
    fn what_a_name_beside_it_makes_a_secret_is_left_out() {
        for arguments in [
            json!({ "name": "Password", "value": "hunter2" }),
            json!({ "key": "api_key", "value": "hunter2" }),
            json!({ "field": "Passphrase", "text": "hunter2" }),
            json!({ "fields": [{ "name": "User", "value": "ada" }, { "name": "Password", "type": "textbox", "value": "hunter2" }] }),
            json!({ "element": "Password field", "ref": "e12", "text": "hunter2" }),
            json!({ "selector": "#password", "value": "hunter2" }),
            json!({ "selector": "input[type=password]", "value": "hunter2" }),
            json!({ "Name": "PIN", "Value": "hunter2" }),
            json!({ "header_name": "X-Auth-Token", "new_value": "hunter2" }),
            json!({ "headers": [{ "name": "Authorization", "value": "hunter2" }] }),
            json!({ "headers": [["X-Api-Key", "hunter2"], ["Accept", "text/html"]] }),
            json!({ "headers": ["Authorization: hunter2", "Accept: */*"] }),
            json!({ "headers": ["Accept", "*/*", "Authorization", "hunter2"] }),
            json!({ "headers": { "Cookie": "hunter2" } }),
            json!({ "env": [{ "name": "DB_PASSWORD", "value": "hunter2" }] }),
            json!({ "env": ["PGPASSWORD=hunter2"] }),
            json!({ "env": { "PGPASSWORD": "hunter2" } }),
            json!({ "args": ["--password", "hunter2"] }),
            json!({ "args": ["--token=hunter2"] }),
            json!({ "args": ["curl", "-u", "ada:hunter2", "https://a.example"] }),
            json!({ "args": ["mysql", "-phunter2"] }),
            json!({ "command": "mysql", "args": ["-u", "root", "--password", "hunter2"] }),
            json!({ "command": "curl -u ada:hunter2 https://a.example" }),
            json!({ "code": "{\"password\": \"hunter2\"}" }),
        ] {
            let recorded = line(&call(arguments), "s", &[]);
            assert!(!recorded.contains("hunter2"), "{recorded}");
        }
        let named = json!({ "name": "badge", "value": "hunter2" });
        let recorded = line(&call(named), "s", &["badge".to_owned()]);
        assert!(!recorded.contains("hunter2"), "{recorded}");
    }

    #[test]
    fn what_is_no_secret_is_recorded_as_it_came() {
        for arguments in [
            json!({ "name": "City", "value": "Paris" }),
            json!({ "key": "page", "value": 3 }),
            json!({ "title": "Reset the password", "text": "The link is gone." }),
            json!({ "name": "Password", "required": true }),
            json!({ "labels": ["auth", "bug"] }),
            json!({ "headers": [["Accept", "text/html"], ["X-Page", "2"]] }),
            json!({ "args": ["-p", "a/b", "--verbose"] }),
            json!({ "args": ["run", "-p", "8080:80", "nginx"] }),
            json!({ "selector": "#city", "text": "Paris" }),
            json!({ "name": "tokens.txt", "path": "/srv/tokens.txt" }),
            json!({ "description": "Checks the token of a page", "value": 1 }),
        ] {
            let recorded = line(&call(arguments.clone()), "s", &[]);
            let value: Value = serde_json::from_str(&recorded).unwrap();
            assert_eq!(value["arguments"], arguments);
        }
    }

    #[test]
    fn of_a_huge_call_only_the_names_are_recorded() {
        let many: Vec<u32> = (0..50_000).collect();
        let read: RecordedCall = line(&call(json!({ "ids": many })), "s", &[])
            .parse()
            .unwrap();
        assert!(!read.is_whole);
    }

    #[cfg(unix)]
    #[test]
    fn a_recording_is_for_its_owner_and_is_put_aside_when_it_is_full() {
        use std::os::unix::fs::PermissionsExt as _;
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("calls.jsonl");
        #[expect(clippy::disallowed_methods, reason = "a test writes files of its own")]
        std::fs::write(&path, "").unwrap();
        let readable = Permissions::from_mode(0o644);
        std::fs::set_permissions(&path, readable).unwrap();
        let mut recorder = Recorder::open(&path, "s", &[], 300).unwrap();
        for _ in 0..9 {
            recorder.write(&call(json!({ "x": "y".repeat(40) })));
        }
        for path in [path, scratch.path().join("calls.jsonl.1")] {
            let found = path.metadata().unwrap();
            assert!((1..=300).contains(&found.len()), "{path:?}");
            assert_eq!(found.permissions().mode() & 0o777, 0o600, "{path:?}");
        }
        assert!(Recorder::open(Path::new("/dev/null"), "s", &[], 300).is_err());
    }
}

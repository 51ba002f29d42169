//! The log of decisions, which must not fail without a word.

use std::io::{self, Write};
use std::sync::Mutex;

use super::record::Record;
use super::run::{lock, write_line};

/// Where records go, and what is done when they cannot.
pub(super) struct Journal {
    to: Mutex<Box<dyn Write + Send>>,
    /// Records that could not be written since the last one that could.
    lost: Mutex<u64>,
    server: String,
    dry_run: bool,
    /// Whether a call without a record must not be made.
    required: bool,
}

impl Journal {
    pub(super) fn new(
        to: Box<dyn Write + Send>,
        server: &str,
        dry_run: bool,
        required: bool,
    ) -> Self {
        Self {
            to: Mutex::new(to),
            lost: Mutex::new(0),
            server: server.to_owned(),
            dry_run,
            required,
        }
    }

    /// Writes a record; whether what it tells of may be done.
    pub(super) fn write(&self, record: &Record) -> bool {
        let line = record.json(&self.server, self.dry_run).into_bytes();
        let written = write_line(&self.to, line);
        let mut lost = lock(&self.lost);
        match written {
            Ok(()) => {
                if *lost > 0 {
                    say(&format!(
                        "the log can be written again; {lost} records are missing"
                    ));
                }
                *lost = 0;
                true
            }
            Err(error) => {
                if *lost == 0 {
                    let then = if self.required {
                        "calls are refused until it can be written"
                    } else {
                        "calls go on without a record; `--log-required` refuses them"
                    };
                    say(&format!("error: cannot write the log: {error}; {then}"));
                }
                *lost += 1;
                !self.required
            }
        }
    }
}

/// Tells the person who started the gateway.
pub(super) fn say(line: &str) {
    let _closed = writeln!(io::stderr(), "{line}");
}

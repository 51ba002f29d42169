//! The log of decisions, which must not fail without a word.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::link::{lock, write_line};
use super::record::Record;
use super::recording::{Passed, Recorder};
use crate::policy::Effect;

/// The log as one client's records go into it.
#[derive(Clone)]
pub(super) struct Journal {
    shared: Arc<Shared>,
    client: Option<String>,
}

/// Where records go, and what is done when they cannot.
struct Shared {
    to: Mutex<Box<dyn Write + Send>>,
    /// Where calls are recorded with their arguments, if they are.
    recorder: Option<Mutex<Recorder>>,
    /// Records that could not be written since the last one that could.
    lost: Mutex<u64>,
    server: String,
    dry_run: bool,
    /// Whether a call without a record must not be made.
    required: bool,
    tally: Tally,
}

/// How many records there were of each kind, written or not.
#[derive(Debug, Default)]
pub(super) struct Tally {
    allowed: AtomicU64,
    asked: AtomicU64,
    denied: AtomicU64,
    refused: AtomicU64,
}

impl Tally {
    fn count(&self, record: &Record) {
        let counter = match record {
            Record::Decided { effect, .. } => match effect {
                Effect::Allow => &self.allowed,
                Effect::Ask => &self.asked,
                Effect::Deny => &self.denied,
            },
            Record::Refused { .. } => &self.refused,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Each kind with its number.
    pub(super) fn each(&self) -> [(&'static str, u64); 4] {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        [
            ("allow", read(&self.allowed)),
            ("ask", read(&self.asked)),
            ("deny", read(&self.denied)),
            ("refuse", read(&self.refused)),
        ]
    }
}

impl Journal {
    pub(super) fn new(
        to: Box<dyn Write + Send>,
        recorder: Option<Recorder>,
        server: &str,
        dry_run: bool,
        required: bool,
    ) -> Self {
        let shared = Shared {
            to: Mutex::new(to),
            recorder: recorder.map(Mutex::new),
            lost: Mutex::new(0),
            server: server.to_owned(),
            dry_run,
            required,
            tally: Tally::default(),
        };
        Self {
            shared: Arc::new(shared),
            client: None,
        }
    }

    /// The same log, for the records of a client.
    pub(super) fn of_client(&self, client: &str) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            client: Some(client.to_owned()).filter(|it| !it.is_empty()),
        }
    }

    /// How many records there were.
    pub(super) fn tally(&self) -> &Tally {
        &self.shared.tally
    }

    /// Records a call that is passed on.
    pub(super) fn keep(&self, call: &Passed) {
        if let Some(recorder) = &self.shared.recorder {
            lock(recorder).write(call);
        }
    }

    /// Writes a record; whether what it tells of may be done.
    pub(super) fn write(&self, record: &Record) -> bool {
        let log = &self.shared;
        log.tally.count(record);
        let line = record.json(&log.server, self.client.as_deref(), log.dry_run);
        let written = write_line(&log.to, line.into_bytes());
        let mut lost = lock(&log.lost);
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
                    let then = if log.required {
                        "calls are refused until it can be written"
                    } else {
                        "calls go on without a record; `--log-required` refuses them"
                    };
                    say(&format!("error: cannot write the log: {error}; {then}"));
                }
                *lost += 1;
                !log.required
            }
        }
    }
}

/// Tells the person who started the gateway.
pub(super) fn say(line: &str) {
    let _closed = writeln!(io::stderr(), "{line}");
}

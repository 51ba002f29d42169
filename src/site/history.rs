//! What changed in the catalog and when: true dates only, of commits or else of captures.

use std::collections::BTreeMap;

use super::index::Index;
use crate::escape::one_line;
use crate::model::{Server, Tool};

/// The commits that touched a catalog, as the version control has them. Empty when unknown.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The newest first.
    pub commits: Vec<Commit>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id, in hex.
    pub id: String,
    /// When it was made, in UTC, such as `2026-11-20T23:30:47Z`.
    pub time: String,
    /// Its first line. Untrusted text.
    pub subject: String,
    /// The files it touched, by their place within the catalog.
    pub files: Vec<(Done, String)>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// It is new.
    Added,
    /// It was there and is different.
    Changed,
    /// It is gone.
    Removed,
    /// The list of tools was taken from the server.
    Captured,
}

impl Done {
    /// The word on pages and in feeds.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Captured => "captured",
        }
    }
}

/// What an event is about. Servers, patterns and terms that are still there by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Server(usize),
    Attack(usize),
    Term(usize),
    /// A server that is no longer there, by its id.
    Gone(String),
}

/// One thing changed at one time.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// In UTC, such as `2026-11-20T23:30:47Z`.
    pub(super) time: String,
    pub(super) done: Done,
    pub(super) subject: Subject,
    /// Why or from what; one line.
    pub(super) note: String,
    /// Distinct among the events of its subject: a commit's id, or the day of a capture.
    pub(super) id: String,
}

/// Every event, and when each part of the catalog changed last.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The newest first; of one time in the order of the catalog.
    pub(super) events: Vec<Event>,
    /// By the place of a file, when it changed last.
    files: BTreeMap<String, String>,
    /// By number, when anything in a server's folder changed last.
    servers: BTreeMap<usize, String>,
    /// The place of each file, by its number.
    places: Vec<String>,
}

impl Changes {
    /// `places` says where each file of the catalog lies, by its number.
    pub(super) fn new(history: &History, places: &[String], index: &Index<'_>) -> Self {
        let mut changes = Self {
            places: places.to_vec(),
            ..Self::default()
        };
        if history.commits.is_empty() {
            changes.captures(index);
        }
        for commit in &history.commits {
            changes.commit(commit, index);
        }
        changes.events.sort_by(|a, b| {
            let newest = b.time.cmp(&a.time);
            newest.then_with(|| a.subject.cmp(&b.subject))
        });
        for event in changes.events.iter().rev() {
            if let Subject::Server(number) = event.subject {
                changes.servers.insert(number, event.time.clone());
            }
        }
        changes
    }

    /// When anything in a server's folder changed last.
    pub(super) fn of_server(&self, number: usize) -> Option<&str> {
        self.servers.get(&number).map(String::as_str)
    }

    /// When a tool's entry or its lock changed last.
    pub(super) fn of_tool(&self, number: usize, server: &Server, tool: &Tool) -> Option<&str> {
        if self.files.is_empty() {
            return self.of_server(number);
        }
        let file = usize::try_from(tool.span.file.0).ok()?;
        let entry = self.of_file(self.places.get(file)?);
        entry.max(self.of_file(&lock_of(&server.id)))
    }

    /// When a file changed last, by its place.
    pub(super) fn of_file(&self, place: &str) -> Option<&str> {
        self.files.get(place).map(String::as_str)
    }

    /// The events of one server, the newest first.
    pub(super) fn events_of(&self, number: usize) -> impl Iterator<Item = &Event> {
        let about = Subject::Server(number);
        self.events.iter().filter(move |it| it.subject == about)
    }

    fn captures(&mut self, index: &Index<'_>) {
        for (number, entry) in index.servers.iter().enumerate() {
            let Some(capture) = &entry.server.capture else {
                continue;
            };
            if is_day(&capture.date) {
                self.events.push(Event {
                    time: format!("{}T00:00:00Z", capture.date),
                    done: Done::Captured,
                    subject: Subject::Server(number),
                    note: one_line(&capture.package),
                    id: capture.date.clone(),
                });
            }
        }
    }

    fn commit(&mut self, commit: &Commit, index: &Index<'_>) {
        let mut touched: BTreeMap<Subject, Done> = BTreeMap::new();
        for (done, place) in &commit.files {
            let newest = self.files.entry(place.clone()).or_default();
            if *newest < commit.time {
                newest.clone_from(&commit.time);
            }
            let Some((subject, whole)) = subject(place, index) else {
                continue;
            };
            let now = if whole { *done } else { Done::Changed };
            let before = touched.entry(subject).or_insert(now);
            if whole {
                *before = now;
            }
        }
        let event = |(subject, done)| Event {
            time: commit.time.clone(),
            done,
            subject,
            note: one_line(&commit.subject),
            id: commit.id.chars().filter(char::is_ascii_hexdigit).collect(),
        };
        self.events.extend(touched.into_iter().map(event));
    }
}

/// What a file is about, and whether it stands for the whole of it.
fn subject(place: &str, index: &Index<'_>) -> Option<(Subject, bool)> {
    let catalog = index.rated.catalog;
    let (folder, file) = place.split_once('/')?;
    let id = file.strip_suffix(".md").unwrap_or(file);
    let number = match folder {
        "attacks" => {
            let at = catalog
                .attacks
                .binary_search_by(|it| it.id.as_str().cmp(id));
            return Some((Subject::Attack(at.ok()?), true));
        }
        "glossary" => {
            let at = catalog
                .glossary
                .binary_search_by(|it| it.id.as_str().cmp(id));
            return Some((Subject::Term(at.ok()?), true));
        }
        server => catalog
            .servers
            .binary_search_by(|it| it.id.as_str().cmp(server)),
    };
    let whole = file == "server.yaml";
    match number {
        Ok(number) => Some((Subject::Server(number), whole)),
        Err(_) if whole => Some((Subject::Gone(folder.to_owned()), true)),
        Err(_) => None,
    }
}

/// The place of a server's lock.
fn lock_of(server: &str) -> String {
    [server, "/tools.lock.json"].concat()
}

/// Whether it is a day as ISO 8601 writes it.
fn is_day(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10
        && text.bytes().enumerate().all(shape)
        && text.parse::<jiff::civil::Date>().is_ok()
}

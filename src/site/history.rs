//! What changed in the catalog and when: true dates only, of commits or else of captures.

use std::collections::BTreeMap;

use super::index::Index;
use crate::drift::Compared;
use crate::escape::one_line;
use crate::model::{Server, Tool};
use crate::sort;

/// The commits that touched a catalog, as the version control has them. Empty when unknown.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The newest first.
    pub commits: Vec<Commit>,
    /// What they did to servers.
    pub grades: Grades,
}

/// What the commits of a day did to a server, by the day and the server's id.
pub type Grades = BTreeMap<(String, String), Graded>;

/// What the commits of a day did to a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graded {
    /// The tools that are others than before: their definitions, ratings and policies.
    pub compared: Compared,
    /// How many tools have a capture of the server's definition, where they had an entry alone.
    pub captured: usize,
    /// Whether a file of before or after cannot be read, so that nothing is compared.
    pub unread: bool,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id, in hex.
    pub id: String,
    /// When it was made, in UTC, such as `2026-11-20T23:30:47Z`.
    pub time: String,
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
    /// The package that a capture is of; one line.
    pub(super) note: String,
    /// What became of a server's tools, where that is known.
    pub(super) graded: Option<Graded>,
}

impl Event {
    /// The day, such as `2026-11-20`. Distinct among the events of its subject.
    pub(super) fn day(&self) -> &str {
        self.time.get(..10).unwrap_or(&self.time)
    }
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
        let mut days = BTreeMap::new();
        for commit in &history.commits {
            changes.commit(commit, index, &mut days);
        }
        changes.days(days, history, index);
        sort::by(&mut changes.events, |a, b| {
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
                    graded: None,
                });
            }
        }
    }

    /// Adds what a commit did to what its day did, which later commits have a part in already.
    fn commit(
        &mut self,
        commit: &Commit,
        index: &Index<'_>,
        days: &mut BTreeMap<(String, Subject), Day>,
    ) {
        let day: String = commit.time.chars().take(10).collect();
        for (done, place) in &commit.files {
            let newest = self.files.entry(place.clone()).or_default();
            if *newest < commit.time {
                newest.clone_from(&commit.time);
            }
            let Some((subject, whole)) = subject(place, index) else {
                continue;
            };
            let done = if whole { *done } else { Done::Changed };
            let of = days.entry((day.clone(), subject)).or_insert_with(|| Day {
                time: commit.time.clone(),
                done,
            });
            // What was changed and, before that on the same day, added is new.
            if of.done == Done::Changed {
                of.done = done;
            }
            if of.time < commit.time {
                of.time.clone_from(&commit.time);
            }
        }
    }

    fn days(
        &mut self,
        days: BTreeMap<(String, Subject), Day>,
        history: &History,
        index: &Index<'_>,
    ) {
        for ((day, subject), of) in days {
            let server = match &subject {
                Subject::Server(number) => index.server_id(*number).to_owned(),
                Subject::Gone(id) => id.clone(),
                Subject::Attack(_) | Subject::Term(_) => String::new(),
            };
            self.events.push(Event {
                graded: history.grades.get(&(day, server)).cloned(),
                time: of.time,
                done: of.done,
                subject,
                note: String::new(),
            });
        }
    }
}

/// What the commits of a day did to one thing.
struct Day {
    /// The time of the last commit.
    time: String,
    done: Done,
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

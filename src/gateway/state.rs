//! The record of calls on disk: shared by every gateway that is given the same folder, and whole after a
//! kill.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};

use super::journal::say;
use crate::policy::{
    Bound, Counters, Entry, KEPT, OnError, Reservation, Scope, Uncounted, Used, begins, minute,
};

/// The record of one server's calls in a database of `SQLite`.
#[derive(Debug)]
pub struct State {
    database: Mutex<Connection>,
    server: String,
    file: PathBuf,
    /// Which file that is, beside its name.
    identity: Identity,
    /// Whether it was told that the file is gone.
    told: AtomicBool,
}

/// How long a gateway waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(10);
/// The file in the folder. Its name tells the form of its tables.
const FILE: &str = "calls-1.sqlite";

impl State {
    /// Opens the record of a server's calls in a folder, and makes both where they are not there.
    ///
    /// # Errors
    ///
    /// When the folder or the database in it cannot be written.
    pub fn open(folder: &Path, server: &str) -> io::Result<Self> {
        make_folder(folder)?;
        let file = folder.join(FILE);
        let database = Connection::open(&file).map_err(io::Error::other)?;
        prepare(&database).map_err(io::Error::other)?;
        Ok(Self {
            database: Mutex::new(database),
            server: server.to_owned(),
            identity: identity(&file)?,
            file,
            told: AtomicBool::new(false),
        })
    }

    /// That the record is where it was opened. A record that was removed would go on for this gateway alone,
    /// and the next one would begin another: each would let the whole quota through.
    fn stands(&self) -> Result<(), Uncounted> {
        if identity(&self.file).is_ok_and(|it| it == self.identity) {
            return Ok(());
        }
        let shown = self.file.display();
        let why = format!("`{shown}` was removed or replaced while the gateway ran");
        if !self.told.swap(true, Ordering::Relaxed) {
            say(&format!(
                "error: cannot count calls: {why}; the gateway refuses calls with a limit until you start it again"
            ));
        }
        Err(Uncounted::Unavailable(why))
    }

    fn change(&self, reservation: Reservation, change: &str) {
        let Some(entry) = reservation.0 else { return };
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let row = params![self.server, entry.grant, entry.tool, whole(entry.minute)];
        let changed = database
            .prepare_cached(&format!("UPDATE calls SET {change} WHERE {ROW}"))
            .and_then(|mut statement| statement.execute(row));
        // What cannot be given back stays counted.
        let _stays = changed;
    }
}

const ROW: &str = "server = ?1 AND grant_name = ?2 AND tool = ?3 AND minute = ?4";

/// A number as `SQLite` holds it.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(row: &Row<'_>, place: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(place)?).unwrap_or(0))
}

/// What tells a file from another one of the same name: its place on the disk.
#[cfg(unix)]
type Identity = (u64, u64);
/// A file that is open cannot be removed here.
#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(file: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let found = file.metadata()?;
    Ok((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(file: &Path) -> io::Result<Identity> {
    file.metadata().map(|_| ())
}

/// Only the user may read the record.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn prepare(database: &Connection) -> rusqlite::Result<()> {
    database.busy_timeout(PATIENCE)?;
    // Readers and a writer do not hold each other up, and a kill leaves no half change.
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "NORMAL")?;
    database.execute_batch(
        "CREATE TABLE IF NOT EXISTS calls (
           server TEXT NOT NULL, grant_name TEXT NOT NULL, tool TEXT NOT NULL, minute INTEGER NOT NULL,
           made INTEGER NOT NULL, failed INTEGER NOT NULL,
           PRIMARY KEY (server, minute, grant_name, tool)
         ) WITHOUT ROWID",
    )
}

impl Counters for State {
    fn reserve(&self, used: Used<'_>, bounds: &[Bound]) -> Result<Reservation, Uncounted> {
        self.stands()?;
        let mut database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let unavailable = |error: rusqlite::Error| Uncounted::Unavailable(error.to_string());
        let change = database.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(unavailable)?;
        let minute = self.minute(&change, used.at).map_err(unavailable)?;
        for (place, bound) in bounds.iter().enumerate() {
            let spent = self
                .spent(&change, used, bound, minute)
                .map_err(unavailable)?;
            if spent >= u64::from(bound.max) {
                let (_, end) = bound.window_of(minute);
                let until = begins(end);
                // What a wrong clock had put ahead stays moved, though this call is refused.
                change.commit().map_err(unavailable)?;
                return Err(Uncounted::Full { place, until });
            }
        }
        self.count(&change, used, minute).map_err(unavailable)?;
        change.commit().map_err(unavailable)?;
        Ok(Reservation(Some(Entry {
            minute,
            grant: used.grant.to_owned(),
            tool: used.tool.to_owned(),
        })))
    }

    fn release(&self, reservation: Reservation) {
        self.change(reservation, "made = max(made - 1, 0)");
    }

    fn failed(&self, reservation: Reservation) {
        self.change(reservation, "failed = min(failed + 1, made)");
    }
}

impl State {
    /// The minute to count in. Calls that a wrong clock has put far ahead count from now on, so that they
    /// neither vanish nor stand for years.
    fn minute(&self, change: &Transaction<'_>, at: u64) -> rusqlite::Result<u64> {
        let newest = "SELECT coalesce(max(minute), 0) FROM calls WHERE server = ?1";
        let mut newest = change.prepare_cached(newest)?;
        let latest = newest.query_row([&self.server], |row| number(row, 0))?;
        let minute = minute(at, latest);
        if latest > minute {
            let moved = "INSERT INTO calls SELECT server, grant_name, tool, ?2, sum(made), sum(failed) FROM calls
                         WHERE server = ?1 AND minute > ?2 GROUP BY grant_name, tool
                         ON CONFLICT DO UPDATE SET made = made + excluded.made, failed = failed + excluded.failed";
            change.execute(moved, params![self.server, whole(minute)])?;
            let gone = "DELETE FROM calls WHERE server = ?1 AND minute > ?2";
            change.execute(gone, params![self.server, whole(minute)])?;
        }
        Ok(minute)
    }

    fn spent(
        &self,
        change: &Transaction<'_>,
        used: Used<'_>,
        bound: &Bound,
        minute: u64,
    ) -> rusqlite::Result<u64> {
        let (first, end) = bound.window_of(minute);
        let mut rows = change.prepare_cached(
            "SELECT grant_name, tool, made, failed FROM calls WHERE server = ?1 AND minute >= ?2 AND minute < ?3",
        )?;
        let mut rows = rows.query(params![self.server, whole(first), whole(end)])?;
        let mut spent = 0_u64;
        while let Some(row) = rows.next()? {
            let (grant, tool): (String, String) = (row.get(0)?, row.get(1)?);
            if !bound.counts(&tool) || (bound.scope == Scope::Grant && grant != used.grant) {
                continue;
            }
            let (made, failed) = (number(row, 2)?, number(row, 3)?);
            spent += match bound.on_error {
                OnError::Count => made,
                OnError::GiveBack => made.saturating_sub(failed),
            };
        }
        Ok(spent)
    }

    fn count(&self, change: &Transaction<'_>, used: Used<'_>, minute: u64) -> rusqlite::Result<()> {
        let mut one_more = change.prepare_cached(
            "INSERT INTO calls VALUES (?1, ?2, ?3, ?4, 1, 0)
             ON CONFLICT DO UPDATE SET made = made + 1",
        )?;
        one_more.execute(params![self.server, used.grant, used.tool, whole(minute)])?;
        let old = minute.saturating_sub(KEPT);
        let mut forget =
            change.prepare_cached("DELETE FROM calls WHERE server = ?1 AND minute < ?2")?;
        forget.execute(params![self.server, whole(old)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Window;

    fn bound(max: u32) -> Bound {
        Bound {
            tools: Some(vec!["pay".to_owned()]),
            scope: Scope::Grant,
            window: Window::Day,
            on_error: OnError::Count,
            max,
        }
    }

    fn passes(state: &State, grant: &str, bound: &Bound, at: u64) -> bool {
        let used = Used {
            grant,
            tool: "pay",
            at,
        };
        state.reserve(used, std::slice::from_ref(bound)).is_ok()
    }

    #[test]
    fn a_record_is_shared_lasts_and_is_apart_for_each_server() {
        let folder = tempfile::tempdir().unwrap();
        let open = |server| State::open(folder.path(), server).unwrap();
        let (first, second) = (open("bank"), open("bank"));
        assert!(passes(&first, "a", &bound(2), 0) && passes(&second, "a", &bound(2), 60));
        assert!(!passes(&first, "a", &bound(2), 61) && !passes(&open("bank"), "a", &bound(2), 61));
        assert!(passes(&first, "b", &bound(2), 61), "another grant");
        let all = Bound {
            scope: Scope::Server,
            ..bound(3)
        };
        assert!(!passes(&first, "b", &all, 61), "all grants together");
        assert!(passes(&open("shop"), "a", &bound(1), 0));
        assert!(passes(&second, "a", &bound(2), 24 * 3600), "the next day");
    }

    #[cfg(unix)]
    #[test]
    fn a_record_that_was_removed_lets_no_call_with_a_limit_through() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("state");
        let state = State::open(&place, "bank").unwrap();
        assert!(passes(&state, "a", &bound(9), 0));
        #[expect(clippy::disallowed_methods, reason = "a test removes its own folder")]
        std::fs::remove_dir_all(&place).unwrap();
        assert!(!passes(&state, "a", &bound(9), 0));
        let next = State::open(&place, "bank").unwrap();
        assert!(passes(&next, "a", &bound(9), 0));
        assert!(!passes(&state, "a", &bound(9), 0), "it is another record");
    }

    #[test]
    fn calls_that_a_wrong_clock_put_years_ahead_count_from_now_on() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(folder.path(), "bank").unwrap();
        let years = 4_000_000_000;
        assert!(passes(&state, "a", &bound(1), years));
        assert!(!passes(&state, "a", &bound(1), 1000));
        assert!(passes(&state, "a", &bound(1), 1000 + 24 * 3600));
    }
}

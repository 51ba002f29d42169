//! The record of past calls that limits are held against.
//!
//! What is kept is which tool was called in which minute, not how full a counter is. A limit is a
//! question to that record, so a policy that renames a counter or changes its window finds the same use
//! as the policy before it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use super::document::{OnError, Quota, Scope};
use crate::model::Window;

/// A call that is to be counted.
#[derive(Debug, Clone, Copy)]
pub struct Used<'a> {
    /// Whose call it is.
    pub grant: &'a str,
    /// The tool, or [`OTHERS`] for one that the policy does not name.
    pub tool: &'a str,
    /// Seconds since 1970-01-01T00:00Z.
    pub at: u64,
}

/// Stands for every tool that the policy does not name; no policy can name a tool so.
pub const OTHERS: &str = "*";

/// A limit as a question to the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The tools whose calls count; `None` for all of them.
    pub tools: Option<Vec<String>>,
    /// Over which calls it counts.
    pub scope: Scope,
    /// The fixed window.
    pub window: Window,
    /// Whether calls that failed count.
    pub on_error: OnError,
    /// Calls in a window.
    pub max: u32,
}

impl Bound {
    /// The first minute since 1970 of the window that a minute lies in, and the first after it.
    pub const fn window_of(&self, minute: u64) -> (u64, u64) {
        let length = self.window.seconds() / MINUTE;
        let first = minute - minute % length;
        (first, first + length)
    }

    /// Whether the calls of a tool count.
    pub fn counts(&self, tool: &str) -> bool {
        let tools = self.tools.as_ref();
        tools.is_none_or(|tools| tools.iter().any(|name| name == tool))
    }
}

/// Why a call was not counted, and so must not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uncounted {
    /// The bound at this place is used up until this second since 1970.
    Full {
        /// The place among the bounds.
        place: usize,
        /// When its window ends.
        until: u64,
    },
    /// The record cannot be read or written.
    Unavailable(String),
}

/// A call that was counted, to be taken back if it is not made after all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reservation(pub Option<Entry>);

/// Where a call stands in the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: u64,
    /// Whose call it is.
    pub grant: String,
    /// The tool.
    pub tool: String,
}

/// A record of calls. One record can serve many connections, also of many processes.
pub trait Counters: Debug + Send + Sync {
    /// Counts a call if every bound has room for it.
    ///
    /// # Errors
    ///
    /// When a bound is used up, or the record is out of reach; nothing is counted then.
    fn reserve(&self, used: Used<'_>, bounds: &[Bound]) -> Result<Reservation, Uncounted>;

    /// Takes back a call that was not made.
    fn release(&self, reservation: Reservation);

    /// Notes that a call was made and failed.
    fn failed(&self, reservation: Reservation);
}

/// Seconds of a minute.
const MINUTE: u64 = 60;
/// Minutes that the record goes back: the longest window.
pub const KEPT: u64 = 24 * 60;

/// The minute to count in. A clock that goes back stays in the latest minute that was counted, unless
/// that lies further ahead than any window is long: such a clock was wrong before.
pub const fn minute(at: u64, latest: u64) -> u64 {
    let now = at / MINUTE;
    if latest > now && latest - now <= KEPT {
        latest
    } else {
        now
    }
}

/// When a minute begins, in seconds since 1970.
pub const fn begins(minute: u64) -> u64 {
    minute.saturating_mul(MINUTE)
}

/// The record of one process, gone with it.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<BTreeMap<Entry, Calls>>);

#[derive(Debug, Clone, Copy, Default)]
struct Calls {
    made: u32,
    failed: u32,
}

impl Memory {
    fn change(&self, reservation: Reservation, change: impl FnOnce(&mut Calls)) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(calls) = reservation.0.and_then(|entry| calls.get_mut(&entry)) {
            change(calls);
        }
    }
}

impl Counters for Memory {
    fn reserve(&self, used: Used<'_>, bounds: &[Bound]) -> Result<Reservation, Uncounted> {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = calls.last_key_value().map_or(0, |(entry, _)| entry.minute);
        let minute = minute(used.at, latest);
        for (place, bound) in bounds.iter().enumerate() {
            let (first, end) = bound.window_of(minute);
            let counted = calls.iter().filter(|(entry, _)| {
                (first..end).contains(&entry.minute)
                    && bound.counts(&entry.tool)
                    && (bound.scope == Scope::Server || entry.grant == used.grant)
            });
            let spent: u64 = counted
                .map(|(_, calls)| u64::from(counting(*calls, bound.on_error)))
                .sum();
            if spent >= u64::from(bound.max) {
                let until = begins(end);
                return Err(Uncounted::Full { place, until });
            }
        }
        calls.retain(|entry, _| entry.minute + KEPT > minute);
        let entry = Entry {
            minute,
            grant: used.grant.to_owned(),
            tool: used.tool.to_owned(),
        };
        let made = &mut calls.entry(entry.clone()).or_default().made;
        *made = made.saturating_add(1);
        Ok(Reservation(Some(entry)))
    }

    fn release(&self, reservation: Reservation) {
        self.change(reservation, |calls| {
            calls.made = calls.made.saturating_sub(1);
        });
    }

    fn failed(&self, reservation: Reservation) {
        self.change(reservation, |calls| {
            calls.failed = calls.failed.saturating_add(1).min(calls.made);
        });
    }
}

const fn counting(calls: Calls, on_error: OnError) -> u32 {
    match on_error {
        OnError::Count => calls.made,
        OnError::GiveBack => calls.made.saturating_sub(calls.failed),
    }
}

impl Quota {
    /// The quota as a question to the record; `tools` are those whose calls it counts.
    pub(super) fn bound(&self, tools: Option<Vec<String>>) -> Bound {
        Bound {
            tools,
            scope: self.scope,
            window: self.window,
            on_error: self.on_error,
            max: self.max,
        }
    }
}

//! Many servers asked at once.

use std::sync::Mutex;
use std::sync::PoisonError;

use indicatif::ProgressBar;

use super::list::Listing;
use super::{Read, Source, read};
use crate::capture::Limits;
use crate::sort;

/// What came of one server of a list.
pub(in crate::cli) struct Asked {
    pub(in crate::cli) id: String,
    /// Its tools, or why there are none.
    pub(in crate::cli) read: Result<Read, String>,
}

/// Asks every server of a list, some at a time. A server that fails costs no other.
pub(in crate::cli) fn ask_all(
    listings: Vec<Listing>,
    at_once: usize,
    limits: &Limits,
    bar: &ProgressBar,
) -> Vec<Asked> {
    let count = listings.len();
    let waiting = Mutex::new(listings.into_iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(count));
    std::thread::scope(|scope| {
        for _ in 0..at_once.clamp(1, count.max(1)) {
            scope.spawn(|| {
                loop {
                    let next = waiting
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .next();
                    let Some((at, listing)) = next else { return };
                    let read = listing.source.and_then(|source| ask(&source, limits));
                    bar.inc(1);
                    let asked = Asked {
                        id: listing.id,
                        read,
                    };
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((at, asked));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    sort::by_key(&mut done, |(at, _)| *at);
    done.into_iter().map(|(_, asked)| asked).collect()
}

fn ask(source: &Source, limits: &Limits) -> Result<Read, String> {
    let read = match source {
        Source::Live(live) => live.take(limits).map(|taken| Read::One(Box::new(taken))),
        Source::File(path) => read(path, limits),
    };
    read.map_err(|error| match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    })
}

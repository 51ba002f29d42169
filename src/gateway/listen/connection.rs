//! A connection of a client, with the server behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::streams::Streams;
use crate::gateway::link::{Link, now};

/// A session, or what all clients with one token share that have none.
pub(super) struct Connection {
    pub(super) link: Arc<Link>,
    pub(super) streams: Arc<Streams>,
    /// Whose it is.
    pub(super) client: usize,
    /// When it was used last, in seconds since 1970.
    used: AtomicU64,
    over: AtomicBool,
    /// Set when the server has ended, which can be before the connection is known to anybody.
    pub(super) server_gone: Arc<AtomicBool>,
}

impl Connection {
    pub(super) fn new(
        link: Arc<Link>,
        streams: Arc<Streams>,
        client: usize,
        server_gone: Arc<AtomicBool>,
    ) -> Self {
        Self {
            link,
            streams,
            client,
            used: AtomicU64::new(now()),
            over: AtomicBool::new(false),
            server_gone,
        }
    }

    /// Notes that it is in use.
    pub(super) fn touch(&self) {
        self.used.store(now(), Ordering::Relaxed);
    }

    /// Whether nobody has used it for so many seconds.
    pub(super) fn is_idle(&self, seconds: u64) -> bool {
        let used = self.used.load(Ordering::Relaxed);
        now().saturating_sub(used) >= seconds && !self.streams.is_in_use()
    }

    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Ends it, with the server that was started for it. Whoever waits is told.
    pub(super) fn end(&self) {
        if self.over.swap(true, Ordering::AcqRel) {
            return;
        }
        self.link.server_gone();
        self.streams.close_all();
        self.link.upstream.end();
    }
}

//! A connection in use: a session, and where its lines go.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::envelope::{Envelope, Sent};
use super::journal::Journal;
use super::record::{Record, Side};
use super::session::{Out, Talk};
use crate::policy::Policy;
use crate::wire::{Id, Line};

/// Why a part of the connection is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The client writes no more; it may still read.
    ClientInput,
    /// The client is gone.
    Client,
    /// The server is gone.
    Server,
    /// The process was told to stop.
    Signal,
}

/// Where the lines for the server go.
pub(super) trait Upstream: Send + Sync {
    /// Sends a line; what cannot be sent is told to the link.
    fn send(&self, sent: Sent, link: &Arc<Link>);

    /// Ends the connection with the server, and what was started for it.
    fn end(&self);
}

/// Where the lines for the client go.
pub(super) trait Downstream: Send + Sync {
    /// Sends a line. `about` is the request that it came for, where that is known.
    fn send(&self, sent: Sent, about: Option<&Id>) -> io::Result<()>;
}

/// What the threads share.
pub(super) struct Link {
    pub(super) session: Mutex<Box<dyn Talk>>,
    pub(super) client: Box<dyn Downstream>,
    pub(super) journal: Journal,
    pub(super) upstream: Box<dyn Upstream>,
    /// Told when a part of the connection is over.
    pub(super) ended: Box<dyn Fn(End) + Send + Sync>,
}

impl Link {
    fn talk(&self) -> MutexGuard<'_, Box<dyn Talk>> {
        lock(&self.session)
    }

    /// What comes of something that the session is told, and of the calls that have waited for it.
    fn after(&self, told: impl FnOnce(&mut dyn Talk, u64) -> Vec<Out>) -> Vec<Out> {
        let mut talk = self.talk();
        let at = now();
        let mut outs = told(&mut **talk, at);
        outs.extend(talk.decide_listed(at));
        outs
    }

    /// A line of the server, or what stands for one; `about` is the request that it came for, where that is
    /// known.
    pub(super) fn from_server(self: &Arc<Self>, line: Line, about: Option<&Id>) {
        let outs = match line {
            Line::Whole(line) => self.after(|talk, at| talk.server_line(line, at)),
            Line::TooLong(left) => {
                self.after(|talk, at| talk.session().too_long(Side::Server, &left, at))
            }
            Line::Half => half(Side::Server),
        };
        if !outs.iter().any(|out| matches!(out, Out::ToServer(_))) {
            return self.carry(outs, about);
        }
        // Whoever reads a server must not wait for it to read.
        let (own, about) = (Arc::clone(self), about.cloned());
        thread::spawn(move || own.carry(outs, about.as_ref()));
    }

    /// A line of the client.
    pub(super) fn from_client(self: &Arc<Self>, line: Line) {
        let outs = match line {
            Line::Whole(line) => self.after(|talk, at| talk.client_line(line, at)),
            Line::TooLong(left) => {
                self.after(|talk, at| talk.session().too_long(Side::Client, &left, at))
            }
            Line::Half => half(Side::Client),
        };
        self.carry(outs, None);
    }

    /// A message of the client that was read.
    pub(super) fn client_said(self: &Arc<Self>, read: Envelope) {
        let outs = self.after(|talk, at| talk.client_said(read, at));
        self.carry(outs, None);
    }

    /// A line that did not reach the server.
    pub(super) fn not_sent(self: &Arc<Self>, sent: &Sent, reason: &str) {
        let outs = self.after(|talk, at| talk.session().not_sent(sent, reason, at));
        self.carry(outs, None);
    }

    /// A request that will have no answer, unless it has one.
    pub(super) fn unanswered(self: &Arc<Self>, id: &Id, reason: &str) {
        let outs = self.after(|talk, at| talk.session().unanswered(id, reason, at));
        self.carry(outs, None);
    }

    /// The client waits for a request no longer.
    pub(super) fn forget(&self, id: &Id) {
        self.talk().session().over(id);
    }

    /// Whether the client still waits for the answer to a request.
    pub(super) fn waits(&self, id: &Id) -> bool {
        self.talk().session().waits(id)
    }

    fn carry(self: &Arc<Self>, outs: Vec<Out>, about: Option<&Id>) {
        let mut may_go = true;
        for out in outs {
            match out {
                Out::ToServer(sent) if may_go => self.upstream.send(sent, self),
                Out::ToServer(sent) => {
                    let reason = "its record cannot be written to the log, which is required";
                    self.not_sent(&sent, reason);
                }
                Out::ToClient(sent) => {
                    if self.client.send(sent, about).is_err() {
                        self.end(End::Client);
                    }
                }
                Out::Log(record) => may_go = self.journal.write(&record),
                Out::Passed(call) if may_go => self.journal.keep(&call),
                Out::Passed(_) => {}
            }
        }
    }

    /// A part of the connection is over.
    pub(super) fn end(&self, end: End) {
        (self.ended)(end);
    }

    /// Decides by another policy from now on.
    pub(super) fn replace(self: &Arc<Self>, policy: Policy) {
        let outs = self.talk().replace(policy);
        self.carry(outs, None);
    }

    /// Looks whether something has waited too long.
    pub(super) fn look(self: &Arc<Self>) {
        let outs = self.after(|talk, at| {
            talk.session().give_up(at);
            Vec::new()
        });
        self.carry(outs, None);
    }

    /// How many requests have no answer yet.
    pub(super) fn waiting(&self) -> usize {
        self.talk().session().waiting()
    }

    /// Tells the client of each request that it will have no answer.
    pub(super) fn server_gone(self: &Arc<Self>) {
        let outs = self.talk().session().server_gone();
        self.carry(outs, None);
    }
}

fn half(side: Side) -> Vec<Out> {
    let reason = "the stream ended inside a line".to_owned();
    vec![Out::Log(Record::Refused {
        at: now(),
        side,
        reason,
    })]
}

/// The line and its line feed in one write, so that no half of it is left if the process is killed.
pub(super) fn write_line(to: &Mutex<Box<dyn Write + Send>>, mut line: Vec<u8>) -> io::Result<()> {
    line.push(b'\n');
    let mut to = lock(to);
    to.write_all(&line)?;
    to.flush()
}

/// The value behind a lock, also if a thread died with it: a session is never left half changed.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0)
}

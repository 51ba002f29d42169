//! Carries lines between a client on stdin and stdout and the server.

use std::io::{self, BufReader, Write};
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::child::Child;
use super::journal::Journal;
use super::record::{Record, Side};
use super::recording::Recorder;
use super::session::{Out, Session, Settings};
use crate::policy::{Evaluator, Policy};
use crate::wire::{Id, LONGEST, Line, read_line};

/// What a gateway runs with.
pub struct Start {
    /// The policy to begin with, and the record of calls.
    pub evaluator: Evaluator,
    /// What the session is told.
    pub settings: Settings,
    /// Where decisions are written, a line each.
    pub log: Box<dyn Write + Send>,
    /// Whether a call is refused when its decision cannot be written.
    pub log_required: bool,
    /// Where calls are recorded with their arguments, if they are.
    pub recorder: Option<Recorder>,
    /// Gives the policy when it is another one than before; asked twice a second.
    pub reload: Box<dyn FnMut() -> Option<Policy> + Send>,
}

/// How a gateway came to its end.
#[derive(Debug)]
pub enum Ended {
    /// The client went away, or a signal told the gateway to stop.
    Asked,
    /// The server ended first.
    Server(ExitStatus),
}

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
    fn send(&self, text: Vec<u8>, link: &Arc<Link>);
}

/// What the threads share.
pub(super) struct Link {
    session: Mutex<Session>,
    client: Mutex<Box<dyn Write + Send>>,
    journal: Journal,
    recorder: Option<Mutex<Recorder>>,
    upstream: Box<dyn Upstream>,
    ends: Mutex<Sender<End>>,
}

/// How often the policy is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How long a server has to end by itself once its input has ended.
const IDLE: Duration = Duration::from_secs(1);
/// The same, while requests wait for their answers.
const BUSY: Duration = Duration::from_secs(10);

impl Link {
    pub(super) fn new(
        start: &mut Start,
        upstream: Box<dyn Upstream>,
    ) -> (Arc<Self>, Receiver<End>) {
        let (sender, ends) = channel();
        let link = Self {
            session: Mutex::new(Session::of(start.evaluator.clone(), start.settings.clone())),
            client: Mutex::new(Box::new(io::stdout())),
            journal: Journal::new(
                std::mem::replace(&mut start.log, Box::new(io::sink())),
                &start.settings.server,
                start.settings.dry_run,
                start.log_required,
            ),
            recorder: start.recorder.take().map(Mutex::new),
            upstream,
            ends: Mutex::new(sender),
        };
        (Arc::new(link), ends)
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        lock(&self.session)
    }

    /// A line of the server, or what stands for one.
    pub(super) fn from_server(self: &Arc<Self>, line: Line) {
        let outs = match line {
            Line::Whole(line) => self.session().from_server(line, now()),
            Line::TooLong(left) => self.session().too_long(Side::Server, &left, now()),
            Line::Half => half(Side::Server),
        };
        self.carry(outs);
    }

    fn from_client(self: &Arc<Self>, line: Line) {
        let outs = match line {
            Line::Whole(line) => self.session().from_client(line, now()),
            Line::TooLong(left) => self.session().too_long(Side::Client, &left, now()),
            Line::Half => half(Side::Client),
        };
        self.carry(outs);
    }

    /// A line that did not reach the server.
    pub(super) fn not_sent(self: &Arc<Self>, line: &[u8], reason: &str) {
        let outs = self.session().not_sent(line, reason);
        self.carry(outs);
    }

    /// A request that will have no answer, unless it has one.
    pub(super) fn unanswered(self: &Arc<Self>, id: &Id, reason: &str) {
        let outs = self.session().unanswered(id, reason);
        self.carry(outs);
    }

    /// The client waits for a request no longer.
    pub(super) fn forget(&self, id: &Id) {
        self.session().over(id);
    }

    /// Whether the client still waits for the answer to a request.
    pub(super) fn waits(&self, id: &Id) -> bool {
        self.session().waits(id)
    }

    fn carry(self: &Arc<Self>, outs: Vec<Out>) {
        let mut may_go = true;
        for out in outs {
            match out {
                Out::ToServer(line) if may_go => self.upstream.send(line, self),
                Out::ToServer(line) => {
                    let reason = "its record cannot be written to the log, which is required";
                    self.not_sent(&line, reason);
                }
                Out::ToClient(line) => {
                    if write_line(&self.client, line).is_err() {
                        self.end(End::Client);
                    }
                }
                Out::Log(record) => may_go = self.journal.write(&record),
                Out::Passed(call) => {
                    if let (Some(recorder), true) = (&self.recorder, may_go) {
                        lock(recorder).write(&call);
                    }
                }
            }
        }
    }

    pub(super) fn end(&self, end: End) {
        // Nobody listens any more only when the end has come already.
        let _over = lock(&self.ends).send(end);
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

fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0)
}

/// Runs the gateway before a server that it starts, until one of the two ends.
///
/// # Errors
///
/// When the server cannot be started.
pub fn run_command(mut start: Start, command: &[std::ffi::OsString]) -> io::Result<Ended> {
    let (child, output) = Child::start(command)?;
    let child = Arc::new(child);
    let (link, ends) = Link::new(&mut start, Box::new(Arc::clone(&child)));
    let server = Arc::clone(&link);
    thread::spawn(move || {
        let mut output = BufReader::with_capacity(1 << 16, output);
        while let Ok(Some(line)) = read_line(&mut output, LONGEST) {
            server.from_server(line);
        }
        server.end(End::Server);
    });
    serve(&link, start.reload)?;
    let first = first_end(&link, &ends, || child.close());
    let status = child.stop();
    finish(&link);
    Ok(match status {
        Ok(status) if first == End::Server => Ended::Server(status),
        _ => Ended::Asked,
    })
}

/// Starts what every gateway has: the reader of the client, the policy's watch, and the signals.
pub(super) fn serve(
    link: &Arc<Link>,
    mut reload: Box<dyn FnMut() -> Option<Policy> + Send>,
) -> io::Result<()> {
    super::signals::watch(Arc::clone(link))?;
    super::signals::watch_client(Arc::clone(link));
    let client = Arc::clone(link);
    thread::spawn(move || {
        let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
        while let Ok(Some(line)) = read_line(&mut input, LONGEST) {
            client.from_client(line);
        }
        client.end(End::ClientInput);
    });
    let link = Arc::clone(link);
    thread::spawn(move || {
        loop {
            thread::sleep(LOOK);
            if let Some(policy) = reload() {
                let outs = link.session().replace(policy);
                link.carry(outs);
            }
        }
    });
    Ok(())
}

/// Waits for the end, and lets the server finish when only the client's input has ended; a client that
/// may still read is told of what was not answered. Gives what ended first.
pub(super) fn first_end(link: &Arc<Link>, ends: &Receiver<End>, close: impl FnOnce()) -> End {
    let first = ends.recv().unwrap_or(End::Signal);
    let mut reads = first == End::Server;
    if first == End::ClientInput {
        close();
        let since = Instant::now();
        loop {
            let most = if link.session().waiting() == 0 {
                IDLE
            } else {
                BUSY
            };
            match ends.recv_timeout(Duration::from_millis(20)) {
                Err(RecvTimeoutError::Timeout) if since.elapsed() < most => {}
                next => {
                    reads = !matches!(next, Ok(End::Client | End::Signal));
                    break;
                }
            }
        }
    }
    if reads {
        tell_gone(link);
    }
    first
}

/// Tells the client of each request that has no answer, for as long as it reads.
fn tell_gone(link: &Arc<Link>) {
    let (sender, told) = channel();
    let link = Arc::clone(link);
    thread::spawn(move || {
        let outs = link.session().server_gone();
        link.carry(outs);
        let _late = sender.send(());
    });
    let _stuck = told.recv_timeout(IDLE);
}

/// Lets a line that is being written come to its end, for as long as the client reads it.
pub(super) fn finish(link: &Arc<Link>) {
    let since = Instant::now();
    while since.elapsed() < IDLE {
        if let Ok(client) = link.client.try_lock() {
            // Kept for ever: nothing is written after it.
            std::mem::forget(client);
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

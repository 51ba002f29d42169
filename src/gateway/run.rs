//! Carries lines between a client on stdin and stdout and the server.

use std::io::{self, BufReader, Write};
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::child::{self, Child};
use super::dry_run::talk;
use super::envelope::Sent;
use super::journal::Journal;
use super::link::{Downstream, End, Link, Upstream, lock, write_line};
use super::recording::Recorder;
use super::session::Settings;
use crate::policy::{Evaluator, Policy};
use crate::wire::{Id, LONGEST, Lines};

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

/// How often the policy is looked at, and what waits.
const LOOK: Duration = Duration::from_millis(500);
/// How long a server has to end by itself once its input has ended.
const IDLE: Duration = Duration::from_secs(1);
/// The same, while requests wait for their answers.
const BUSY: Duration = Duration::from_secs(10);

/// The client's side: lines on a pipe.
pub(super) struct Pipe(Mutex<Box<dyn Write + Send>>);

impl Downstream for Arc<Pipe> {
    fn send(&self, sent: Sent, _: Option<&Id>) -> io::Result<()> {
        write_line(&self.0, sent.into_line())
    }
}

/// A connection between the client on stdin and stdout and a server.
pub(super) fn connect(
    start: &mut Start,
    upstream: Box<dyn Upstream>,
) -> (Arc<Link>, Arc<Pipe>, Receiver<End>) {
    let (sender, ends) = channel();
    let sender = Mutex::new(sender);
    let pipe = Arc::new(Pipe(Mutex::new(Box::new(io::stdout()))));
    let log = std::mem::replace(&mut start.log, Box::new(io::sink()));
    let settings = start.settings.clone();
    let link = Link {
        journal: Journal::new(
            log,
            start.recorder.take(),
            &settings.server,
            settings.dry_run,
            start.log_required,
        ),
        session: Mutex::new(talk(start.evaluator.clone(), settings)),
        client: Box::new(Arc::clone(&pipe)),
        upstream,
        ended: Box::new(move |end| {
            // Nobody listens any more only when the end has come already.
            let _over = lock(&sender).send(end);
        }),
    };
    (Arc::new(link), pipe, ends)
}

/// Runs the gateway before a server that it starts, until one of the two ends.
///
/// # Errors
///
/// When the server cannot be started.
pub fn run_command(mut start: Start, command: &[std::ffi::OsString]) -> io::Result<Ended> {
    let (child, output) = Child::start(command)?;
    let child = Arc::new(child);
    let (link, pipe, ends) = connect(&mut start, Box::new(Arc::clone(&child)));
    child::read(output, Arc::clone(&link));
    serve(&link, start.reload)?;
    let first = first_end(&link, &ends, || child.close());
    let status = child.stop();
    pipe.finish();
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
    let signalled = Arc::clone(link);
    super::signals::watch(move || signalled.end(End::Signal))?;
    super::signals::watch_client(Arc::clone(link));
    let client = Arc::clone(link);
    thread::spawn(move || {
        let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
        let mut lines = Lines::new(input, LONGEST);
        while let Ok(Some(line)) = lines.next_line() {
            client.from_client(line);
        }
        client.end(End::ClientInput);
    });
    let link = Arc::clone(link);
    thread::spawn(move || {
        loop {
            thread::sleep(LOOK);
            if let Some(policy) = reload() {
                link.replace(policy);
            }
            link.look();
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
            let most = if link.waiting() == 0 { IDLE } else { BUSY };
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
        link.server_gone();
        let _late = sender.send(());
    });
    let _stuck = told.recv_timeout(IDLE);
}

impl Pipe {
    /// Lets a line that is being written come to its end, for as long as the client reads it.
    pub(super) fn finish(&self) {
        let since = Instant::now();
        while since.elapsed() < IDLE {
            if let Ok(client) = self.0.try_lock() {
                // Kept for ever: nothing is written after it.
                std::mem::forget(client);
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

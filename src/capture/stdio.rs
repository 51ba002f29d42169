//! A server as a process: started without a shell, in an environment of its own, and stopped with all
//! that it has started.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::channel::{Channel, Received};
use super::finding::{Failure, short};
use super::limits::{Limit, Limits};
use super::message::Outgoing;
use crate::wire::{Guard, Line, read_line, separate, stop_child};

/// A server's own command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// The whole environment of the process.
    pub environment: Vec<(OsString, OsString)>,
}

/// Bytes of the error output that are kept: its end.
const KEPT: usize = 4 << 10;
/// Lines that wait to be looked at.
const WAITING: usize = 64;
/// How long a process that has closed its output has to end by itself.
const LAST: Duration = Duration::from_millis(500);

/// The end of what a server wrote to its error output.
pub(super) type Words = Arc<Mutex<VecDeque<u8>>>;

/// What the reader of the output tells.
enum Event {
    Line(Line),
    TooMuch,
}

/// A running server.
pub(super) struct Process {
    program: Program,
    limits: Limits,
    words: Words,
    running: Running,
}

struct Running {
    process: Child,
    guard: Guard,
    input: Option<Sender<Vec<u8>>>,
    output: Receiver<Event>,
}

impl Process {
    pub(super) fn start(program: Program, limits: Limits, words: Words) -> Result<Self, Failure> {
        let running = Running::start(&program, &limits, &words)
            .map_err(|error| not_started(&program, &error))?;
        Ok(Self {
            program,
            limits,
            words,
            running,
        })
    }
}

impl Running {
    fn start(program: &Program, limits: &Limits, words: &Words) -> io::Result<Self> {
        let missing = || io::Error::new(io::ErrorKind::InvalidInput, "there is no command");
        let (name, arguments) = program.command.split_first().ok_or_else(missing)?;
        let mut guard = Guard::start()?;
        let mut command = Command::new(name);
        command
            .args(arguments)
            .env_clear()
            .envs(
                program
                    .environment
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        separate(&mut command);
        let mut process = command.spawn()?;
        let streams = (
            process.stdin.take(),
            process.stdout.take(),
            process.stderr.take(),
        );
        let watched = guard.watch(process.id());
        let (Some(input), Some(output), Some(errors)) = streams else {
            return Err(missing());
        };
        let running = Self {
            process,
            guard,
            input: Some(write_to(input)),
            output: read_from(output, limits),
        };
        keep_end_of(errors, Arc::clone(words));
        watched.map(|()| running)
    }

    /// How the process ended, after it has closed its output.
    fn status(&mut self) -> String {
        let since = Instant::now();
        while since.elapsed() < LAST {
            if let Ok(Some(status)) = self.process.try_wait() {
                return status.to_string();
            }
            thread::sleep(Duration::from_millis(5));
        }
        "it has closed its output and still runs".to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The end of its input tells a server to end.
        self.input = None;
        let _status = stop_child(&mut self.process);
        self.guard.dismiss();
    }
}

impl Channel for Process {
    fn send(&mut self, message: &Outgoing, _: Instant) -> Result<(), Failure> {
        let mut line = message.text.clone().into_bytes();
        line.push(b'\n');
        if let Some(input) = &self.running.input {
            // A server that does not read shows by not answering, or by its end.
            let _ended = input.send(line);
        }
        Ok(())
    }

    fn next(&mut self, until: Instant) -> Result<Option<Received>, Failure> {
        let left = until.saturating_duration_since(Instant::now());
        match self.running.output.recv_timeout(left) {
            Ok(Event::Line(Line::Whole(line))) => Ok(Some(Received::new(line))),
            Ok(Event::Line(Line::TooLong(_))) => Err(Failure::Limit(Limit::Message)),
            Ok(Event::TooMuch) => Err(Failure::Limit(Limit::Total)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Ok(Event::Line(Line::Half)) | Err(RecvTimeoutError::Disconnected) => {
                Err(Failure::Ended(self.running.status()))
            }
        }
    }

    fn agreed(&mut self, _: &str) {}

    fn restart(&mut self) -> Result<bool, Failure> {
        self.running = Running::start(&self.program, &self.limits, &self.words)
            .map_err(|error| not_started(&self.program, &error))?;
        Ok(true)
    }
}

fn not_started(program: &Program, error: &io::Error) -> Failure {
    let name = program.command.first().map(|name| name.to_string_lossy());
    let name = name.unwrap_or_default();
    // A whole command in place of a program can have a secret in it, as `TOKEN=secret npx server` does.
    let name = match name.split_once(['=', ' ']) {
        Some((start, _)) => format!("{}…", short(start)),
        None => short(&name),
    };
    Failure::Start(match error.kind() {
        io::ErrorKind::NotFound => format!("there is no program `{name}`"),
        io::ErrorKind::PermissionDenied => format!("`{name}` is not a program that may be run"),
        _ => error.to_string(),
    })
}

/// Writes what it is sent; a server that does not read holds up nobody but this.
fn write_to(mut input: ChildStdin) -> Sender<Vec<u8>> {
    let (sender, lines) = channel::<Vec<u8>>();
    thread::spawn(move || {
        for line in lines {
            if input.write_all(&line).and_then(|()| input.flush()).is_err() {
                return;
            }
        }
    });
    sender
}

fn read_from(output: ChildStdout, limits: &Limits) -> Receiver<Event> {
    let (sender, events) = sync_channel(WAITING);
    let longest = limits.message;
    let most = u64::try_from(limits.total).unwrap_or(u64::MAX);
    thread::spawn(move || {
        // A last line that its server did not end is a line as well, if it is a whole message.
        let ended = output.take(most).chain(&b"\n"[..]);
        let mut output = BufReader::with_capacity(1 << 16, ended);
        loop {
            let read = read_line(&mut output, longest);
            let (rest, line_break) = output.get_ref().get_ref();
            let is_last = line_break.is_empty() && output.buffer().is_empty();
            let event = match read {
                Ok(_) if is_last && rest.limit() == 0 => Event::TooMuch,
                Ok(Some(Line::Whole(line))) if is_last && !is_json(&line) => return,
                Ok(Some(line)) => Event::Line(line),
                Ok(None) | Err(_) => return,
            };
            let last = matches!(event, Event::TooMuch);
            if sender.send(event).is_err() || last {
                return;
            }
        }
    });
    events
}

fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

fn keep_end_of(mut errors: ChildStderr, words: Words) {
    thread::spawn(move || {
        let mut part = [0; 4096];
        while let Ok(read @ 1..) = errors.read(&mut part) {
            let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
            words.extend(part.iter().take(read));
            let more = words.len().saturating_sub(KEPT);
            words.drain(..more);
        }
    });
}

//! The server as a process: started without a shell, stopped with all that it has started.

use std::ffi::OsString;
use std::io::{self, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use super::envelope::Sent;
use super::link::{End, Link, Upstream, lock};
use crate::wire::{Guard, LONGEST, Lines, separate, stop_child};

/// A running server.
pub(super) struct Child {
    process: Mutex<std::process::Child>,
    input: Mutex<Option<ChildStdin>>,
    guard: Mutex<Guard>,
}

impl Child {
    /// Starts a command, and a guard that stops it should this process be killed.
    pub(super) fn start(command: &[OsString]) -> io::Result<(Self, ChildStdout)> {
        let missing = || io::Error::new(io::ErrorKind::InvalidInput, "there is no command");
        let (program, arguments) = command.split_first().ok_or_else(missing)?;
        let mut guard = Guard::start()?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        separate(&mut command);
        let mut process = command.spawn()?;
        guard.watch(process.id())?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let child = Self {
            process: Mutex::new(process),
            input: Mutex::new(input),
            guard: Mutex::new(guard),
        };
        Ok((child, output.ok_or_else(missing)?))
    }

    /// Ends the server's input, which tells it to end.
    pub(super) fn close(&self) {
        // A writer that is stuck holds the lock until the group is stopped.
        if let Ok(mut input) = self.input.try_lock() {
            *input = None;
        }
    }

    /// Stops the server and all that it has started.
    pub(super) fn stop(&self) -> io::Result<ExitStatus> {
        self.close();
        let status = stop_child(&mut lock(&self.process));
        lock(&self.guard).dismiss();
        status
    }
}

impl Upstream for Arc<Child> {
    fn send(&self, sent: Sent, link: &Arc<Link>) {
        // In one write, so that no half of it is left if the process is killed.
        let text = [sent.line(), b"\n"].concat();
        let mut input = lock(&self.input);
        let written = input.as_mut().map(|input| input.write_all(&text));
        drop(input);
        if !matches!(written, Some(Ok(()))) {
            link.not_sent(&sent, "the server does not read any more");
        }
    }

    fn end(&self) {
        // It has ended, whatever it ended with.
        let _status = self.stop();
    }
}

/// Reads what a server writes until it ends.
pub(super) fn read(output: ChildStdout, link: Arc<Link>) {
    thread::spawn(move || {
        let mut lines = Lines::new(BufReader::with_capacity(1 << 16, output), LONGEST);
        while let Ok(Some(line)) = lines.next_line() {
            link.from_server(line, None);
        }
        link.end(End::Server);
    });
}

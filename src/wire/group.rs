//! Groups of processes: a server may start others, and all of them must end with it.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a group has to end after it was told to.
const GRACE: Duration = Duration::from_secs(1);
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// Makes a command the first of a group of its own.
pub fn separate(command: &mut Command) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        command.process_group(0);
    }
    #[cfg(not(unix))]
    let _ = command;
}

/// Stops a process of this one and its group: tells it, waits, kills.
pub fn stop_child(child: &mut Child) -> io::Result<ExitStatus> {
    let group = child.id();
    let mut told = false;
    let since = Instant::now();
    while since.elapsed() < GRACE {
        // A process that has ended counts as one of its group until it was asked how.
        if child.try_wait()?.is_some() && !exists(group) {
            return child.wait();
        }
        if !told {
            told = true;
            signal(group, Sign::End);
        }
        sleep(LOOK);
    }
    signal(group, Sign::Kill);
    // Only where there are no groups, or for a process that has left its own.
    if child.try_wait()?.is_none() {
        child.kill()?;
    }
    child.wait()
}

/// What a group is told.
#[derive(Debug, Clone, Copy)]
enum Sign {
    /// To end.
    End,
    /// Nothing: it is ended.
    Kill,
}

#[cfg(unix)]
fn signal(group: u32, sign: Sign) {
    use rustix::process::{Signal, kill_process_group};
    let signal = match sign {
        Sign::End => Signal::TERM,
        Sign::Kill => Signal::KILL,
    };
    if let Some(group) = pid(group) {
        // It fails only if nothing of the group is left.
        let _gone = kill_process_group(group, signal);
    }
}

#[cfg(unix)]
fn exists(group: u32) -> bool {
    pid(group).is_some_and(|group| rustix::process::test_kill_process_group(group).is_ok())
}

#[cfg(unix)]
fn pid(group: u32) -> Option<rustix::process::Pid> {
    let group = i32::try_from(group).ok().filter(|group| *group > 1)?;
    rustix::process::Pid::from_raw(group)
}

#[cfg(not(unix))]
fn signal(_: u32, _: Sign) {}

#[cfg(not(unix))]
fn exists(_: u32) -> bool {
    false
}

/// A process that outlives this one, should it be killed, and then stops the server's group. It knows
/// by the end of its input, which no kill can keep from it.
pub struct Guard {
    process: Child,
    input: Option<ChildStdin>,
}

/// The hidden command that a guard runs.
pub const GUARD: &str = "gateway-guard";

impl Guard {
    /// Starts this program as a guard.
    pub fn start() -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg(GUARD)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        separate(&mut command);
        let mut process = command.spawn()?;
        let input = process.stdin.take();
        Ok(Self { process, input })
    }

    /// Names the group.
    pub fn watch(&mut self, group: u32) -> io::Result<()> {
        match &mut self.input {
            Some(input) => writeln!(input, "{group}"),
            None => Ok(()),
        }
    }

    /// Sends it home: the group is stopped, so it has nothing to do.
    pub fn dismiss(&mut self) {
        self.input = None;
        let _ended = self.process.wait();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.dismiss();
    }
}

/// What a guard does: reads the group's number from `input`, waits for its end, and stops what is left
/// of the group.
///
/// # Errors
///
/// When the input cannot be read or holds no number.
pub fn run_guard(mut input: impl Read) -> io::Result<()> {
    let mut text = String::new();
    input.read_to_string(&mut text)?;
    if text.is_empty() {
        return Ok(());
    }
    let group = text.trim().parse().map_err(io::Error::other)?;
    // The server has lost its input as well, and most end by that.
    for sign in [None, Some(Sign::End), Some(Sign::Kill)] {
        if let Some(sign) = sign {
            signal(group, sign);
        }
        let since = Instant::now();
        while since.elapsed() < GRACE / 2 {
            if !exists(group) {
                return Ok(());
            }
            sleep(LOOK);
        }
    }
    Ok(())
}

//! What tells the process to stop from outside: signals, and the end of the client.

use std::io;
use std::sync::Arc;

#[cfg(unix)]
use super::link::End;
use super::link::Link;

/// Calls `end` at each signal to stop.
#[cfg(unix)]
pub(super) fn watch(end: impl Fn() + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            end();
        }
    });
    Ok(())
}

/// Elsewhere the system ends the process, and the guard's input with it.
#[cfg(not(unix))]
pub(super) fn watch(_: impl Fn() + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Ends the link when nobody reads what it writes any more. A client that was killed is noticed by this
/// also while a server that does not read holds up the client's last line.
#[cfg(unix)]
pub(super) fn watch_client(link: Arc<Link>) {
    use rustix::event::{PollFd, PollFlags, poll};

    std::thread::spawn(move || {
        let output = io::stdout();
        let mut watched = [PollFd::new(&output, PollFlags::empty())];
        loop {
            match poll(&mut watched, None) {
                Ok(_) => return link.end(End::Client),
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    });
}

/// Elsewhere the first line that cannot be written tells it.
#[cfg(not(unix))]
pub(super) fn watch_client(_: Arc<Link>) {}

//! The signals that tell a process to stop.

use std::io;
use std::sync::Arc;

use super::run::Link;

/// Ends the link at the first signal.
#[cfg(unix)]
pub(super) fn watch(link: Arc<Link>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::run::End;

    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            link.end(End::Signal);
        }
    });
    Ok(())
}

/// Elsewhere the system ends the process, and the guard's input with it.
#[cfg(not(unix))]
pub(super) fn watch(_: Arc<Link>) -> io::Result<()> {
    Ok(())
}

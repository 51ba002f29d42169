//! What went wrong with a message over HTTP, and whether the server can have acted on it.

use std::io;
use std::sync::Arc;

use super::outgoing::Outgoing;
use super::run::Link;
use crate::wire::Unreached;

/// Why a message has no answer.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) reason: String,
    /// Whether it is sure that the server has done nothing.
    pub(super) undone: bool,
}

impl Fault {
    pub(super) fn of(error: &Unreached) -> Self {
        use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
        use ureq::{Error, Timeout};
        let Unreached::Request(cause) = error else {
            return Self {
                reason: error.to_string(),
                undone: true,
            };
        };
        let undone = match cause {
            Error::Io(error) => matches!(
                error.kind(),
                ConnectionRefused | HostUnreachable | NetworkUnreachable
            ),
            Error::Timeout(phase) => matches!(phase, Timeout::Resolve | Timeout::Connect),
            other => matches!(other, Error::HostNotFound | Error::ConnectionFailed),
        };
        Self {
            reason: error.to_string(),
            undone,
        }
    }

    /// Tells the client. A call that may have been made stays counted.
    pub(super) fn tell(&self, message: &Outgoing, text: &[u8], link: &Arc<Link>) {
        match &message.id {
            Some(id) if !self.undone => link.unanswered(id, &self.reason),
            _ => link.not_sent(text, &self.reason),
        }
    }
}

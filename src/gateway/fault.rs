//! What went wrong with a message over HTTP, and whether the server can have acted on it.

use std::io;
use std::sync::Arc;

use ureq::Body;
use ureq::http::Response;

use super::envelope::Sent;
use super::link::Link;
use super::outgoing::Outgoing;
use super::record::cut;
use crate::escape;
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

    /// A response that is no success, with what it says of when and how to try again.
    pub(super) fn of_status(response: &Response<Body>) -> Self {
        let status = response.status();
        let mut reason = format!("the server said HTTP {}", status.as_u16());
        for name in ["WWW-Authenticate", "Retry-After"] {
            let values = response.headers().get_all(name).iter();
            for value in values.filter_map(|value| value.to_str().ok()) {
                reason.push_str("; ");
                reason.push_str(name);
                reason.push_str(": ");
                reason.push_str(&cut(&escape::one_line(value), 500));
            }
        }
        Self {
            reason,
            undone: status.is_client_error() || status.is_redirection(),
        }
    }

    /// Tells the client. A call that may have been made stays counted.
    pub(super) fn tell(&self, message: &Outgoing, sent: &Sent, link: &Arc<Link>) {
        match &message.id {
            Some(id) if !self.undone => link.unanswered(id, &self.reason),
            _ => link.not_sent(sent, &self.reason),
        }
    }
}

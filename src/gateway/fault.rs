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
use crate::wire::{Unreached, Uri, shown};

/// Why a message has no answer.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) reason: String,
    /// Whether it is sure that the server has done nothing.
    pub(super) undone: bool,
}

/// An address without what may be secret in it.
pub(super) fn address(url: &Uri) -> String {
    escape::one_line(&shown(&url.to_string()))
}

/// What to do about a status.
const fn help(status: u16) -> Option<&'static str> {
    Some(match status {
        401 | 407 => {
            "it wants credentials: give them with `--header Authorization=env:VAR` (OAuth is not supported)"
        }
        403 => "it refuses these credentials, or this machine",
        404 | 410 => "check the path of the address; servers often have the endpoint `/mcp`",
        405 => {
            "it takes no messages there: give its address for streamable HTTP, which is another one than for the older \
             transport with events"
        }
        406 | 415 => "it does not speak streamable HTTP at this address",
        408 | 504 => "try again later",
        300..=399 => "give the address that it leads to",
        500..=599 => "tell those who run the server",
        _ => return None,
    })
}

impl Fault {
    pub(super) fn of(error: &Unreached, url: &Uri) -> Self {
        use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
        use ureq::{Error, Timeout};
        let (why, help) = error.told();
        let reason = match error {
            Unreached::Redirect(_) => format!("{why}; {help}"),
            Unreached::Request(_) => {
                format!(
                    "cannot reach the server at `{}`: {why}; {help}",
                    address(url)
                )
            }
        };
        let Unreached::Request(cause) = error else {
            return Self {
                reason,
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
        Self { reason, undone }
    }

    /// A response that is no success, with what it says of when and how to try again.
    pub(super) fn of_status(response: &Response<Body>, url: &Uri) -> Self {
        let status = response.status();
        let mut reason = format!(
            "the server at `{}` said HTTP {}",
            address(url),
            status.as_u16()
        );
        for name in ["WWW-Authenticate", "Retry-After"] {
            let values = response.headers().get_all(name).iter();
            for value in values.filter_map(|value| value.to_str().ok()) {
                reason.push_str("; ");
                reason.push_str(name);
                reason.push_str(": ");
                reason.push_str(&cut(&escape::one_line(value), 500));
            }
        }
        if let Some(help) = help(status.as_u16()) {
            reason.push_str("; ");
            reason.push_str(help);
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

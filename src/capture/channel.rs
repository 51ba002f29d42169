//! What carries messages to a server and back.

use std::time::Instant;

use super::finding::Failure;
use super::message::Outgoing;

/// A text that the server sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Received {
    /// The text; bytes that are not UTF-8 are U+FFFD in it.
    pub(super) text: String,
    /// Whether there were such bytes.
    pub(super) lossy: bool,
}

impl Received {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self { text, lossy: false },
            Err(error) => Self {
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
                lossy: true,
            },
        }
    }
}

/// A connection to a server.
pub(super) trait Channel {
    /// Sends a message. A connection that answers in the same breath waits for that until then.
    fn send(&mut self, message: &Outgoing, until: Instant) -> Result<(), Failure>;

    /// The next text of the server; `None` if there is none until then.
    fn next(&mut self, until: Instant) -> Result<Option<Received>, Failure>;

    /// The protocol version that was agreed on, for the messages that follow.
    fn agreed(&mut self, version: &str);

    /// Begins anew after the server has ended; whether that can be done.
    fn restart(&mut self) -> Result<bool, Failure>;
}

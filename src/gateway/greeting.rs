//! The handshake of a connection over HTTP, kept so that it can be said again: a server may forget a
//! session at any time, and the client behind the gateway knows nothing of sessions.

use std::io::{BufReader, Read as _};

use ureq::Body;
use ureq::http::{HeaderValue, Response};

use super::envelope::Sent;
use crate::wire::{EVENTS, Events, LONGEST, Line, Members, SESSION, media_type};

/// What the client has said to begin the connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Greeting {
    /// Its `initialize` request.
    pub(super) initialize: Option<Sent>,
    /// Its `notifications/initialized`.
    pub(super) initialized: Option<Sent>,
}

/// What the server has said of the connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Spoken {
    /// Its name for the connection, up to protocol version 2025-11-25.
    pub(super) session: Option<HeaderValue>,
    /// The protocol version that `initialize` agreed on.
    pub(super) version: Option<HeaderValue>,
}

impl Spoken {
    /// Reads the answer to a handshake that the gateway itself has repeated.
    pub(super) fn of(response: Response<Body>) -> Option<Self> {
        if !response.status().is_success() {
            return None;
        }
        let session = response.headers().get(SESSION).cloned();
        let is_stream = media_type(&response) == EVENTS;
        let body = response.into_body().into_reader();
        let version = if is_stream {
            let mut events = Events::new(BufReader::new(body), LONGEST);
            std::iter::from_fn(|| events.next_event().ok().flatten()).find_map(
                |event| match event {
                    Line::Whole(text) => agreed(&text),
                    _ => None,
                },
            )
        } else {
            let mut text = Vec::new();
            let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
            body.take(most).read_to_end(&mut text).ok()?;
            agreed(&text)
        };
        version.map(|version| Self {
            session,
            version: Some(version),
        })
    }
}

/// The protocol version in the answer to `initialize`.
pub(super) fn agreed(text: &[u8]) -> Option<HeaderValue> {
    let version = Members::of(std::str::from_utf8(text).ok()?)?
        .object("result")?
        .text("protocolVersion")?;
    HeaderValue::from_str(&version).ok()
}

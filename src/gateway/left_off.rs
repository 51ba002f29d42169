//! Where a response over HTTP left off, and what it has in it where an answer must be.

use std::fmt::{self, Display, Formatter};
use std::io::Read;
use std::time::Duration;

use super::fault::address;
use super::record::cut;
use crate::escape;
use crate::wire::Uri;

/// Before the server's own events are asked for again.
pub(super) const AGAIN: Duration = Duration::from_secs(1);

/// Where a stream of events left off.
#[derive(Debug, Clone)]
pub(super) struct LeftOff {
    /// The last event's id; without one, the server cannot go on from it.
    pub(super) id: Option<String>,
    /// How long to wait before coming again.
    pub(super) retry: Duration,
    /// What there was in place of an answer.
    pub(super) instead: Instead,
}

impl Default for LeftOff {
    fn default() -> Self {
        Self {
            id: None,
            retry: AGAIN,
            instead: Instead::Nothing,
        }
    }
}

impl LeftOff {
    pub(super) fn with(instead: Instead) -> Self {
        Self {
            instead,
            ..Self::default()
        }
    }

    /// Why a request has no answer after a response that was no error.
    pub(super) fn instead(&self, url: &Uri) -> String {
        format!(
            "the server at `{}` gave no answer: {}",
            address(url),
            self.instead
        )
    }

    /// Where a later stream left off; where this one did, if that had no event with an id.
    pub(super) fn or(self, later: Self) -> Self {
        Self {
            id: later.id.or(self.id),
            retry: later.retry,
            instead: later.instead,
        }
    }
}

/// What there was in place of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Instead {
    /// An empty body.
    Nothing,
    /// A stream of events that ended.
    Events,
    /// JSON that answers something else, or nothing.
    OtherJson,
    /// A page for people.
    Page,
    /// A body of another kind, by its content type.
    Other(String),
}

/// Bytes of a body that show what it is.
const SHOWN: u64 = 512;

impl Instead {
    /// What a body is that is neither JSON nor a stream of events by its content type.
    pub(super) fn of(kind: &str, body: impl Read) -> Self {
        let mut start = Vec::new();
        // What was read until it broke off says enough.
        let _short = body.take(SHOWN).read_to_end(&mut start);
        let start = start.trim_ascii();
        if start.is_empty() {
            Self::Nothing
        } else if kind == "text/html" || start.starts_with(b"<") {
            Self::Page
        } else {
            Self::Other(cut(&escape::one_line(kind), 100))
        }
    }
}

impl Display for Instead {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let address = "check the address: it must be the one that speaks streamable HTTP, such as `https://…/mcp`";
        match self {
            Self::Nothing => write!(f, "its HTTP response is empty; {address}"),
            Self::Events => f.write_str("its stream of events broke off before the answer"),
            Self::OtherJson => f.write_str("its JSON is no answer to this request"),
            Self::Page => write!(
                f,
                "its HTTP response is a web page; {address}; a page to sign in means that it wants credentials, which \
                 `--header Authorization=env:VAR` gives"
            ),
            Self::Other(kind) if kind.is_empty() => {
                write!(f, "its HTTP response has no content type; {address}")
            }
            Self::Other(kind) => write!(
                f,
                "its HTTP response has the content type `{kind}`, not `application/json` or `text/event-stream`; {address}"
            ),
        }
    }
}

//! What a response over HTTP has in it where an answer must be.

use std::fmt::{self, Display, Formatter};
use std::io::Read;

use super::record::cut;
use crate::escape;

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

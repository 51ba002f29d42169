//! What is wrong with a server's list, and why there is none.

use std::fmt;

use super::limits::{Limit, Limits};
use crate::escape::one_line;
use crate::plural::count;

/// Something about a capture that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A tool of the list cannot be used.
    Tool {
        /// Its place in the list, from 1.
        at: usize,
        /// Its name, if it could be read.
        name: Option<String>,
        /// Why, lower case, no full stop.
        reason: String,
    },
    /// A tool is used although something is odd.
    Odd {
        /// Its name.
        name: String,
        /// What, lower case, no full stop.
        reason: String,
    },
    /// The list has more than was read.
    Incomplete {
        /// How many tools were read.
        tools: usize,
        /// Why no more, lower case, no full stop.
        reason: String,
    },
    /// The server does not keep to the protocol, and the list is none the worse for it.
    Protocol {
        /// How, lower case, no full stop.
        reason: String,
    },
}

impl Finding {
    /// Whether something that the server offers is missing from the capture.
    pub fn is_loss(&self) -> bool {
        matches!(self, Self::Tool { .. } | Self::Incomplete { .. })
    }

    /// A list that ends at a limit.
    pub(super) fn limit(tools: usize, limits: &Limits, limit: Limit) -> Self {
        let reason = limits.words(limit);
        Self::Incomplete { tools, reason }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tool { at, name, reason } => {
                let name = name.as_deref().map(|name| format!(" (`{}`)", short(name)));
                let name = name.unwrap_or_default();
                write!(f, "tool {at} of the list{name} is left out: {reason}")
            }
            Self::Odd { name, reason } => write!(f, "`{}`: {reason}", short(name)),
            Self::Incomplete { tools, reason } => {
                write!(
                    f,
                    "the list is incomplete after {}: {reason}",
                    count(*tools, "tool")
                )
            }
            Self::Protocol { reason } => f.write_str(reason),
        }
    }
}

/// Why there is no capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server's program does not start.
    Start(String),
    /// The server ended before it had answered; with its exit status in words.
    Ended(String),
    /// There was no answer in time.
    Silent {
        /// What was asked.
        method: String,
    },
    /// The server sent more than is read.
    Limit(Limit),
    /// The server answered with an error.
    Refused {
        /// What was asked.
        method: String,
        /// The error's code.
        code: i64,
        /// The error's message.
        message: String,
    },
    /// The answer is not what the protocol asks for.
    Answer {
        /// What was asked.
        method: String,
        /// What is wrong, lower case, no full stop.
        reason: String,
    },
    /// The server and this program have no protocol version in common.
    Version {
        /// What the server speaks.
        supported: Vec<String>,
    },
    /// The server answered with an HTTP status that is no answer.
    Status {
        /// The status.
        status: u16,
        /// The start of the body.
        body: String,
    },
    /// The server cannot be reached.
    Unreached(String),
}

impl Failure {
    /// The failure in words, lower case, no full stop; with the limit that stands behind it.
    pub fn words(&self, limits: &Limits) -> String {
        match self {
            Self::Start(reason) => format!("it cannot be started: {reason}"),
            Self::Ended(status) => format!("it exited before it answered ({status})"),
            Self::Silent { method } => {
                let limit = limits.words(Limit::Time);
                format!("it did not answer `{method}` in time: {limit}")
            }
            Self::Limit(limit) => {
                format!("it sends more than is allowed: {}", limits.words(*limit))
            }
            Self::Refused {
                method,
                code,
                message,
            } => {
                let message = short(message);
                format!("it answers `{method}` with error {code}: {message}")
            }
            Self::Answer { method, reason } => {
                format!("its answer to `{method}` cannot be used: {reason}")
            }
            Self::Version { supported } => {
                let theirs = short(&supported.join(", "));
                let ours = super::VERSIONS.join(", ");
                format!("it speaks the protocol versions {theirs}; this program speaks {ours}")
            }
            Self::Status { status, body } => {
                let body = short(body);
                let body = if body.is_empty() {
                    body
                } else {
                    format!(": {body}")
                };
                format!("it answers with HTTP status {status}{body}")
            }
            Self::Unreached(reason) => format!("it cannot be reached: {reason}"),
        }
    }

    /// What to do about it, if there is something to say.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Start(_) => {
                "give the server's own command after `--`; it is not passed to a shell"
            }
            Self::Ended(_) => {
                "the server may need arguments or variables; its environment is almost empty, and \
                 `--env NAME` passes a variable on"
            }
            Self::Status {
                status: 401 | 403, ..
            } => "give the server its credentials, such as `--header Authorization=env:TOKEN`",
            Self::Status {
                status: 404 | 405, ..
            } => {
                "give the URL for streamable HTTP; \
                 the older transport with an `/sse` URL is not supported"
            }
            _ => "",
        }
    }
}

/// A text of the server on one line, cut where it is long.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 200;
    let line = one_line(text.trim());
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

//! How much a server may send, and for how long.

use std::time::Duration;

use crate::plural::count;

/// How much a capture takes from a server before it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long the whole capture may take.
    pub time: Duration,
    /// How long to wait for the answer to `server/discover` before `initialize` is tried as well.
    pub probe: Duration,
    /// Bytes of one message.
    pub message: usize,
    /// Bytes of all messages together.
    pub total: usize,
    /// Pages of the list.
    pub pages: usize,
    /// Tools in the list.
    pub tools: usize,
    /// Bytes of one tool.
    pub tool: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            probe: Duration::from_secs(10),
            message: 16 << 20,
            total: 64 << 20,
            pages: 1_000,
            tools: 20_000,
            tool: 1 << 20,
        }
    }
}

/// A limit that a server has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::time`].
    Time,
    /// [`Limits::message`].
    Message,
    /// [`Limits::total`].
    Total,
    /// [`Limits::pages`].
    Pages,
    /// [`Limits::tools`].
    Tools,
    /// [`Limits::tool`].
    Tool,
}

impl Limit {
    /// The option of the command line that sets it.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Time => "--timeout",
            Self::Message => "--max-message-bytes",
            Self::Total => "--max-bytes",
            Self::Pages => "--max-pages",
            Self::Tools => "--max-tools",
            Self::Tool => "--max-tool-bytes",
        }
    }
}

impl Limits {
    /// A limit in words, with the option that raises it.
    pub fn words(&self, limit: Limit) -> String {
        let amount = match limit {
            Limit::Time => format!("{} seconds", self.time.as_secs_f64()),
            Limit::Message => format!("{} bytes in one message", self.message),
            Limit::Total => format!("{} bytes in all", self.total),
            Limit::Pages => count(self.pages, "page"),
            Limit::Tools => count(self.tools, "tool"),
            Limit::Tool => format!("{} bytes for one tool", self.tool),
        };
        format!("the limit is {amount}; `{}` raises it", limit.flag())
    }
}

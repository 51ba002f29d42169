//! How much a command takes from a server, as its options say.

use std::time::Duration;

use crate::capture::Limits;

/// How much is taken from a server.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Limits of a capture")]
pub(in crate::cli) struct LimitArgs {
    /// How many seconds one server may take to answer with its list.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,

    /// The largest message, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().message)]
    max_message_bytes: usize,

    /// The size of all messages of a server together, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().total)]
    max_bytes: usize,

    /// The largest number of pages of a list.
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().pages)]
    max_pages: usize,

    /// The largest number of tools in a list.
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().tools)]
    max_tools: usize,

    /// The largest definition of a tool, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().tool)]
    max_tool_bytes: usize,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "it is not a number".to_owned())?;
    let time = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    if time.is_zero() {
        return Err("it must be more than 0".to_owned());
    }
    Ok(time)
}

impl LimitArgs {
    pub(in crate::cli) fn limits(&self) -> Limits {
        Limits {
            time: self.timeout,
            probe: Limits::default().probe.min(self.timeout / 2),
            message: self.max_message_bytes,
            total: self.max_bytes,
            pages: self.max_pages,
            tools: self.max_tools,
            tool: self.max_tool_bytes,
        }
    }
}

//! An MCP server that stands before another one and enforces a policy.
//!
//! [`Session`] is the whole of it as a value: lines of the client and of the server go in, lines and
//! [`Record`]s come out. [`run_command`] carries the lines between the client and a
//! process that it starts, [`run_url`] between the client and a server over streamable HTTP, and
//! [`run_listen`] between either server and many clients over streamable HTTP.
//!
//! What the two sides read must be the same. So a line of the client passes only if it is one JSON-RPC
//! message that every reader takes alike, and it passes on one line for every reader; a line of the
//! server passes byte for byte, unless tools leave a list.

mod answer;
mod ask;
mod call;
mod child;
mod dry_run;
mod envelope;
mod fault;
mod greeting;
mod http;
mod journal;
mod left_off;
mod link;
mod listen;
mod listing;
#[cfg(test)]
mod listing_tests;
mod lookalike;
mod message;
mod mirrored;
mod outgoing;
mod record;
mod recording;
mod reply;
mod run;
mod running;
mod session;
mod shown;
mod signals;
mod spelling;
#[cfg(test)]
mod spelling_tests;
mod state;
#[cfg(test)]
mod tests;
mod valkey;

pub use envelope::{Envelope, Sent};
pub use http::run_url;
pub use listen::{Behind, Change, Client, Listen, Reload, Watch, run_listen};
pub use record::{Answer, Record, Side};
pub use recording::{Passed, Recorder};
pub use run::{Ended, Start, run_command};
pub use session::{Out, Session, Settings};
pub use state::State;
pub use valkey::{Unusable, Valkey};

use crate::model::Decision;
use crate::policy::Policy;

/// Whether a tool stays in the list. What is hidden leaves it, and so does what the policy does not
/// name and denies: a list of what can never be called costs the agent's context. A tool that the
/// policy names and denies stays.
fn visible(policy: &Policy, tool: &str) -> bool {
    match policy.decision(tool) {
        Decision::Hide => false,
        Decision::Deny => policy.rule(tool).is_some(),
        Decision::Allow | Decision::Limit | Decision::Ask => true,
    }
}

//! What everything that speaks MCP shares: JSON text that two readers take alike, lines and events of
//! bounded length, requests over HTTP, and groups of processes that end together.

mod doubled;
mod fault;
mod group;
mod header;
mod json;
mod line;
mod outline;
mod redirect;
mod remote;
mod spans;
mod sse;
mod unreached;

pub use doubled::doubled;
pub use fault::json_fault;
pub use group::{GUARD, Guard, run_guard, separate, stop_child};
pub use header::{EVENTS, LAST_EVENT, METHOD, NAME, SESSION, VERSION, decoded, encoded};
pub use json::{Id, Members, check, compact, items, quoted, without_halves};
pub use line::{LONGEST, Line, Lines, read_line};
pub use redirect::redirected;
pub use remote::{Remote, Unreached, follow, media_type, shown};
pub use spans::Spans;
pub use sse::Events;

pub use ureq::http::{HeaderName, HeaderValue, Response, Uri};

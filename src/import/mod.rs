//! `tools/list` results from outside, read tolerantly: one bad tool never hides the others.

mod definition;
mod facets;
mod listing;
mod lock;
mod parameters;
mod plan;
mod reference;
mod required;

pub use definition::{Read, read_tool};
pub use listing::{Listed, Unreadable, read_listing};
pub use lock::{fingerprint, locked};
pub use plan::{CaptureNote, Existing, Plan, plan};

#[cfg(test)]
mod tests;

//! `tools/list` results from outside, read tolerantly: one bad tool never hides the others.

mod definition;
mod instructions;
mod listing;
mod lock;
mod plan;

pub use definition::{Read, read_tool};
pub use instructions::read_instructions;
pub use listing::{Listed, Unreadable, read_listing};
pub use lock::{fingerprint, locked};
pub use plan::{CaptureNote, Existing, Plan, plan};

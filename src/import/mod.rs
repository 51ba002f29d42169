//! `tools/list` results from outside, read tolerantly: one bad tool never hides the others.

mod definition;
mod listing;

pub use definition::{Read, read_tool};
pub use listing::{Listed, Unreadable, read_listing};

//! `tools/list` results from outside, read tolerantly: one bad tool never hides the others.

mod definition;
mod documents;
mod facets;
mod instructions;
mod listing;
mod lock;
mod pages;
mod parameters;
mod plan;
mod reference;
mod repair;
mod required;
mod review;
mod shape;

pub use definition::{Read, read_tool};
pub use documents::decode;
pub use instructions::read_instructions;
pub use listing::{Listed, Listing, Unreadable, read_list, read_listing};
pub use lock::{Locker, fingerprint};
pub use plan::{CaptureNote, Changed, Existing, Plan, plan};

#[cfg(test)]
mod tests;

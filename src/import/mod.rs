//! `tools/list` results from outside, read tolerantly: one bad tool never hides the others.

#[cfg(feature = "cli")]
mod append;
mod definition;
#[cfg(feature = "cli")]
mod depth;
#[cfg(feature = "cli")]
mod documents;
mod facets;
#[cfg(feature = "cli")]
mod instructions;
mod keyword;
#[cfg(feature = "cli")]
mod listing;
#[cfg(feature = "cli")]
mod lists;
#[cfg(feature = "cli")]
mod lock;
#[cfg(feature = "cli")]
mod pages;
mod parameters;
#[cfg(feature = "cli")]
mod plan;
mod reference;
#[cfg(feature = "cli")]
mod repair;
mod required;
#[cfg(feature = "cli")]
mod review;
#[cfg(feature = "cli")]
mod shape;

pub use definition::{Read, read_tool};
#[cfg(feature = "cli")]
pub use documents::decode;
#[cfg(feature = "cli")]
pub use listing::{Listed, Listing, Unreadable, read_list, read_listing};
#[cfg(feature = "cli")]
pub use lock::{Locker, fingerprint};
#[cfg(feature = "cli")]
pub use plan::{CaptureNote, Changed, Existing, Plan, plan};
#[cfg(feature = "cli")]
pub use shape::{as_mcp, is_built_in};

#[cfg(feature = "cli")]
#[cfg(test)]
mod lock_tests;
#[cfg(feature = "cli")]
#[cfg(test)]
mod tests;

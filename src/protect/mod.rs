//! The gateway put before the servers of clients' configurations, and taken away again.
//!
//! A change is a few edits inside one entry; every other byte of the file stays. What stood there before is
//! kept in a [`Ledger`], for it cannot be worked out from what stands there after.

mod edit;
mod ledger;
mod list;
mod made;
mod refuse;
mod remote;
mod rules;
mod tokens;
mod unwrap;
mod verify;

pub use edit::{Edit, apply, quoted, wrap};
pub use ledger::{Change, FileRecord, Ledger, ToolList, Undone, hull, says_as_before, undo, whole};
pub use made::Made;
pub use refuse::refusal;
pub use rules::{Added, OwnList, Sorted, in_entry, in_list, in_mapping};
pub use verify::verify;

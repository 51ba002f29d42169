//! Lints over a rated catalog: each in its own file, run together, levels set in one place.

mod baseline;
mod code;
mod dead_link;
mod english;
mod fix;
mod lint;
pub mod lints;
mod prose;
mod run;
mod words;

pub use baseline::Baseline;
pub use dead_link::DEAD_LINK;
pub use fix::{Fixed, fixed};
pub use lint::Lint;
pub use lints::LINTS;
pub use run::{all_lints, check, credential_in, find_lint, is_fault, set_levels};

//! Lints over a rated catalog: each in its own file, run together, levels set in one place.

mod lint;
pub mod lints;
mod run;
mod words;

pub use lint::{Lint, explanation_of};
pub use lints::LINTS;
pub use run::{check, find_lint, set_levels};

//! Writing files.

mod file;

pub use file::{WriteError, write_file};

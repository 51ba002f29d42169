//! The fuzz targets as a library, for the binaries in `fuzz_targets/`.

#[path = "targets.rs"]
mod targets;

pub use targets::*;

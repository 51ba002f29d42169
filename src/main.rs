//! The `toolrisk` binary.
fn main() {}

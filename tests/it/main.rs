//! The one integration test binary.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that fails should stop at once, and tests read and write files"
)]

mod architecture;
mod command_line;
mod exports;
mod faults;
mod feeds;
mod fixing;
#[cfg(unix)]
mod gateway;
mod hostile;
mod html;
mod import;
mod lints;
mod machines;
mod mutations;
mod own_rules;
mod own_words;
mod poison;
mod published_defects;
mod rules;
mod seed_pages;
mod serve;
mod site;

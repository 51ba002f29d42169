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
#[cfg(unix)]
mod capture;
mod command_line;
mod corpus;
mod drift;
mod exports;
mod faults;
mod feeds;
mod fixes;
mod fixing;
#[cfg(unix)]
mod gateway;
mod hostile;
mod html;
mod import;
mod interrupted;
mod lints;
mod machines;
mod mutations;
mod own_rules;
mod own_words;
mod poison;
mod program;
mod published_defects;
mod publishing;
mod reading;
mod rules;
mod seed_pages;
mod serve;
mod since;
mod site;

//! The one integration test binary.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that fails should stop at once, and tests read and write files"
)]

mod architecture;
mod command_line;
mod faults;
mod fixing;
mod hostile;
mod html;
mod import;
mod lints;
mod mutations;
mod own_words;
mod published_defects;
mod rules;
mod seed_pages;
mod site;

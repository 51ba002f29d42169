//! The one integration test binary.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that fails should stop at once, and tests read and write files"
)]

mod all_tools;
mod architecture;
#[cfg(target_os = "linux")]
mod audit;
mod builtin;
#[cfg(unix)]
mod capture;
mod changes;
#[cfg(target_os = "linux")]
mod clients;
mod command_line;
mod corpus;
mod dice;
mod docs;
mod docstrings;
mod drift;
mod empty_values;
mod exports;
mod faults;
mod feeds;
mod fixes;
mod fixing;
mod foreign_files;
mod fuzzing;
#[cfg(unix)]
mod gateway;
mod gateway_http;
#[cfg(unix)]
mod gateway_state;
mod gone;
mod hostile;
mod html;
mod import;
mod incremental;
mod interrupted;
mod lints;
mod lists;
mod lost_work;
mod machines;
mod mutations;
mod near_linear;
mod nearest_catalog;
mod odd_files;
mod own_rules;
mod own_words;
mod pages_beside;
mod poison;
mod policies;
mod program;
#[cfg(target_os = "linux")]
mod protect;
mod protect_random;
#[cfg(target_os = "linux")]
mod protect_traps;
mod published_defects;
mod publishing;
mod reading;
mod review;
mod rules;
mod seed_pages;
mod serve;
mod shards;
mod since;
mod site;
mod starting;
mod supply;
mod themes;
mod traps;
mod truth;
mod unread_parts;
mod unwritten;
mod wrapped;
mod yaml_suite;

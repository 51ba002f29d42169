//! MCP clients: where each keeps its servers and permissions, and what stands in those files.
//!
//! Files are read into one tree with byte spans, whatever their format, so that the report and the edits of
//! `protect` see the same entries.

mod any;
mod document;
mod entry;
mod files;
mod gateway;
mod gemini;
mod grant;
mod home;
mod own_rules;
mod package;
mod snippet;
mod start;
mod switch;
mod table;

pub use any::{SERVER_KEYS, entries_of_any};
pub use document::{Format, Kind, Layout, Member, Node, parse};
pub use entry::{Entry, Transport, entries};
pub use files::{ConfigFile, found, given};
pub use gateway::Gateway;
pub use grant::{Grant, Reach, grants};
pub use home::{Home, Os};
pub use own_rules::{Denied, OwnRules, Spelling, own_rules};
pub use package::{Package, label, package_of, script, stem};
pub use snippet::{Guarded, place, snippet, wrapping, writes_alike};
pub use start::start;
pub use switch::is_off;
pub use table::{CLIENTS, Client, Scope, client};

//! What the templates see: one struct for each kind of page.

mod agent;
mod api;
mod attack;
mod capture;
mod changes;
mod docs;
mod flow;
mod home;
mod lints;
mod machines;
mod method;
mod rows;
mod rules;
mod search;
mod server;
mod shell;
mod tool;
mod tools;
mod upkeep;
mod versions;
mod vocabulary;
mod why;

pub use docs::doc_path;
pub(super) use docs::in_order;
pub(super) use rows::{Pager, ToolRow};
pub(super) use server::{Place, decisions};
pub(super) use shell::{Extras, Link, NotFoundPage, PageMeta, SiteValues, outside};
pub(super) use tool::{attribution, said, status};
pub(super) use versions::PATH as VERSIONS_PATH;
pub(super) use why::{HintRow, hint_rows, place_words, step_ups};

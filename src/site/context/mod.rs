//! What the templates see: one struct for each kind of page.

mod api;
mod attack;
mod changes;
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
mod vocabulary;
mod why;

pub(super) use rows::{Pager, ToolRow};
pub(super) use shell::{Link, NotFoundPage, Shell, SiteValues, outside};
pub(super) use tool::status;
pub(super) use why::step_ups;

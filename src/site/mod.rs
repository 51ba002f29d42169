//! Rated catalog → the pages and files of a static site, as values; nothing here touches a file.
//!
//! A [`Site`] is built once: templates compiled, tools grouped, pages planned. [`Site::plan`] is a
//! cheap list of every file, [`SiteData::file`] says where one goes, and [`Site::render`] gives its
//! bytes, from any number of threads:
//!
//! ```
//! use toolrisk::model::Catalog;
//! use toolrisk::rules::rate;
//! use toolrisk::site::{Options, Page, Site};
//!
//! let catalog = Catalog::default();
//! let rated = rate(&catalog);
//! let site = Site::new(&rated, &Options::default()).unwrap();
//! assert!(site.plan().contains(&Page::Home));
//! assert_eq!(site.file(Page::NOT_FOUND), "404.html");
//! assert!(site.render(Page::Home).unwrap().starts_with(b"<!doctype html>"));
//! ```
//!
//! Text from outside reaches a template only as `Text`, which shows hidden characters and is
//! escaped there, or as `Html`, which was escaped when it was put together.

mod accuracy;
mod api;
mod assets;
mod badge;
mod blocks;
mod builder;
mod bulk;
mod context;
mod data;
mod dead_links;
mod definitions;
mod discovery;
mod docstring;
mod error;
mod feed;
mod frameworks;
mod graded;
mod headers;
mod highlight;
mod history;
mod html;
mod index;
mod keys;
mod layout;
mod linked;
mod markdown;
mod outputs;
mod page;
mod paging;
mod question;
mod questions;
mod related;
mod render;
mod rendition;
mod risk;
mod search;
mod sitemap;
mod targets;
mod templates;
mod text;
mod tools;
mod urls;
mod words;

pub use api::Document;
#[cfg(feature = "cli")]
pub(crate) use assets::clash;
pub use context::doc_path;
pub use data::SiteData;
pub use dead_links::{DeadLink, Targets, may_link};
pub use error::SiteError;
pub use history::{Commit, Done, Graded, Grades, History};
pub use keys::Keys;
pub use outputs::{Item, Kind};
pub use page::{Page, Rendition};
pub use render::{Options, Site};
pub use templates::{TEMPLATE_VERSION, template_values};

/// The names of the files of a folder of the repository, sorted.
#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests compare lists in the code with folders"
)]
fn files_of(folder: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

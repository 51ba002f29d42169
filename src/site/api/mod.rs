//! The static JSON API, version 1: documents of servers, their tools, and attack patterns.
//!
//! Files are what a large site costs, so a tool has none of its own: it stands in its server's
//! document under its exact name, where a JSON pointer finds it (`servers/git.json#/tools/git_add`).
//! A long list goes on in the part that `next` names. Fields may be added; none changes its meaning.

mod attacks;
mod openapi;
mod schema;
mod servers;
mod tool;

use serde::Serialize;

pub(super) use attacks::{attack, attacks};
pub(super) use openapi::{ENDPOINTS, openapi};
pub use schema::Document;
pub(super) use schema::{schema, schema_path};
pub(super) use servers::{server, servers};
pub(super) use tool::Limit;
use tool::Tool;

use super::data::SiteData;
use crate::escape;

/// The version of the documents' shape, and of the API.
pub(super) const VERSION: u32 = 1;
/// Entries of a list in one file: some hundred kilobytes.
const PER_PART: usize = 500;

/// The path of a document, or of a further part of it.
pub(super) fn path(name: &str, part: usize) -> String {
    match part {
        0 | 1 => format!("api/v{VERSION}/{name}.json"),
        _ => format!("api/v{VERSION}/{name}/{part}.json"),
    }
}

/// The part numbers of a list of that many entries; an empty list has one part.
pub(super) fn parts(entries: usize) -> impl Iterator<Item = usize> {
    1..=entries.div_ceil(PER_PART).max(1)
}

/// The entries of a part.
fn part_of<T>(entries: &[T], part: usize) -> &[T] {
    let mut parts = entries.chunks(PER_PART);
    parts.nth(part.saturating_sub(1)).unwrap_or_default()
}

/// The address of the part after this one, where there is one.
fn next(site: &SiteData<'_>, name: &str, part: usize, entries: usize) -> Option<String> {
    (part * PER_PART < entries).then(|| site.urls.address(&path(name, part + 1)))
}

/// The document as one line of JSON, hidden characters written as escapes.
pub(super) fn text(document: &impl Serialize) -> String {
    text_in(document, 0)
}

/// The same, with room for that many bytes from the beginning, so that a long text is not moved while it grows.
pub(super) fn text_in(document: &impl Serialize, room: usize) -> String {
    let mut bytes = Vec::with_capacity(room);
    // Strings, numbers, lists, and maps with words for keys: serialising them cannot fail.
    let _cannot_fail = serde_json::to_writer(&mut bytes, document);
    bytes.push(b'\n');
    escape::json(String::from_utf8(bytes).unwrap_or_default())
}

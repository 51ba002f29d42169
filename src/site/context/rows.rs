//! Rows of tools, and the pages of a long list.

use serde::Serialize;

use crate::model::{Category, Severity};
use crate::policy::ToolPolicy;
use crate::rules::RatedTool;
use crate::site::definitions;
use crate::site::page::CHANGES_PER_PAGE;
use crate::site::paging::Paging;
use crate::site::text::{Text, first_sentence};
use crate::site::urls::Urls;
use crate::site::words::count;

/// A tool in a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ToolRow {
    name: Text,
    href: String,
    what: Text,
    server: Text,
    server_href: String,
    category: Category,
    severity: Severity,
    /// What the recommended policy says, such as `10 a minute`.
    decision: String,
}

impl ToolRow {
    pub(in crate::site) fn new(rated: &RatedTool<'_>, urls: &Urls) -> Self {
        let definition = &rated.tool.definition;
        let (first, _) = first_sentence(&definition.description);
        Self {
            name: Text::short(&definition.name, 80),
            href: urls.tool(&rated.server.id, &rated.tool.slug),
            what: Text::short(first, 150),
            server: Text::short(&rated.server.title.value, 60),
            server_href: urls.server(&rated.server.id),
            category: rated.rating.category,
            severity: rated.rating.severity,
            decision: definitions::decision(&ToolPolicy::new(rated)),
        }
    }
}

/// Where in a long list a page stands.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Pager {
    number: usize,
    of: usize,
    /// Entries on all pages, such as `12 tools`.
    total_counted: String,
    /// Empty on the first page.
    previous: String,
    /// Empty on the last page.
    next: String,
}

impl Pager {
    /// Page `number` of a list below `folder`.
    pub(in crate::site) fn of_list(number: usize, paging: &Paging, folder: &str) -> Self {
        Self::new(number, paging.pages(), paging.entries(), folder)
    }

    /// Page `number` of `of` pages with `total` entries below `folder`.
    pub(in crate::site) fn new(number: usize, of: usize, total: usize, folder: &str) -> Self {
        let href = |number: usize| match number {
            0 | 1 => folder.to_owned(),
            _ => format!("{folder}page/{number}/"),
        };
        Self {
            number,
            of,
            total_counted: count(total, "tool"),
            previous: if number > 1 {
                href(number - 1)
            } else {
                String::new()
            },
            next: if number < of {
                href(number + 1)
            } else {
                String::new()
            },
        }
    }
}

/// The changes of page `number`.
pub(in crate::site) fn page_of<T>(entries: &[T], number: usize) -> &[T] {
    let pages = entries.chunks(CHANGES_PER_PAGE);
    pages
        .into_iter()
        .nth(number.saturating_sub(1))
        .unwrap_or_default()
}

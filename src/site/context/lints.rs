//! The lints: all of them by family, and a page for each.

use serde::Serialize;

use super::{Link, PageMeta};
use crate::check::all_lints;
use crate::diagnostic::{Level, LintInfo, explanation_of};
use crate::site::data::SiteData;
use crate::site::highlight;
use crate::site::html::Html;
use crate::site::markdown::{Headings, render};
use crate::site::words::{capital, count};

/// The code of the lint that reports allowances which nothing needed.
const UNUSED_ALLOW: &str = "TR901";

/// All lints.
#[derive(Debug, Serialize)]
pub(in crate::site) struct LintsPage {
    page: PageMeta,
    counted: String,
    families: Vec<Family>,
}

/// The lints whose codes share their hundreds digit.
#[derive(Debug, Serialize)]
struct Family {
    /// Fragment of its address, such as `tr2`.
    id: String,
    title: &'static str,
    about: &'static str,
    lints: Vec<Row>,
}

/// A lint in the table.
#[derive(Debug, Serialize)]
struct Row {
    code: &'static str,
    name: &'static str,
    href: String,
    level: &'static str,
    summary: String,
}

/// One lint.
#[derive(Debug, Serialize)]
pub(in crate::site) struct LintPage {
    page: PageMeta,
    code: &'static str,
    name: &'static str,
    level: &'static str,
    standing: &'static str,
    summary: String,
    body: Html,
    /// How to allow it in an entry; empty for faults of loading, which no entry can allow.
    allow: Html,
    /// How to set its level for a catalog.
    set: Html,
    unused_allow: Link,
    family: Link,
    previous: Option<Link>,
    next: Option<Link>,
}

impl SiteData<'_> {
    pub(in crate::site) fn lints_page(&self) -> LintsPage {
        let all = all_lints();
        let counted = count(all.len(), "lint");
        let mut families: Vec<Family> = Vec::new();
        for info in all {
            let id = family_id(info);
            if families.last().is_none_or(|family| family.id != id) {
                let (title, about) = family(info);
                families.push(Family {
                    id,
                    title,
                    about,
                    lints: Vec::new(),
                });
            }
            if let Some(family) = families.last_mut() {
                family.lints.push(Row {
                    code: info.code,
                    name: info.name,
                    href: self.urls.lint(info.code),
                    level: info.level.called(),
                    summary: sentence(info.summary),
                });
            }
        }
        LintsPage {
            page: self
                .page_meta(
                    "Lints: what the catalog is checked for",
                    &format!(
                        "The {counted} that every entry of the catalog passes, by code: what each \
                         reports, why, and how to fix or allow it."
                    ),
                    "lints/",
                )
                .section("lints"),
            counted,
            families,
        }
    }

    pub(in crate::site) fn lint_page(&self, number: usize) -> Option<LintPage> {
        let all = all_lints();
        let info = *all.get(number)?;
        let link = |at: Option<usize>| {
            let other: &LintInfo = all.get(at?)?;
            let label = format!("{} {}", other.code, other.name);
            Some(Link::new(&label, self.urls.lint(other.code)))
        };
        let summary = sentence(info.summary);
        let path = format!("lints/{}/", info.code);
        let (title, _) = family(info);
        let family = format!("{}#{}", self.urls.to("lints/"), family_id(info));
        Some(LintPage {
            page: self
                .page_meta(
                    &format!("{} {}", info.code, info.name),
                    &format!("The lint {} ({}): {summary}", info.name, info.code),
                    &path,
                )
                .section("lints")
                .crumb("Lints", self.urls.to("lints/"))
                .crumb(title, family.clone()),
            code: info.code,
            name: info.name,
            level: info.level.called(),
            standing: standing(info.level),
            body: render(&explanation_of(info), Headings::Sections, &self.urls.root),
            allow: allow(info),
            set: highlight::yaml(&format!("lints:\n  {}: {}", info.name, other(info.level))),
            unused_allow: Link::new("unused-allow", self.urls.lint(UNUSED_ALLOW)),
            family: Link::new(title, family),
            previous: link(number.checked_sub(1)),
            next: link(number.checked_add(1)),
            summary,
        })
    }
}

fn allow(info: &LintInfo) -> Html {
    let by_entry = !matches!(hundreds(info), '0' | '9');
    if by_entry {
        let text = format!("allow-lints:\n  {}: Why it is right here.", info.name);
        highlight::yaml(&text)
    } else {
        Html::default()
    }
}

/// The summary as a sentence of its own.
fn sentence(summary: &str) -> String {
    format!("{}.", capital(summary))
}

/// What a finding of this level means for a run, as "It is … by default" goes on.
const fn standing(level: Level) -> &'static str {
    match level {
        Level::Allow => "not reported",
        Level::Note => "a note",
        Level::Warn => "a warning",
        Level::Error => "an error",
    }
}

/// A level to set instead of the default one, for an example.
const fn other(level: Level) -> &'static str {
    match level {
        Level::Allow | Level::Note | Level::Error => Level::Warn.as_str(),
        Level::Warn => Level::Error.as_str(),
    }
}

fn hundreds(info: &LintInfo) -> char {
    info.code.chars().nth(2).unwrap_or('9')
}

fn family_id(info: &LintInfo) -> String {
    format!("tr{}", hundreds(info))
}

/// What the hundreds digit of a code stands for: a title, and a sentence about it.
fn family(info: &LintInfo) -> (&'static str, &'static str) {
    match hundreds(info) {
        '0' => (
            "Files and their form",
            "A file that cannot be read is a finding. The rest of the catalog still loads.",
        ),
        '1' => (
            "Ratings",
            "An entry, the rules and the server’s own hints must not contradict each other \
             without a reason.",
        ),
        '2' => (
            "Prose",
            "People read descriptions and rationales before they decide.",
        ),
        '3' => (
            "References",
            "What an entry names must exist, and a claim needs its source.",
        ),
        '4' => (
            "Names",
            "Names are what policies match on, and what readers search for.",
        ),
        '5' => (
            "Hostile text",
            "Text of the catalog reaches people, pages and models.",
        ),
        '6' => (
            "Captures",
            "An entry describes what a server really offered.",
        ),
        _ => ("The lints themselves", "An exception must still be needed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::find_lint;

    #[test]
    fn codes_come_by_family_and_the_named_lint_is_what_the_text_says() {
        let digits: Vec<char> = all_lints().into_iter().map(hundreds).collect();
        assert!(digits.is_sorted() && digits.iter().all(|digit| "01234569".contains(*digit)));
        let named = find_lint(UNUSED_ALLOW).map(|info| info.name);
        assert_eq!(named, Some("unused-allow"));
    }
}

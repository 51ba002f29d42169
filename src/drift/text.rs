//! Changes as text for a terminal, as JSON, and as a Markdown table.

use serde::Serialize;

use super::{Change, Compared, Grade};
use crate::escape::{self, one_line};
use crate::model::{Category, Decision, Severity, Trait};
use crate::plural::count;
use crate::rules::Rating;

/// Each change in a few lines; what is notation only is counted, unless all is asked for.
pub fn human(server: &str, compared: &Compared, all: bool) -> String {
    let mut lines = Vec::new();
    for change in told(compared, all) {
        let tool = one_line(&format!("{server}/{}", change.name));
        let grade = change.grade().as_str();
        lines.push(format!("{grade:<13} {tool}: {}", standing(change)));
        let aloud = change
            .differences
            .iter()
            .filter(|it| (all || it.grade != Grade::Notation) && !says_nothing_more(it.grade));
        lines.extend(aloud.map(|it| format!("  {:<13} {}", it.grade.as_str(), one_line(&it.what))));
    }
    let quiet = compared.changes.len() - told(compared, all).count();
    if quiet > 0 {
        let what = "written differently with the same meaning";
        lines.push(format!(
            "{:<13} {server}: {} {what}",
            "notation",
            count(quiet, "tool")
        ));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// Grades whose words stand in the first line already.
fn says_nothing_more(grade: Grade) -> bool {
    matches!(grade, Grade::Added | Grade::Removed | Grade::Rerated)
}

fn told(compared: &Compared, all: bool) -> impl Iterator<Item = &Change> {
    let changes = compared.changes.iter();
    changes.filter(move |change| all || change.grade() != Grade::Notation)
}

/// The ratings, or the one where they are equal.
fn standing(change: &Change) -> String {
    match (&change.standing.before, &change.standing.after) {
        (Some(before), Some(after)) if before == after => format!("still {}", short(after)),
        (Some(before), Some(after)) => format!("{} -> {}", short(before), short(after)),
        (None, Some(after)) if change.has(Grade::Added) => format!("none -> {}", short(after)),
        (None, Some(after)) => format!("now {}", short(after)),
        (Some(before), None) => format!("{} -> none", short(before)),
        (None, None) => "not rated".to_owned(),
    }
}

fn short(rating: &Rating) -> String {
    let rule = rating
        .limit
        .map_or_else(|| rating.decision.to_string(), |it| it.to_string());
    let traits: Vec<&str> = rating.traits.iter().map(|it| it.as_str()).collect();
    let traits = if traits.is_empty() {
        String::new()
    } else {
        format!(" [{}]", traits.join(", "))
    };
    format!("{} {}{traits}, {rule}", rating.severity, rating.category)
}

/// One change in one sentence, for findings.
pub fn sentence(change: &Change) -> String {
    let what: Vec<String> = change
        .differences
        .iter()
        .filter(|it| it.grade != Grade::Notation && it.grade != Grade::Rerated)
        .map(|it| one_line(&it.what))
        .collect();
    let what = if what.is_empty() {
        String::new()
    } else {
        format!(": {}", what.join("; "))
    };
    format!("{}{what} ({})", change.grade().as_str(), standing(change))
}

/// A table, and a sentence where there is no change but notation.
pub fn markdown(servers: &[(String, Compared)]) -> String {
    let rows = servers.iter().flat_map(|(server, compared)| {
        told(compared, false).map(move |change| row(server, change))
    });
    let rows: String = rows.collect();
    if rows.is_empty() {
        return "No definition changed.\n".to_owned();
    }
    format!("| tool | grade | what differs | what the rules say |\n|---|---|---|---|\n{rows}")
}

fn row(server: &str, change: &Change) -> String {
    let tool = escape::markdown(&format!("{server}/{}", change.name));
    let aloud = change
        .differences
        .iter()
        .filter(|it| it.grade != Grade::Notation && !says_nothing_more(it.grade));
    let what: Vec<String> = aloud.map(|it| escape::markdown(&it.what)).collect();
    let standing = escape::markdown(&standing(change));
    let grade = change.grade().as_str();
    format!("| {tool} | {grade} | {} | {standing} |\n", what.join("; "))
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    servers: Vec<OfServer<'a>>,
}

#[derive(Serialize)]
struct OfServer<'a> {
    server: &'a str,
    unchanged: usize,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    tool: &'a str,
    was: Option<&'a str>,
    grade: &'static str,
    differences: Vec<Detail<'a>>,
    before: Option<Rated<'a>>,
    after: Option<Rated<'a>>,
}

#[derive(Serialize)]
struct Detail<'a> {
    grade: &'static str,
    what: &'a str,
}

#[derive(Serialize)]
struct Rated<'a> {
    category: Category,
    traits: &'a [Trait],
    severity: Severity,
    decision: Decision,
    limit: Option<String>,
}

/// One document, version 1.
pub fn json(servers: &[(String, Compared)]) -> String {
    let servers = servers.iter().map(|(server, compared)| OfServer {
        server,
        unchanged: compared.unchanged,
        changes: compared.changes.iter().map(entry).collect(),
    });
    let report = Report {
        version: 1,
        servers: servers.collect(),
    };
    // Texts and numbers only: serialising them cannot fail.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    escape::json(text) + "\n"
}

fn entry(change: &Change) -> Entry<'_> {
    Entry {
        tool: &change.name,
        was: change.was.as_deref(),
        grade: change.grade().as_str(),
        differences: change
            .differences
            .iter()
            .map(|it| Detail {
                grade: it.grade.as_str(),
                what: &it.what,
            })
            .collect(),
        before: change.standing.before.as_ref().map(rated),
        after: change.standing.after.as_ref().map(rated),
    }
}

fn rated(rating: &Rating) -> Rated<'_> {
    Rated {
        category: rating.category,
        traits: &rating.traits,
        severity: rating.severity,
        decision: rating.decision,
        limit: rating.limit.map(|limit| limit.to_string()),
    }
}

//! Changes as text for a terminal, as JSON, and as a Markdown table for a pull request.

use serde::Serialize;

use super::{Change, Kind};
use crate::escape;
use crate::escape::one_line;
use crate::model::{Category, Decision, Severity};
use crate::rules::Rating;

/// A line for each change, and nothing when there is none.
pub fn human(changes: &[Change]) -> String {
    let line = |change: &Change| {
        let kinds = words(change);
        let tool = one_line(&format!("{}/{}", change.server, change.tool));
        let (old, new) = (short(change.old.as_ref()), short(change.new.as_ref()));
        format!("{kinds:<20} {tool}: {old} -> {new}\n")
    };
    changes.iter().map(line).collect()
}

/// A table, and a sentence when there is no change.
pub fn markdown(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "No change in risk.\n".to_owned();
    }
    let row = |change: &Change| {
        let tool = cell(&format!("{}/{}", change.server, change.tool));
        let (old, new) = (short(change.old.as_ref()), short(change.new.as_ref()));
        format!("| {tool} | {} | {old} | {new} |\n", words(change))
    };
    let rows: String = changes.iter().map(row).collect();
    format!("| tool | change | before | after |\n|---|---|---|---|\n{rows}")
}

/// Names are hostile: no character of theirs may be Markdown or HTML, nor mention anybody.
fn cell(text: &str) -> String {
    let harmless = |c: char| match c {
        '<' | '>' | '&' | '@' | '|' => format!("&#{};", u32::from(c)),
        '/' | ' ' => c.to_string(),
        c if c.is_alphanumeric() => c.to_string(),
        c => format!("\\{c}"),
    };
    let parts: Vec<String> = one_line(text).chars().map(harmless).collect();
    parts.concat()
}

fn words(change: &Change) -> String {
    let kinds: Vec<&str> = change.kinds().into_iter().map(Kind::as_str).collect();
    kinds.join(", ")
}

fn short(rating: Option<&Rating>) -> String {
    let Some(rating) = rating else {
        return "none".to_owned();
    };
    let rule = rating
        .limit
        .map_or_else(|| rating.decision.to_string(), |it| it.to_string());
    format!("{} {}, {rule}", rating.severity, rating.category)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    server: &'a str,
    tool: &'a str,
    kinds: Vec<&'static str>,
    old: Option<Side>,
    new: Option<Side>,
}

#[derive(Serialize)]
struct Side {
    category: Category,
    severity: Severity,
    decision: Decision,
    limit: Option<String>,
}

/// One document, version 1.
pub fn json(changes: &[Change]) -> String {
    let side = |rating: &Rating| Side {
        category: rating.category,
        severity: rating.severity,
        decision: rating.decision,
        limit: rating.limit.map(|limit| limit.to_string()),
    };
    let entry = |change| {
        let Change {
            server,
            tool,
            old,
            new,
        }: &Change = change;
        Entry {
            server,
            tool,
            kinds: change.kinds().into_iter().map(Kind::as_str).collect(),
            old: old.as_ref().map(side),
            new: new.as_ref().map(side),
        }
    };
    let report = Report {
        version: 1,
        changes: changes.iter().map(entry).collect(),
    };
    // Strings only: serialising them cannot fail.
    escape::json(serde_json::to_string_pretty(&report).unwrap_or_default() + "\n")
}

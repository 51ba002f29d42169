//! Changes as text for a terminal, as JSON, and as a Markdown table for a pull request.

use serde::Serialize;

use super::{Change, Kind, Side};
use crate::escape;
use crate::escape::one_line;
use crate::model::{Category, Decision, Guard, Severity};

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
        return "The risk did not change.\n".to_owned();
    }
    let row = |change: &Change| {
        let tool = escape::markdown(&format!("{}/{}", change.server, change.tool));
        let (old, new) = (short(change.old.as_ref()), short(change.new.as_ref()));
        format!("| {tool} | {} | {old} | {new} |\n", words(change))
    };
    let rows: String = changes.iter().map(row).collect();
    format!("| tool | change | before | after |\n|---|---|---|---|\n{rows}")
}

fn words(change: &Change) -> String {
    let kinds: Vec<&str> = change.kinds().into_iter().map(Kind::as_str).collect();
    kinds.join(", ")
}

fn short(side: Option<&Side>) -> String {
    let Some(Side { rating, guards, .. }) = side else {
        return "none".to_owned();
    };
    let rule = rating
        .limit
        .map_or_else(|| rating.decision.to_string(), |it| it.to_string());
    let guards = match guards.require.len() + guards.deny_if.len() {
        0 => String::new(),
        1 => ", 1 argument rule".to_owned(),
        several => format!(", {several} argument rules"),
    };
    format!("{} {}, {rule}{guards}", rating.severity, rating.category)
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
    old: Option<Standing<'a>>,
    new: Option<Standing<'a>>,
}

#[derive(Serialize)]
struct Standing<'a> {
    category: Category,
    severity: Severity,
    decision: Decision,
    limit: Option<String>,
    require: &'a [Guard],
    deny_if: &'a [Guard],
}

impl<'a> Entry<'a> {
    fn new(change: &'a Change) -> Self {
        Self {
            server: &change.server,
            tool: &change.tool,
            kinds: change.kinds().into_iter().map(Kind::as_str).collect(),
            old: change.old.as_ref().map(Standing::new),
            new: change.new.as_ref().map(Standing::new),
        }
    }
}

impl<'a> Standing<'a> {
    fn new(side: &'a Side) -> Self {
        let (rating, guards) = (&side.rating, &side.guards);
        Self {
            category: rating.category,
            severity: rating.severity,
            decision: rating.decision,
            limit: rating.limit.map(|limit| limit.to_string()),
            require: &guards.require,
            deny_if: &guards.deny_if,
        }
    }
}

/// One document, version 1.
pub fn json(changes: &[Change]) -> String {
    let report = Report {
        version: 1,
        changes: changes.iter().map(Entry::new).collect(),
    };
    // Strings only: serialising them cannot fail.
    escape::json(serde_json::to_string_pretty(&report).unwrap_or_default() + "\n")
}

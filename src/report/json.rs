//! Findings as JSON, version 1. Its own types, so that no refactoring changes the shape.

use serde::Serialize;

use super::Counts;
use crate::diagnostic::{Diagnostic, Label};
use crate::escape;
use crate::source::Sources;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    level: &'a str,
    message: &'a str,
    /// `server/tool`, or empty for a finding about a file.
    entry: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    related: Vec<Place<'a>>,
    help: Option<&'a str>,
    /// Whether `check --fix` fixes it.
    fixable: bool,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    label: &'a str,
}

/// Line and column from 1; columns count characters.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl<'a> Place<'a> {
    fn new(label: &'a Label, sources: &'a Sources) -> Self {
        let (start, end) = sources.line_col(label.span);
        let position = |at: crate::source::LineCol| Position {
            line: at.line,
            column: at.column,
        };
        Self {
            file: sources.path(label.span.file),
            start: position(start),
            end: position(end),
            label: &label.text,
        }
    }
}

/// All findings as one indented document with a final newline.
pub fn json(found: &[Diagnostic], sources: &Sources) -> String {
    let counts = Counts::of(found);
    let report = Report {
        version: 1,
        findings: found
            .iter()
            .map(|it| Finding {
                code: it.lint.code,
                name: it.lint.name,
                level: it.level.as_str(),
                message: &it.message,
                entry: &it.subject,
                place: Place::new(&it.primary, sources),
                related: it
                    .related
                    .iter()
                    .map(|label| Place::new(label, sources))
                    .collect(),
                help: it.help.as_deref(),
                fixable: it.fix.is_some(),
            })
            .collect(),
        summary: Summary {
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
        },
    };
    // Strings and numbers only: serialising them cannot fail.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    escape::json(text)
}

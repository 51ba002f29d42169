//! A text from outside → the JSON values in it: one document, many in a row, a stream of server-sent events, or
//! a log with JSON in it.

use serde_json::{Deserializer, Value};

use super::Unreadable;
use super::depth::{DEEPEST, shallow};
use super::repair::repair;
use crate::plural::count;
use crate::wire::doubled;

/// How many doubled keys of one value are told.
const MOST_DOUBLED: usize = 10;

/// The values of a text, and what had to be repaired or passed over to read them.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) values: Vec<Value>,
    pub(super) notes: Vec<String>,
    /// What of the text is lost, or can be read in more than one way, a line each.
    pub(super) faults: Vec<String>,
}

/// Bytes as text: UTF-8, or UTF-16 that says so.
///
/// # Errors
///
/// When the bytes are neither.
pub fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let wide = |big: bool| {
        let pairs = bytes.get(2..).unwrap_or_default().chunks(2);
        let units = pairs.map(|pair| match *pair {
            [one, two] if big => u16::from_be_bytes([one, two]),
            [one, two] => u16::from_le_bytes([one, two]),
            _ => 0xfffd,
        });
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map_err(|_| Unreadable::NotUtf8 { at: 2 })
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(false),
        [0xfe, 0xff, ..] => wide(true),
        _ => String::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8 {
            at: error.utf8_error().valid_up_to(),
        }),
    }
}

/// Reads every JSON value of a text.
///
/// # Errors
///
/// When the text is blank, or where it breaks off in the middle of a value.
pub(super) fn documents(text: &str) -> Result<Documents, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Unreadable::Blank);
    }
    let mut all = Documents::default();
    let error = match all.whole(text) {
        Ok(()) => return Ok(all),
        Err(error) => error,
    };
    let events = events(text);
    all.scan(events.as_deref().unwrap_or(text))?;
    if all.values.is_empty() {
        return Err(not_json(&error, 1));
    }
    Ok(all)
}

fn not_json(error: &serde_json::Error, first_line: usize) -> Unreadable {
    Unreadable::NotJson {
        line: error.line().max(1) + first_line - 1,
        message: error.to_string(),
    }
}

/// Whether the parser stopped at a text only because it is nested too deep.
fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit exceeded")
}

impl Documents {
    fn whole(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let error = match serde_json::from_str(text) {
            Ok(value) => {
                self.values.push(value);
                self.tell_doubled(text, None);
                return Ok(());
            }
            Err(error) => error,
        };
        if is_too_deep(&error) {
            let start = text.len() - text.trim_start().len();
            let from = text.get(start..).unwrap_or_default();
            let read =
                shallow(from).filter(|it| from.get(it.length..).unwrap_or("-").trim().is_empty());
            let Some(read) = read else {
                return Err(error);
            };
            let first_line = 1 + text.get(..start).unwrap_or_default().matches('\n').count();
            self.values.push(serde_json::from_str(&read.text)?);
            self.tell_deep(&read.lines, first_line);
            return Ok(());
        }
        let Some((repaired, notes)) = repair(text) else {
            return Err(error);
        };
        self.values.push(serde_json::from_str(&repaired)?);
        self.notes.extend(notes);
        self.tell_doubled(&repaired, None);
        Ok(())
    }

    /// Tells of keys that stand twice in an object: readers of JSON differ in which of the two they take.
    fn tell_doubled(&mut self, value: &str, line: Option<usize>) {
        let place = line.map_or_else(String::new, |line| format!("line {line}: "));
        let found = doubled(value);
        let more = found.len().saturating_sub(MOST_DOUBLED);
        for path in found.iter().take(MOST_DOUBLED) {
            self.faults.push(format!(
                "{place}the key `{path}` stands twice; the last one is taken, and other readers may take the first, so \
                 remove one of the two"
            ));
        }
        if more > 0 {
            let more = count(more, "more doubled key");
            self.faults.push(format!("{place}{more} in this value"));
        }
    }

    fn tell_deep(&mut self, lines: &[usize], first_line: usize) {
        let mut lines = lines.to_vec();
        lines.dedup();
        for line in lines {
            self.faults.push(format!(
                "line {}: what is nested deeper than {DEEPEST} levels is left out",
                line + first_line
            ));
        }
    }

    /// Takes the value at the start of a text, as deep as it can be read, and gives its length.
    fn one(&mut self, text: &str, line: usize) -> Result<usize, serde_json::Error> {
        let mut values = Deserializer::from_str(text).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                self.values.push(value);
                let length = values.byte_offset();
                self.tell_doubled(text.get(..length).unwrap_or_default(), Some(line));
                Ok(length)
            }
            Some(Err(error)) if is_too_deep(&error) => {
                let Some(read) = shallow(text) else {
                    return Err(error);
                };
                self.values.push(serde_json::from_str(&read.text)?);
                self.tell_deep(&read.lines, line);
                Ok(read.length)
            }
            Some(Err(error)) => Err(error),
            None => Ok(text.len()),
        }
    }

    /// Takes a value wherever a line begins with one, or holds a message of the protocol further on.
    fn scan(&mut self, text: &str) -> Result<(), Unreadable> {
        let mut skipped = 0;
        let mut rest = text;
        let mut line_number = 1;
        while !rest.is_empty() {
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            let mut taken = line.len();
            let start = line.len() - line.trim_start().len();
            if !line.trim().is_empty() {
                let from = rest.get(start..).unwrap_or_default();
                match self.value_at(from, line.trim(), line_number) {
                    Ok(length) => taken = start + length,
                    Err(error) if from.starts_with('{') => {
                        return Err(not_json(&error, line_number));
                    }
                    Err(_) if self.message_in(line, line_number) => {}
                    Err(_) => skipped += 1,
                }
            }
            let passed = rest.get(..taken).unwrap_or(rest);
            line_number += passed.matches('\n').count();
            rest = rest.get(taken..).unwrap_or_default();
        }
        if skipped > 0 && !self.values.is_empty() {
            let lines = if skipped == 1 { "line" } else { "lines" };
            let note = format!("{skipped} {lines} without JSON passed over");
            self.notes.push(note);
        }
        Ok(())
    }

    /// Takes the value at the start of a text, and gives its length.
    fn value_at(
        &mut self,
        text: &str,
        line: &str,
        number: usize,
    ) -> Result<usize, serde_json::Error> {
        if !text.starts_with(['{', '[']) {
            return Err(serde::de::Error::custom("no JSON object or list"));
        }
        let error = match self.one(text, number) {
            Ok(length) => return Ok(length),
            Err(error) => error,
        };
        let repaired = repair(line).and_then(|(line, notes)| {
            let value = serde_json::from_str(&line).ok()?;
            Some((value, notes, line))
        });
        let Some((value, notes, repaired)) = repaired else {
            return Err(error);
        };
        self.values.push(value);
        self.notes.extend(notes);
        self.tell_doubled(&repaired, Some(number));
        Ok(line.len())
    }

    /// Takes a message that a log wrote behind a time, a direction or a name.
    fn message_in(&mut self, line: &str, number: usize) -> bool {
        let Some(at) = line.find("{\"") else {
            return false;
        };
        let text = line.get(at..).unwrap_or_default();
        let (values, faults) = (self.values.len(), self.faults.len());
        let is_message = |value: &Value| {
            ["jsonrpc", "result", "tools"]
                .iter()
                .any(|key| value.get(key).is_some())
        };
        let is_taken = self.one(text, number).is_ok() && self.values.last().is_some_and(is_message);
        if !is_taken {
            self.values.truncate(values);
            self.faults.truncate(faults);
        }
        is_taken
    }
}

/// The data of server-sent events, an event a line; `None` when the text is no such stream.
fn events(text: &str) -> Option<String> {
    let lines = || text.lines().map(|line| line.trim_end_matches('\r'));
    lines().any(|line| line.starts_with("data:")).then(|| {
        let mut out = String::new();
        for line in lines() {
            let field = |name: &str| line.starts_with(name);
            if let Some(data) = line.strip_prefix("data:") {
                out.push_str(data.strip_prefix(' ').unwrap_or(data));
                out.push('\n');
            } else if !(field("event:") || field("id:") || field("retry:") || field(":")) {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    })
}

//! Arguments as what they mean rather than as text: paths, addresses, git refs, SQL.
//!
//! One value has many spellings, and a rule that compares text is passed by the others. Each judge here
//! reads a value as the tool behind it will, and says [`Truth::Unjudged`] where tools differ: that counts
//! against the call, under `require` as under `deny_if`.

mod address;
mod batch;
mod git_ref;
mod path;
mod sql;

use serde_json::Value;

use super::{Operator, Truth};

/// What a condition of such an operator compares with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Folders.
    Under(Vec<path::Folder>),
    /// Names of hosts.
    Hosts(Vec<String>),
    /// Whether the address is to be a public one.
    Public(bool),
    /// Names of git refs.
    Refs(Vec<String>),
    /// Whether the statements are to read only.
    ReadsOnly(bool),
}

impl Wanted {
    /// Reads the value of a condition; `None` for an operator that compares the value itself.
    ///
    /// # Errors
    ///
    /// With the kind of value that the operator takes, where it is another one.
    pub(super) fn of(operator: Operator, value: &Value) -> Result<Option<Self>, &'static str> {
        Ok(Some(match operator {
            Operator::PathUnder => {
                const KIND: &str = "an absolute folder or a list of them, without `..`";
                let folders = texts(value).ok_or(KIND)?;
                let folders: Option<Vec<_>> =
                    folders.iter().map(|it| path::Folder::of(it)).collect();
                Self::Under(folders.ok_or(KIND)?)
            }
            Operator::HostIn => {
                const KIND: &str =
                    "a host such as `example.com` or `*.example.com`, or a list of them";
                let hosts = texts(value).ok_or(KIND)?;
                let hosts: Option<Vec<_>> =
                    hosts.iter().map(|it| address::host_pattern(it)).collect();
                Self::Hosts(hosts.ok_or(KIND)?)
            }
            Operator::RefIs => {
                const KIND: &str =
                    "the name of a branch or a list of them, such as `main` or `release/*`";
                let refs = texts(value).ok_or(KIND)?;
                let refs: Option<Vec<_>> = refs.iter().map(|it| git_ref::pattern(it)).collect();
                Self::Refs(refs.ok_or(KIND)?)
            }
            Operator::UrlPublic => Self::Public(value.as_bool().ok_or("true or false")?),
            Operator::SqlReadsOnly => Self::ReadsOnly(value.as_bool().ok_or("true or false")?),
            _ => return Ok(None),
        }))
    }

    /// Whether an argument is what is wanted. Of a list each item is judged; where they differ, the list is
    /// not judged.
    pub(super) fn judge(&self, found: &Value) -> Truth {
        match found {
            Value::String(text) => self.judge_text(text),
            Value::Array(items) => {
                let mut truths = items.iter().map(|item| match item {
                    Value::String(text) => self.judge_text(text),
                    _ => Truth::Unjudged,
                });
                let first = truths.next().unwrap_or(Truth::No);
                if truths.all(|truth| truth == first) {
                    first
                } else {
                    Truth::Unjudged
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Truth::Unjudged,
        }
    }

    fn judge_text(&self, text: &str) -> Truth {
        match self {
            Self::Under(folders) => any(folders, |folder| folder.holds(text)),
            Self::Hosts(hosts) => address::host_in(text, hosts),
            Self::Public(wanted) => same(address::is_public(text), *wanted),
            Self::Refs(names) => git_ref::is_one_of(text, names),
            Self::ReadsOnly(wanted) => same(sql::reads_only(text), *wanted),
        }
    }
}

/// Yes if one says yes, unjudged if one cannot tell.
fn any<T>(items: &[T], judge: impl Fn(&T) -> Truth) -> Truth {
    let truths: Vec<Truth> = items.iter().map(judge).collect();
    [Truth::Yes, Truth::Unjudged]
        .into_iter()
        .find(|truth| truths.contains(truth))
        .unwrap_or(Truth::No)
}

fn same(truth: Truth, wanted: bool) -> Truth {
    match (truth, wanted) {
        (Truth::Yes, false) => Truth::No,
        (Truth::No, false) => Truth::Yes,
        (truth, _) => truth,
    }
}

/// Characters that nobody sees; servers strip some of them.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text, or a list of texts that is not empty.
fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(vec![text]),
        Value::Array(items) if !items.is_empty() => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

//! What was changed, and how to change it back.

use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::edit::Edit;
use super::made::{Made, without_made};
use super::tokens::same;
use super::unwrap::{Rebuilt, rebuilt};
use crate::clients::Format;

/// Every change that stands. It holds parts of configurations, and so may hold secrets: only its owner may
/// read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The version of this form: 1.
    pub version: u32,
    /// The files that were changed.
    pub files: Vec<FileRecord>,
}

/// The changes of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// The file, behind all links.
    pub path: PathBuf,
    /// The SHA-256 of the file as it was before the first change.
    pub before: String,
    /// The copy that was made then.
    pub backup: PathBuf,
    /// Whether there was no such file before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub created: bool,
    /// The changes, in the order they were made.
    pub changes: Vec<Change>,
    /// The lists and mappings that were made for rules, in the order they were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Made>,
}

/// The change of one entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The keys that lead to the entry.
    pub entry: Vec<String>,
    /// The policy.
    pub policy: PathBuf,
    /// Where the change begins in the changed file.
    pub at: usize,
    /// What stood there.
    pub old: String,
    /// What stands there now.
    pub new: String,
    /// For rules of the client's own: the server that they are about. `entry` leads to the rules then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub server: String,
    /// The names of those rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The key of the list of tools that was added to the entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub list: String,
    /// What that list was before and became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tools: Option<ToolList>,
    /// The whole entry as it was, where it is one piece of the text.
    #[serde(default)]
    pub whole_old: String,
    /// The whole entry with the change.
    #[serde(default)]
    pub whole_new: String,
}

/// A list of tools in an entry, before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolList {
    /// The list as it was written; none when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The names that the old list had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub had: Vec<String>,
    /// The names that the new list has.
    pub now: Vec<String>,
    /// Those of them that were added.
    pub added: Vec<String>,
}

impl Change {
    /// The server that the change is about, by its name in the client.
    pub fn server(&self) -> &str {
        match self.server.as_str() {
            "" => self.entry.last().map_or("", String::as_str),
            server => server,
        }
    }
}

impl Ledger {
    /// The record of a file.
    pub fn file(&self, path: &std::path::Path) -> Option<&FileRecord> {
        self.files.iter().find(|it| it.path == path)
    }
}

/// The part of a text that edits change, as one piece before and after.
pub fn hull(text: &str, edits: &[Edit]) -> Option<(usize, String, String)> {
    let (first, last) = (edits.first()?, edits.last()?);
    let range = first.range.start..last.range.end;
    let (old, new) = whole(text, &range, edits)?;
    Some((range.start, old, new))
}

/// A part of a text before and after edits, all of which lie in it.
pub fn whole(text: &str, part: &Range<usize>, edits: &[Edit]) -> Option<(String, String)> {
    let inside = |it: &Edit| part.start <= it.range.start && it.range.end <= part.end;
    let old = text
        .get(part.clone())
        .filter(|_| edits.iter().all(inside))?;
    let moved: Vec<Edit> = edits.iter().map(|it| it.back(part.start)).collect();
    Some((old.to_owned(), super::apply(old, &moved)))
}

/// A file after its changes were taken back.
#[derive(Debug, PartialEq, Eq)]
pub struct Undone {
    /// The text.
    pub text: String,
    /// The changes that could not be found any more.
    pub left: Vec<Change>,
    /// The lists and mappings made for rules that still stand, because something else is in them.
    pub made: Vec<Made>,
}

/// Takes changes back. What else was changed in the file since stays.
pub fn undo(text: &str, format: Format, record: &FileRecord) -> Undone {
    let mut text = text.to_owned();
    let mut left = Vec::new();
    for change in record.changes.iter().rev() {
        if let Some(at) = place(&text, change) {
            text.replace_range(at..at + change.new.len(), &change.old);
            // The entry may have been copied since, and its copy has the gateway still.
            if let (true, Rebuilt::Text(new)) =
                (change.names.is_empty(), rebuilt(&text, format, change))
            {
                text = new;
            }
            continue;
        }
        match rebuilt(&text, format, change) {
            Rebuilt::Text(new) => text = new,
            Rebuilt::Gone => {}
            Rebuilt::Unknown => left.push(change.clone()),
        }
    }
    left.reverse();
    let (text, made) = without_made(&text, format, &record.made);
    Undone { text, left, made }
}

/// Whether a text says what it said `before` all changes of a record that has rules: only white space between its
/// words may differ, which rules that are taken away one by one leave behind.
pub fn says_as_before(text: &str, before: &str, record: &FileRecord) -> bool {
    record.changes.iter().any(|it| !it.names.is_empty()) && same(text, before)
}

/// Where a change stands now: where it was made, or the one place that has the same words.
fn place(text: &str, change: &Change) -> Option<usize> {
    if text
        .get(change.at..)
        .is_some_and(|it| it.starts_with(&change.new))
    {
        return Some(change.at);
    }
    let mut places = text.match_indices(&change.new).map(|(at, _)| at);
    let first = places.next()?;
    places.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: usize, old: &str, new: &str) -> Change {
        Change {
            entry: vec!["x".to_owned()],
            policy: PathBuf::from("p"),
            at,
            old: old.to_owned(),
            new: new.to_owned(),
            ..Change::default()
        }
    }

    fn record(changes: Vec<Change>) -> FileRecord {
        FileRecord {
            path: PathBuf::from("f"),
            before: String::new(),
            backup: PathBuf::new(),
            created: false,
            changes,
            made: Vec::new(),
        }
    }

    #[test]
    fn changes_are_taken_back_wherever_they_have_moved_to() {
        let record = record(vec![change(1, "a", "AAA"), change(5, "b", "BBB")]);
        assert_eq!(undo("[AAA.BBB]", Format::Json, &record).text, "[a.b]");
        assert_eq!(
            undo("[new, AAA.BBB]", Format::Json, &record).text,
            "[new, a.b]"
        );
        let edited = undo("[AAA.BxB]", Format::Json, &record);
        assert_eq!((edited.text.as_str(), edited.left.len()), ("[a.BxB]", 1));
        // Two places with the same words: nobody can say which was meant.
        assert_eq!(undo("[..AAA,AAA.BBB]", Format::Json, &record).left.len(), 1);
    }

    #[test]
    fn only_white_space_is_no_change_of_the_users_own() {
        let mut rules = change(0, "", "");
        rules.names = vec!["mcp__m__wipe".to_owned()];
        let rules = record(vec![rules]);
        for (now, before, same) in [
            ("{ \"deny\": [ ] }", "{\"deny\":[]}\r\n", true),
            ("{\"a\": \"x, y\"}", "{\"a\": \"xy\"}", false),
            ("{\"a\": 1, \"deny\": []}", "{\"a\": 1}", false),
            ("{ /* mine */ }", "{}", false),
        ] {
            assert_eq!(says_as_before(now, before, &rules), same, "{now}");
        }
        assert!(!says_as_before("{}", "{}", &record(Vec::new())));
    }

    #[test]
    fn a_hull_is_all_that_lies_between_edits() {
        let edits = [
            Edit {
                range: 1..2,
                new: "X".to_owned(),
            },
            Edit {
                range: 4..4,
                new: "Y".to_owned(),
            },
        ];
        let found = hull("abcdef", &edits).unwrap();
        assert_eq!(found, (1, "bcd".to_owned(), "XcdY".to_owned()));
    }
}

//! What was changed, and how to change it back.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::edit::Edit;

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
    /// The changes, in the order they were made.
    pub changes: Vec<Change>,
}

/// The change of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    let old = text.get(range.clone())?;
    let moved: Vec<Edit> = edits
        .iter()
        .map(|it| Edit {
            range: it.range.start - range.start..it.range.end - range.start,
            new: it.new.clone(),
        })
        .collect();
    Some((range.start, old.to_owned(), super::apply(old, &moved)))
}

/// A file after its changes were taken back.
#[derive(Debug, PartialEq, Eq)]
pub struct Undone {
    /// The text.
    pub text: String,
    /// The changes that could not be found any more.
    pub left: Vec<Change>,
}

/// Takes changes back. What else was changed in the file since stays.
pub fn undo(text: &str, record: &FileRecord) -> Undone {
    let mut text = text.to_owned();
    let mut left = Vec::new();
    for change in record.changes.iter().rev() {
        match place(&text, change) {
            Some(at) => text.replace_range(at..at + change.new.len(), &change.old),
            None => left.push(change.clone()),
        }
    }
    left.reverse();
    Undone { text, left }
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
        }
    }

    fn record(changes: Vec<Change>) -> FileRecord {
        FileRecord {
            path: PathBuf::from("f"),
            before: String::new(),
            backup: PathBuf::new(),
            changes,
        }
    }

    #[test]
    fn changes_are_taken_back_wherever_they_have_moved_to() {
        let record = record(vec![change(1, "a", "AAA"), change(5, "b", "BBB")]);
        assert_eq!(undo("[AAA.BBB]", &record).text, "[a.b]");
        assert_eq!(undo("[new, AAA.BBB]", &record).text, "[new, a.b]");
        let edited = undo("[AAA.BxB]", &record);
        assert_eq!((edited.text.as_str(), edited.left.len()), ("[a.BxB]", 1));
        // Two places with the same words: nobody can say which was meant.
        assert_eq!(undo("[..AAA,AAA.BBB]", &record).left.len(), 1);
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

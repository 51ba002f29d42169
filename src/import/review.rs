//! What a person reviewed, kept through later imports: no import approves a change.

use crate::model::LockedTool;

/// How many earlier fingerprints of one meaning are kept.
const MOST: usize = 16;

/// Fills in what the new lock of a tool says of the one before it.
///
/// `named` is the fingerprint that the entry's status names: `None` for a tool that nobody reviewed, empty
/// for an entry that a person wrote without naming one.
pub(super) fn carry(new: &mut LockedTool, before: Option<&LockedTool>, named: Option<&str>) {
    let Some(before) = before.filter(|before| !before.fingerprint.is_empty()) else {
        return;
    };
    if is_same(new, before) {
        new.same.clone_from(&before.same);
        if before.fingerprint != new.fingerprint {
            new.same.push(before.fingerprint.clone());
        }
        let current = new.fingerprint.clone();
        new.same.retain(|it| *it != current);
        let surplus = new.same.len().saturating_sub(MOST);
        new.same.drain(..surplus);
    }
    // A fingerprint in the entry itself says more than the lock can.
    if named == Some("") {
        let reviewed = if before.reviewed.is_empty() {
            &before.fingerprint
        } else {
            &before.reviewed
        };
        if !new.is(reviewed) {
            new.reviewed.clone_from(reviewed);
        }
    }
}

/// Whether two definitions are the same, or differ in notation alone.
pub(super) fn is_same(new: &LockedTool, before: &LockedTool) -> bool {
    let meaning = |it: &LockedTool| it.parts.get("meaning").cloned();
    new.fingerprint == before.fingerprint
        || (meaning(new).is_some() && meaning(new) == meaning(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(fingerprint: &str, meaning: &str) -> LockedTool {
        LockedTool {
            fingerprint: fingerprint.to_owned(),
            parts: [("meaning".to_owned(), meaning.to_owned())].into(),
            ..LockedTool::default()
        }
    }

    fn next(
        fingerprint: &str,
        meaning: &str,
        before: &LockedTool,
        named: Option<&str>,
    ) -> LockedTool {
        let mut new = tool(fingerprint, meaning);
        carry(&mut new, Some(before), named);
        new
    }

    #[test]
    fn a_change_stays_open_through_imports_until_it_is_undone() {
        let first = tool("f0", "m0");
        let changed = next("f1", "m1", &first, Some(""));
        assert_eq!(changed.reviewed, "f0");
        let again = next("f1", "m1", &changed, Some(""));
        assert_eq!(again.reviewed, "f0");
        let more = next("f2", "m2", &again, Some(""));
        assert_eq!(more.reviewed, "f0");
        assert_eq!(next("f0", "m0", &more, Some("")).reviewed, "");
    }

    #[test]
    fn another_notation_is_no_change() {
        let first = tool("f0", "m0");
        let second = next("f1", "m0", &first, Some(""));
        assert_eq!(
            (second.reviewed.as_str(), second.same.as_slice()),
            ("", ["f0".to_owned()].as_slice())
        );
        let back = next("f0", "m0", &second, Some("f1"));
        assert_eq!(back.same, ["f1"]);
        assert!(back.is("f1") && back.is("f0"));
        assert!(next("f2", "m1", &second, None).same.is_empty());
    }

    #[test]
    fn what_nobody_reviewed_or_the_entry_names_is_not_kept_in_the_lock() {
        let first = tool("f0", "m0");
        for named in [None, Some("f0"), Some("f1")] {
            assert_eq!(next("f1", "m1", &first, named).reviewed, "");
        }
    }
}

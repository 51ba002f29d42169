//! What an import says of a tool whose definition changed.

use crate::drift::{Side, compare, sentence};
use crate::escape::one_line;
use crate::import::Changed;

/// The lines that tell of a changed tool: what changed, and, where a person reviewed it, how to approve it.
pub(super) fn told(server: &str, changed: &Changed) -> Vec<String> {
    let tool = one_line(&changed.name);
    let what = what_changed(changed);
    if !changed.unreviewed {
        return vec![format!("warning: {server}: `{tool}` has changed{what}")];
    }
    let fingerprint = &changed.after.fingerprint;
    vec![
        format!("warning: {server}: `{tool}` has changed since a person reviewed it{what}"),
        format!(
            "help: read what the server says of `{tool}` now, and correct its entry; to approve it, write \
             `status: {{ reviewed: \"{fingerprint}\" }}` in the entry"
        ),
    ]
}

/// `: ` and what changed; empty where the change came with an earlier import.
fn what_changed(changed: &Changed) -> String {
    let Some(before) = &changed.before else {
        return String::new();
    };
    let edition = changed.after.assessment.as_ref();
    let edition = edition.map_or("", |assessment| &assessment.rules);
    let side = |kept| Side::of_lock(&changed.name, kept, edition);
    let (before, after) = (side(before), side(&changed.after));
    let compared = compare(&[before], &[after], false);
    let change = compared.changes.first();
    change.map_or_else(String::new, |change| format!(": {}", sentence(change)))
}

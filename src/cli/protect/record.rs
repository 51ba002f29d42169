//! What is done to a file, as the record has it.

use super::own::RuleChange;
use super::plan::FilePlan;
use crate::clients::Format;
use crate::protect::{Change, FileRecord, hull, whole};
use crate::sort;

/// Adds the changes of a plan to the record of its file.
pub(super) fn add_changes(record: &mut FileRecord, plan: &FilePlan<'_>) {
    let mut grown = 0_usize;
    let mut changes: Vec<_> = plan
        .changes
        .iter()
        .filter_map(|it| Some((it, hull(&plan.config.text, &it.edits)?)))
        .collect();
    sort::by_key(&mut changes, |(_, (at, ..))| *at);
    for (change, (at, old, new)) in changes {
        let at = at + grown;
        // Changes only ever add: a server's own words stay.
        grown += new.len().saturating_sub(old.len());
        // A table of TOML and a block of YAML are not one piece of the text.
        let json = plan.config.format == Format::Json;
        let span = &change.entry.node.span;
        let pieces = json.then(|| whole(&plan.config.text, span, &change.edits));
        let (whole_old, whole_new) = pieces.flatten().unwrap_or_default();
        record.changes.push(Change {
            entry: change.entry.path.clone(),
            policy: change.policy.clone(),
            at,
            old,
            new,
            list: change
                .list
                .as_ref()
                .map(|it| it.key.clone())
                .unwrap_or_default(),
            tools: change.list.as_ref().map(|it| it.tools.clone()),
            whole_old,
            whole_new,
            ..Change::default()
        });
    }
    add_rules(record, &plan.rules);
}

/// Adds rules of a client's own to the record of a file, and what was made to hold them.
pub(super) fn add_rules(record: &mut FileRecord, rules: &[RuleChange]) {
    record.changes.extend(rules.iter().map(rule));
    let made = rules.iter().filter_map(|it| it.added.made.clone());
    record.made.extend(made);
}

/// Rules of a client's own, as the record has them.
fn rule(rule: &RuleChange) -> Change {
    let edit = &rule.added.edit;
    Change {
        entry: rule.keys.clone(),
        at: edit.range.start,
        // Rules are put into a text, and only blanks and `null` give way to them.
        old: rule.added.old.clone(),
        new: edit.new.clone(),
        server: rule.server.clone(),
        names: rule.added.names.clone(),
        ..Change::default()
    }
}

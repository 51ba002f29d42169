//! One server's tools → its files in the catalog.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Args;
use super::changed::told;
use super::folder::{Folder, check_result};
use super::other_list;
use crate::cli::live::tell_poisoned;
use crate::cli::rewrite::{refuse_changed, rewrite};
use crate::cli::{CliError, Console};
use crate::import::{CaptureNote, Listed, Locker, Plan, fingerprint, plan};
use crate::model::Lock;
use crate::plural::count;
use crate::report::unified;

const LOCK: &str = "tools.lock.json";

/// What is imported.
pub(super) struct Import<'a> {
    pub(super) server: &'a str,
    pub(super) listed: &'a [Listed],
    pub(super) note: CaptureNote,
    /// Whether a tool that is not in the list is gone.
    pub(super) complete: bool,
}

/// An import that is known to lose nothing, ready to be written.
pub(super) struct Planned {
    server: String,
    /// The package that the import itself names; empty if it names none.
    package: String,
    plan: Plan,
    /// What the files held that the import was planned from, by their names in the server's folder.
    before: BTreeMap<&'static str, String>,
    /// Names of tools that a person reviewed.
    reviewed: BTreeSet<String>,
    complete: bool,
    /// How many tools give orders to a model.
    poisoned: usize,
}

impl Import<'_> {
    /// Plans the import, and refuses one that would lose something.
    pub(super) fn prepare(self, args: &Args, console: &mut Console) -> Result<Planned, CliError> {
        let server = self.server;
        let mut folder = Folder::read(args.catalog.folder(), server, console)?;
        if !args.replace {
            other_list::refuse(server, self.listed, &folder.existing.locked, self.complete)?;
        }
        let package = self.note.package.clone();
        let note = with_known(self.note, folder.lock.as_ref());
        let additions = std::mem::take(&mut folder.additions);
        let tools = self.listed.iter().map(|listed| &listed.tool);
        let locker = Locker::new(&additions, server, tools, args.with_text);
        let mut plan = plan(server, self.listed, &note, &folder.existing, &locker);
        if plan.nameless > 0 && plan.nameless == self.listed.len() {
            let message = match plan.nameless {
                1 => format!("the only item in the list of `{server}` has no name"),
                many => format!("none of the {many} items in the list of `{server}` has a name"),
            };
            let help = "nothing was written; a tool is an object with `name`, `description` and `inputSchema`";
            return Err(CliError::usage(message, help));
        }
        let complete = self.complete && plan.nameless == 0;
        if let (false, Some(before)) = (complete, folder.lock.take()) {
            let lock = plan.files.iter_mut().find(|(name, _)| *name == LOCK);
            if let Some((_, text)) = lock {
                *text = with_missing(text, before);
            }
        }
        check_result(server, &folder, &plan, console)?;
        let seen = &folder.existing.reviewed;
        let is_approved = |name: &str, tool: &Value| {
            let named = seen.get(name).filter(|named| !named.is_empty());
            named.is_some_and(|named| *named == fingerprint(tool))
        };
        let tools = self.listed.iter().map(|listed| &listed.tool);
        let poisoned = tell_poisoned(server, tools, is_approved, console);
        Ok(Planned {
            poisoned,
            server: server.to_owned(),
            package,
            plan,
            before: folder.texts,
            reviewed: folder.existing.reviewed.into_keys().collect(),
            complete,
        })
    }
}

impl Planned {
    /// Writes, shows or tells, as the arguments say; gives the number of findings.
    pub(super) fn write(&self, args: &Args, console: &mut Console) -> Result<usize, CliError> {
        let folder = args.catalog.folder().join(&self.server);
        let files = self.plan.files.iter().map(|(name, text)| {
            let before = self.before.get(name).map(String::as_str);
            (folder.join(name), before, text.as_str())
        });
        let changed: Vec<_> = files
            .filter(|(_, before, text)| *before != Some(*text))
            .collect();
        if args.writes() {
            // No part of an import is written beside what somebody else has written meanwhile.
            for (path, before, _) in &changed {
                refuse_changed(path, *before)?;
            }
        }
        for (path, before, text) in &changed {
            if args.diff {
                let before = before.unwrap_or_default();
                console.data(&unified(&path.display().to_string(), before, text))?;
            } else if !args.dry_run {
                rewrite(path, *before, text)?;
            }
        }
        let findings = self.tell(console);
        self.sum_up(args, changed.len(), console);
        Ok(findings)
    }

    /// Says what a person should look at, and gives the number of findings.
    fn tell(&self, console: &mut Console) -> usize {
        let (server, plan) = (&self.server, &self.plan);
        for fault in &plan.faults {
            console.complain(&format!("warning: {server}: {fault}"));
        }
        let mut findings = plan.faults.len() + self.poisoned;
        if plan.notation > 0 {
            let count = match plan.notation {
                1 => "1 tool is".to_owned(),
                several => format!("{several} tools are"),
            };
            console.say(&format!(
                "{server}: {count} written differently, with the same meaning"
            ));
        }
        for changed in &plan.changed {
            findings += usize::from(changed.unreviewed);
            for line in told(server, changed) {
                console.complain(&line);
            }
        }
        for name in plan.gone.iter().filter(|_| self.complete) {
            findings += usize::from(self.reviewed.contains(name));
            console.complain(&format!(
                "warning: {server}: `{name}` has an entry but is not in the list"
            ));
            console.complain(&format!(
                "help: every policy hides `{name}` until a list has it again; if the server has withdrawn it, \
                 remove the entry, or write `status: {{ withdrawn: <reason> }}` in it"
            ));
        }
        findings
    }

    fn sum_up(&self, args: &Args, changed: usize, console: &mut Console) {
        let (captured, added) = (self.plan.captured, self.plan.added.len());
        let written = match (!args.writes(), changed) {
            (_, 0) => "; nothing to write".to_owned(),
            (true, changed) => format!("; {} would be written", count(changed, "file")),
            (false, _) => String::new(),
        };
        let from = if self.package.is_empty() {
            String::new()
        } else {
            format!(" of {}", self.package)
        };
        console.say(&format!(
            "{}: {}{from} listed, {} added{written}",
            self.server,
            count(captured, "tool"),
            count(added, "entry")
        ));
    }
}

/// What this import says, else what the lock says already.
fn with_known(mut note: CaptureNote, lock: Option<&Lock>) -> CaptureNote {
    let Some(lock) = lock else { return note };
    let fill = |to: &mut String, from: &str| {
        if to.is_empty() {
            from.clone_into(to);
        }
    };
    if note.package.is_empty() || note.package == lock.package {
        fill(&mut note.registry, &lock.registry);
    }
    fill(&mut note.package, &lock.package);
    fill(&mut note.protocol, &lock.protocol);
    note
}

/// A lock with what the lock before it has of tools that an incomplete list does not show.
fn with_missing(text: &str, before: Lock) -> String {
    let Ok(mut lock) = serde_json::from_str::<Lock>(text) else {
        return text.to_owned();
    };
    for (name, tool) in before.tools {
        lock.tools.entry(name).or_insert(tool);
    }
    serde_json::to_string_pretty(&lock).map_or_else(|_| text.to_owned(), |text| text + "\n")
}

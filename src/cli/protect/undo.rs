//! `toolrisk protect --undo`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::place::real;
use super::store::{Store, StoreError, digest, replace_unchanged};
use super::{Args, named, only, outcome, servers, standing};
use crate::audit::shown;
use crate::cli::local::confirm;
use crate::cli::{CliError, Console, Outcome};
use crate::clients::{Entry, Format, Home};
use crate::load::read_file;
use crate::protect::{Change, FileRecord, Ledger, says_as_before, undo};
use crate::replace::remove_own_file;

pub(super) fn run(
    args: &Args,
    home: &Home,
    store: &Store,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let ledger = store.ledger()?;
    let named: BTreeSet<_> = args.configs.iter().map(|it| real(it)).collect();
    let is_named = |it: &&FileRecord| named.is_empty() || named.contains(&it.path);
    let changes = ledger.files.iter().filter(is_named);
    let changes: Vec<_> = changes.flat_map(|it| &it.changes).collect();
    if !args.only.is_empty() {
        let files = standing::files(args, home, &[]);
        let there = files.iter().flat_map(|it| &it.entries).map(Entry::name);
        let recorded = changes.iter().map(|it| it.server());
        only::check(args, &there.chain(recorded).collect::<Vec<_>>())?;
    }
    if !changes.iter().any(|it| args.means(it.server()))
        && let Some((other, paths)) = standing::elsewhere(args, home, store)
    {
        console.say(&format!(
            "There is no record of these changes in `{}`; the configuration leads to the one in `{}`.",
            shown(&store.folder, &home.folder),
            shown(&other.folder, &home.folder)
        ));
        return undo_in(args, home, &other, &paths, console);
    }
    undo_in(args, home, store, &named, console)
}

/// Undoes what the record of one folder has of these files, or all of it where none is named.
fn undo_in(
    args: &Args,
    home: &Home,
    store: &Store,
    named: &BTreeSet<PathBuf>,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let ledger = store.ledger()?;
    let wanted = |it: &FileRecord| {
        (named.is_empty() || named.contains(&it.path)) && args.means_one_of(&it.changes)
    };
    if !ledger.files.iter().any(wanted) {
        let left = standing::say(args, home, store, &[], console);
        if left == 0 {
            console.say("There is nothing to undo.");
        }
        return Ok(outcome(left > 0));
    }
    for file in ledger.files.iter().filter(|it| wanted(it)) {
        console.say(&shown(&file.path, &home.folder));
    }
    if !args.yes && !confirm("Remove the gateway from these files? [y/N]", console)? {
        console.say("Nothing was changed.");
        return Ok(Outcome::Clean);
    }
    // Another run may have changed the record while the question stood.
    let _lock = store.lock()?;
    let mut ledger = store.ledger()?;
    let mut kept = Vec::new();
    let mut failed = false;
    let mut tried = Vec::new();
    for file in std::mem::take(&mut ledger.files) {
        if !wanted(&file) {
            kept.push(file);
            continue;
        }
        tried.push(file.clone());
        let path = shown(&file.path, &home.folder);
        match back(args, file.clone()) {
            Ok(done) => {
                console.say(&format!("{path}: {}", done.words));
                failed |= done.lost;
                kept.extend(done.rest);
            }
            Err(error) => {
                failed = true;
                console.complain(&format!("error: {path}: {error}"));
                kept.push(file);
            }
        }
    }
    ledger = Ledger {
        version: 1,
        files: kept,
    };
    store.save(&ledger)?;
    for file in ledger.files.iter().filter(|_| !named.is_empty()) {
        if file.changes.iter().all(|it| !it.names.is_empty()) {
            let path = shown(&file.path, &home.folder);
            console.say(&format!(
                "note: the rules in {path} stay; to remove them, run `toolrisk protect --undo {path}`"
            ));
        }
    }
    let left = standing::say(args, home, store, &tried, console);
    Ok(outcome(failed || left > 0))
}

/// What came of one file.
struct Done {
    words: String,
    /// Whether a change could not be found any more.
    lost: bool,
    /// What still stands.
    rest: Option<FileRecord>,
}

/// Puts the bytes of the copy in place of a text that says the same: rules that are taken away one by one leave other
/// white space behind.
fn as_before(text: &mut String, file: &FileRecord) -> Result<(), StoreError> {
    let before = if file.created {
        String::new()
    } else {
        read_file(&file.backup).map_err(CliError::from)?
    };
    if says_as_before(text, &before, file) {
        *text = before;
    }
    Ok(())
}

fn back(args: &Args, mut file: FileRecord) -> Result<Done, StoreError> {
    if file.created && !file.path.exists() {
        return Ok(Done {
            words: "the file is gone, and nothing is left to undo".to_owned(),
            lost: false,
            rest: None,
        });
    }
    let text = read_file(&file.path).map_err(CliError::from)?;
    let only = |it: &Change| args.means(it.server());
    let (chosen, others): (Vec<_>, Vec<_>) = file.changes.drain(..).partition(only);
    let all = others.is_empty();
    file.changes = chosen;
    let mut undone = undo(&text, Format::of(&file.path), &file);
    if all && undone.left.is_empty() {
        as_before(&mut undone.text, &file)?;
    }
    if file.created && undone.text.trim().is_empty() {
        remove_own_file(&file.path)?;
    } else if undone.text != text {
        replace_unchanged(&file.path, text.as_bytes(), undone.text.as_bytes())?;
    }
    let names = |changes: &[Change]| -> BTreeSet<String> {
        changes
            .iter()
            .map(|it| format!("`{}`", named(it.server())))
            .collect()
    };
    let lost: Vec<String> = names(&undone.left).into_iter().collect();
    let count = names(&file.changes).len() - lost.len();
    let words = if !lost.is_empty() {
        format!(
            "restored {}; somebody else has changed {} since, and it stays as it is (a copy of the original file: `{}`)",
            servers(count),
            lost.join(", "),
            file.backup.display()
        )
    } else if digest(undone.text.as_bytes()) == file.before {
        format!(
            "restored {}; the file is the original, byte for byte",
            servers(count)
        )
    } else {
        format!("restored {}; other changes since then stay", servers(count))
    };
    let is_lost = !lost.is_empty();
    file.changes = others;
    file.changes.extend(undone.left);
    file.made = undone.made;
    if all && !is_lost {
        // The copy may hold secrets, and nobody needs it any more.
        remove_own_file(&file.backup)?;
    }
    let rest = (!all || is_lost).then_some(file);
    Ok(Done {
        words,
        lost: is_lost,
        rest,
    })
}

//! `toolrisk protect`.

mod alike;
mod kept;
mod only;
mod own;
mod place;
mod plan;
mod record;
mod standing;
mod store;
mod undo;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::export::words;
use super::gap::gap;
use super::local::{self, confirm};
use super::{CliError, Console, Outcome, catalog};
use crate::audit::{Gap, Hidden, shown};
use crate::clients::{Entry, Home};
use crate::escape::one_line;
use crate::policy::Profile;
use crate::secret::masked;
use crate::sort;
use plan::{Plan, plan};
use store::Store;

/// Put the gateway before the MCP servers of every client, each with its recommended policy.
///
/// The command of a server becomes `toolrisk gateway --policy … -- <its own command>`, under the same name. A
/// server with a URL becomes a gateway that connects to this URL. Every other byte of the configuration stays.
/// If the client has its own rules that block tools, the command adds the tools that the policy denies. It shows
/// the changes first and keeps a copy of each file. `--undo` restores every byte.
///
/// Other people may share the configuration of a project, so the command changes it only if you name it.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the switches of a command line"
)]
pub(super) struct Args {
    /// Configurations to change, instead of your own.
    #[arg(value_name = "CONFIG")]
    configs: Vec<PathBuf>,

    /// Show the changes without making them.
    #[arg(long, conflicts_with_all = ["yes", "undo", "status"])]
    dry_run: bool,

    /// Make the changes without asking you first.
    #[arg(long)]
    yes: bool,

    /// How much the agent may do without asking. The default is `recommended`. An existing policy stays as it is.
    #[arg(long, short, value_parser = words::<Profile>(Profile::WORDS))]
    profile: Option<Profile>,

    /// Change only servers that have this name in their client.
    #[arg(long, value_name = "SERVER", allow_hyphen_values = true)]
    only: Vec<String>,

    /// Start the servers that the catalog does not have, ask them for their tools, and make a policy from the
    /// ratings of the rules.
    #[arg(long, conflicts_with_all = ["undo", "status"])]
    live: bool,

    /// Remove the gateway again. If one stays, the exit code is 1 and the message says what to do.
    #[arg(long, conflicts_with = "status")]
    undo: bool,

    /// Show which servers are behind the gateway and which are not.
    #[arg(long)]
    status: bool,

    #[command(flatten)]
    catalog: catalog::LookupArg,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let home = local::home()?;
    let store = Store::of(&home)?;
    if args.undo {
        return undo::run(args, &home, &store, console);
    }
    let local::Known {
        files,
        loaded,
        asked,
    } = local::known(
        &home,
        &args.configs,
        &args.catalog,
        args.live,
        args.yes,
        console,
    )?;
    let servers: Vec<&str> = files
        .iter()
        .flat_map(|file| file.entries.iter().map(Entry::name))
        .collect();
    only::check(args, &servers)?;
    let plan = plan(args, &store, &home, &files, &loaded.catalog, &asked);
    let hidden = Hidden::of(&files);
    if args.status {
        return status(&plan, &home, &hidden, console);
    }
    for file in &plan.files {
        console.data(&hidden.masked(&file.shown(&home.folder)))?;
    }
    for settings in &plan.settings {
        console.data(&hidden.masked(&settings.shown(&home.folder)))?;
    }
    say(&plan, &home, &hidden, console);
    let unread = plan.unread > 0;
    if plan.files.is_empty() {
        console.say("There is nothing to change.");
        return Ok(outcome(unread));
    }
    if args.dry_run {
        return Ok(outcome(unread));
    }
    if !args.yes && !confirm("Make these changes? [y/N]", console)? {
        console.say("Nothing was changed.");
        return Ok(Outcome::Clean);
    }
    write(&plan, &home, &store, console)
}

/// What is left as it is, and what to know.
fn say(plan: &Plan<'_>, home: &Home, hidden: &Hidden<'_>, console: &mut Console) {
    for skipped in &plan.skipped {
        let path = shown(skipped.path, &home.folder);
        let name = one_line(skipped.name);
        let line = format!("{path}: `{name}` stays as it is: {}", skipped.reason);
        console.say(&hidden.masked(&line));
    }
    for warning in &plan.warnings {
        console.say(&hidden.masked(&format!("warning: {warning}")));
    }
}

/// Writes policies first, then the files, each with its record: a configuration never names a policy that
/// is not there.
fn write(
    plan: &Plan<'_>,
    home: &Home,
    store: &Store,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let _lock = store.lock()?;
    let mut ledger = store.ledger()?;
    let mut failed = false;
    let mut restarts = BTreeSet::new();
    let mut refused = BTreeMap::new();
    for file in &plan.files {
        let path = shown(&file.config.path, &home.folder);
        match store.protect(file, &mut ledger) {
            Ok(()) => {
                console.say(&format!(
                    "{path}: {} behind the gateway",
                    servers(file.changes.len())
                ));
                restarts.extend(file.config.clients.iter().map(|it| (it.title, it.restart)));
            }
            Err(error) => {
                failed = true;
                console.complain(&format!("error: {path}: {error}"));
                refused.insert(file.config.title(), path);
            }
        }
    }
    // Rules without the gateway would leave tools out that nobody has asked to leave out: a client gets both or none.
    for settings in &plan.settings {
        let path = shown(&settings.path, &home.folder);
        if let Some(config) = refused.get(settings.title) {
            console.complain(&format!(
                "error: {path}: no rules are added, because {config} could not be changed"
            ));
            continue;
        }
        match store.add_rules(settings, &mut ledger) {
            Ok(()) => console.say(&format!(
                "{path}: rules of {} for {}",
                settings.title,
                servers(settings.rules.len())
            )),
            Err(error) => {
                failed = true;
                console.complain(&format!("error: {path}: {error}"));
            }
        }
    }
    for (title, restart) in restarts {
        console.say(&format!("{title}: {restart}"));
    }
    console.say("To remove the gateway again, run `toolrisk protect --undo`.");
    Ok(outcome(failed || plan.unread > 0))
}

/// The outcome of a run in which something went wrong, or nothing did.
const fn outcome(failed: bool) -> Outcome {
    if failed {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// A name as it is shown: on one line, and without what may be a secret.
fn named(name: &str) -> String {
    masked(&one_line(name))
}

/// A count of servers.
fn servers(count: usize) -> String {
    if count == 1 {
        "1 server".to_owned()
    } else {
        format!("{count} servers")
    }
}

/// A line for each server: behind the gateway, or why not.
fn status(
    plan: &Plan<'_>,
    home: &Home,
    hidden: &Hidden<'_>,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let (mut open, mut lame) = (0, 0);
    let mut lines = Vec::new();
    for (path, entry) in &plan.guarded {
        let state = match gap(entry, &home.folder) {
            None => "behind the gateway".to_owned(),
            Some(Gap::Dead(reason)) => {
                open += 1;
                lame += 1;
                format!("not behind the gateway: {reason}, so the gateway does not start")
            }
            Some(Gap::Open(reason)) => {
                open += 1;
                lame += 1;
                format!("not behind the gateway: {reason}")
            }
        };
        lines.push((shown(path, &home.folder), one_line(entry.name()), state));
    }
    for file in &plan.files {
        for change in &file.changes {
            open += 1;
            let path = shown(&file.config.path, &home.folder);
            lines.push((
                path,
                one_line(change.entry.name()),
                "not behind the gateway".to_owned(),
            ));
        }
    }
    for skipped in &plan.skipped {
        open += usize::from(!skipped.off);
        let path = shown(skipped.path, &home.folder);
        lines.push((
            path,
            one_line(skipped.name),
            format!("not behind the gateway: {}", skipped.reason),
        ));
    }
    sort::all(&mut lines);
    for (path, name, state) in lines {
        console.data(&hidden.masked(&format!("{path}  {name}  {state}\n")))?;
    }
    console.say(&format!(
        "{} behind the gateway, {open} not",
        servers(plan.guarded.len() - lame)
    ));
    for warning in plan.warnings.iter().take(plan.unread) {
        console.say(&hidden.masked(&format!("warning: {warning}")));
    }
    Ok(outcome(open > 0 || plan.unread > 0))
}

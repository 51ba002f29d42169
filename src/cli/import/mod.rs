//! `toolrisk import`.

mod bulk;
mod changed;
mod folder;
mod note;
mod other_list;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::live::{
    Live, Read, SPELLING, Source, SourceArgs, Taken, id_of, listed, read, save, tell,
    tell_instructions,
};
use super::{CliError, Console, Outcome, catalog, overwrite};
use crate::capture::read_result;
use crate::import::{Listed, Listing};
use crate::load::{load, read_tree};
use crate::model::is_server_id;
use write::Import;

/// Import a server's tools into `server.yaml`, `tools.yaml` and `tools.lock.json`.
///
/// The command starts the server or asks it over HTTP, or reads its tools from a file. If you run it again, it adds
/// new tools and replaces the lock. It keeps everything that a person wrote.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own on the command line"
)]
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,

    /// Import every server of this list: YAML with `servers`, a client's `mcp.json`, or a `server.json`.
    #[arg(long, value_name = "LIST", group = "source", conflicts_with_all = ["server", "title", "package", "save"])]
    from: Option<PathBuf>,

    /// The number of servers of the list that are asked at the same time.
    #[arg(long, value_name = "COUNT", default_value_t = 4, requires = "from")]
    jobs: usize,

    /// The server's id. By default, it comes from the lines of the file or from the package that the command runs.
    #[arg(long, value_name = "ID")]
    server: Option<String>,

    #[command(flatten)]
    pub(super) catalog: catalog::CatalogArg,

    /// Title for a new `server.yaml`.
    #[arg(long)]
    title: Option<String>,

    /// Package with its version, such as `npm:@scope/name@1.2.3`.
    #[arg(long)]
    package: Option<String>,

    /// MCP protocol version of the capture.
    #[arg(long)]
    protocol: Option<String>,

    /// Day of the capture. The default is today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = past_day)]
    captured: Option<String>,

    /// Keep the definitions in the lock as the server gave them, and show them on the pages as quotations.
    ///
    /// The texts belong to the server's authors. Use this for a catalog that you do not publish, or if their license
    /// allows it.
    #[arg(long)]
    with_text: bool,

    /// Replace the lock even if the list is empty or has none of the lock's tools.
    #[arg(long)]
    replace: bool,

    /// Write nothing, and report what the command would do.
    #[arg(long)]
    dry_run: bool,

    /// Write nothing, and show how the files would change.
    #[arg(long)]
    diff: bool,

    /// Also write the list as the server gave it to this file.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    /// Replace the file of `--save`, even if it holds no earlier list of tools.
    #[arg(long, requires = "save")]
    force: bool,
}

impl Args {
    /// Whether anything may be written.
    pub(super) const fn writes(&self) -> bool {
        !self.dry_run && !self.diff
    }
}

fn date(text: &str) -> Result<String, jiff::Error> {
    text.parse::<jiff::civil::Date>()
        .map(|date| date.to_string())
}

/// A day that has begun somewhere on earth.
fn past_day(text: &str) -> Result<String, String> {
    let day: jiff::civil::Date = text
        .parse()
        .map_err(|error: jiff::Error| error.to_string())?;
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    if today.tomorrow().is_ok_and(|tomorrow| day > tomorrow) {
        return Err(format!("it lies in the future; today is {today}"));
    }
    Ok(day.to_string())
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    note::check(&given(&args.package), &given(&args.protocol))?;
    if let Some(list) = &args.from {
        return bulk::run(args, list, console);
    }
    if let (Some(path), false) = (&args.save, args.force) {
        let is_list = |text: &str| read_result(text, &args.source.limits(), &SPELLING).is_some();
        overwrite::refuse(
            path,
            is_list,
            "name another file, or replace this one with `--force`",
        )?;
    }
    let (id, taken) = take(args)?;
    let faults = match taken {
        Read::One(taken) => {
            match &args.save {
                Some(path) if args.writes() => save(path, &taken.capture)?,
                Some(path) => console.say(&format!("`{}` would be written", path.display())),
                None => {}
            }
            one(args, &named(id)?, &taken, console)?
        }
        Read::Many(_) if args.save.is_some() => {
            return Err(CliError::usage(
                "the lines of the file name their servers, and `--save` keeps the list of one server",
                "leave `--save` out",
            ));
        }
        Read::Many(listing) => many(args, &id, listing, console)?,
    };
    Ok(outcome(faults))
}

fn outcome(faults: usize) -> Outcome {
    if faults == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    }
}

/// The tools, and the id of their server as far as it is known.
fn take(args: &Args) -> Result<(String, Read), CliError> {
    let limits = args.source.limits();
    let id = args.server.clone().unwrap_or_default();
    match args.source.source()? {
        None => Err(CliError::usage(
            "there is nothing to import from",
            "give the server's own command after `--`, or `--url`, `--file`, or `--from LIST`",
        )),
        Some(Source::File(path)) => Ok((id, read(&path, &limits)?)),
        Some(Source::Live(live)) => {
            let id = if id.is_empty() {
                known_id(args, &live)?
            } else {
                named(id)?
            };
            Ok((id, Read::One(Box::new(live.take(&limits)?))))
        }
    }
}

/// The id of the server that the catalog has of the same package, else one made from its name.
fn known_id(args: &Args, live: &Live) -> Result<String, CliError> {
    let unversioned = live.package.unversioned();
    let folder = args.catalog.folder();
    if !unversioned.is_empty() && folder.is_dir() {
        let loaded = load(&read_tree(folder, None)?);
        let mut same = loaded
            .catalog
            .servers
            .iter()
            .filter(|it| it.package == unversioned);
        if let (Some(server), None) = (same.next(), same.next()) {
            return Ok(server.id.clone());
        }
    }
    named(id_of(live))
}

/// An id that can be a folder.
fn named(id: String) -> Result<String, CliError> {
    if id.is_empty() {
        let message = "the file does not name its server";
        return Err(CliError::usage(message, "add `--server <ID>`"));
    }
    if matches!(id.as_str(), "attacks" | "glossary") {
        let message = format!(
            "`{id}` cannot be the id of a server: the catalog has a folder of this name for other pages"
        );
        let help = "choose another id with `--server`, such as one with the name of its maker";
        return Err(CliError::usage(message, help));
    }
    if !is_server_id(&id) {
        let help = "use lower-case letters, digits and hyphens, at most 64; `attacks`, `glossary` and \
                    device names are reserved";
        return Err(CliError::usage(format!("invalid server id `{id}`"), help));
    }
    Ok(id)
}

/// Imports a capture and gives the number of findings.
fn one(args: &Args, id: &str, taken: &Taken, console: &mut Console) -> Result<usize, CliError> {
    let lost = tell(id, &taken.capture, console);
    let said = taken.capture.server.instructions.as_deref();
    let lost = lost + tell_instructions(id, said, console);
    let import = Import {
        server: id,
        listed: &listed(taken),
        note: note::of_taken(args, taken),
        complete: taken.capture.is_complete(),
    };
    Ok(lost + import.prepare(args, console)?.write(args, console)?)
}

/// Imports lines that each name their server, or that are all of the server `id`.
fn many(args: &Args, id: &str, listing: Listing, console: &mut Console) -> Result<usize, CliError> {
    for note in &listing.notes {
        console.complain(&format!("warning: {note}"));
    }
    for fault in &listing.faults {
        console.complain(&format!("warning: {fault}"));
    }
    if !id.is_empty() {
        other_list::refuse_several(&listing.tools)?;
    }
    let label = if id.is_empty() { "the list" } else { id };
    let said = listing.instructions.as_deref();
    let lost = listing.faults.len() + tell_instructions(label, said, console);
    let mut servers: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for tool in listing.tools {
        let id = if id.is_empty() { &tool.server } else { id };
        servers.entry(id.to_owned()).or_default().push(tool);
    }
    if servers.is_empty() {
        servers.insert(id.to_owned(), Vec::new());
    }
    let servers: Vec<_> = servers
        .into_iter()
        .map(|(id, listed)| Ok((named(id)?, listed)))
        .collect::<Result<_, CliError>>()?;
    // Nothing is written before all of it is known to lose nothing.
    let mut planned = Vec::with_capacity(servers.len());
    for (server, listed) in &servers {
        let import = Import {
            server,
            listed,
            note: note::of_lines(args, listed, &listing.protocol)?,
            complete: true,
        };
        planned.push(import.prepare(args, console)?);
    }
    let bar = console.bar("importing", planned.len());
    let mut findings = lost;
    for planned in &planned {
        findings += planned.write(args, console)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(findings)
}

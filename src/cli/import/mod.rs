//! `toolrisk import`.

mod bulk;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::live::{Live, Read, Source, SourceArgs, Taken, id_of, listed, read, save, tell};
use super::{CliError, Console, Outcome, catalog};
use crate::import::{CaptureNote, Listed};
use crate::load::{load, read_tree};
use crate::model::is_server_id;
use write::Import;

/// Import a server's tools: writes `server.yaml`, `tools.yaml` and `tools.lock.json`.
///
/// The tools come from the server itself, which is started or asked over HTTP, or from a file. Run again, it
/// adds what is new and writes the lock anew; what a person wrote stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,

    /// Import every server of this list: YAML with `servers`, a client's `mcp.json`, or a `server.json`.
    #[arg(long, value_name = "LIST", group = "source", conflicts_with_all = ["server", "title", "package", "save"])]
    from: Option<PathBuf>,

    /// Servers of the list that are asked at once.
    #[arg(long, value_name = "COUNT", default_value_t = 4, requires = "from")]
    jobs: usize,

    /// The server's id. If left out, the lines of a file name it, or the package that the command runs.
    #[arg(long, value_name = "ID")]
    server: Option<String>,

    #[command(flatten)]
    catalog: catalog::CatalogArg,

    /// Title for a new `server.yaml`.
    #[arg(long)]
    title: Option<String>,

    /// Package with its version, such as `npm:@scope/name@1.2.3`.
    #[arg(long)]
    package: Option<String>,

    /// MCP protocol version of the capture.
    #[arg(long)]
    protocol: Option<String>,

    /// Day of the capture; today if left out.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    captured: Option<String>,

    /// Write nothing, and say what would be done.
    #[arg(long)]
    dry_run: bool,

    /// Write nothing, and show what would change in the files.
    #[arg(long)]
    diff: bool,

    /// Also write the list as the server gave it to this file.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

fn date(text: &str) -> Result<String, jiff::Error> {
    text.parse::<jiff::civil::Date>()
        .map(|date| date.to_string())
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    if let Some(list) = &args.from {
        return bulk::run(args, list, console);
    }
    let (id, taken) = take(args)?;
    let faults = match taken {
        Read::One(taken) => {
            if let Some(path) = &args.save {
                save(path, &taken.capture)?;
            }
            one(args, &named(id)?, &taken, console)?
        }
        Read::Many(listed) => many(args, listed, console)?,
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
    if !unversioned.is_empty() && args.catalog.catalog.is_dir() {
        let loaded = load(&read_tree(&args.catalog.catalog, None)?);
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
    if !is_server_id(&id) {
        let help = "use lower-case letters, digits and hyphens, at most 64";
        return Err(CliError::usage(
            format!("`{id}` cannot be a server id"),
            help,
        ));
    }
    Ok(id)
}

/// Imports a capture and gives the number of faults.
fn one(args: &Args, id: &str, taken: &Taken, console: &mut Console) -> Result<usize, CliError> {
    let lost = tell(id, &taken.capture, console);
    let import = Import {
        server: id,
        listed: &listed(taken),
        note: note(args, taken),
        complete: taken.capture.is_complete(),
    };
    Ok(lost + import.run(args, console)?)
}

fn note(args: &Args, taken: &Taken) -> CaptureNote {
    let or =
        |given: &Option<String>, found: &str| given.clone().unwrap_or_else(|| found.to_owned());
    CaptureNote {
        title: or(&args.title, &taken.capture.server.title),
        package: or(&args.package, &taken.package.typed()),
        protocol: or(&args.protocol, &taken.capture.protocol),
        date: args.captured.clone().unwrap_or_else(today),
        registry: taken.package.registry.clone(),
        method: taken.method,
    }
}

fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}

/// Imports lines that each name their server.
fn many(args: &Args, listed: Vec<Listed>, console: &mut Console) -> Result<usize, CliError> {
    let mut servers: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for tool in listed {
        let id = args.server.clone().unwrap_or_else(|| tool.server.clone());
        servers.entry(id).or_default().push(tool);
    }
    let servers: Vec<_> = servers
        .into_iter()
        .map(|(id, listed)| Ok((named(id)?, listed)))
        .collect::<Result<_, CliError>>()?;
    let bar = console.bar("importing", servers.len());
    let mut faults = 0;
    for (server, listed) in &servers {
        let first = listed.first();
        let or = |given: &Option<String>, found: Option<&String>| {
            given.clone().or_else(|| found.cloned()).unwrap_or_default()
        };
        let note = CaptureNote {
            title: or(&args.title, first.map(|it| &it.title)),
            package: or(&args.package, first.map(|it| &it.package)),
            protocol: or(&args.protocol, None),
            date: args.captured.clone().unwrap_or_else(today),
            ..CaptureNote::default()
        };
        let import = Import {
            server,
            listed,
            note,
            complete: true,
        };
        faults += import.run(args, console)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(faults)
}

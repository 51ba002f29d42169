//! `toolrisk import`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{CliError, Console, Outcome, catalog};
use crate::import::{CaptureNote, Existing, Listed, plan};
use crate::load::{load, read_file, read_tree};
use crate::model::is_server_id;
use crate::poison::{is_poisoned, scan_among};
use crate::publish::write_file;

/// Import a server's tools: writes `server.yaml`, `tools.yaml` and `tools.lock.json`.
///
/// Run again, it adds what is new and writes the lock anew; what a person wrote stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A `tools/list` result, or JSON Lines with `server` on each line.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,

    /// The server's id; may be left out when each line names its server.
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
}

fn date(text: &str) -> Result<String, jiff::Error> {
    text.parse::<jiff::civil::Date>()
        .map(|date| date.to_string())
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let listed = catalog::listing(&args.file, &read_file(&args.file)?)?;
    let servers = by_server(args, listed)?;
    let bar = console.bar("importing", servers.len());
    let mut faults = 0;
    for (server, listed) in &servers {
        faults += import(args, server, listed, console)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(if faults == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// The tools of each server, under ids that can be folders.
fn by_server(args: &Args, listed: Vec<Listed>) -> Result<BTreeMap<String, Vec<Listed>>, CliError> {
    let mut servers: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for tool in listed {
        let id = args.server.clone().unwrap_or_else(|| tool.server.clone());
        servers.entry(id).or_default().push(tool);
    }
    if servers.is_empty() {
        servers.insert(args.server.clone().unwrap_or_default(), Vec::new());
    }
    if servers.contains_key("") {
        return Err(CliError::usage(
            "the file does not name its server",
            "add `--server <ID>`",
        ));
    }
    if let Some(bad) = servers.keys().find(|id| !is_server_id(id)) {
        let help = "use lower-case letters, digits and hyphens, at most 64";
        return Err(CliError::usage(
            format!("`{bad}` cannot be a server id"),
            help,
        ));
    }
    Ok(servers)
}

/// Imports one server and gives the number of faults.
fn import(
    args: &Args,
    server: &str,
    listed: &[Listed],
    console: &mut Console,
) -> Result<usize, CliError> {
    let folder = args.catalog.catalog.join(server);
    let existing = existing(&args.catalog.catalog, server)?;
    let plan = plan(server, listed, &note(args, listed), &existing);
    for (name, text) in &plan.files {
        write_file(&folder.join(name), text.as_bytes())?;
    }
    for fault in &plan.faults {
        console.complain(&format!("warning: {server}: {fault}"));
    }
    let poisoned = complain_of_poison(server, listed, console);
    for name in &plan.gone {
        console.complain(&format!(
            "warning: {server}: `{name}` has an entry but is not in the list"
        ));
    }
    let (captured, added) = (plan.captured, plan.added.len());
    console.say(&format!(
        "{server}: {captured} tools listed, {added} entries added"
    ));
    Ok(plan.faults.len() + poisoned)
}

/// Says which definitions give orders to a model, and gives their number.
fn complain_of_poison(server: &str, listed: &[Listed], console: &mut Console) -> usize {
    let name = |listed: &Listed| listed.tool.get("name")?.as_str().map(str::to_owned);
    let siblings: BTreeSet<String> = listed.iter().filter_map(name).collect();
    let mut poisoned = 0;
    for listed in listed {
        let found = scan_among(&listed.tool, &siblings);
        let tool = name(listed).unwrap_or_default();
        for finding in &found {
            console.complain(&format!("warning: {server}: `{tool}`: {finding}"));
        }
        if is_poisoned(&found) {
            poisoned += 1;
            console.complain(&format!(
                "help: `{tool}` gives orders to the model; deny it until a person has looked at it"
            ));
        }
    }
    poisoned
}

fn note(args: &Args, listed: &[Listed]) -> CaptureNote {
    let first = listed.first();
    let or = |given: &Option<String>, found: Option<&String>| {
        given.clone().or_else(|| found.cloned()).unwrap_or_default()
    };
    CaptureNote {
        title: or(&args.title, first.map(|it| &it.title)),
        package: or(&args.package, first.map(|it| &it.package)),
        protocol: or(&args.protocol, None),
        date: args.captured.clone().unwrap_or_else(today),
    }
}

fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}

/// What the catalog already holds of a server.
fn existing(catalog: &Path, server: &str) -> Result<Existing, CliError> {
    if !catalog.join(server).is_dir() {
        return Ok(Existing::default());
    }
    let tree = read_tree(catalog, Some(server))?;
    let file = |name: &str| {
        let place = format!("{server}/{name}");
        let at = tree.places.iter().position(|known| *known == place)?;
        tree.sources
            .iter()
            .nth(at)
            .map(|(_, file)| file.text.clone())
    };
    let tools_yaml = file("tools.yaml").unwrap_or_default();
    let has_server = file("server.yaml").is_some();
    let loaded = load(&tree);
    let entries = loaded
        .catalog
        .tools()
        .map(|(_, tool)| tool.definition.name.clone())
        .collect();
    Ok(Existing {
        has_server,
        entries,
        tools_yaml,
    })
}

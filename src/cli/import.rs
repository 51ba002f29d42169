//! `toolrisk import`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{CliError, Console, Outcome, catalog};
use crate::diagnostic::Diagnostic;
use crate::import::{CaptureNote, Existing, Listed, Listing, Plan, decode, plan, read_list};
use crate::load::{Tree, load, read_bytes, read_tree};
use crate::model::{Capture, Review, Tool, is_server_id};
use crate::publish::write_file;

/// Import a server's tools: writes `server.yaml`, `tools.yaml` and `tools.lock.json`.
///
/// Run again, it adds what is new and writes the lock anew; what a person wrote stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A `tools/list` result, or JSON Lines with `server` on each line; `-` for standard input.
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
    let listing = read(&args.file)?;
    for note in &listing.notes {
        console.complain(&format!("warning: {}: {note}", args.file.display()));
    }
    let protocol = listing.protocol;
    let mut planned = Vec::new();
    // Nothing is written before all of it is known to be whole.
    for (server, listed) in by_server(args, listing.tools)? {
        planned.push(prepare(args, &server, &listed, &protocol, console)?);
    }
    let bar = console.bar("importing", planned.len());
    let mut findings = 0;
    for each in &planned {
        let folder = args.catalog.catalog.join(&each.server);
        for (name, text) in &each.plan.files {
            write_file(&folder.join(name), text.as_bytes())?;
        }
        findings += tell(each, console);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(if findings == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn read(path: &Path) -> Result<Listing, CliError> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes)?;
        bytes
    } else {
        read_bytes(path)?
    };
    let listing = decode(bytes).and_then(|text| read_list(&text));
    listing.map_err(|source| CliError::Listing {
        path: path.display().to_string(),
        source,
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
        let help = "use lower-case letters, digits and hyphens, at most 64; `attacks`, `glossary` and \
                    device names are reserved";
        return Err(CliError::usage(
            format!("`{bad}` cannot be a server id"),
            help,
        ));
    }
    Ok(servers)
}

/// A server's import, ready to be written.
struct Planned {
    server: String,
    plan: Plan,
    reviewed: Vec<String>,
}

fn prepare(
    args: &Args,
    server: &str,
    listed: &[Listed],
    protocol: &str,
    console: &mut Console,
) -> Result<Planned, CliError> {
    let catalog = &args.catalog.catalog;
    let (tree, existing, before) = existing(catalog, server, console)?;
    if listed.is_empty() && !existing.fingerprints.is_empty() {
        let tools = existing.fingerprints.len();
        let message = format!("the list is empty, but the lock of `{server}` has {tools} tools");
        let help = "nothing was written; remove `tools.lock.json` first if the server has no tools";
        return Err(CliError::usage(message, help));
    }
    let note = note(args, listed, protocol, before)?;
    let plan = plan(server, listed, &note, &existing);
    check_result(server, &tree, &existing, &plan, console)?;
    Ok(Planned {
        server: server.to_owned(),
        plan,
        reviewed: existing.reviewed,
    })
}

/// Reads what would stand in the folder: nothing is written that could not be read again.
fn check_result(
    server: &str,
    tree: &Tree,
    existing: &Existing,
    plan: &Plan,
    console: &mut Console,
) -> Result<(), CliError> {
    let place = |name: &str| format!("{server}/{name}");
    let files: Vec<(String, &str)> = plan
        .files
        .iter()
        .map(|(name, text)| (place(name), text.as_str()))
        .collect();
    let kept = tree.places.iter().zip(tree.sources.iter());
    let kept = kept.filter(|(place, _)| files.iter().all(|(new, _)| new != *place));
    let kept = kept.map(|(place, (_, file))| (place.as_str(), file.text.as_str()));
    let new = files.iter().map(|(place, text)| (place.as_str(), *text));
    let result = Tree::of_texts(kept.chain(new));
    let loaded = load(&result);
    refuse(server, &loaded.found, &result, console)?;
    let has = |name: &&String| {
        let server = loaded.catalog.server(server);
        server.is_some_and(|server| server.tool(name).is_some())
    };
    let mut names = existing.entries.iter().chain(&plan.added);
    match names.find(|name| !has(name)) {
        Some(lost) => Err(CliError::usage(
            format!("this import would lose the entry `{lost}` of `{server}`"),
            "nothing was written",
        )),
        None => Ok(()),
    }
}

/// Refuses a folder with a file that could not be read whole.
fn refuse(
    server: &str,
    found: &[Diagnostic],
    tree: &Tree,
    console: &mut Console,
) -> Result<(), CliError> {
    let harmless = ["missing-server-file", "empty-text", "stray-file"];
    let mut found = found.to_vec();
    found.retain(|it| !harmless.contains(&it.lint.name));
    if found.is_empty() {
        return Ok(());
    }
    catalog::complain(&found, tree, console);
    Err(CliError::usage(
        format!("the files of `{server}` cannot be read whole, so nothing was written"),
        "correct these files, or restore them from version control; then import again",
    ))
}

/// Says what happened and gives the number of findings.
fn tell(planned: &Planned, console: &mut Console) -> usize {
    let (server, plan) = (&planned.server, &planned.plan);
    for fault in &plan.faults {
        console.complain(&format!("warning: {server}: {fault}"));
    }
    let mut findings = plan.faults.len();
    for name in &plan.changed {
        let reviewed = planned.reviewed.contains(name);
        findings += usize::from(reviewed);
        let what = if reviewed {
            "has changed since a person rated it; read its entry again"
        } else {
            "has changed"
        };
        console.complain(&format!("warning: {server}: `{name}` {what}"));
    }
    for name in &plan.gone {
        findings += usize::from(planned.reviewed.contains(name));
        console.complain(&format!(
            "warning: {server}: `{name}` has an entry but is not in the list"
        ));
    }
    let (captured, added) = (plan.captured, plan.added.len());
    console.say(&format!(
        "{server}: {captured} tools listed, {added} entries added"
    ));
    findings
}

/// What is given, else what the list says, else what the lock says already.
fn note(
    args: &Args,
    listed: &[Listed],
    protocol: &str,
    before: Option<Capture>,
) -> Result<CaptureNote, CliError> {
    let first = listed.first();
    let before = before.unwrap_or_default();
    let or = |given: &Option<String>, found: &str, before: &str| {
        let found = Some(found).filter(|found| !found.is_empty());
        given
            .clone()
            .unwrap_or_else(|| found.unwrap_or(before).to_owned())
    };
    let note = CaptureNote {
        title: or(&args.title, first.map_or("", |it| &it.title), ""),
        package: or(
            &args.package,
            first.map_or("", |it| &it.package),
            &before.package,
        ),
        protocol: or(&args.protocol, protocol, &before.protocol),
        date: args.captured.clone().unwrap_or_else(today),
    };
    if !note.package.is_empty() && !is_package(&note.package) {
        return Err(CliError::usage(
            format!("`{}` is not a package", note.package),
            "write the registry, a colon, the name, and the version: `npm:@scope/name@1.2.3`",
        ));
    }
    if !note.protocol.is_empty() && date(&note.protocol).is_err() {
        return Err(CliError::usage(
            format!("`{}` is not a version of the protocol", note.protocol),
            "versions are days, such as `2025-11-25`",
        ));
    }
    Ok(note)
}

/// `npm:@scope/name@1.2.3`: a registry, a name, and a version if it is known; no spaces or other signs.
fn is_package(package: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@/._+-:".contains(c);
    package.split_once(':').is_some_and(|(registry, name)| {
        !registry.is_empty()
            && registry
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            && name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@')
            && name.ends_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(plain)
    })
}

/// Whether a person said more of a tool than an import does.
const fn is_reviewed(review: &Review) -> bool {
    review.category.is_some()
        || review.risk.is_some()
        || review.traits.is_some()
        || review.decision.is_some()
        || review.limit.is_some()
        || review.override_reason.is_some()
        || review.rationale.is_some()
        || review.status.is_some()
}

fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}

/// What the catalog already holds of a server.
fn existing(
    catalog: &Path,
    server: &str,
    console: &mut Console,
) -> Result<(Tree, Existing, Option<Capture>), CliError> {
    let folder = catalog.join(server);
    if folder.is_symlink() || (folder.exists() && !folder.is_dir()) {
        let message = format!("`{}` is not a folder of its own", folder.display());
        let help = "symbolic links are not followed; import into a real folder";
        return Err(CliError::usage(message, help));
    }
    if !folder.is_dir() {
        return Ok((Tree::default(), Existing::default(), None));
    }
    let tree = read_tree(catalog, Some(server))?;
    let loaded = load(&tree);
    refuse(server, &loaded.found, &tree, console)?;
    let file = |name: &str| {
        let place = format!("{server}/{name}");
        let at = tree.places.iter().position(|known| *known == place)?;
        let file = tree.sources.iter().nth(at);
        file.map(|(_, file)| file.text.clone())
    };
    let known = loaded.catalog.server(server);
    let capture = known.and_then(|known| known.capture.clone());
    let tools = || loaded.catalog.tools().map(|(_, tool)| tool);
    let name = |tool: &Tool| tool.definition.name.clone();
    let mut fingerprints: BTreeMap<String, String> = tools()
        .filter_map(|tool| Some((name(tool), tool.lock.as_ref()?.fingerprint.clone())))
        .collect();
    for without in capture.iter().flat_map(|it| &it.without_entry) {
        fingerprints.entry(without.clone()).or_default();
    }
    let reviewed = tools().filter(|tool| is_reviewed(&tool.review));
    let existing = Existing {
        has_server: file("server.yaml").is_some(),
        entries: tools().map(name).collect(),
        tools_yaml: file("tools.yaml").unwrap_or_default(),
        reviewed: reviewed.map(name).collect(),
        fingerprints,
    };
    Ok((tree, existing, capture))
}

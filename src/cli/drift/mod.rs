//! `toolrisk drift`.

mod finding;
mod review;
mod sides;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::live::{Read, SourceArgs, ask_all, read, read_list, start, tell};
use super::{CliError, Console, Outcome, catalog};
use crate::drift::{Change, Compared, Grade, compare, human, json, markdown};
use crate::model::Additions;
use crate::plural::count;
use review::{complain_of_unreviewed, tell_orders};
use sides::{of_capture, of_lock};

/// Compare what a server says now with what the catalog was made from, and grade each change.
///
/// These are the grades, the mildest first: notation (written differently, with the same meaning), text, loosened,
/// expanded and tightened (the arguments that the tool accepts), hint-stricter, hint-safer, re-rated, renamed, added,
/// removed.
///
/// The exit code is 1 when there is a change of a grade that `--fail-on` names, and 2 when a server could
/// not be asked. Without `--fail-on`, it is also 1 when a tool of a list could not be read, because that tool may
/// have changed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Servers of the catalog. With `--run` or `--from`, the default is every server that can be asked.
    servers: Vec<String>,

    #[command(flatten)]
    source: SourceArgs,

    /// Ask the servers of this list: YAML with `servers`, or a client's `mcp.json`.
    #[arg(long, value_name = "LIST", group = "source")]
    from: Option<PathBuf>,

    /// Start each server from the package that the catalog names, with `npx` or `uvx`. This runs the code of the
    /// servers.
    #[arg(long, group = "source")]
    run: bool,

    /// Compare two lists of tools instead: this file holds the old list.
    #[arg(
        long,
        value_name = "FILE",
        requires = "after",
        conflicts_with = "source"
    )]
    before: Option<PathBuf>,

    /// The file that holds the new list.
    #[arg(long, value_name = "FILE", requires = "before")]
    after: Option<PathBuf>,

    #[command(flatten)]
    catalog: catalog::LookupArg,

    /// Form of the changes.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Exit with code 1 when there is a change of this grade; `none` means never. By default, every grade except
    /// `notation` counts.
    #[arg(long, value_name = "GRADE", value_delimiter = ',', value_parser = grade)]
    fail_on: Option<Vec<Option<Grade>>>,

    /// Also show changes that concern only punctuation, spacing or notation.
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A few lines for each change.
    Human,
    /// One document, version 1.
    Json,
    /// SARIF 2.1.0, for code scanning; a change points at the tool's entry.
    Sarif,
    /// A table for a pull request.
    Markdown,
}

fn grade(word: &str) -> Result<Option<Grade>, String> {
    if word == "none" {
        return Ok(None);
    }
    let found = Grade::ALL
        .iter()
        .copied()
        .find(|grade| grade.as_str() == word);
    let words: Vec<&str> = Grade::ALL.iter().map(|grade| grade.as_str()).collect();
    found
        .map(Some)
        .ok_or_else(|| format!("the grades are {}, and `none`", words.join(", ")))
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    if let (Some(before), Some(after)) = (&args.before, &args.after) {
        return two_lists(args, before, after, console);
    }
    let (tree, loaded) = args.catalog.open(console)?;
    let additions = &loaded.catalog.config.additions;
    let asked = ask(args, &loaded.catalog, console)?;
    let mut servers = Vec::new();
    let mut failed = 0;
    let (mut poisoned, mut is_complete) = (0, true);
    for asked in asked {
        let taken = asked.read.map_err(|error| CliError::usage(error, ""));
        let taken = taken.and_then(|read| one(&asked.id, read, console));
        match taken {
            Ok(taken) => {
                is_complete &= taken.capture.is_complete();
                poisoned += tell_orders(&asked.id, &taken.capture, &loaded.catalog, console);
                let before = of_lock(&tree, &asked.id, additions)?;
                let after = of_capture(&taken.capture, &asked.id, additions);
                let compared = compare(&before, &after, taken.capture.is_complete());
                servers.push((asked.id, compared));
            }
            Err(error) => {
                failed += 1;
                console.complain(&format!("error: {}: {error}", asked.id));
            }
        }
    }
    let unreviewed = complain_of_unreviewed(&servers, &loaded.catalog, console);
    let outcome = report(args, &servers, Some((&tree, &loaded)), console)?;
    let is_told = unreviewed || poisoned > 0 || !is_complete;
    let outcome = if is_told && args.fail_on.is_none() {
        Outcome::Findings
    } else {
        outcome
    };
    if failed > 0 {
        let message = format!(
            "{failed} of {} could not be asked",
            count(failed + servers.len(), "server")
        );
        return Err(CliError::usage(message, ""));
    }
    Ok(outcome)
}

/// Compares two lists, without a catalog.
fn two_lists(
    args: &Args,
    before: &Path,
    after: &Path,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let additions = Additions::default();
    let limits = args.source.limits();
    let mut side = |path: &Path| one("the list", read(path, &limits)?, console);
    let (before, after) = (side(before)?, side(after)?);
    let complete = after.capture.is_complete();
    let server = args.servers.first().map_or("", String::as_str);
    let (before, after) = (
        of_capture(&before.capture, server, &additions),
        of_capture(&after.capture, server, &additions),
    );
    let compared = compare(&before, &after, complete);
    let name = args.servers.first().map_or("list", String::as_str);
    let name = name.to_owned();
    let outcome = report(args, &[(name, compared)], None, console)?;
    Ok(if !complete && args.fail_on.is_none() {
        Outcome::Findings
    } else {
        outcome
    })
}

/// The one server of a source.
fn one(id: &str, read: Read, console: &mut Console) -> Result<Box<super::live::Taken>, CliError> {
    match read {
        Read::One(taken) => {
            tell(id, &taken.capture, console);
            Ok(taken)
        }
        Read::Many(_) => Err(CliError::usage(
            "each line of the file names a server",
            "give a `tools/list` result of one server",
        )),
    }
}

/// Asks the servers that the arguments name.
fn ask(
    args: &Args,
    catalog: &crate::model::Catalog,
    console: &mut Console,
) -> Result<Vec<super::live::Asked>, CliError> {
    use super::live::{Listing, Source};
    for id in &args.servers {
        if catalog.server(id).is_none() {
            return Err(catalog::no_server(id, catalog));
        }
    }
    let wanted = |id: &str| args.servers.is_empty() || args.servers.iter().any(|it| it == id);
    let listings: Vec<Listing> = if let Some(list) = &args.from {
        let listings = read_list(list, console)?.into_iter();
        listings
            .filter(|it| wanted(&it.id) && catalog.server(&it.id).is_some())
            .collect()
    } else if args.run {
        let servers = catalog.servers.iter().filter(|server| wanted(&server.id));
        servers
            .filter_map(|server| {
                let source = Source::Live(Box::new(start(&server.package)?));
                Some(Listing {
                    id: server.id.clone(),
                    source: Ok(source),
                })
            })
            .collect()
    } else {
        let source = args.source.source()?.ok_or_else(|| {
            CliError::usage(
                "there is nothing to compare with",
                "give the server's command after `--`, or `--url`, `--file`, `--from LIST`, or `--run`",
            )
        })?;
        let [id] = args.servers.as_slice() else {
            return Err(CliError::usage(
                "name the one server of the catalog that this is",
                "",
            ));
        };
        vec![Listing {
            id: id.clone(),
            source: Ok(source),
        }]
    };
    if listings.is_empty() {
        return Err(nobody_to_ask(args));
    }
    let bar = console.bar("asking", listings.len());
    let asked = ask_all(listings, 4, &args.source.limits(), &bar);
    bar.finish_and_clear();
    Ok(asked)
}

/// Why there is no server to ask.
fn nobody_to_ask(args: &Args) -> CliError {
    match &args.from {
        Some(list) => CliError::usage(
            format!("no server of `{}` is in the catalog", list.display()),
            "its keys must be the ids of servers in the catalog, which are the names of their folders",
        ),
        None => CliError::usage(
            "no server of the catalog has a package that can be started",
            "write `package: npm:<name>` or `package: pypi:<name>` in `server.yaml`, or say with `--from LIST` how each is started",
        ),
    }
}

fn report(
    args: &Args,
    servers: &[(String, Compared)],
    catalog: Option<(&crate::load::Tree, &crate::load::Loaded)>,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let text = match args.format {
        Format::Human => servers
            .iter()
            .map(|(id, compared)| human(id, compared, args.all))
            .collect(),
        Format::Json => json(servers),
        Format::Markdown => markdown(servers),
        Format::Sarif => {
            let (tree, loaded) = catalog.ok_or_else(|| {
                CliError::usage(
                    "SARIF needs a catalog to point at",
                    "compare with a catalog, or use another format",
                )
            })?;
            finding::sarif(servers, tree, &loaded.catalog, |change| fails(args, change))
        }
    };
    console.data(&text)?;
    let changes: Vec<&Change> = servers
        .iter()
        .flat_map(|(_, compared)| &compared.changes)
        .collect();
    let notation = changes
        .iter()
        .filter(|it| it.grade() == Grade::Notation)
        .count();
    let unchanged: usize = servers.iter().map(|(_, compared)| compared.unchanged).sum();
    console.say(&format!(
        "{} changed, {notation} in notation only, {unchanged} unchanged",
        count(changes.len() - notation, "tool")
    ));
    let failing = changes.iter().any(|change| fails(args, change));
    Ok(if failing {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// Whether a change has a grade that fails the run.
fn fails(args: &Args, change: &Change) -> bool {
    match &args.fail_on {
        None => change.grade() != Grade::Notation,
        Some(grades) => grades.iter().flatten().any(|grade| change.has(*grade)),
    }
}

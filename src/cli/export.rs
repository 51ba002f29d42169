//! `toolrisk export`.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::{CliError, Console, Outcome, catalog};
use crate::diagnostic::{Diagnostic, suggest};
use crate::escape;
use crate::load::{Loaded, Tree, read_file};
use crate::model::{Catalog, Definition};
use crate::policy::{
    Export, Policy, Prefer, Profile, Refusal, ServerPolicy, Target, Unsaid, all_targets, recommend,
    target,
};
use crate::publish::write_file;
use crate::rules::rate_server;

/// Export the policy of servers in the language of the gateway or client that enforces it.
///
/// What the target cannot say is listed on stderr, and as a comment where the format has comments. It
/// degrades in the safe direction: a limit becomes a question in clients, a question a denial in gateways.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The servers' ids: the names of their folders.
    #[arg(required = true, value_name = "SERVER")]
    servers: Vec<String>,

    #[command(flatten)]
    catalog: catalog::CatalogArg,

    /// The gateway or client.
    #[arg(long, short, default_value = "toolrisk", value_parser = targets())]
    target: String,

    /// How much an agent may do on its own.
    #[arg(long, short, default_value = "recommended", value_parser = words::<Profile>(Profile::WORDS))]
    profile: Profile,

    /// The server's name in your own configuration, one for each server, in the same order.
    #[arg(long = "as", value_name = "NAME")]
    names: Vec<String>,

    /// Where to go when the target cannot express a decision.
    #[arg(long, default_value = "safety", value_parser = words::<Prefer>(Prefer::WORDS))]
    prefer: Prefer,

    /// Write to this file instead of stdout, which `-` is.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Put the rules into this settings file, and leave all else in it as it is.
    ///
    /// Earlier rules of the same servers go. A file that cannot be read as what it should be is not touched.
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    merge_into: Option<PathBuf>,

    /// How to list what the target cannot say.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    report: String,
}

fn targets() -> PossibleValuesParser {
    all_targets()
        .iter()
        .map(|target| target.info().name)
        .collect::<Vec<_>>()
        .into()
}

fn words<T>(words: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let (tree, loaded) = catalog::open(&args.catalog.catalog)?;
    let parts = parts(args, &loaded.catalog)?;
    sound(args, &tree, &loaded, console)?;
    let servers: Vec<_> = parts.iter().map(Part::as_policy).collect();
    let target = named(&args.target)?;
    let export = match &args.merge_into {
        None => target.export(&servers, args.prefer),
        Some(path) => target.merge(&settings(path)?, &servers, args.prefer),
    };
    let export = export.map_err(|refusal| refused(refusal, args))?;
    let output = args.output.as_ref().filter(|path| path.as_os_str() != "-");
    match args.merge_into.as_ref().or(output) {
        None => console.data(&export.text)?,
        Some(path) => {
            write(&export, path)?;
            if args.report != "json" {
                console.say(&format!(
                    "wrote the policy of {} for {} to {}",
                    args.servers.join(", "),
                    target.info().title,
                    path.display()
                ));
            }
        }
    }
    list(&export.unsaid, target, args, console);
    Ok(Outcome::Clean)
}

/// Refuses servers whose files were not read whole: a rule that is misspelt there would be missing here.
fn sound(args: &Args, tree: &Tree, loaded: &Loaded, console: &mut Console) -> Result<(), CliError> {
    let concerns = |finding: &&Diagnostic| {
        let path = Path::new(tree.sources.path(finding.primary.span.file));
        let folder = path.parent().and_then(Path::file_name);
        path.ends_with("toolrisk.yaml")
            || args.servers.iter().any(|id| folder == Some(OsStr::new(id)))
    };
    let found: Vec<Diagnostic> = loaded.found.iter().filter(concerns).cloned().collect();
    if found.is_empty() {
        return Ok(());
    }
    catalog::complain(&found, tree, console);
    Err(CliError::usage(
        "nothing is exported from files that cannot be read whole",
        "mend them first; a rule that is misspelt there would be missing in the policy",
    ))
}

/// The text of the file to merge into.
fn settings(path: &Path) -> Result<String, CliError> {
    read_file(path).map_err(|error| match error.source.kind() {
        ErrorKind::NotFound => CliError::usage(error.to_string(), "write a new file with -o"),
        _ => error.into(),
    })
}

/// Writes the document, and its schema beside it.
fn write(export: &Export, path: &Path) -> Result<(), CliError> {
    let beside = path.with_extension("cedarschema");
    if export.schema.is_some() && beside == path {
        return Err(CliError::usage(
            format!(
                "`{}` is the name of the schema that is written beside the policy",
                path.display()
            ),
            "give the policy a name with another ending, such as `.cedar`",
        ));
    }
    write_file(path, export.text.as_bytes())?;
    if let Some(schema) = &export.schema {
        write_file(&beside, schema.as_bytes())?;
    }
    Ok(())
}

fn refused(refusal: Refusal, args: &Args) -> CliError {
    let reason = match &args.merge_into {
        Some(path) => format!("`{}`: {}", path.display(), refusal.reason),
        None => refusal.reason,
    };
    // Names of tools stand in it.
    let reason = escape::one_line(&reason);
    CliError::usage(reason, refusal.help)
}

/// One server with all that its export borrows.
struct Part<'a> {
    name: &'a str,
    policy: Policy,
    tools: Vec<&'a Definition>,
}

impl Part<'_> {
    fn as_policy(&self) -> ServerPolicy<'_> {
        ServerPolicy {
            name: self.name,
            policy: &self.policy,
            tools: &self.tools,
        }
    }
}

fn parts<'a>(args: &'a Args, catalog: &'a Catalog) -> Result<Vec<Part<'a>>, CliError> {
    if !args.names.is_empty() && args.names.len() != args.servers.len() {
        return Err(CliError::usage(
            format!(
                "{} names are given with --as for {} servers",
                args.names.len(),
                args.servers.len()
            ),
            "give one --as for each server, in the same order".to_owned(),
        ));
    }
    let part = |(place, id): (usize, &'a String)| {
        let server = catalog
            .server(id)
            .ok_or_else(|| catalog::no_server(id, catalog))?;
        let rated = rate_server(catalog, server);
        Ok(Part {
            name: args.names.get(place).unwrap_or(id),
            policy: recommend(&rated, args.profile),
            tools: server.tools.iter().map(|tool| &tool.definition).collect(),
        })
    };
    args.servers.iter().enumerate().map(part).collect()
}

fn named(name: &str) -> Result<&'static dyn Target, CliError> {
    target(name).ok_or_else(|| {
        let names: Vec<_> = all_targets().iter().map(|it| it.info().name).collect();
        CliError::usage(
            format!("there is no target `{name}`"),
            suggest(name, &names),
        )
    })
}

/// What the document does not say, on stderr.
fn list(unsaid: &[Unsaid], target: &dyn Target, args: &Args, console: &mut Console) {
    if args.report == "json" {
        let report = json!({ "target": target.info().name, "unsaid": unsaid });
        console.complain(&escape::json(report.to_string()));
        return;
    }
    if unsaid.is_empty() {
        return;
    }
    let title = target.info().title;
    console.say(&format!("{title} cannot say all of the policy:"));
    for each in unsaid {
        console.say(&format!("  {}", escape::one_line(&each.to_string())));
    }
}

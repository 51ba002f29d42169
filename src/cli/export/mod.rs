//! `toolrisk export`.

mod wrapped;

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use serde_json::json;

use crate::cli::{CliError, Console, Outcome, catalog, ignored, overwrite};
use crate::clients::wrapping;
use crate::diagnostic::{Diagnostic, suggest};
use crate::escape;
use crate::load::{Loaded, Tree, read_file};
use crate::model::{Catalog, Definition, Server, Tool};
use crate::plural::count;
use crate::policy::{
    Export, Loss, NO_LIMITS, Policy, Prefer, Profile, Refusal, ServerPolicy, Target, all_targets,
    note, recommend, target,
};
use crate::publish::write_file;
use crate::rules::{RatedTool, rate_server};

/// Export the policy of servers in the format of the gateway or client that enforces it.
///
/// If the product cannot express a rule, the command says so on stderr and in a comment, and uses another one: a
/// client asks instead of counting, and a gateway refuses instead of asking. See `--prefer`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The ids of the servers, which are the names of their folders.
    #[arg(required = true, value_name = "SERVER")]
    servers: Vec<String>,

    #[command(flatten)]
    catalog: catalog::LookupArg,

    /// The product that enforces the policy, or a client whose configuration starts the server behind the gateway.
    #[arg(long, short, default_value = "toolrisk", value_parser = targets())]
    target: String,

    /// How much the agent may do without asking.
    #[arg(long, short, default_value = "recommended", value_parser = words::<Profile>(Profile::WORDS))]
    profile: Profile,

    /// The name of the server in your own configuration; one for each server, in the same order.
    #[arg(long = "as", value_name = "NAME")]
    names: Vec<String>,

    /// What to do if the product cannot express a rule: be stricter (`safety`), leave limits out and deny the rest
    /// (`usable`), or be looser (`convenience`).
    ///
    /// By default, `safety` for clients, which then ask before each call of a limited tool, and `usable` for gateways,
    /// which cannot ask and would have to deny every limited tool.
    #[arg(long, value_parser = words::<Prefer>(Prefer::WORDS))]
    prefer: Option<Prefer>,

    /// Write to this file instead of stdout; `-` means stdout.
    ///
    /// Without `--force`, the command does not replace a file that holds anything but an export of these servers.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace the file of `--output`, whatever it holds.
    #[arg(long, requires = "output")]
    force: bool,

    /// Put the rules into this settings file, and keep everything else that it holds.
    ///
    /// The new rules replace the earlier rules of the same servers. The command creates the file if it does not
    /// exist, and does not change it if it cannot be read as a settings file.
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    merge_into: Option<PathBuf>,

    /// How to list what the product cannot express.
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    report: String,

    /// The command that starts the server, for clients whose configuration starts it behind the gateway. By default,
    /// the one of the server's package.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

pub(super) fn targets() -> PossibleValuesParser {
    let targets = all_targets().iter().map(|target| target.info().name);
    let clients = wrapping().map(|client| client.id);
    targets.chain(clients).collect::<Vec<_>>().into()
}

pub(super) fn words<T>(words: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    if args.merge_into.as_deref() == Some(Path::new("-")) {
        return Err(CliError::usage(
            "`--merge-into` needs a file, and `-` is not one",
            "name the settings file, or leave the option out to print the rules",
        ));
    }
    let (tree, loaded) = args.catalog.open_servers(&args.servers, console)?;
    catalog::refuse_unread(&tree, "nothing was exported", console)?;
    let parts = parts(args, &loaded.catalog)?;
    sound(args, &tree, &loaded, console)?;
    let servers: Vec<_> = parts.iter().map(Part::as_policy).collect();
    if let Some(client) = wrapped::client(&args.target) {
        return wrapped::run(args, client, &loaded.catalog, &parts, console);
    }
    if !args.command.is_empty() {
        return Err(CliError::usage(
            format!("a policy for `{}` does not start the server", args.target),
            "remove the command after `--`",
        ));
    }
    let target = named(&args.target)?;
    let prefer = args.prefer.unwrap_or_else(|| target.preference());
    let export = match &args.merge_into {
        None => target.export(&servers, prefer),
        Some(path) => match settings(path)? {
            Some(existing) => target.merge(&existing, &servers, prefer),
            None => fresh(target, &servers, prefer),
        },
    };
    let export = export.map_err(|refusal| refused(refusal, args))?;
    if let (Some(path), false) = (&args.output, args.force) {
        refuse_foreign(path, &parts, &export, target, prefer)?;
    }
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
    for part in &parts {
        ignored::warn(&part.rated, console);
    }
    let marked: Vec<Marked> = parts.iter().flat_map(|part| part.marked.clone()).collect();
    list(&export.losses, &marked, target, prefer, args, console);
    Ok(Outcome::Clean)
}

/// Refuses servers whose files were not read whole: a rule that is misspelled there would be missing here.
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
        "nothing was exported, because files of the catalog cannot be read whole",
        "fix them first; a rule that is misspelled there would be missing in the policy",
    ))
}

/// The text of the file to merge into, if there is one.
fn settings(path: &Path) -> Result<Option<String>, CliError> {
    match read_file(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.source.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A settings file that holds these rules and nothing else, for a target that has such files.
fn fresh(
    target: &dyn Target,
    servers: &[ServerPolicy<'_>],
    prefer: Prefer,
) -> Result<Export, Refusal> {
    let export = target.export(servers, prefer)?;
    target.merge(&export.text, servers, prefer)?;
    Ok(export)
}

/// Refuses to overwrite a file that is no export of these servers: people keep other settings beside
/// the rules, and edit policies by hand.
fn refuse_foreign(
    path: &Path,
    parts: &[Part<'_>],
    export: &Export,
    target: &dyn Target,
    prefer: Prefer,
) -> Result<(), CliError> {
    let servers: Vec<_> = parts.iter().map(Part::as_policy).collect();
    let holds_no_more = |existing: &str| {
        let merged = target.merge(existing, &servers, prefer);
        merged.is_ok_and(|merged| merged.text == export.text)
    };
    let is_other_profile =
        |existing: &str| other_exports(parts, target).any(|other| other.text == existing);
    let may_replace = |existing: &str| {
        existing == export.text || holds_no_more(existing) || is_other_profile(existing)
    };
    let mergeable = target.merge(&export.text, &servers, prefer).is_ok();
    let help = if mergeable {
        "`--merge-into FILE` puts the rules into the file and keeps the rest; `--force` replaces the whole file"
    } else {
        "`--force` replaces it; `--output` with another name keeps both"
    };
    overwrite::refuse(path, may_replace, help)?;
    match &export.schema {
        Some(schema) => overwrite::refuse(&schema_beside(path), |held| held == schema, help),
        None => Ok(()),
    }
}

/// What the command would write for these servers under other options.
fn other_exports<'a>(
    parts: &'a [Part<'_>],
    target: &'a dyn Target,
) -> impl Iterator<Item = Export> + 'a {
    let options = Profile::ALL
        .iter()
        .flat_map(|profile| Prefer::ALL.iter().map(move |prefer| (*profile, *prefer)));
    options.filter_map(move |(profile, prefer)| {
        let policies: Vec<Policy> = parts
            .iter()
            .map(|part| recommend(&part.rated, profile))
            .collect();
        let servers: Vec<_> = parts
            .iter()
            .zip(&policies)
            .map(|(part, policy)| part.with(policy))
            .collect();
        target.export(&servers, prefer).ok()
    })
}

/// Where the schema of a policy goes: `a.cedarschema` beside `a.cedar`. Any other name keeps its ending, so that
/// the schemas of `shop.test` and `shop.live` are two files.
fn schema_beside(path: &Path) -> PathBuf {
    if path.extension() == Some(OsStr::new("cedar")) {
        return path.with_extension("cedarschema");
    }
    if path.extension() == Some(OsStr::new("cedarschema")) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".cedarschema");
    path.with_file_name(name)
}

/// Writes the document, and its schema beside it.
fn write(export: &Export, path: &Path) -> Result<(), CliError> {
    let beside = schema_beside(path);
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
    rated: Vec<RatedTool<'a>>,
    policy: Policy,
    tools: Vec<&'a Definition>,
    marked: Vec<Marked>,
}

/// A tool whose definition nobody has approved.
#[derive(Debug, Clone, Serialize)]
struct Marked {
    server: String,
    tool: String,
    /// Why a person should look at it.
    note: &'static str,
}

fn marked(server: &Server) -> Vec<Marked> {
    let mark = |tool: &Tool| {
        Some(Marked {
            server: server.id.clone(),
            tool: tool.definition.name.clone(),
            note: note(tool)?,
        })
    };
    server.tools.iter().filter_map(mark).collect()
}

impl Part<'_> {
    fn as_policy(&self) -> ServerPolicy<'_> {
        self.with(&self.policy)
    }

    fn with<'p>(&'p self, policy: &'p Policy) -> ServerPolicy<'p> {
        ServerPolicy {
            name: self.name,
            policy,
            tools: &self.tools,
        }
    }
}

fn parts<'a>(args: &'a Args, catalog: &'a Catalog) -> Result<Vec<Part<'a>>, CliError> {
    if !args.names.is_empty() && args.names.len() != args.servers.len() {
        return Err(CliError::usage(
            format!(
                "`--as` gives {} for {}",
                count(args.names.len(), "name"),
                count(args.servers.len(), "server")
            ),
            "give one `--as` for each server, in the same order",
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
            rated,
            tools: server.tools.iter().map(|tool| &tool.definition).collect(),
            marked: marked(server),
        })
    };
    args.servers.iter().enumerate().map(part).collect()
}

pub(super) fn named(name: &str) -> Result<&'static dyn Target, CliError> {
    // The gateway holds the policy of a client that has no rules of its own.
    let name = wrapped::client(name).map_or(name, |_| "toolrisk");
    target(name).ok_or_else(|| {
        let names: Vec<_> = all_targets().iter().map(|it| it.info().name).collect();
        CliError::usage(format!("unknown target `{name}`"), suggest(name, &names))
    })
}

/// The tools that a person should look at, on stderr.
fn list_marked(parts: &[Part<'_>], console: &mut Console) {
    for part in parts {
        say_marked(&part.marked, console);
    }
}

fn say_marked(marked: &[Marked], console: &mut Console) {
    for Marked { server, tool, note } in marked {
        let tool = escape::one_line(tool);
        console.complain(&format!("warning: {server}: `{tool}`: {note}"));
    }
}

/// What the document does not say, and which tools a person should look at, on stderr.
fn list(
    losses: &[Loss],
    marked: &[Marked],
    target: &dyn Target,
    prefer: Prefer,
    args: &Args,
    console: &mut Console,
) {
    if args.report == "json" {
        let report = json!({
            "target": target.info().name, "prefer": prefer.as_str(), "losses": losses, "unreviewed": marked,
            "asks_nothing_with": target.unasked(),
        });
        console.complain(&escape::json(report.to_string()));
        return;
    }
    say_marked(marked, console);
    let title = target.info().title;
    if !losses.is_empty() {
        console.say(&format!(
            "{title} cannot express these parts of the policy:"
        ));
    }
    for each in losses {
        console.say(&format!("  {}", escape::one_line(&each.to_string())));
    }
    if args.prefer.is_none() && prefer == Prefer::Usable && losses.iter().any(Loss::drops_limit) {
        console.say(&format!("note: {NO_LIMITS}"));
    }
    if !target.unasked().is_empty() {
        let sentence = target.info().unasked_sentence(target.unasked());
        console.say(&format!("note: {sentence}"));
    }
}

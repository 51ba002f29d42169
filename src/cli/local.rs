//! What `audit` and `protect` share: this user's folders, the configurations, and questions.

use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::catalog::LookupArg;
use super::live::{Listing, Notation, Read, Taken, ask_all, source_of};
use super::{CliError, Console};
use crate::audit::match_entry;
use crate::capture::Limits;
use crate::clients::{ConfigFile, Entry, Home, Node, Os, SERVER_KEYS, Transport, found, given};
use crate::escape::one_line;
use crate::import::read_tool;
use crate::load::Loaded;
use crate::model::{Catalog, Review, Server, Tool};
use crate::secret::masked;
use crate::sort;
use crate::source::{FileId, Span, Spanned};

/// This user's folders.
pub(super) fn home() -> Result<Home, CliError> {
    let folder = std::env::home_dir().filter(|it| it.is_absolute());
    let folder = folder.ok_or_else(|| {
        CliError::usage(
            "the home folder of this user is not known",
            "set `HOME` to it",
        )
    })?;
    let here = std::path::absolute(".")?;
    let variables = Home::variables_used().filter_map(|name| {
        let value = std::env::var_os(name)?.into_string().ok()?;
        Some((name.to_owned(), value))
    });
    Ok(Home {
        os: Os::current(),
        folder,
        here,
        variables: variables.collect(),
    })
}

/// The configurations that are named, or all that are found.
fn files(home: &Home, named: &[PathBuf]) -> Result<Vec<ConfigFile>, CliError> {
    const HELP: &str = "name the configuration of an MCP client";
    if let Some(missing) = named.iter().find(|it| !it.is_file()) {
        let path = missing.display();
        let message = if missing.is_dir() {
            format!("`{path}` is a folder")
        } else {
            format!("there is no file `{path}`")
        };
        return Err(CliError::usage(message, HELP));
    }
    if named.is_empty() {
        return Ok(found(home));
    }
    let files: Vec<ConfigFile> = named.iter().map(|path| given(home, path)).collect();
    let is_bare = |it: &&ConfigFile| it.root.is_ok() && it.entries.is_empty();
    match files.iter().find(is_bare) {
        Some(bare) => Err(no_servers(bare)),
        None => Ok(files),
    }
}

/// That somebody named a file that has no servers: it is probably another file than they meant.
fn no_servers(file: &ConfigFile) -> CliError {
    let keys: Vec<String> = SERVER_KEYS
        .iter()
        .map(|it| format!("`{}`", it.join(".")))
        .collect();
    CliError::usage(
        format!("`{}` holds no MCP servers", file.path.display()),
        format!(
            "name the configuration of an MCP client; it has its servers under {}",
            any_of(&keys)
        ),
    )
}

/// Words in a row, the last behind an "or".
fn any_of(words: &[String]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// The configurations, and what is known of the servers in them.
pub(super) struct Known {
    pub(super) files: Vec<ConfigFile>,
    pub(super) loaded: Loaded,
    /// The ids in the catalog of the servers that have been asked, by file and entry.
    pub(super) asked: BTreeMap<(usize, usize), String>,
}

/// Reads the configurations and the catalog, and asks the servers that are not in it where `live` says so.
pub(super) fn known(
    home: &Home,
    configs: &[PathBuf],
    catalog: &LookupArg,
    live: bool,
    yes: bool,
    console: &mut Console,
) -> Result<Known, CliError> {
    let files = files(home, configs)?;
    let (_, mut loaded) = catalog.open_with_builtin(console)?;
    let asked = if live {
        ask_unknown(&files, &mut loaded.catalog, yes, console)?
    } else {
        BTreeMap::new()
    };
    Ok(Known {
        files,
        loaded,
        asked,
    })
}

/// Asks a question that `y` answers with yes. Without a terminal, nobody can answer.
pub(super) fn confirm(question: &str, console: &mut Console) -> Result<bool, CliError> {
    if !std::io::stdin().is_terminal() {
        let help = "run the command in a terminal, or give `--yes`";
        return Err(CliError::usage(
            "cannot ask for confirmation: this is not a terminal",
            help,
        ));
    }
    console.complain(question);
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Asks whether these servers may be started or connected to.
pub(super) fn may_start(
    names: &[String],
    yes: bool,
    console: &mut Console,
) -> Result<bool, CliError> {
    let names = names.join(", ");
    let question = format!("This starts or connects to: {names}. Go on? [y/N]");
    Ok(yes || confirm(&question, console)?)
}

/// Asks the servers that the catalog does not have for their tools, and adds what they say to it. Gives the
/// place of each entry with the id that its server got.
fn ask_unknown(
    files: &[ConfigFile],
    catalog: &mut Catalog,
    yes: bool,
    console: &mut Console,
) -> Result<BTreeMap<(usize, usize), String>, CliError> {
    let mut unknown = Vec::new();
    for (at, file) in files.iter().enumerate() {
        for (number, entry) in file.entries.iter().enumerate() {
            let readable = !matches!(entry.transport, Transport::Other(_));
            if readable && !entry.disabled && match_entry(entry, catalog).is_none() {
                unknown.push(((at, number), entry));
            }
        }
    }
    let names: Vec<String> = unknown
        .iter()
        .map(|(_, entry)| masked(&one_line(entry.name())))
        .collect();
    if names.is_empty() || !may_start(&names, yes, console)? {
        return Ok(BTreeMap::new());
    }
    let listings = unknown.iter().map(|(place, entry)| Listing {
        id: id(*place),
        source: source_of(&value(entry), notation(files.get(place.0))),
    });
    let bar = console.bar("asking", unknown.len());
    let asked = ask_all(listings.collect(), 4, &Limits::default(), &bar);
    bar.finish_and_clear();
    let mut places = BTreeMap::new();
    for ((place, entry), asked) in unknown.iter().zip(asked) {
        match asked.read {
            Ok(Read::One(taken)) => {
                places.insert(*place, asked.id.clone());
                catalog
                    .servers
                    .push(server(&asked.id, entry.name(), &taken));
            }
            Ok(Read::Many(_)) => {}
            Err(reason) => {
                let name = masked(&one_line(entry.name()));
                let cause = masked(&one_line(cause(&reason)));
                let file = files.get(place.0);
                let file = file.map_or_else(String::new, |it| it.path.display().to_string());
                let file = masked(&one_line(&file));
                console.complain(&format!("warning: {name}: {cause} (in {file})"));
            }
        }
    }
    sort::by(&mut catalog.servers, |a, b| a.id.cmp(&b.id));
    Ok(places)
}

/// Why a server was not listed: without what names it, which may be a whole command line, and without what it said
/// itself, for it may have said its secrets.
fn cause(reason: &str) -> &str {
    let line = reason.lines().next().unwrap_or_default();
    line.rsplit_once("`: ").map_or(line, |(_, cause)| cause)
}

fn notation(file: Option<&ConfigFile>) -> Notation {
    Notation::of_client(file.and_then(|it| Some(it.clients.first()?.id)))
}

fn id((file, entry): (usize, usize)) -> String {
    format!("asked-{file}-{entry}")
}

/// An entry as lists of servers have it.
fn value(entry: &Entry) -> Value {
    let members = |keys: &[&str]| -> Value {
        let maps = keys.iter().filter_map(|key| entry.node.get(key));
        let members = maps.flat_map(Node::members);
        let texts = members.filter_map(|it| Some((it.key.clone(), Value::from(it.value.text()?))));
        Value::Object(texts.collect())
    };
    match (&entry.transport, entry.own_words().split_first()) {
        (Transport::Remote { url, .. }, _) => {
            json!({ "url": url, "headers": members(&["headers", "http_headers"]) })
        }
        (_, Some((command, args))) => json!({
            "command": command, "args": args, "env": members(&["env", "environment", "envs"]),
        }),
        (_, None) => json!({}),
    }
}

/// A server of the catalog from what a server says of itself.
fn server(id: &str, name: &str, taken: &Taken) -> Server {
    let span = Span::whole(FileId(u32::MAX));
    let tool = |tool: &Value| {
        let definition = read_tool(tool)?.definition;
        Some(Tool {
            slug: definition.name.as_str().into(),
            definition,
            review: Review::default().shared(),
            span,
            description_span: span,
            lock: None,
            is_gone: false,
        })
    };
    let mut tools: Vec<Tool> = taken.capture.tools.iter().filter_map(tool).collect();
    sort::by(&mut tools, |a, b| a.definition.name.cmp(&b.definition.name));
    tools.dedup_by(|a, b| a.definition.name == b.definition.name);
    Server {
        title: Spanned::new(name.to_owned(), span),
        tools,
        ..Server::bare(id, span)
    }
}

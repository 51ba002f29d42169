//! Targets that have no rules of their own: their configuration starts the server behind the gateway.

use std::path::{Path, PathBuf};

use super::{Args, Part, ignored, list_marked};
use crate::cli::{CliError, Console, Outcome, overwrite};
use crate::clients::{Client, Gateway, Guarded, place, snippet, start, wrapping};
use crate::model::Catalog;
use crate::publish::write_file;

/// The client of this name that can only be wrapped.
pub(super) fn client(name: &str) -> Option<&'static Client> {
    wrapping().find(|client| client.id == name)
}

/// The policy of one server, and where it goes.
struct Beside<'a> {
    part: &'a Part<'a>,
    file: String,
    own: Vec<String>,
}

/// Writes the client's configuration, and each policy beside it.
pub(super) fn run(
    args: &Args,
    client: &Client,
    catalog: &Catalog,
    parts: &[Part<'_>],
    console: &mut Console,
) -> Result<Outcome, CliError> {
    if args.merge_into.is_some() {
        return Err(CliError::usage(
            format!(
                "`--merge-into` does not work for {}, which has no rules of its own",
                client.title
            ),
            "`toolrisk protect FILE` puts the gateway before the servers of its configuration",
        ));
    }
    let output = args.output.as_ref().filter(|path| path.as_os_str() != "-");
    let folder = folder(output)?;
    let servers: Vec<Beside<'_>> = args
        .servers
        .iter()
        .zip(parts)
        .map(|(id, part)| beside(args, catalog, id, part, &folder))
        .collect::<Result<_, _>>()?;
    let text = configuration(client, &servers)?;
    for part in parts {
        ignored::warn(&part.rated, console);
    }
    list_marked(parts, console);
    let Some(output) = output else {
        console.data(&text)?;
        for server in &servers {
            console.say(&format!(
                "the policy of {} goes to {}",
                server.part.name, server.file
            ));
        }
        console.say("`--output FILE` writes the configuration with each policy beside it");
        return Ok(told(client, console));
    };
    let policies = servers
        .iter()
        .map(|it| (PathBuf::from(&it.file), it.part.policy.json()));
    let files: Vec<(PathBuf, String)> = policies.chain([(output.clone(), text)]).collect();
    if !args.force {
        for (path, text) in &files {
            let help =
                "`--force` replaces it; `toolrisk protect FILE` changes a configuration in place";
            overwrite::refuse(path, |held| held == text, help)?;
        }
    }
    for (path, text) in &files {
        write_file(path, text.as_bytes())?;
        console.say(&format!("wrote {}", path.display()));
    }
    Ok(told(client, console))
}

fn told(client: &Client, console: &mut Console) -> Outcome {
    console.say(&format!(
        "{} reads {}. {}",
        client.title,
        place(client),
        client.restart
    ));
    Outcome::Clean
}

/// The folder that the policies go to, as an absolute path: clients start servers anywhere.
fn folder(output: Option<&PathBuf>) -> Result<PathBuf, CliError> {
    let folder = output
        .and_then(|it| it.parent())
        .unwrap_or_else(|| Path::new(""));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    std::path::absolute(folder.join("x"))
        .map(|path| path.parent().map_or_else(PathBuf::new, Path::to_owned))
        .map_err(|error| CliError::usage(format!("cannot tell the current folder: {error}"), ""))
}

fn beside<'a>(
    args: &Args,
    catalog: &Catalog,
    id: &str,
    part: &'a Part<'a>,
    folder: &Path,
) -> Result<Beside<'a>, CliError> {
    let package = catalog.server(id).map_or("", |it| it.package_to_start());
    let own = match (args.command.as_slice(), args.servers.len()) {
        ([], _) => start(package).ok_or_else(|| {
            CliError::usage(
                format!("the catalog does not say which command starts `{id}`"),
                "give the command after `--`",
            )
        })?,
        (words, 1) => words.to_vec(),
        _ => {
            return Err(CliError::usage(
                "a command after `--` starts one server, but several are exported",
                "export each server separately",
            ));
        }
    };
    let file = folder
        .join(format!("{id}.policy.json"))
        .display()
        .to_string();
    Ok(Beside { part, file, own })
}

fn configuration(client: &Client, servers: &[Beside<'_>]) -> Result<String, CliError> {
    // Clients with windows start programs with a bare `PATH`.
    let program = std::env::current_exe()
        .map_or_else(|_| "toolrisk".to_owned(), |it| it.display().to_string());
    let mut guarded = Vec::new();
    for server in servers {
        let gateway = Gateway {
            program: &program,
            policy: &server.file,
            name: server.part.name,
        };
        gateway
            .check()
            .map_err(|reason| CliError::usage(reason, "write to another folder with `--output`"))?;
        guarded.push(Guarded {
            gateway,
            own: &server.own,
        });
    }
    Ok(snippet(client, &guarded))
}

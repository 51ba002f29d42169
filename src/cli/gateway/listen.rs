//! `toolrisk gateway --listen`: who the clients are, and what each may do.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Args, log, recorder, reload, remote, state};
use crate::cli::{CliError, Outcome};
use crate::gateway::{self, Behind, Client, Listen, Reload, Settings, run_listen};
use crate::load::read_file;
use crate::policy::{Evaluator, Policy};

/// The file of tokens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tokens {
    clients: Vec<Entry>,
}

/// Somebody who may come in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Whose calls these are, in the log and for limits.
    name: String,
    /// The secret that the client shows.
    token: String,
    /// The client's policy file, from the folder of the file of tokens; that of `--policy` without it.
    policy: Option<PathBuf>,
}

/// The shortest token: shorter ones can be guessed.
const SHORTEST: usize = 16;

pub(super) fn run(args: &Args, address: SocketAddr, server: String) -> Result<Outcome, CliError> {
    if !address.ip().is_loopback() && (args.tokens.is_none() || args.hosts.is_empty()) {
        return Err(CliError::usage(
            format!("`{address}` can be reached from other machines"),
            "give `--tokens FILE` and `--allow-host NAME`, or listen at 127.0.0.1",
        ));
    }
    let entries = if let Some(file) = &args.tokens {
        entries(file, args.policy.as_deref())?
    } else {
        vec![(String::new(), None, args.policy.clone().unwrap_or_default())]
    };
    let (clients, reloads) = clients(args, entries, &server)?;
    let behind = match &args.url {
        Some(url) => Behind::Url(remote(url, args)?),
        None => Behind::Command(args.command.clone()),
    };
    let listen = Listen {
        recorder: recorder(args, &server)?,
        address,
        hosts: args.hosts.clone(),
        origins: args.origins.clone(),
        clients,
        reloads,
        tokens: changed_tokens(args),
        behind,
        settings: Settings {
            server,
            dry_run: args.dry_run,
            secret: String::new(),
            records: args.record.is_some(),
        },
        log: log(args.log.as_deref())?,
        log_required: args.log_required,
    };
    let said = |address| reload::say(&format!("listening at http://{address}/mcp"));
    run_listen(listen, said).map_err(|error| {
        CliError::usage(
            format!("cannot listen at `{address}`: {error}"),
            "choose another port, or 0 for a free one",
        )
    })?;
    Ok(Outcome::Clean)
}

/// Who may come in: a name, a token, a policy file.
type Named = (String, Option<String>, PathBuf);

/// Reads the file of tokens again whenever it changes, so that a token that was taken out of it lets nobody in.
fn changed_tokens(args: &Args) -> gateway::Tokens {
    let Some(file) = args.tokens.clone().filter(|_| !args.no_reload) else {
        return Box::new(|| None);
    };
    let policy = args.policy.clone();
    let mut known = tokens_of(entries(&file, policy.as_deref()).unwrap_or_default());
    let mut fault = None;
    Box::new(move || match entries(&file, policy.as_deref()) {
        Ok(entries) => {
            fault = None;
            let tokens = tokens_of(entries);
            if tokens == known {
                return None;
            }
            known.clone_from(&tokens);
            reload::say(&format!("read `{}` again", file.display()));
            Some(tokens)
        }
        Err(error) => {
            let other = fault.replace(error.to_string());
            if other != fault {
                reload::say(&format!(
                    "warning: {error}; the gateway keeps the tokens that it has"
                ));
            }
            None
        }
    })
}

fn tokens_of(entries: Vec<Named>) -> BTreeMap<String, String> {
    let tokens = entries.into_iter();
    tokens
        .filter_map(|(name, token, _)| Some((name, token?)))
        .collect()
}

/// The clients of a file of tokens; `policy` is that of clients that name none.
fn entries(file: &Path, policy: Option<&Path>) -> Result<Vec<Named>, CliError> {
    only_own(file)?;
    let tokens: Tokens = serde_json::from_str(&read_file(file)?).map_err(|error| {
        CliError::usage(
            format!(
                "`{}` is not a valid file of tokens: {error}",
                file.display()
            ),
            "write {\"clients\": [{\"name\": …, \"token\": …, \"policy\": …}]}",
        )
    })?;
    let fault = |what: String, help: &str| Err(CliError::usage(what, help));
    let mut entries: Vec<Named> = Vec::new();
    for entry in tokens.clients {
        let name = entry.name;
        if name.is_empty() || entries.iter().any(|(known, ..)| *known == name) {
            let what = format!(
                "duplicate or empty client name `{name}` in `{}`",
                file.display()
            );
            return fault(what, "give each client a name of its own");
        }
        let known = |(_, token, _): &Named| token.as_deref() == Some(&entry.token);
        if entry.token.len() < SHORTEST || entries.iter().any(known) {
            let what = format!(
                "the token of `{name}` is shorter than {SHORTEST} characters, or another client has the same token"
            );
            return fault(what, "`openssl rand -hex 32` creates a good one");
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        let own = entry.policy.map(|it| folder.join(it));
        let Some(policy) = own.or_else(|| policy.map(Path::to_owned)) else {
            return fault(
                format!("`{name}` has no policy"),
                "add a policy to the client, or give `--policy FILE`",
            );
        };
        entries.push((name, Some(entry.token), policy));
    }
    if entries.is_empty() {
        return fault(
            format!("no clients in `{}`", file.display()),
            "add at least one client",
        );
    }
    Ok(entries)
}

/// What reads policies again, each with the places of the clients that have it.
type Reloads = Vec<(Reload, Vec<usize>)>;

/// The clients, and what reads their policies again. All count in one record.
fn clients(
    args: &Args,
    entries: Vec<Named>,
    server: &str,
) -> Result<(Vec<Client>, Reloads), CliError> {
    let mut texts: BTreeMap<PathBuf, (String, Vec<usize>)> = BTreeMap::new();
    let mut policies: Vec<Policy> = Vec::with_capacity(entries.len());
    for (place, (.., file)) in entries.iter().enumerate() {
        if let Some((text, places)) = texts.get_mut(file) {
            places.push(place);
            policies.push(reload::parse(file, text)?);
            continue;
        }
        let text = read_file(file)?;
        policies.push(reload::parse(file, &text)?);
        texts.insert(file.clone(), (text, vec![place]));
    }
    // The record is opened where any of the policies counts.
    let counting = policies.iter().find(|it| state::counts(it));
    let Some(first) = counting.or(policies.first()).cloned() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let owner = args.tokens.as_deref().or(args.policy.as_deref());
    let record: Evaluator = state::evaluator(first, owner.unwrap_or(Path::new("")), args, server)?;
    let clients = entries.into_iter().zip(policies);
    let clients = clients.map(|((name, token, _), policy)| Client {
        evaluator: record.beside(policy, &name),
        name,
        token,
    });
    let reloads = texts.into_iter();
    let reloads = reloads.map(|(file, (text, places))| (reload(&file, text, args), places));
    Ok((clients.collect(), reloads.collect()))
}

/// Tokens that others can read are no secrets.
#[cfg(unix)]
fn only_own(file: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata().map(|it| it.permissions().mode());
    match mode {
        Ok(mode) if mode & 0o077 != 0 => Err(CliError::usage(
            format!("other users can read the tokens in `{}`", file.display()),
            "run `chmod 600` on the file",
        )),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn only_own(_: &Path) -> Result<(), CliError> {
    Ok(())
}

//! `toolrisk gateway --listen`: who the clients are, and what each may do.

use std::net::SocketAddr;

use super::clients::Clients;
use super::tokens::{Entry, entries};
use super::{Args, log, recorder, reload, remote};
use crate::cli::{CliError, Outcome};
use crate::gateway::{Behind, Listen, Settings, run_listen};

pub(super) fn run(args: &Args, address: SocketAddr, server: String) -> Result<Outcome, CliError> {
    if !address.ip().is_loopback() && (args.tokens.is_none() || args.hosts.is_empty()) {
        return Err(CliError::usage(
            format!("`{address}` can be reached from other machines"),
            "give `--tokens FILE` and `--allow-host NAME`, or listen at 127.0.0.1",
        ));
    }
    let clients = Clients::new(args, first(args)?, &server)?;
    let behind = match &args.url {
        Some(url) => Behind::Url(remote(url, args)?),
        None => Behind::Command(args.command.clone()),
    };
    let listen = Listen {
        recorder: recorder(args, &server)?,
        address,
        hosts: args.hosts.clone(),
        origins: args.origins.clone(),
        clients: clients.first(),
        changes: clients.watch(),
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

/// Who may come in at the start: the clients of the file of tokens, or everybody on this machine.
fn first(args: &Args) -> Result<Vec<Entry>, CliError> {
    let Some(file) = &args.tokens else {
        return Ok(vec![Entry {
            name: String::new(),
            token: None,
            policy: args.policy.clone().unwrap_or_default(),
        }]);
    };
    let entries = entries(file, args.policy.as_deref())?;
    if entries.is_empty() {
        return Err(CliError::usage(
            format!("no clients in `{}`", file.display()),
            "add at least one client",
        ));
    }
    Ok(entries)
}

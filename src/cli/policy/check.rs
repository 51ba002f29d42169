//! `toolrisk policy check`.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use super::server::{Found, ServerArg};
use super::{Format, document};
use crate::cli::export::{named, targets};
use crate::cli::simulate::policy;
use crate::cli::{CliError, Console, Outcome};
use crate::escape;
use crate::plural::count;
use crate::policy::{Fault, Known, Loss, Policy, ServerPolicy, faults};

/// Find what is wrong with a policy.
///
/// It finds unknown tools and arguments, tools that can do the same as a guarded tool but have weaker rules, rules that
/// match no call, and limits that are never reached. With `--target` it also lists what a product cannot express. The
/// exit code is 1 when there are findings.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy.
    file: PathBuf,

    #[command(flatten)]
    server: ServerArg,

    /// The product that will enforce the policy. The command also lists what this product cannot express.
    #[arg(long, short, value_parser = targets())]
    target: Option<String>,

    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// One thing that a target cannot express.
#[derive(Serialize)]
struct Inexpressible {
    target: String,
    tool: String,
    wanted: String,
    instead: String,
    reason: String,
    looser: bool,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let policy = policy(&args.file)?;
    let names = policy.names().filter(|name| *name != "*");
    let server = args.server.find(names, console)?;
    if server.is_none() {
        console.complain(
            "note: no server of the catalog has most of these tools, so names and arguments were not checked; name the server \
             with `--server`, or give its tools with `--tools`",
        );
    }
    let known: Option<Vec<Known<'_>>> = server.as_ref().map(Found::known);
    let mut found = faults(&policy, known.as_deref());
    found.retain(|it| !server.as_ref().is_some_and(|server| server.argues(it)));
    let losses = match &args.target {
        None => Vec::new(),
        Some(name) => losses(name, &policy, server.as_ref())?,
    };
    let text = match args.format {
        Format::Human => human(args, &found, &losses),
        Format::Json => document(&json!({
            "version": 1, "findings": found, "inexpressible": losses,
            "server": server.as_ref().map(|it| &it.id),
        })),
    };
    console.data(&text)?;
    let findings = found.len() + losses.len();
    console.say(&count(findings, "finding"));
    Ok(if findings == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn losses(
    name: &str,
    policy: &Policy,
    server: Option<&Found>,
) -> Result<Vec<Inexpressible>, CliError> {
    let target = named(name)?;
    let tools = server.map(Found::definitions).unwrap_or_default();
    let id = server.map_or("server", |it| it.id.as_str());
    let of = ServerPolicy {
        name: if id.is_empty() { "server" } else { id },
        policy,
        tools: &tools,
    };
    let export = target.export(&[of], target.preference());
    let export = export.map_err(|it| CliError::usage(escape::one_line(&it.reason), it.help))?;
    let each = |it: Loss| Inexpressible {
        target: name.to_owned(),
        tool: it.tool,
        wanted: it.wanted.to_string(),
        instead: it.instead.to_string(),
        reason: it.reason.to_string(),
        looser: it.looser,
    };
    Ok(export.losses.into_iter().map(each).collect())
}

fn human(args: &Args, found: &[Fault], losses: &[Inexpressible]) -> String {
    let path = args.file.display();
    let fault = |it: &Fault| {
        let line = format!(
            "{path}#{}: {}: {}; {}",
            it.place, it.kind, it.message, it.help
        );
        escape::one_line(&line) + "\n"
    };
    let loss = |it: &Inexpressible| {
        let tool = match it.tool.as_str() {
            "" => String::new(),
            tool => format!("`{tool}`: "),
        };
        let line = format!(
            "{path}: inexpressible: {tool}{} cannot express \u{201c}{}\u{201d} and uses \u{201c}{}\u{201d}: {}",
            it.target, it.wanted, it.instead, it.reason
        );
        escape::one_line(&line) + "\n"
    };
    found
        .iter()
        .map(fault)
        .chain(losses.iter().map(loss))
        .collect()
}

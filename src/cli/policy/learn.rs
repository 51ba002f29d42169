//! `toolrisk policy learn`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::server::{Found, ServerArg};
use super::{Format, document, line};
use crate::cli::simulate::recorded;
use crate::cli::{CliError, Console, Outcome, overwrite};
use crate::escape;
use crate::policy::{Difference, Learned, Policy, RecordedCall, differences, learn};
use crate::publish::write_file;

/// Propose the strictest policy that lets the recorded calls pass, with a reason for each line.
///
/// The policy allows the tools that were called, and denies all others. A limit is the number of calls in the busiest
/// minute, hour or day, times the headroom. An argument gets a rule only if its values justify one: paths under a
/// folder, URLs of a few hosts, or a few values that recur. The reasons go to stderr, together with the policy that the
/// catalog recommends.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Recordings of `toolrisk gateway --record`, or other calls that `simulate` reads.
    #[arg(required = true)]
    recordings: Vec<PathBuf>,

    /// How many times as often as in the recording a tool may be called.
    #[arg(long, value_name = "TIMES", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=1000))]
    headroom: u32,

    /// Learn only from the calls of this server, by its name in the recording.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,

    #[command(flatten)]
    server: ServerArg,

    /// Write the policy to this file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace the file of `--output`, whatever it holds.
    #[arg(long, requires = "output")]
    force: bool,

    /// Output format: the policy alone, or one document with the policy, its reasons and the comparison.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let recordings = of_one_server(args, console)?;
    let learned = learn(&recordings, args.headroom);
    let names = learned.policy.tools.0.iter().map(|(name, _)| name.as_str());
    let server = args.server.find(names, console)?;
    let beside = server.as_ref().and_then(|it| it.recommended.as_ref());
    let beside = beside.map(|it| differences(it, &learned.policy));
    let text = match args.format {
        Format::Human => learned.policy.json(),
        Format::Json => document(&whole(&learned, server.as_ref(), beside.as_deref())),
    };
    match args.output.as_ref().filter(|it| it.as_os_str() != "-") {
        None => console.data(&text)?,
        Some(path) => {
            if !args.force {
                let help = "`--force` replaces it; `--output` with another name keeps both";
                overwrite::refuse(path, |held| held == text, help)?;
            }
            write_file(path, text.as_bytes())?;
            console.say(&format!("wrote {}", path.display()));
        }
    }
    if args.format == Format::Human {
        explain(&learned, server.as_ref(), beside.as_deref(), console);
    }
    Ok(Outcome::Clean)
}

/// The calls of each recording. A policy is that of one server, so they must be of one.
fn of_one_server(args: &Args, console: &mut Console) -> Result<Vec<Vec<RecordedCall>>, CliError> {
    let mut recordings = Vec::new();
    let mut servers = BTreeSet::new();
    for path in &args.recordings {
        let calls = recorded(path, console)?.into_iter().map(|(_, call)| call);
        let wanted = |call: &RecordedCall| args.only.as_ref().is_none_or(|it| *it == call.server);
        let calls: Vec<RecordedCall> = calls
            .inspect(|call| {
                servers.insert(call.server.clone());
            })
            .filter(wanted)
            .collect();
        recordings.push(calls);
    }
    let list: Vec<String> = servers
        .iter()
        .map(|it| format!("`{}`", escape::one_line(it)))
        .collect();
    if args.only.is_none() && servers.len() > 1 {
        return Err(CliError::usage(
            format!(
                "these are calls of {} servers: {}",
                servers.len(),
                list.join(", ")
            ),
            "learn a policy for each, with `--only NAME`",
        ));
    }
    if recordings.iter().flatten().any(|call| call.tool == "*") {
        return Err(CliError::usage(
            "a recorded call is of a tool named `*`, which a policy cannot name",
            "remove this call from the recording: `*` stands for every tool",
        ));
    }
    if recordings.iter().all(Vec::is_empty) {
        let (message, help) = match &args.only {
            Some(name) => (
                format!("the recordings have no call to the server `{name}`"),
                if list.iter().all(|server| server == "``") {
                    "the recorded calls name no server; leave `--only` out".to_owned()
                } else {
                    format!("the recordings have calls to {}", list.join(", "))
                },
            ),
            None => (
                "the recordings contain no calls".to_owned(),
                "record some with `toolrisk gateway --record FILE`".to_owned(),
            ),
        };
        return Err(CliError::usage(message, help));
    }
    Ok(recordings)
}

fn whole(learned: &Learned, server: Option<&Found>, beside: Option<&[Difference]>) -> Value {
    json!({
        "version": 1,
        // Its own text, so that the order of its keys stays.
        "policy": serde_json::from_str::<Value>(&learned.policy.json()).unwrap_or_default(),
        "reasons": learned.reasons,
        "recommended": server.and_then(|it| it.recommended.as_ref()).map(Policy::json)
            .and_then(|it| serde_json::from_str::<Value>(&it).ok()),
        "compared": beside,
    })
}

/// The reasons, and how the policy differs from the recommended one.
fn explain(
    learned: &Learned,
    server: Option<&Found>,
    beside: Option<&[Difference]>,
    console: &mut Console,
) {
    for reason in &learned.reasons {
        console.say(&escape::one_line(&format!(
            "{}: {}",
            reason.place, reason.reason
        )));
    }
    let (Some(server), Some(beside)) = (server, beside) else {
        return;
    };
    console.say(&format!(
        "compared with the recommended policy of `{}`, which `toolrisk export {0}` writes:",
        server.id
    ));
    for difference in beside {
        console.say(&format!("  {}", line(difference)));
    }
}

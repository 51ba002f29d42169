//! `toolrisk simulate`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::{CliError, Console, Outcome};
use crate::escape;
use crate::load::read_file;
use crate::plural::count;
use crate::policy::{Call, Effect, Evaluator, Policy, RecordedCall, Recording, Rule, Verdict};

/// Decide recorded calls by a policy, and show which rule decided.
///
/// Each line of CALLS is an object with `tool` and `arguments`, or a `tools/call` request. It can also have `time`
/// (RFC 3339, or seconds since 1970; the default is the time of the call before), `failed` (the server answered with
/// an error; a limit with `"on_error": "give_back"` does not count the call) and `expect` (the decision that you
/// expect). The exit code is 1 when an expectation is not met.
///
/// CALLS can be a recording of `toolrisk gateway --record`, or the gateway's plain log. The log has only the names of
/// arguments, so the command ignores rules on arguments there and tells you so.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The policy, as `toolrisk export` writes it; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,

    /// Calls, as JSON Lines; `-` for standard input.
    calls: PathBuf,

    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One line for each call, for people.
    Human,
    /// One JSON object for each call, as JSON Lines.
    Json,
}

/// What was decided of one line.
#[derive(Serialize)]
struct Answer<'a> {
    line: usize,
    tool: &'a str,
    effect: Effect,
    rule: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<Effect>,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let policy = policy(&args.policy)?;
    let named: BTreeSet<String> = policy.names().map(str::to_owned).collect();
    let mut evaluator = Evaluator::new(policy);
    let calls = recorded(&args.calls, console)?;
    let mut tally = Tally::default();
    let mut now = 0;
    let mut first = None;
    for (line, call) in calls {
        now = call.at.unwrap_or(now);
        first.get_or_insert_with(|| escape::one_line(&call.tool));
        let of_call = Call {
            tool: &call.tool,
            arguments: &call.arguments,
            at: now,
        };
        let verdict = if call.is_whole {
            evaluator.decide(of_call)
        } else {
            tally.blind += usize::from(reads_arguments(evaluator.policy(), &call.tool));
            evaluator.decide_without_arguments(of_call)
        };
        if call.failed {
            evaluator.failed(verdict.reserved.clone());
        }
        tally.count(&call, &verdict);
        tally.named += usize::from(named.contains(&call.tool));
        let answer = Answer {
            line,
            tool: &call.tool,
            effect: verdict.effect,
            rule: &verdict.rule,
            reason: &verdict.reason,
            expected: call.expect.filter(|expected| *expected != verdict.effect),
        };
        console.data(&match args.format {
            Format::Human => answer.human(),
            Format::Json => answer.json(),
        })?;
    }
    if let (Some(first), 0) = (&first, tally.named) {
        console.complain(&format!(
            "warning: the policy names none of the tools that are called, such as `{first}`; is it the policy of \
             another server?"
        ));
    }
    if tally.blind > 0 {
        console.complain(&format!(
            "note: the log has no values of arguments, so the rules on arguments were left out for {}",
            count(tally.blind, "call")
        ));
    }
    console.say(&tally.sentence());
    Ok(if tally.unexpected == 0 {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn reads_arguments(policy: &Policy, tool: &str) -> bool {
    policy.rule(tool).is_some_and(Rule::reads_arguments)
}

/// The calls of a file, each with the number of its line.
///
/// # Errors
///
/// When the file cannot be read, or a line is no call.
pub(super) fn recorded(
    path: &Path,
    console: &mut Console,
) -> Result<Vec<(usize, RecordedCall)>, CliError> {
    let recording = Recording::read(&read_file(path)?);
    let recording = recording.map_err(|(line, error)| unreadable(path, line, &error))?;
    if recording.foreign > 0 {
        let lines = count(recording.foreign, "line");
        console.say(&format!(
            "skipped {lines} of text that is not part of the gateway's log"
        ));
    }
    Ok(recording.calls)
}

/// Reads a policy file.
///
/// # Errors
///
/// When the file cannot be read or is no policy, with line and column.
pub(super) fn policy(path: &Path) -> Result<Policy, CliError> {
    read_file(path)?.parse().map_err(|error| {
        CliError::usage(
            format!("`{}` is not a valid policy: {error}", path.display()),
            "`toolrisk export SERVER -o policy.json` writes a valid policy; `toolrisk schema policy` describes the format",
        )
    })
}

fn unreadable(path: &Path, line: usize, error: &dyn std::fmt::Display) -> CliError {
    CliError::usage(
        format!("{}:{line}: {error}", path.display()),
        r#"write one call on each line, such as {"tool": "get_issue", "arguments": {}}"#,
    )
}

impl Answer<'_> {
    fn human(&self) -> String {
        let expected = self
            .expected
            .map_or_else(String::new, |expected| format!("  expected {expected}"));
        let reason = match self.reason {
            "" => String::new(),
            reason => format!("  {reason}"),
        };
        let line = format!(
            "{:>5}  {:<5}  {}  {}{reason}{expected}",
            self.line, self.effect, self.tool, self.rule
        );
        escape::visible(&line.replace(['\n', '\t'], " ")).into_owned() + "\n"
    }

    fn json(&self) -> String {
        // Words and numbers only: serialising them cannot fail.
        escape::json(serde_json::to_string(self).unwrap_or_default() + "\n")
    }
}

/// How many calls met which effect.
#[derive(Default)]
struct Tally {
    allowed: usize,
    asked: usize,
    denied: usize,
    /// Calls of tools that the policy names.
    named: usize,
    /// Calls that were decided without rules on arguments.
    blind: usize,
    unexpected: usize,
}

impl Tally {
    fn count(&mut self, call: &RecordedCall, verdict: &Verdict) {
        match verdict.effect {
            Effect::Allow => self.allowed += 1,
            Effect::Ask => self.asked += 1,
            Effect::Deny => self.denied += 1,
        }
        self.unexpected += usize::from(call.expect.is_some_and(|it| it != verdict.effect));
    }

    fn sentence(&self) -> String {
        let calls = self.allowed + self.asked + self.denied;
        let unexpected = match self.unexpected {
            0 => String::new(),
            some => format!("; {some} not as expected"),
        };
        format!(
            "{}: {} allowed, {} asked, {} denied{unexpected}",
            count(calls, "call"),
            self.allowed,
            self.asked,
            self.denied
        )
    }
}

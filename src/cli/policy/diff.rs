//! `toolrisk policy diff`.

use std::path::PathBuf;

use serde_json::json;

use super::{Format, document, line};
use crate::cli::simulate::policy;
use crate::cli::{CliError, Console, Outcome};
use crate::policy::{Direction, differences};

/// Show what became looser or stricter from one policy to another.
///
/// The looser changes come first. The exit code is 1 when anything became looser.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The old policy.
    before: PathBuf,

    /// The new policy.
    after: PathBuf,

    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let found = differences(&policy(&args.before)?, &policy(&args.after)?);
    let count = |direction| found.iter().filter(|it| it.direction == direction).count();
    let (looser, stricter) = (count(Direction::Looser), count(Direction::Stricter));
    let text = match args.format {
        Format::Human => found.iter().map(|it| line(it) + "\n").collect(),
        Format::Json => document(&json!({
            "version": 1, "looser": looser, "stricter": stricter, "changes": found,
        })),
    };
    console.data(&text)?;
    console.say(&match (looser, stricter) {
        (0, 0) => "the two policies decide every call in the same way".to_owned(),
        _ => format!("{looser} looser, {stricter} stricter"),
    });
    Ok(if looser > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

//! `toolrisk schema`.

use super::{CliError, Console, Outcome};
use crate::schema::Schema;

/// Print the JSON Schema of a file or report, for editors and programs.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The schema: tool, server, config, attack, term, lock, findings or policy.
    #[arg(value_parser = schema)]
    schema: Schema,
}

fn schema(word: &str) -> Result<Schema, String> {
    let words: Vec<&str> = Schema::ALL.iter().map(|schema| schema.as_str()).collect();
    let found = Schema::ALL
        .iter()
        .copied()
        .find(|schema| schema.as_str() == word);
    found.ok_or_else(|| format!("expected {}", words.join(", ")))
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    console.data(&args.schema.text())?;
    Ok(Outcome::Clean)
}

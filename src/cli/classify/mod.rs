//! `toolrisk classify`.

mod answer;
mod labels;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{CliError, Console, Outcome, catalog};
use crate::escape;
use crate::import::{Listed, read_tool};
use crate::load::read_file;
use crate::model::{Additions, Definition};
use crate::rules::{Assessment, Classifier};
use answer::{Answer, answer, human};

/// Say what the rules read in a definition: category, traits, severity, decision, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tool's name.
    #[arg(required_unless_present_any = ["file", "labels"], conflicts_with_all = ["file", "labels"])]
    name: Option<String>,

    /// Its description.
    description: Option<String>,

    /// Read definitions from a file: a `tools/list` result, or JSON Lines; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Compare with labels: JSON Lines with `label`, and `also` for what could be defended as well.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    labels: Option<PathBuf>,

    /// Print only the figures, not the tools that are rated otherwise than labelled.
    #[arg(long, requires = "labels")]
    no_misses: bool,

    /// Form of the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Catalog whose `toolrisk.yaml` adds words and rules.
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// An object for one definition, an array of them for a file, a score for labels.
    Json,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let additions = match &args.catalog {
        None => Additions::default(),
        Some(folder) => catalog::open(folder)?.1.catalog.config.additions,
    };
    let classifier = Classifier::new(&additions);
    if let Some(path) = &args.labels {
        return labels::run(
            &classifier,
            &listing(path)?,
            args.format,
            args.no_misses,
            console,
        );
    }
    let definitions = definitions(args, console)?;
    let answers: Vec<(&Named, Assessment)> = definitions
        .iter()
        .map(|named| (named, classifier.assess(&named.definition)))
        .collect();
    match args.format {
        Format::Json => console.data(&json(args, &answers))?,
        Format::Human => {
            for (named, assessment) in &answers {
                console.data(&human(named, assessment))?;
            }
        }
    }
    Ok(Outcome::Clean)
}

/// A definition and the server it is of, if that is known.
struct Named {
    server: String,
    definition: Definition,
}

/// The tools of a file; `-` is standard input.
fn listing(path: &Path) -> Result<Vec<Listed>, CliError> {
    let text = if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())?
    } else {
        read_file(path)?
    };
    catalog::listing(path, &text)
}

fn definitions(args: &Args, console: &mut Console) -> Result<Vec<Named>, CliError> {
    let Some(path) = &args.file else {
        let definition = Definition {
            name: args.name.clone().unwrap_or_default(),
            description: args.description.clone().unwrap_or_default(),
            ..Definition::default()
        };
        return Ok(vec![Named {
            server: String::new(),
            definition,
        }]);
    };
    let listed = listing(path)?;
    let mut definitions = Vec::with_capacity(listed.len());
    for (at, listed) in listed.into_iter().enumerate() {
        let Some(read) = read_tool(&listed.tool) else {
            console.complain(&format!(
                "warning: tool {} has no name and is left out",
                at + 1
            ));
            continue;
        };
        for fault in &read.faults {
            console.complain(&format!("warning: `{}`: {fault}", read.definition.name));
        }
        definitions.push(Named {
            server: listed.server,
            definition: read.definition,
        });
    }
    Ok(definitions)
}

fn json(args: &Args, answers: &[(&Named, Assessment)]) -> String {
    let answers: Vec<Answer<'_>> = answers
        .iter()
        .map(|(named, found)| answer(named, found))
        .collect();
    let text = match answers.as_slice() {
        [single] if args.file.is_none() => serde_json::to_string_pretty(single),
        all => serde_json::to_string_pretty(all),
    };
    // Strings and lists only: serialising them cannot fail.
    escape::json(text.unwrap_or_default() + "\n")
}

//! `toolrisk classify`.

mod answer;
mod labels;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ValueEnum;

use super::{CliError, Console, Outcome, catalog};
use crate::escape;
use crate::import::{Listed, read_tool};
use crate::load::read_file;
use crate::model::{Confidence, Definition};
use crate::poison::{self, Finding};
use crate::rules::weights::Surroundings;
use crate::rules::{Assessment, Classifier};
use answer::{Answer, answer, human};

/// Rate a tool definition: category, traits, severity, decision, and the reasons.
///
/// If a definition contains orders to a model, the exit code is 1 and the decision is `deny`. The exit code is
/// also 1 if a file can be read only in part, or in more than one way.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tool's name.
    #[arg(required_unless_present_any = ["file", "labels"], conflicts_with_all = ["file", "labels"])]
    name: Option<String>,

    /// The tool's description.
    description: Option<String>,

    /// Read definitions from a file: a `tools/list` result, or JSON Lines; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Compare with labels: JSON Lines with `label`, and `also` for other defensible categories.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    labels: Option<PathBuf>,

    /// Print only the figures, without the tools whose rating differs from the label.
    #[arg(long, requires = "labels")]
    no_misses: bool,

    /// Output format.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    #[command(flatten)]
    catalog: catalog::LookupArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// An object for one definition, an array of them for a file, a score for labels.
    Json,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let additions = args.catalog.additions(console)?;
    let classifier = Classifier::new(&additions);
    if let Some(path) = &args.labels {
        return labels::run(
            &classifier,
            path,
            &catalog::listing(path, &read_file(path)?, console)?.tools,
            args.format,
            args.no_misses,
            console,
        );
    }
    let Given {
        definitions,
        instructions,
        is_whole,
    } = definitions(args, console)?;
    let answers = assess(&classifier, &definitions);
    match args.format {
        Format::Json => console.data(&json(args, &answers))?,
        Format::Human => {
            // What a person should look at stands first.
            let (sure, unsure): (Vec<_>, Vec<_>) = answers
                .iter()
                .partition(|(_, it)| it.confidence == Confidence::High);
            for (named, assessment) in unsure.into_iter().chain(sure) {
                console.data(&human(named, assessment))?;
            }
        }
    }
    for finding in &instructions {
        console.complain(&format!("warning: the server's instructions: {finding}"));
    }
    let poisoned = definitions.iter().any(|named| !named.findings.is_empty());
    Ok(if poisoned || !instructions.is_empty() || !is_whole {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// The assessment of each definition, those of one server together.
fn assess<'a>(
    classifier: &Classifier<'_>,
    definitions: &'a [Named],
) -> Vec<(&'a Named, Assessment)> {
    let servers = Surroundings::by_server(definitions.iter().map(|it| {
        let name = it.definition.name.as_str();
        (it.server.as_str(), it.server_title.as_str(), name)
    }));
    let alone = Surroundings::default();
    let rate = |named: &'a Named| {
        let surroundings = servers.get(&named.server).unwrap_or(&alone);
        (
            named,
            classifier.assess_among(&named.definition, surroundings),
        )
    };
    definitions.iter().map(rate).collect()
}

/// A definition and the server it is of, if that is known.
struct Named {
    server: String,
    server_title: String,
    definition: Definition,
    /// Orders to a model in it.
    findings: Vec<Finding>,
}

/// What is to be classified.
struct Given {
    definitions: Vec<Named>,
    /// Orders to a model in the server's instructions.
    instructions: Vec<Finding>,
    /// Whether all of it could be read, and in one way only.
    is_whole: bool,
}

/// The definitions to classify, and what else their file says.
fn definitions(args: &Args, console: &mut Console) -> Result<Given, CliError> {
    let Some(path) = &args.file else {
        let definition = Definition {
            name: args.name.clone().unwrap_or_default(),
            description: args.description.clone().unwrap_or_default(),
            ..Definition::default()
        };
        let tool =
            serde_json::json!({ "name": definition.name, "description": definition.description });
        let named = Named {
            server: String::new(),
            server_title: String::new(),
            definition,
            findings: poison::scan(&tool),
        };
        return Ok(Given {
            definitions: vec![named],
            instructions: Vec::new(),
            is_whole: true,
        });
    };
    let text = read_file(path)?;
    let listing = catalog::listing(path, &text, console)?;
    let listed = listing.tools;
    let siblings = names_by_server(&listed);
    let alone = BTreeSet::new();
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
        let siblings = siblings.get(&listed.server).unwrap_or(&alone);
        definitions.push(Named {
            findings: poison::scan_among(&listed.tool, siblings),
            server: listed.server,
            server_title: listed.title,
            definition: read.definition,
        });
    }
    let instructions = listing.instructions.unwrap_or_default();
    Ok(Given {
        definitions,
        instructions: poison::scan_text("/instructions", &instructions),
        is_whole: listing.faults.is_empty(),
    })
}

/// The names of each server's tools: a text may steer the tools of its own server.
fn names_by_server(listed: &[Listed]) -> BTreeMap<String, BTreeSet<String>> {
    let mut servers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for listed in listed {
        let name = listed.tool.get("name").and_then(serde_json::Value::as_str);
        let names = servers.entry(listed.server.clone()).or_default();
        names.extend(name.map(str::to_owned));
    }
    servers
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

//! `toolrisk classify`.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::{CliError, Console, Outcome, catalog};
use crate::escape::one_line;
use crate::import::{read_listing, read_tool};
use crate::load::read_file;
use crate::model::{Category, Confidence, Decision, Definition, Severity, Trait};
use crate::rules::{Assessment, Classifier, Evidence};

/// Say what the rules read in a definition: category, traits, severity, decision, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tool's name.
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    name: Option<String>,

    /// Its description.
    description: Option<String>,

    /// Read definitions from a file: a `tools/list` result, or JSON Lines.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Form of the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Catalog whose `toolrisk.yaml` adds words to the rules.
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// An object for one definition, an array of them for a file.
    Json,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let words = match &args.catalog {
        None => Vec::new(),
        Some(folder) => catalog::open(folder)?.1.catalog.config.words,
    };
    let classifier = Classifier::new(&words);
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
    let listed = read_listing(&read_file(path)?).map_err(|source| CliError::Listing {
        path: path.display().to_string(),
        source,
    })?;
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

/// The JSON shape of an answer.
#[derive(Serialize)]
struct Answer<'a> {
    server: &'a str,
    name: &'a str,
    category: Category,
    traits: &'a [Trait],
    severity: Severity,
    decision: Decision,
    limit: Option<String>,
    confidence: Confidence,
    doubt: &'a str,
    evidence: Vec<Support<'a>>,
}

#[derive(Serialize)]
struct Support<'a> {
    claim: &'a str,
    rule: &'a str,
    place: String,
    quote: &'a str,
    reason: &'a str,
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
    text.unwrap_or_default() + "\n"
}

fn answer<'a>(named: &'a Named, found: &'a Assessment) -> Answer<'a> {
    Answer {
        server: &named.server,
        name: &named.definition.name,
        category: found.category,
        traits: &found.traits,
        severity: found.severity,
        decision: found.decision,
        limit: found.limit.map(|limit| limit.to_string()),
        confidence: found.confidence,
        doubt: &found.doubt,
        evidence: found.evidence.iter().map(support).collect(),
    }
}

fn support(evidence: &Evidence) -> Support<'_> {
    Support {
        claim: evidence.claim.as_str(),
        rule: &evidence.rule,
        place: evidence.place.to_string(),
        quote: &evidence.quote,
        reason: &evidence.reason,
    }
}

fn human(named: &Named, found: &Assessment) -> String {
    let server = match named.server.as_str() {
        "" => String::new(),
        server => format!("{server}/"),
    };
    let rule = found.limit.map_or_else(
        || found.decision.to_string(),
        |limit| format!("limit {limit}"),
    );
    let mut lines = vec![
        format!("{server}{}", one_line(&named.definition.name)),
        format!("  {} risk, {}: {rule}", found.severity, found.category),
    ];
    if !found.traits.is_empty() {
        let traits: Vec<&str> = found.traits.iter().map(|each| each.as_str()).collect();
        lines.push(format!("  traits: {}", traits.join(", ")));
    }
    if found.confidence == Confidence::Low {
        lines.push(format!("  low confidence: {}", one_line(&found.doubt)));
    }
    lines.extend(found.evidence.iter().map(human_reason));
    let overruled: Vec<&str> = found
        .fired
        .iter()
        .filter(|fired| fired.overruled)
        .map(|fired| fired.rule.as_str())
        .collect();
    if !overruled.is_empty() {
        lines.push(format!("  overruled: {}", overruled.join(", ")));
    }
    lines.join("\n") + "\n\n"
}

fn human_reason(evidence: &Evidence) -> String {
    let claim = evidence.claim.as_str();
    let place = one_line(&evidence.place.to_string());
    let quote = match one_line(&evidence.quote).as_str() {
        "" => String::new(),
        quote => format!(" `{quote}`"),
    };
    format!(
        "  {claim:<18} {place}{quote}: {} [{}]",
        evidence.reason, evidence.rule
    )
}

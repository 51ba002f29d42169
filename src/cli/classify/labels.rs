//! `classify --labels`: how well the rules agree with people.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::answer::{Answer, answer, human};
use super::{Format, Named};
use crate::cli::{CliError, Console, Outcome};
use crate::escape;
use crate::import::{Listed, read_tool};
use crate::model::{Category, Trait};
use crate::rules::{Classifier, Labelled, Measure, Score, TraitMeasure, score};

pub(super) fn run(
    classifier: &Classifier<'_>,
    path: &Path,
    listed: &[Listed],
    format: Format,
    no_misses: bool,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let labelled = labelled(path, listed)?;
    let mut score = score(classifier, &labelled);
    if no_misses {
        score.misses.clear();
    }
    console.data(&match format {
        Format::Human => table(&score, &labelled),
        Format::Json => json(&score, &labelled),
    })?;
    Ok(Outcome::Clean)
}

fn labelled(path: &Path, listed: &[Listed]) -> Result<Vec<Labelled>, CliError> {
    let place = |at: usize| format!("`{}`, tool {}", path.display(), at + 1);
    listed
        .iter()
        .enumerate()
        .map(|(at, listed)| {
            let place = place(at);
            let word = |word: &str| {
                word.parse::<Category>().map_err(|_| {
                    let message = if word.is_empty() {
                        format!("{place}: it has no label; each line needs `label`, the category that people gave it")
                    } else {
                        format!("{place}: unknown category `{word}`")
                    };
                    let help = format!("labels: {}", Category::WORDS.join(", "));
                    CliError::usage(message, help)
                })
            };
            let read = read_tool(&listed.tool).ok_or_else(|| {
                CliError::usage(
                    format!("{place}: it has no name"),
                    "each line needs `tool` or `name`",
                )
            })?;
            Ok(Labelled {
                server: listed.server.clone(),
                server_title: listed.title.clone(),
                definition: read.definition,
                label: word(&listed.label)?,
                traits: listed
                    .traits
                    .as_ref()
                    .map(|it| traits(&place, it))
                    .transpose()?,
                maybe: traits(&place, &listed.maybe)?,
                also: listed
                    .also
                    .iter()
                    .map(|it| word(it))
                    .collect::<Result<_, _>>()?,
            })
        })
        .collect()
}

fn traits(place: &str, words: &[String]) -> Result<Vec<Trait>, CliError> {
    let word = |word: &String| {
        word.parse::<Trait>().map_err(|_| {
            let message = format!("{place}: unknown trait `{word}`");
            CliError::usage(message, format!("traits: {}", Trait::WORDS.join(", ")))
        })
    };
    words.iter().map(word).collect()
}

/// Each miss as a definition, its label, and its place in the score.
fn misses<'a>(
    score: &'a Score,
    labelled: &'a [Labelled],
) -> Vec<(Named, &'a Labelled, &'a crate::rules::Miss)> {
    let with_tool = |miss: &'a crate::rules::Miss| {
        let tool = labelled.get(miss.index)?;
        let named = Named {
            server: tool.server.clone(),
            server_title: tool.server_title.clone(),
            definition: tool.definition.clone(),
            findings: Vec::new(),
        };
        Some((named, tool, miss))
    };
    score.misses.iter().filter_map(with_tool).collect()
}

fn table(score: &Score, labelled: &[Labelled]) -> String {
    let mut lines = Vec::new();
    for (named, tool, miss) in &misses(score, labelled) {
        let kind = match (miss.defensible, miss.too_mild) {
            (true, _) => "defensible",
            (false, true) => "too mild",
            (false, false) => "too strict",
        };
        lines.push(format!("labelled {}, {kind}:", tool.label));
        lines.push(human(named, &miss.assessment).trim_end().to_owned());
        lines.push(String::new());
    }
    lines.push(format!(
        "{:<12} {:>9} {:>9} {:>6}",
        "category", "precision", "recall", "tools"
    ));
    for (
        category,
        Measure {
            precision,
            recall,
            count,
        },
    ) in &score.per_category
    {
        lines.push(format!(
            "{category:<12} {precision:>9.3} {recall:>9.3} {count:>6}"
        ));
    }
    lines.push(String::new());
    let words = Category::ALL.iter().map(|it| format!("{it:>12}"));
    lines.push(format!(
        "{:<12}{}",
        "label, rated",
        words.collect::<String>()
    ));
    for (category, row) in Category::ALL.iter().zip(&score.confusion) {
        let cells: Vec<String> = row.iter().map(|count| format!("{count:>12}")).collect();
        lines.push(format!("{category:<12}{}", cells.concat()));
    }
    lines.push(String::new());
    lines.extend(trait_lines(score));
    lines.push(format!("tools     {}", score.tools));
    lines.push(format!("strict    {:.3}", score.strict));
    lines.push(format!("lenient   {:.3}", score.lenient));
    lines.push(format!("too mild  {:.3}", score.too_mild));
    if let Some(severity) = score.severity {
        lines.push(format!(
            "severity  {:.3} exact, {:.3} defensible, {:.3} too mild",
            severity.exact, severity.defensible, severity.too_mild
        ));
    }
    let sure = score.sure;
    lines.push(format!(
        "sure      {:.3} of the tools: {:.3} strict, {:.3} lenient",
        sure.share, sure.strict, sure.lenient
    ));
    lines.join("\n") + "\n"
}

/// A line for each trait, where traits are labelled.
fn trait_lines(score: &Score) -> Vec<String> {
    if score.traits.is_empty() {
        return Vec::new();
    }
    let head = format!(
        "{:<18} {:>9} {:>9} {:>6} {:>6}",
        "trait", "precision", "recall", "f1", "tools"
    );
    let rows = score.traits.iter().map(|(each, it)| {
        format!(
            "{each:<18} {:>9.3} {:>9.3} {:>6.3} {:>6}",
            it.precision, it.recall, it.f1, it.count
        )
    });
    [head]
        .into_iter()
        .chain(rows)
        .chain([String::new()])
        .collect()
}

#[derive(Serialize)]
struct Report<'a> {
    tools: usize,
    strict: f64,
    lenient: f64,
    too_mild: f64,
    per_category: BTreeMap<&'static str, Shares>,
    /// Label, then rating.
    confusion: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Severities>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    traits: BTreeMap<&'static str, TraitShares>,
    sure: Sure,
    misses: Vec<Missed<'a>>,
}

#[derive(Serialize)]
struct Severities {
    exact: f64,
    defensible: f64,
    too_mild: f64,
}

#[derive(Serialize)]
struct TraitShares {
    precision: f64,
    recall: f64,
    f1: f64,
    count: usize,
}

#[derive(Serialize)]
struct Sure {
    share: f64,
    strict: f64,
    lenient: f64,
}

#[derive(Serialize)]
struct Shares {
    precision: f64,
    recall: f64,
    count: usize,
}

#[derive(Serialize)]
struct Missed<'a> {
    label: Category,
    also: &'a [Category],
    defensible: bool,
    too_mild: bool,
    said: Answer<'a>,
}

fn trait_shares((each, it): &(Trait, TraitMeasure)) -> (&'static str, TraitShares) {
    let shares = TraitShares {
        precision: it.precision,
        recall: it.recall,
        f1: it.f1,
        count: it.count,
    };
    (each.as_str(), shares)
}

fn json(score: &Score, labelled: &[Labelled]) -> String {
    let misses = misses(score, labelled);
    let shares = |(category, measure): &(Category, Measure)| {
        let Measure {
            precision,
            recall,
            count,
        } = *measure;
        (
            category.as_str(),
            Shares {
                precision,
                recall,
                count,
            },
        )
    };
    let words = || Category::WORDS.iter().copied();
    let report = Report {
        tools: score.tools,
        strict: score.strict,
        lenient: score.lenient,
        too_mild: score.too_mild,
        per_category: score.per_category.iter().map(shares).collect(),
        confusion: words()
            .zip(&score.confusion)
            .map(|(label, row)| (label, words().zip(row.iter().copied()).collect()))
            .collect(),
        severity: score.severity.map(|it| Severities {
            exact: it.exact,
            defensible: it.defensible,
            too_mild: it.too_mild,
        }),
        traits: score.traits.iter().map(trait_shares).collect(),
        sure: Sure {
            share: score.sure.share,
            strict: score.sure.strict,
            lenient: score.sure.lenient,
        },
        misses: misses
            .iter()
            .map(|(named, tool, miss)| Missed {
                label: tool.label,
                also: &tool.also,
                defensible: miss.defensible,
                too_mild: miss.too_mild,
                said: answer(named, &miss.assessment),
            })
            .collect(),
    };
    // Numbers and strings only: serialising them cannot fail.
    escape::json(serde_json::to_string_pretty(&report).unwrap_or_default() + "\n")
}

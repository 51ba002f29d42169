//! Trains the second reader and the judge:
//! `cargo run --release --example train -- <labelled.jsonl>... --unseen <labelled.jsonl>...`.
//!
//! The rules were mended on the tools of the first files, and never on those after `--unseen`. Each file is JSON Lines
//! as `classify --labels` takes them, or in the short form of `examples/definitions`
//! (`s` server, `t` tool, `d` description, `p` parameters, `l` label). The files of `examples/definitions`, the
//! rules' own examples and the regression corpus are always read. It writes `src/rules/weights/weights.bin` and
//! `src/rules/judge.tsv`, and prints five-fold scores with servers kept whole. The rules' word on a fold is
//! taken without what that fold alone supports (see `examples/folds`), so that the judge learns how good the
//! rules are on tools that they have not seen.

#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::too_many_lines,
    clippy::similar_names,
    clippy::format_collect,
    reason = "a program for developers, run by hand"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use toolrisk::import::{read_listing, read_tool};
use toolrisk::load::read_file;
use toolrisk::model::{Category, Definition, Trait};
use toolrisk::rules::weights::{
    Features, Kind, LENGTH, OUTPUTS, Opinion, SLOT_PARTS, Surroundings, UNIT, Vectors, Weights,
};
use toolrisk::rules::{
    Assessment, Classifier, FOLDS, Labelled, Voice, fold_of, folds, voices_of_rules, weighed,
};

mod shuffle;
mod solve;

use solve::{Problem, Words};

/// The penalty on the judge's weights, in the strength of one sample.
const JUDGE_DECAY: f64 = 10.0;
/// The same for traits: they are rare, and a penalty on where they start from would find them everywhere.
const JUDGE_DECAY_OF_TRAITS: f64 = 1.0;
/// Features that the program carries at most: 18 bytes each, so that the table stays under 1 MB.
const MOST_FEATURES: usize = 52_000;
const CATEGORIES: usize = Category::ALL.len();

/// A definition with its labels.
struct Sample {
    server: String,
    server_title: String,
    surroundings: Surroundings,
    definition: Definition,
    label: usize,
    also: Vec<usize>,
    /// For each trait: holds, does not, or could be defended either way.
    traits: Vec<Option<bool>>,
    /// Whether its traits are labelled at all.
    amount: f64,
    /// What the rules say without the fold's own words.
    rules: Option<Assessment>,
    /// Whether it counts in the scores.
    scored: bool,
    /// Whether no rule was ever mended on its server.
    unseen: bool,
}

/// Columns of a sparse row, with what they hold.
type Row = Vec<(usize, f64)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut parts = arguments.split(|it| it == "--unseen");
    let (mended, unseen) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let mut digest = Sha256::new();
    let mut samples = Vec::new();
    let mut strange = 0;
    for (at, path) in mended.iter().chain(unseen).enumerate() {
        let text = read_file(Path::new(path))?;
        digest.update(&text);
        let from = samples.len();
        samples.extend(read(&text, 1.0, true)?);
        if at < mended.len() {
            strange = samples.len();
        } else {
            samples[from..].iter_mut().for_each(|it| it.unseen = true);
        }
    }
    for folder in ["examples/definitions", "tests/fixtures/rules"] {
        let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(Result::ok).collect();
        files.sort_by_key(std::fs::DirEntry::path);
        for file in files
            .iter()
            .filter(|it| it.path().extension().is_some_and(|it| it == "jsonl"))
        {
            let text = read_file(&file.path())?;
            digest.update(&text);
            let regressions = folder.starts_with("tests");
            samples.extend(read(
                &text,
                if regressions { 2.0 } else { 0.5 },
                !regressions,
            )?);
        }
    }
    surround(&mut samples);
    assess(&mut samples, strange);
    let data: String = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let origin = format!(
        "toolrisk weights 1; examples/train; {} definitions; data {data}",
        samples.len()
    );
    train(&samples, &origin)
}

/// Tells each sample what surrounds it. A server of one file is another than one of the same name in the next,
/// but names alone tell them apart well enough here.
fn surround(samples: &mut [Sample]) {
    let servers = Surroundings::by_server(samples.iter().map(|it| {
        (
            it.server.as_str(),
            it.server_title.as_str(),
            it.definition.name.as_str(),
        )
    }));
    for sample in samples {
        if let Some(found) = servers
            .get(&sample.server)
            .filter(|_| !sample.server.is_empty())
        {
            sample.surroundings = found.clone();
        }
    }
}

/// The rules' word on each sample.
fn assess(samples: &mut [Sample], strange: usize) {
    let labelled: Vec<Labelled> = samples[..strange]
        .iter()
        .map(|it| Labelled {
            server: it.server.clone(),
            server_title: it.server_title.clone(),
            definition: it.definition.clone(),
            label: Category::ALL[it.label],
            also: it.also.iter().map(|at| Category::ALL[*at]).collect(),
            traits: None,
            maybe: Vec::new(),
        })
        .collect();
    eprintln!("taking from each fold what it alone supports …");
    let without: Vec<_> = folds(&labelled, &[])
        .iter()
        .map(|it| Classifier::without(&it.taken))
        .collect();
    let built_in = Classifier::built_in();
    for (at, sample) in samples.iter_mut().enumerate() {
        let classifier = if at < strange {
            &without[fold_of(&sample.server)]
        } else {
            &built_in
        };
        sample.rules = Some(classifier.assess_by_rules(&sample.definition));
    }
}

fn train(samples: &[Sample], origin: &str) -> Result<(), Box<dyn Error>> {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    let mut least = BTreeMap::new();
    let read: Vec<Vec<(u32, i32)>> = samples
        .iter()
        .map(|it| {
            Features::of(&it.definition, &it.surroundings)
                .all
                .iter()
                .map(|it| {
                    least.insert(it.id, least_uses(it.kind));
                    (it.id, it.amount)
                })
                .collect()
        })
        .collect();
    for (id, _) in read.iter().flatten() {
        *counts.entry(*id).or_insert(0) += 1;
    }
    let ids: Vec<u32> = counts
        .iter()
        .filter(|(id, count)| **count >= least[*id] as u64)
        .map(|(id, _)| *id)
        .collect();
    let columns: BTreeMap<u32, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let rows: Vec<Row> = read
        .iter()
        .map(|row| {
            let known = row.iter().filter_map(|(id, amount)| {
                let at = columns.get(id)?;
                Some((*at, f64::from(*amount) / 16.0))
            });
            known.collect()
        })
        .collect();
    let slots: Vec<Vec<f64>> = samples
        .iter()
        .map(|it| slots(&Features::of(&it.definition, &it.surroundings)))
        .collect();
    let words = Words {
        rows: &rows,
        slots: &slots,
        columns: ids.len(),
    };
    let home: Vec<usize> = samples.iter().map(|it| fold_of(&it.server)).collect();
    let mut opinions: Vec<[i32; OUTPUTS]> = vec![[0; OUTPUTS]; samples.len()];
    let without = |fold: Option<usize>| {
        let kept = |at: &usize| fold != Some(home[*at]) || !samples[*at].scored;
        let chosen: Vec<usize> = (0..samples.len()).filter(kept).collect();
        table(&words.solve(samples, &chosen), &ids)
    };
    let runs: Vec<Option<usize>> = (0..FOLDS).map(Some).chain([None]).collect();
    let mut tables: Vec<Weights> = runs.into_par_iter().map(without).collect();
    let weights = tables.pop().expect("the run on everything");
    for (fold, weights) in tables.iter().enumerate() {
        report(fold, weights, samples, &home);
        for at in (0..samples.len()).filter(|at| home[*at] == fold) {
            opinions[at] = weighed(&opinion(weights, &samples[at]));
        }
    }
    let uses = |id| counts.get(&id).copied().unwrap_or(0);
    let weights = weights.pruned(MOST_FEATURES, uses);
    std::fs::write("src/rules/weights/weights.bin", weights.to_bytes(origin))?;
    judge(samples, &opinions, &home)
}

/// In how many definitions a feature of a kind has to occur to be learned from.
fn least_uses(kind: Kind) -> usize {
    match kind {
        Kind::LaterPair => 5,
        Kind::SentencePair | Kind::NoteWord | Kind::ServerWord | Kind::LaterWord => 3,
        _ => 2,
    }
}

fn opinion(weights: &Weights, sample: &Sample) -> Opinion {
    Opinion::of(weights, &sample.definition, &sample.surroundings)
}

/// How the words alone fare on a fold.
fn report(fold: usize, weights: &Weights, samples: &[Sample], home: &[usize]) {
    let tools: Vec<&Sample> = (0..samples.len())
        .filter(|at| home[*at] == fold && samples[*at].scored)
        .map(|at| &samples[at])
        .collect();
    let right = tools
        .iter()
        .filter(|it| opinion(weights, it).category() == Category::ALL[it.label])
        .count();
    let share = right as f64 / tools.len() as f64;
    eprintln!(
        "fold {fold}: {} features, words alone {share:.3} of {}",
        weights.len(),
        tools.len()
    );
}

/// The slots' vectors of a definition as numbers of which each word's vector has the length one.
fn slots(features: &Features) -> Vec<f64> {
    let vectors = Vectors::built_in().read(features);
    let numbers = vectors.iter().flatten();
    numbers
        .map(|it| f64::from(*it) / f64::from(LENGTH))
        .collect()
}

/// The judge's rows of a sample: names and what they hold.
fn judged(sample: &Sample, opinion: &[i32; OUTPUTS], decided: Option<usize>) -> Vec<(String, f64)> {
    let rules = sample.rules.as_ref().expect("assessed");
    let voices = voices_of_rules(rules).into_iter();
    let mut all: Vec<(String, f64)> = voices.map(|it| (it.to_string(), 1.0)).collect();
    for (output, number) in outputs().zip(opinion) {
        all.push((
            Voice::Words(output).to_string(),
            f64::from(*number) / f64::from(UNIT),
        ));
    }
    if let Some(category) = decided {
        all.push((Voice::Decided(Category::ALL[category]).to_string(), 1.0));
    }
    all
}

fn outputs() -> impl Iterator<Item = &'static str> {
    let categories = Category::ALL.iter().map(|it| it.as_str());
    categories.chain(Trait::ALL.iter().map(|it| it.as_str()))
}

fn judge(
    samples: &[Sample],
    opinions: &[[i32; OUTPUTS]],
    home: &[usize],
) -> Result<(), Box<dyn Error>> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let named: Vec<Vec<(String, f64)>> = samples
        .iter()
        .zip(opinions)
        .map(|(sample, opinion)| judged(sample, opinion, Some(sample.label)))
        .collect();
    for (name, _) in named.iter().flatten() {
        let next = names.len();
        names.entry(name.clone()).or_insert(next);
    }
    let split = |decided: bool| -> Vec<Row> {
        let keep =
            |name: &str| name.starts_with("decided") == decided || !name.starts_with("decided");
        named
            .iter()
            .map(|row| {
                row.iter()
                    .filter(|it| keep(&it.0))
                    .map(|(name, amount)| (names[name], *amount))
                    .collect()
            })
            .collect()
    };
    let (category_rows, trait_rows) = (split(false), split(true));
    let both = |chosen: &[usize]| {
        let one = Problem {
            rows: &category_rows,
            columns: names.len(),
            decay: JUDGE_DECAY,
        }
        .solve(samples, chosen);
        let two = Problem {
            rows: &trait_rows,
            columns: names.len(),
            decay: JUDGE_DECAY_OF_TRAITS,
        }
        .solve(samples, chosen);
        let mut merged = two;
        for (to, from) in merged.iter_mut().zip(&one) {
            to[..CATEGORIES].copy_from_slice(&from[..CATEGORIES]);
        }
        merged
    };
    let (mut mended, mut unseen, mut own) =
        (Scores::default(), Scores::default(), Scores::default());
    let without = |fold: usize| {
        let kept = |at: &usize| home[*at] != fold || !samples[*at].scored;
        both(&(0..samples.len()).filter(kept).collect::<Vec<_>>())
    };
    let solutions: Vec<_> = (0..FOLDS).into_par_iter().map(without).collect();
    for (fold, solved) in solutions.iter().enumerate() {
        for at in (0..samples.len()).filter(|at| home[*at] == fold && samples[*at].scored) {
            let scores = if samples[at].unseen {
                &mut unseen
            } else if samples[at].amount < 1.0 {
                &mut own
            } else {
                &mut mended
            };
            scores.add(&samples[at], solved, &category_rows[at], &names);
        }
    }
    mended.print("the given files");
    unseen.print("the files after --unseen");
    own.print("examples/definitions");
    let chosen: Vec<usize> = (0..samples.len()).collect();
    let solved = both(&chosen);
    let mut out = std::fs::File::create("src/rules/judge.tsv")?;
    writeln!(
        out,
        "# Written by examples/train. What speaks, and its worth for each category and trait in 1/{UNIT} of log-odds."
    )?;
    writeln!(out, "#\t{}", outputs().collect::<Vec<_>>().join("\t"))?;
    for (name, at) in &names {
        let numbers: Vec<String> = solved[*at]
            .iter()
            .map(|it| format!("{}", (it * f64::from(UNIT)).round()))
            .collect();
        writeln!(out, "{name}\t{}", numbers.join("\t"))?;
    }
    Ok(())
}

#[derive(Default)]
struct Scores {
    tools: usize,
    strict: usize,
    lenient: usize,
    mild: usize,
    traits: Vec<[usize; 3]>,
    /// For each step of the lead: how many tools, how many as labelled, how many defensible.
    leads: [[usize; 3]; LEADS.len() + 1],
}

/// Steps of the lead of the best category over the next, in log-odds.
const LEADS: [f64; 4] = [1.0, 2.2, 3.0, 4.0];

impl Scores {
    fn add(
        &mut self,
        sample: &Sample,
        solved: &[[f64; OUTPUTS]],
        row: &Row,
        names: &BTreeMap<String, usize>,
    ) {
        let mut sums = [0.0; OUTPUTS];
        for (at, amount) in row {
            for (sum, weight) in sums.iter_mut().zip(&solved[*at]) {
                *sum += amount * weight;
            }
        }
        let best = (0..CATEGORIES)
            .max_by(|one, two| sums[*one].total_cmp(&sums[*two]))
            .unwrap_or(0);
        self.tools += 1;
        let fine = best == sample.label || sample.also.contains(&best);
        self.strict += usize::from(best == sample.label);
        self.lenient += usize::from(fine);
        self.mild += usize::from(!fine && Category::ALL[best] < Category::ALL[sample.label]);
        let others = (0..CATEGORIES).filter(|at| *at != best).map(|at| sums[at]);
        let lead = sums[best] - others.fold(f64::MIN, f64::max);
        let step = &mut self.leads[LEADS.iter().filter(|it| lead >= **it).count()];
        step[0] += 1;
        step[1] += usize::from(best == sample.label);
        step[2] += usize::from(fine);
        self.traits.resize(Trait::ALL.len(), [0; 3]);
        let decided = names
            .get(&Voice::Decided(Category::ALL[best]).to_string())
            .map(|at| solved[*at]);
        for (at, counts) in self.traits.iter_mut().enumerate() {
            let extra = decided.map_or(0.0, |row| row[CATEGORIES + at]);
            let says = sums[CATEGORIES + at] + extra > 0.0;
            match (sample.traits[at], says) {
                (Some(true), true) => counts[0] += 1,
                (Some(false), true) => counts[1] += 1,
                (Some(true), false) => counts[2] += 1,
                _ => {}
            }
        }
    }

    fn print(&self, of: &str) {
        let share = |part: usize| part as f64 / self.tools.max(1) as f64;
        println!(
            "five folds of {of}, {} tools: strict {:.3}, lenient {:.3}, too mild {:.3}",
            self.tools,
            share(self.strict),
            share(self.lenient),
            share(self.mild)
        );
        for (at, [tools, strict, lenient]) in self.leads.iter().enumerate() {
            let share = |part: &usize| *part as f64 / (*tools).max(1) as f64;
            let from = at.checked_sub(1).map_or(0.0, |at| LEADS[at]);
            println!(
                "lead from {from:.1}: {tools} tools, strict {:.3}, lenient {:.3}",
                share(strict),
                share(lenient)
            );
        }
        for (each, [right, wrong, missed]) in Trait::ALL.iter().zip(&self.traits) {
            let f1 = 2.0 * *right as f64 / (2 * right + wrong + missed).max(1) as f64;
            let share = |all: usize| *right as f64 / all.max(1) as f64;
            println!(
                "{each:<18} precision {:.2} recall {:.2} F1 {f1:.2} of {}",
                share(right + wrong),
                share(right + missed),
                right + missed
            );
        }
    }
}

/// The solution in small integers. What speaks too little to matter is left out.
fn table(solved: &[[f64; OUTPUTS]], ids: &[u32]) -> Weights {
    let (bias, rows) = solved.split_last().expect("a bias");
    let (rows, slots) = rows.split_at(ids.len());
    let mut most = [1e-6; OUTPUTS];
    for row in rows {
        for (most, weight) in most.iter_mut().zip(row) {
            *most = f64::max(*most, weight.abs());
        }
    }
    let unit = f64::from(UNIT);
    let scale = most.map(|most| (most / 127.0 * unit * 256.0).ceil());
    let small = rows.iter().zip(ids).filter_map(|(row, id)| {
        let mut small = [0_i8; OUTPUTS];
        for ((to, weight), scale) in small.iter_mut().zip(row).zip(scale) {
            *to = (weight * unit * 256.0 / scale).round() as i8;
        }
        let speaks = row.iter().any(|it| it.abs() >= 0.06);
        speaks.then_some((*id, small))
    });
    let part = unit / f64::from(LENGTH) * f64::from(SLOT_PARTS);
    let slots = slots
        .iter()
        .map(|row| row.map(|it| (it * part).round() as i16));
    Weights::new(
        bias.map(|it| (it * unit).round() as i32),
        scale.map(|it| it as i32),
        slots.collect(),
        small,
    )
}

fn read(text: &str, amount: f64, scored: bool) -> Result<Vec<Sample>, Box<dyn Error>> {
    let mut all = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line)?;
        let value = if value.get("t").is_some() {
            long(&value)
        } else {
            value
        };
        let listed = read_listing(&value.to_string())?
            .into_iter()
            .next()
            .ok_or("no tool")?;
        let definition = read_tool(&listed.tool)
            .ok_or("a tool without a name")?
            .definition;
        let words = |key: &str| -> Vec<String> {
            let list = value.get(key).and_then(Value::as_array);
            list.into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        let category = |word: &str| Category::ALL.iter().position(|it| it.as_str() == word);
        let label = value
            .get("label")
            .or(value.get("category"))
            .and_then(Value::as_str);
        let label = label
            .and_then(category)
            .ok_or_else(|| format!("no label: {line}"))?;
        let (holds, maybe, has, lacks) = (
            words("traits"),
            words("maybe"),
            words("has"),
            words("lacks"),
        );
        let traits = Trait::ALL.iter().map(|each| {
            let among = |list: &[String]| list.iter().any(|it| it == each.as_str());
            match value.get("label") {
                Some(_) if among(&maybe) => None,
                Some(_) => Some(among(&holds)),
                None if among(&has) => Some(true),
                None if among(&lacks) => Some(false),
                None => None,
            }
        });
        let server = value
            .get("server")
            .and_then(Value::as_str)
            .unwrap_or_default();
        all.push(Sample {
            server: server.to_owned(),
            server_title: listed.title.clone(),
            surroundings: Surroundings::default(),
            definition,
            label,
            also: words("also").iter().filter_map(|it| category(it)).collect(),
            traits: traits.collect(),
            amount,
            rules: None,
            scored,
            unseen: false,
        });
    }
    Ok(all)
}

/// The short form of our own definitions, written out.
fn long(short: &Value) -> Value {
    let mut properties = Map::new();
    let parameters = short.get("p").and_then(Value::as_array);
    for parameter in parameters.into_iter().flatten().filter_map(Value::as_str) {
        let (head, description) = parameter.split_once(" # ").unwrap_or((parameter, ""));
        let (name, kind) = head.split_once(':').unwrap_or((head, "string"));
        let (kind, values) = kind.split_once('=').unwrap_or((kind, ""));
        let kind = if kind.trim().starts_with("array") {
            "array"
        } else {
            kind.trim()
        };
        let mut property = json!({"type": kind, "description": description});
        if !values.is_empty() {
            property["enum"] = json!(values.split('|').collect::<Vec<_>>());
        }
        properties.insert(name.trim().to_owned(), property);
    }
    let of = |key: &str| short.get(key).cloned().unwrap_or(Value::Null);
    let list = |key: &str| short.get(key).cloned().unwrap_or_else(|| json!([]));
    let mut value = json!({
        "server": of("s"), "server_title": of("st"), "tool": of("t"), "description": short.get("d").cloned().unwrap_or_else(|| json!("")),
        "input_schema": {"type": "object", "properties": properties},
        "label": of("l"), "also": list("a"), "traits": list("tr"), "maybe": list("m"),
    });
    for (long, key) in [("title", "ti"), ("annotations", "h")] {
        if let Some(given) = short.get(key) {
            value[long] = given.clone();
        }
    }
    value
}

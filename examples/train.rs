//! Trains the second reader and the judge:
//! `cargo run --release --example train -- <labelled.jsonl>...`.
//!
//! Each file is JSON Lines as `classify --labels` takes them, or in the short form of `examples/definitions`
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

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use toolrisk::import::{read_listing, read_tool};
use toolrisk::load::read_file;
use toolrisk::model::{Category, Definition, Trait};
use toolrisk::rules::weights::{Features, OUTPUTS, Opinion, UNIT, Weights};
use toolrisk::rules::{
    Assessment, Classifier, FOLDS, Labelled, fold_of, folds, row_of_category, row_of_words, said,
    weighed,
};

const CATEGORIES: usize = Category::ALL.len();

/// A definition with its labels.
struct Sample {
    server: String,
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
}

/// Columns of a sparse row, with what they hold.
type Row = Vec<(usize, f64)>;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let mut digest = Sha256::new();
    let mut samples = Vec::new();
    for path in &paths {
        let text = read_file(Path::new(path))?;
        digest.update(&text);
        samples.extend(read(&text, 1.0, true)?);
    }
    let strange = samples.len();
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
                if regressions { 2.0 } else { 0.7 },
                !regressions,
            )?);
        }
    }
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

/// The rules' word on each sample.
fn assess(samples: &mut [Sample], strange: usize) {
    let labelled: Vec<Labelled> = samples[..strange]
        .iter()
        .map(|it| Labelled {
            server: it.server.clone(),
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
    let mut columns: BTreeMap<u32, usize> = BTreeMap::new();
    let mut counts: Vec<usize> = Vec::new();
    let mut ids = Vec::new();
    let read: Vec<Vec<(u32, i32)>> = samples
        .iter()
        .map(|it| {
            Features::of(&it.definition)
                .all
                .iter()
                .map(|it| (it.id, it.amount))
                .collect()
        })
        .collect();
    for (id, _) in read.iter().flatten() {
        let at = *columns.entry(*id).or_insert_with(|| {
            ids.push(*id);
            counts.push(0);
            ids.len() - 1
        });
        counts[at] += 1;
    }
    let rows: Vec<Row> = read
        .iter()
        .map(|row| {
            let row = row
                .iter()
                .map(|(id, amount)| (columns[id], f64::from(*amount) / 16.0));
            row.filter(|(at, _)| counts[*at] >= 2).collect()
        })
        .collect();
    let words = Problem {
        rows: &rows,
        columns: ids.len(),
        decay: 0.25,
    };
    let home: Vec<usize> = samples.iter().map(|it| fold_of(&it.server)).collect();
    let mut opinions: Vec<[i32; OUTPUTS]> = vec![[0; OUTPUTS]; samples.len()];
    for fold in 0..FOLDS {
        let chosen: Vec<usize> = (0..samples.len())
            .filter(|at| home[*at] != fold || !samples[*at].scored)
            .collect();
        let weights = table(&words.solve(samples, &chosen), &ids);
        for at in (0..samples.len()).filter(|at| home[*at] == fold) {
            opinions[at] = weighed(&Opinion::of(&weights, &samples[at].definition));
        }
        eprintln!("fold {fold}: {} features", weights.len());
    }
    let all: Vec<usize> = (0..samples.len()).collect();
    let weights = table(&words.solve(samples, &all), &ids);
    std::fs::write("src/rules/weights/weights.bin", weights.to_bytes(origin))?;
    judge(samples, &opinions, &home)
}

/// The judge's rows of a sample: names and what they hold.
fn judged(sample: &Sample, opinion: &[i32; OUTPUTS], decided: Option<usize>) -> Vec<(String, f64)> {
    let rules = sample.rules.as_ref().expect("assessed");
    let mut all: Vec<(String, f64)> = said(rules).into_iter().map(|name| (name, 1.0)).collect();
    for (output, number) in outputs().zip(opinion) {
        all.push((row_of_words(output), f64::from(*number) / f64::from(UNIT)));
    }
    if let Some(category) = decided {
        all.push((row_of_category(Category::ALL[category]), 1.0));
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
            decay: 1.0,
        }
        .solve(samples, chosen);
        let two = Problem {
            rows: &trait_rows,
            columns: names.len(),
            decay: 1.0,
        }
        .solve(samples, chosen);
        let mut merged = two;
        for (to, from) in merged.iter_mut().zip(&one) {
            to[..CATEGORIES].copy_from_slice(&from[..CATEGORIES]);
        }
        merged
    };
    let mut scores = Scores::default();
    for fold in 0..FOLDS {
        let chosen: Vec<usize> = (0..samples.len())
            .filter(|at| home[*at] != fold || !samples[*at].scored)
            .collect();
        let solved = both(&chosen);
        for at in (0..samples.len()).filter(|at| home[*at] == fold && samples[*at].scored) {
            scores.add(&samples[at], &solved, &category_rows[at], &names);
        }
    }
    scores.print();
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
}

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
        self.traits.resize(Trait::ALL.len(), [0; 3]);
        let decided = names
            .get(&row_of_category(Category::ALL[best]))
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

    fn print(&self) {
        let share = |part: usize| part as f64 / self.tools.max(1) as f64;
        println!(
            "five folds, {} tools: strict {:.3}, lenient {:.3}, too mild {:.3}",
            self.tools,
            share(self.strict),
            share(self.lenient),
            share(self.mild)
        );
        for (each, [right, wrong, missed]) in Trait::ALL.iter().zip(&self.traits) {
            let f1 = 2.0 * *right as f64 / (2 * right + wrong + missed).max(1) as f64;
            println!("{each:<18} F1 {f1:.2} of {}", right + missed);
        }
    }
}

/// Logistic regression with a penalty on large weights: multinomial for the categories, one each for traits.
struct Problem<'a> {
    rows: &'a [Row],
    columns: usize,
    decay: f64,
}

impl Problem<'_> {
    fn solve(&self, samples: &[Sample], chosen: &[usize]) -> Vec<[f64; OUTPUTS]> {
        const ROUNDS: usize = 60;
        // The last row is the bias.
        let mut weights = vec![[0.0; OUTPUTS]; self.columns + 1];
        let mut squares = vec![[1e-8; OUTPUTS]; self.columns + 1];
        let mut uses = vec![0.0; self.columns + 1];
        for at in chosen {
            for (column, _) in &self.rows[*at] {
                uses[*column] += 1.0;
            }
            uses[self.columns] += 1.0;
        }
        let mut order: Vec<usize> = chosen.to_vec();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for round in 0..ROUNDS {
            shuffle(&mut order, &mut state);
            let rate = 0.25 * (1.0 - round as f64 / ROUNDS as f64).max(0.02);
            for at in &order {
                let (row, sample) = (&self.rows[*at], &samples[*at]);
                let all = row.iter().copied().chain([(self.columns, 1.0)]);
                let mut sums = [0.0; OUTPUTS];
                for (column, amount) in all.clone() {
                    for (sum, weight) in sums.iter_mut().zip(&weights[column]) {
                        *sum += amount * weight;
                    }
                }
                let errors = errors(&sums, sample);
                for (column, amount) in all {
                    let pull = if column == self.columns {
                        0.0
                    } else {
                        self.decay / uses[column]
                    };
                    for out in 0..OUTPUTS {
                        let slope = errors[out] * amount + pull * weights[column][out];
                        squares[column][out] += slope * slope;
                        weights[column][out] -= rate * slope / squares[column][out].sqrt();
                    }
                }
            }
        }
        weights
    }
}

/// How far each output is off, as the slope of the loss.
fn errors(sums: &[f64; OUTPUTS], sample: &Sample) -> [f64; OUTPUTS] {
    let mut errors = [0.0; OUTPUTS];
    let most = sums[..CATEGORIES].iter().copied().fold(f64::MIN, f64::max);
    let total: f64 = sums[..CATEGORIES].iter().map(|it| (it - most).exp()).sum();
    for at in 0..CATEGORIES {
        let chance = (sums[at] - most).exp() / total;
        errors[at] = sample.amount * (chance - f64::from(u8::from(at == sample.label)));
    }
    for (at, holds) in sample.traits.iter().enumerate() {
        if let Some(holds) = holds {
            let chance = 1.0 / (1.0 + (-sums[CATEGORIES + at]).exp());
            errors[CATEGORIES + at] = sample.amount * (chance - f64::from(u8::from(*holds)));
        }
    }
    errors
}

fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(at, (*state % (at as u64 + 1)) as usize);
    }
}

/// The solution in small integers. What speaks too little to matter is left out.
fn table(solved: &[[f64; OUTPUTS]], ids: &[u32]) -> Weights {
    let (bias, rows) = solved.split_last().expect("a bias");
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
        let speaks = row.iter().any(|it| it.abs() >= 0.04);
        speaks.then_some((*id, small))
    });
    Weights::new(
        bias.map(|it| (it * unit).round() as i32),
        scale.map(|it| it as i32),
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
            definition,
            label,
            also: words("also").iter().filter_map(|it| category(it)).collect(),
            traits: traits.collect(),
            amount,
            rules: None,
            scored,
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
        "server": of("s"), "tool": of("t"), "description": short.get("d").cloned().unwrap_or_else(|| json!("")),
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

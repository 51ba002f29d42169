//! Trains the learned reader of sentences, which finds orders to a model in definitions:
//! `cargo run --release --example train_orders -- <real definitions.jsonl>...`.
//!
//! `examples/orders/orders.tsv` and `harmless.tsv` hold sentences of our own: a place (`description`, `parameter`,
//! `value`; empty where the sentence could stand anywhere), a tab, and the sentence. The sentences of
//! `examples/definitions` and of the given files of real definitions (JSON Lines, as `classify --file` takes them)
//! count as harmless. It prints, on folds with servers kept whole, how many real definitions would raise an
//! alarm at each score, and what share of our orders would be found; then it writes
//! `src/poison/learned/weights.bin`, learned from everything. Definitions in files after `--poisoned` (one tool object
//! a line) are not learned from: it prints what share of them is found.

#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a program for developers, run by hand"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};
use toolrisk::load::read_file;
use toolrisk::poison::learned::training::{
    BUCKETS, Place, features, sentences, sentences_of_tool, to_bytes,
};

#[path = "../train/shuffle.rs"]
mod shuffle;

use shuffle::shuffle;

/// How much an order counts beside a harmless sentence: there are far fewer orders.
const WEIGHT_OF_ORDERS: f64 = 3.0;
/// The penalty on the square of each weight, beside the sum of all losses.
const DECAY: f64 = 0.03;
const ROUNDS: usize = 20;
const RATE: f64 = 0.3;
/// Where the sum of squared slopes starts; it keeps the first steps small.
const FIRST_SQUARE: f64 = 1.0;
const FOLDS: u64 = 4;

/// A sentence: its features, and whether it is an order.
struct Sample {
    features: Vec<usize>,
    order: bool,
}

/// The sentences of one definition or one line, and the fold that they belong to.
struct Group {
    samples: Vec<Sample>,
    fold: u64,
    real: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut groups = Vec::new();
    for (file, order) in [("orders", true), ("harmless", false)] {
        let text = read_text(format!("examples/orders/{file}.tsv"))?;
        groups.extend(
            text.lines()
                .enumerate()
                .map(|(at, line)| listed(line, at, order)),
        );
    }
    let ours = groups.len();
    let mut own: Vec<_> = std::fs::read_dir("examples/definitions")?
        .filter_map(|it| it.ok().map(|it| it.path()))
        .collect();
    own.sort();
    for path in own {
        for line in read_text(&path)?.lines() {
            groups.push(group(short(&serde_json::from_str(line)?), "", false));
        }
    }
    let mut poisoned = Vec::new();
    let mut learned = true;
    for path in std::env::args().skip(1) {
        if path == "--poisoned" {
            learned = false;
            continue;
        }
        for line in read_text(&path)?.lines() {
            if !learned {
                let tool: Value = serde_json::from_str(line)?;
                poisoned.push(group(
                    sentences_of_tool(tool.get("tool").unwrap_or(&tool)),
                    "",
                    false,
                ));
                continue;
            }
            let tool: Value = serde_json::from_str(line)?;
            let server = tool["server"].as_str().unwrap_or_default().to_owned();
            groups.push(group(sentences_of_tool(&real(tool)), &server, true));
        }
    }
    println!(
        "{ours} sentences of our own, {} definitions",
        groups.len() - ours
    );
    measure(&groups, &poisoned);
    let all: Vec<&Sample> = groups.iter().flat_map(|it| &it.samples).collect();
    let (weights, bias) = solve(&all);
    std::fs::write("src/poison/learned/weights.bin", to_bytes(&weights, bias))?;
    Ok(())
}

fn read_text(path: impl AsRef<Path>) -> Result<String, Box<dyn Error>> {
    Ok(read_file(path.as_ref())?)
}

/// A line of one of the two lists. A sentence without a place is learned in text about the tool and about arguments.
fn listed(line: &str, at: usize, order: bool) -> Group {
    let (place, sentence) = line.split_once('\t').expect("a tab in each line");
    let places: &[Place] = match place {
        "description" => &[Place::Tool],
        "parameter" => &[Place::Argument],
        "value" => &[Place::Value],
        _ => &[Place::Tool, Place::Argument],
    };
    let read = places.iter().flat_map(|place| sentences(*place, sentence));
    let samples = read.map(|(place, sentence)| Sample {
        features: features(&sentence, place),
        order,
    });
    Group {
        samples: samples.collect(),
        fold: at as u64 % FOLDS,
        real: false,
    }
}

fn group(sentences: Vec<(Place, String)>, server: &str, real: bool) -> Group {
    let samples = sentences.into_iter().map(|(place, sentence)| Sample {
        features: features(&sentence, place),
        order: false,
    });
    Group {
        samples: samples.collect(),
        fold: server.bytes().map(u64::from).sum::<u64>() % FOLDS,
        real,
    }
}

/// A real definition as the server sent it.
fn real(mut tool: Value) -> Value {
    let schema = tool["input_schema"].take();
    json!({ "name": tool["tool"], "title": tool["title"], "description": tool["description"], "inputSchema": schema })
}

/// The texts of a definition in the short form of `examples/definitions`.
fn short(tool: &Value) -> Vec<(Place, String)> {
    let mut all = sentences(Place::Tool, tool["d"].as_str().unwrap_or_default());
    for parameter in tool["p"].as_array().into_iter().flatten() {
        if let Some((_, text)) = parameter.as_str().and_then(|it| it.split_once(" # ")) {
            all.extend(sentences(Place::Argument, text));
        }
    }
    all
}

/// Prints what share of definitions and orders has a sentence above each score, on folds.
fn measure(groups: &[Group], poisoned: &[Group]) {
    let (mut alarms, mut found) = (BTreeMap::<i64, usize>::new(), BTreeMap::<i64, usize>::new());
    let mut held_back = BTreeMap::<i64, usize>::new();
    let (mut definitions, mut orders) = (0, 0);
    for fold in 0..FOLDS {
        let train = groups.iter().filter(|it| it.fold != fold);
        let train: Vec<&Sample> = train.flat_map(|it| &it.samples).collect();
        let (weights, bias) = solve(&train);
        for group in groups.iter().filter(|it| it.fold == fold) {
            let strongest = strongest(group, &weights, bias);
            let is_order = group.samples.first().is_some_and(|it| it.order);
            let counts = if is_order { &mut found } else { &mut alarms };
            definitions += usize::from(group.real);
            orders += usize::from(is_order);
            for step in (-4..=20).filter(|_| is_order || group.real) {
                *counts.entry(step).or_default() += usize::from(strongest >= step as f64 / 4.0);
            }
        }
        for group in poisoned {
            let strongest = strongest(group, &weights, bias);
            for step in -4..=20 {
                *held_back.entry(step).or_default() += usize::from(strongest >= step as f64 / 4.0);
            }
        }
    }
    let held = poisoned.len() * usize::try_from(FOLDS).expect("small");
    println!(
        "score  alarms of {definitions}  found of {orders}, of {} held back",
        poisoned.len()
    );
    for step in -4..=20 {
        let share = |count: usize, all: usize| count as f64 / all.max(1) as f64 * 100.0;
        let (alarms, found) = (
            share(alarms[&step], definitions),
            share(found[&step], orders),
        );
        let held = share(held_back.get(&step).copied().unwrap_or_default(), held);
        println!("{:5}  {alarms:6.2}%  {found:6.1}%  {held:6.1}%", step * 250);
    }
}

fn strongest(group: &Group, weights: &[f64], bias: f64) -> f64 {
    let scores = group
        .samples
        .iter()
        .map(|it| odds(weights, bias, &it.features));
    scores.fold(f64::MIN, f64::max)
}

fn odds(weights: &[f64], bias: f64, features: &[usize]) -> f64 {
    let sum: f64 = features.iter().map(|at| weights[*at]).sum();
    sum / (features.len() as f64).sqrt() + bias
}

/// Logistic regression with a penalty on large weights, by the `AdaGrad` method.
fn solve(samples: &[&Sample]) -> (Vec<f64>, f64) {
    let mut weights = vec![0.0; BUCKETS];
    let mut squares = vec![FIRST_SQUARE; BUCKETS];
    let mut uses = vec![0.0; BUCKETS];
    for at in samples.iter().flat_map(|it| &it.features) {
        uses[*at] += 1.0;
    }
    let (mut bias, mut square) = (0.0, 1.0);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..ROUNDS {
        shuffle(&mut order, &mut state);
        let rate = RATE * (1.0 - round as f64 / ROUNDS as f64);
        for at in &order {
            let sample = samples[*at];
            let chance = 1.0 / (1.0 + (-odds(&weights, bias, &sample.features)).exp());
            let (wanted, cost) = if sample.order {
                (1.0, WEIGHT_OF_ORDERS)
            } else {
                (0.0, 1.0)
            };
            let error = cost * (chance - wanted);
            let share = 1.0 / (sample.features.len() as f64).sqrt();
            for at in &sample.features {
                let slope = error * share + DECAY / uses[*at] * weights[*at];
                squares[*at] += slope * slope;
                weights[*at] -= rate * slope / f64::sqrt(squares[*at]);
            }
            square += error * error;
            bias -= rate * error / f64::sqrt(square);
        }
    }
    (weights, bias)
}

//! Trains the reader of sentences that finds orders to a model in definitions, and the judge of whole definitions:
//! `cargo run --release --example train_orders -- <real definitions.jsonl>... --poisoned <files>... --honest <files>...`.
//!
//! `examples/orders/orders.tsv` and `harmless.tsv` hold sentences of our own: a place (`description`, `parameter`,
//! `value`; empty where the sentence could stand anywhere), a tab, and the sentence. Each is put into one of the real
//! definitions, since what else a tool speaks of is part of what is learned. The sentences of the real definitions (JSON
//! Lines, as `classify --file` takes them) count as harmless, as do those of the files after `--honest`. In a poisoned
//! definition (`{ "tool": … }` a line) it is not said which sentence is the order: those that read most like one are
//! learned as such. Learning goes on from the numbers in the tree.
//!
//! It prints what share of the definitions of servers that were kept aside raises an alarm at each score, and what share
//! of the poisoned ones; then it writes `weights.bin` and `judge.txt` to `src/poison/learned`.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a program for developers, run by hand"
)]

mod definitions;
mod judge;
mod reader;

use std::error::Error;
use std::path::Path;

use definitions::{Example, Sort, read};
use judge::Judge;
use reader::Reader;

#[path = "../train/shuffle.rs"]
mod shuffle;

/// Into how many parts the definitions are cut, so that the judge learns from sentences that the reader has not.
const FOLDS: u64 = 4;
/// The share of alarms on real definitions of servers kept aside, at which the score of a poisoned one is set.
const ALARMS: f64 = 0.005;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let all = read(&arguments)?;
    println!("{} definitions", all.len());
    let learned: Vec<&Example> = all.iter().filter(|it| !it.aside).collect();
    let judge = learn_to_judge(&learned);
    let reader = Reader::learn(&learned);
    let scored: Vec<(f64, &Example)> = all
        .iter()
        .map(|it| (judge.odds(&reader.evidence(it)), it))
        .collect();
    let least = table(&scored);
    let folder = Path::new("src/poison/learned");
    std::fs::write(folder.join("weights.bin"), reader.to_bytes())?;
    std::fs::write(folder.join("judge.txt"), judge.to_text(least))?;
    Ok(())
}

/// The judge, from the evidence in each definition by a reader that has not learned from it.
fn learn_to_judge(all: &[&Example]) -> Judge {
    let mut evidence = Vec::new();
    for fold in 0..FOLDS {
        let (others, these): (Vec<&Example>, Vec<&Example>) =
            all.iter().partition(|it| it.fold != fold);
        let reader = Reader::learn(&others);
        evidence.extend(these.into_iter().map(|it| (reader.evidence(it), it)));
    }
    Judge::learn(&evidence)
}

/// Prints shares above some scores, and gives the score that [`ALARMS`] of the real definitions kept aside exceed.
fn table(scored: &[(f64, &Example)]) -> f64 {
    let odds_of = |wanted: fn(&Example) -> bool| {
        let these = scored.iter().filter(|(_, it)| wanted(it));
        let mut odds: Vec<f64> = these.map(|(odds, _)| *odds).collect();
        odds.sort_by(|a, b| b.total_cmp(a));
        odds
    };
    let aside = odds_of(|it| it.aside);
    let poisoned = odds_of(|it| it.sort == Sort::Poisoned);
    let honest = odds_of(|it| it.sort == Sort::Honest);
    println!(" score  real kept aside  poisoned  honest of our own");
    let above = |odds: &[f64], least: f64| {
        let count = odds.iter().filter(|it| **it > least).count();
        count as f64 / odds.len().max(1) as f64 * 100.0
    };
    let score_of = |share: f64| aside.get((aside.len() as f64 * share) as usize);
    for share in [0.001, 0.002, 0.003, ALARMS, 0.01] {
        let least = score_of(share).copied().unwrap_or_default();
        println!(
            "{least:6.2}  {:14.2}%  {:7.1}%  {:7.1}%",
            above(&aside, least),
            above(&poisoned, least),
            above(&honest, least)
        );
    }
    score_of(ALARMS).copied().unwrap_or_default()
}

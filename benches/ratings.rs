//! How many definitions one core rates in a second, reading and the scan for hidden orders not included.
//!
//! `cargo bench --bench ratings -- <tools.jsonl>`: a file of definitions as `classify --file` takes it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement prints, stops at the first fault, and rounds"
)]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use toolrisk::import::{read_listing, read_tool};
use toolrisk::load::read_file;
use toolrisk::model::Definition;
use toolrisk::rules::Classifier;

/// How often all definitions are rated; the median counts.
const ROUNDS: usize = 5;

fn definitions() -> Vec<Definition> {
    let argument = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let path =
        PathBuf::from(argument.expect("usage: cargo bench --bench ratings -- <tools.jsonl>"));
    let text = read_file(&path).unwrap();
    let listed = text
        .lines()
        .flat_map(|line| read_listing(line).unwrap_or_default());
    listed
        .filter_map(|it| Some(read_tool(&it.tool)?.definition))
        .collect()
}

fn main() {
    let definitions = definitions();
    let classifier = Classifier::built_in();
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            for definition in &definitions {
                black_box(classifier.assess(black_box(definition)));
            }
            started.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds.get(ROUNDS / 2).copied().unwrap_or(f64::NAN);
    println!(
        "{} definitions in {median:.3} s on one core: {:.0} a second",
        definitions.len(),
        definitions.len() as f64 / median
    );
}

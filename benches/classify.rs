//! How fast definitions are rated, on one core: the regression corpus, and one long description.

use divan::counter::ItemsCount;
use toolrisk::import::{read_listing, read_tool};
use toolrisk::model::Definition;
use toolrisk::rules::Classifier;

const CORPUS: &[&str] = &[
    include_str!("../tests/fixtures/rules/read.jsonl"),
    include_str!("../tests/fixtures/rules/write.jsonl"),
    include_str!("../tests/fixtures/rules/execute.jsonl"),
    include_str!("../tests/fixtures/rules/destructive.jsonl"),
    include_str!("../tests/fixtures/rules/financial.jsonl"),
    include_str!("../tests/fixtures/rules/traps.jsonl"),
    include_str!("../tests/fixtures/rules/languages.jsonl"),
];

fn corpus() -> Vec<Definition> {
    CORPUS
        .iter()
        .filter_map(|text| read_listing(text).ok())
        .flatten()
        .filter_map(|listed| read_tool(&listed.tool))
        .map(|read| read.definition)
        .collect()
}

fn main() {
    divan::main();
}

/// Definitions of a sentence each.
#[divan::bench]
fn short(bencher: divan::Bencher<'_, '_>) {
    let classifier = Classifier::built_in();
    let all = corpus();
    bencher.counter(ItemsCount::new(all.len())).bench(|| {
        for definition in &all {
            divan::black_box(classifier.assess(divan::black_box(definition)));
        }
    });
}

/// The same with descriptions of about 500 bytes, as servers in the wild have them.
#[divan::bench]
fn usual(bencher: divan::Bencher<'_, '_>) {
    let classifier = Classifier::built_in();
    let mut all = corpus();
    for definition in &mut all {
        definition.description.push_str(
            " Use this when the user asks for it by name or by id. The result is an object with the fields \
             `id`, `name` and `state`; when nothing is found it is empty. Some fields may be missing in older \
             workspaces. See the documentation of the service for the meaning of each field, and prefer a narrow \
             filter over a wide one, because large results are cut after a hundred entries.\n\nArgs:\n    id: the id",
        );
    }
    bencher.counter(ItemsCount::new(all.len())).bench(|| {
        for definition in &all {
            divan::black_box(classifier.assess(divan::black_box(definition)));
        }
    });
}

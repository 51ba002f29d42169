//! Five-fold scores of a labelled file, servers kept whole:
//! `cargo run --release --example folds -- <labelled.jsonl>`.
//!
//! What each fold alone supports is taken away before it is scored; the regression corpus in
//! `tests/fixtures/rules` counts as support. `--taken` lists what was taken.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use toolrisk::import::{Listed, read_listing, read_tool};
use toolrisk::load::read_file;
use toolrisk::model::Category;
use toolrisk::rules::{Fold, Labelled, Score, folds};

const CORPUS: &[&str] = &[
    include_str!("../tests/fixtures/rules/read.jsonl"),
    include_str!("../tests/fixtures/rules/write.jsonl"),
    include_str!("../tests/fixtures/rules/execute.jsonl"),
    include_str!("../tests/fixtures/rules/destructive.jsonl"),
    include_str!("../tests/fixtures/rules/financial.jsonl"),
    include_str!("../tests/fixtures/rules/traps.jsonl"),
    include_str!("../tests/fixtures/rules/languages.jsonl"),
    include_str!("../tests/fixtures/rules/hints.jsonl"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which labelled file?")?;
    let show_taken = arguments.any(|it| it == "--taken");
    let labelled = read(&read_file(Path::new(&path))?, |listed| listed.label.clone())?;
    let mut regressions = Vec::new();
    for text in CORPUS {
        let label = |listed: &Listed| {
            let word = listed.tool.get("category");
            word.and_then(|it| it.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        regressions.extend(read(text, label)?);
    }
    let folds = folds(&labelled, &regressions);
    let mut out = std::io::stdout().lock();
    writeln!(out, "fold  tools  taken  strict  lenient  too mild")?;
    for (at, Fold { taken, score }) in folds.iter().enumerate() {
        let (tools, taken) = (score.tools, taken.len());
        let (strict, lenient, mild) = (score.strict, score.lenient, score.too_mild);
        writeln!(
            out,
            "{at:>4}  {tools:>5}  {taken:>5}  {strict:>6.3}  {lenient:>7.3}  {mild:>8.3}"
        )?;
    }
    writeln!(out, "mean  {}", mean(&folds))?;
    for (at, fold) in folds.iter().enumerate().filter(|_| show_taken) {
        for part in &fold.taken {
            writeln!(out, "{at}: {} {}", part.list, part.word)?;
        }
    }
    Ok(())
}

/// The mean over all tools.
fn mean(folds: &[Fold]) -> String {
    let tools: usize = folds.iter().map(|it| it.score.tools).sum();
    let taken: usize = folds.iter().map(|it| it.taken.len()).sum();
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mean = |share: fn(&Score) -> f64| {
        let sum: f64 = folds
            .iter()
            .map(|it| share(&it.score) * float(it.score.tools))
            .sum();
        sum / float(tools.max(1))
    };
    let (strict, lenient, mild) = (
        mean(|it| it.strict),
        mean(|it| it.lenient),
        mean(|it| it.too_mild),
    );
    format!("{tools:>5}  {taken:>5}  {strict:>6.3}  {lenient:>7.3}  {mild:>8.3}")
}

/// The definitions of a text with their labels.
fn read(text: &str, label: impl Fn(&Listed) -> String) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let mut all = Vec::new();
    for listed in read_listing(text)? {
        let read = read_tool(&listed.tool).ok_or("a tool without a name")?;
        let word = |word: &str| {
            word.parse::<Category>()
                .map_err(|_| format!("`{word}` is no category"))
        };
        all.push(Labelled {
            label: word(&label(&listed))?,
            also: listed
                .also
                .iter()
                .map(|it| word(it))
                .collect::<Result<_, _>>()?,
            traits: None,
            maybe: Vec::new(),
            server: listed.server,
            server_title: listed.title,
            definition: read.definition,
        });
    }
    Ok(all)
}

//! What rendering a site costs, on one thread: processor time a page, by kind, and its size.
//!
//! `cargo bench --bench site -- <folder>`; without a folder, the catalog of the repository.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement prints, stops at the first fault, and rounds"
)]

use std::path::PathBuf;
use std::time::Instant;

use toolrisk::load::{load, read_tree};
use toolrisk::rules::rate;
use toolrisk::site::{Machine, Options, Page, Site};

/// Rounds of which the fastest counts.
const ROUNDS: usize = 5;

fn measure(site: &Site<'_>, kind: &str, wanted: impl Fn(&Page) -> bool) {
    let pages: Vec<Page> = site.plan().iter().copied().filter(&wanted).collect();
    let mut fastest = f64::MAX;
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        bytes = pages
            .iter()
            .map(|page| site.render(*page).unwrap().len())
            .sum();
        fastest = fastest.min(started.elapsed().as_secs_f64());
    }
    let count = pages.len().max(1) as f64;
    println!(
        "{kind:<14} {:>6} pages {:>8.1} µs a page {:>7.0} B a page",
        pages.len(),
        fastest / count * 1e6,
        bytes as f64 / count
    );
}

fn main() {
    let folder = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.unwrap_or_else(|| "catalog".to_owned()));
    let loaded = load(&read_tree(&folder, None).unwrap());
    let rated = rate(&loaded.catalog);
    let started = Instant::now();
    let site = Site::new(&rated, &Options::default()).unwrap();
    println!("plan     {:.3} s", started.elapsed().as_secs_f64());
    measure(&site, "tool", |page| matches!(page, Page::Tool(_)));
    measure(&site, "tool policy", |page| {
        matches!(page, Page::ToolPolicy(_))
    });
    measure(&site, "server", |page| matches!(page, Page::Server(_)));
    let machine = |kind: &str, wanted: fn(Machine) -> bool| {
        measure(
            &site,
            kind,
            |page| matches!(page, Page::Machine(file) if wanted(*file)),
        );
    };
    machine("server JSON", |file| {
        matches!(file, Machine::BesideServer(_))
    });
    machine("server badge", |file| {
        matches!(file, Machine::ServerBadge(_))
    });
    machine("server feed", |file| matches!(file, Machine::ServerFeed(_)));
    machine("Markdown", |file| matches!(file, Machine::Twin(_)));
    machine("catalog.json", |file| matches!(file, Machine::CatalogJson));
    machine("catalog.csv", |file| matches!(file, Machine::CatalogCsv));
    measure(&site, "category", |page| matches!(page, Page::Category(..)));
    measure(&site, "other", |page| {
        !matches!(
            page,
            Page::Tool(_)
                | Page::ToolPolicy(_)
                | Page::Server(_)
                | Page::Category(..)
                | Page::Machine(_)
        )
    });
}

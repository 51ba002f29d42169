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
use toolrisk::site::{Kind, Options, Page, Site};

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
    for (name, kind) in [
        ("server JSON", Kind::beside_server),
        ("server badge", Kind::server_badge),
        ("server feed", Kind::server_feed),
        ("catalog.json", Kind::catalog_json),
        ("catalog.csv", Kind::catalog_csv),
    ] {
        measure(
            &site,
            name,
            |page| matches!(page, Page::Output(of, _) if *of == kind),
        );
    }
    measure(&site, "Markdown", |page| matches!(page, Page::Rendition(_)));
    measure(&site, "category", |page| matches!(page, Page::Category(..)));
    measure(&site, "other", |page| {
        !matches!(
            page,
            Page::Tool(_)
                | Page::ToolPolicy(_)
                | Page::Server(_)
                | Page::Category(..)
                | Page::Output(..)
                | Page::Rendition(_)
        )
    });
}

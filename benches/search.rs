//! What the search index of a large catalog costs: time, files, bytes, and what a visitor loads.
//!
//! `cargo bench --bench search -- <tools> [folder]`; a folder gets the files of the index.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a measurement prints, stops at the first fault, and rounds"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use toolrisk::model::{Catalog, Definition, Review, Server, Tool, tool_slugs};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Page, Site};
use toolrisk::source::{FileId, Span, Spanned};

const VERBS: &str = "get list create update delete search send read write add remove run start stop set \
    fetch find query export import upload download move copy rename check validate generate convert analyze \
    describe count open close archive restore share invite assign cancel refund pay approve reject publish";
const SYLLABLES: &str = "ba co di fe ga hu in ja ka le mi no or pa qui ra se ta un vo we xi ya zo ster ment \
    tion ple gra cre tor";

/// Numbers that look random and are the same on every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }

    /// Small numbers are much more frequent, about as words are in a language.
    fn frequent(&mut self, end: usize) -> usize {
        let (a, b) = (self.below(end) + 1, self.below(end) + 1);
        (a * b / end).saturating_sub(1) * (self.below(100) + 1) / 100
    }
}

fn vocabulary(size: usize) -> Vec<String> {
    let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
    let mut numbers = Numbers(7);
    let word = |_| {
        (0..2 + numbers.below(3))
            .map(|_| syllables[numbers.below(syllables.len())])
            .collect()
    };
    (0..size).map(word).collect()
}

fn definition(numbers: &mut Numbers, verbs: &[&str], words: &[String]) -> Definition {
    let verb = verbs[numbers.frequent(verbs.len())];
    let object = &words[numbers.frequent(3_000)];
    let more = (0..numbers.below(3)).map(|_| format!("_{}", words[numbers.frequent(3_000)]));
    let name = format!("{verb}_{object}{}", more.collect::<String>());
    let line: Vec<&str> = (0..12)
        .map(|_| words[numbers.frequent(20_000)].as_str())
        .collect();
    Definition {
        description: format!("The {verb} of a {object}: {}.", line.join(" ")),
        name,
        ..Definition::default()
    }
}

fn catalog(tools: usize) -> Catalog {
    let span = Span::whole(FileId(0));
    let words = vocabulary(20_000);
    let verbs: Vec<&str> = VERBS.split_whitespace().collect();
    let mut numbers = Numbers(42);
    let mut servers = Vec::new();
    let mut left = tools;
    while left > 0 {
        let size = (1 + numbers.frequent(300)).min(left);
        left -= size;
        let mut definitions: Vec<Definition> = (0..size)
            .map(|_| definition(&mut numbers, &verbs, &words))
            .collect();
        definitions.sort_by(|a, b| a.name.cmp(&b.name));
        definitions.dedup_by(|a, b| a.name == b.name);
        let names: Vec<&str> = definitions.iter().map(|it| it.name.as_str()).collect();
        let slugs = tool_slugs(&names);
        let title = format!(
            "{} {}",
            words[numbers.below(20_000)],
            words[numbers.below(20_000)]
        );
        let id = format!("{}-{:06}", title.replace(' ', "-"), servers.len());
        servers.push(Server {
            title: Spanned::new(title, span),
            summary: "Gives an agent its records.".to_owned(),
            tools: definitions
                .into_iter()
                .zip(slugs)
                .map(|(definition, slug)| Tool {
                    definition,
                    review: Review::default().shared(),
                    span,
                    description_span: span,
                    slug: Arc::from(slug),
                    lock: None,
                    is_gone: false,
                })
                .collect(),
            ..Server::bare(&id, span)
        });
    }
    servers.sort_by(|a, b| a.id.cmp(&b.id));
    Catalog {
        servers,
        ..Catalog::default()
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let tools = arguments.next().map_or(100_000, |it| it.parse().unwrap());
    let folder = arguments.next().map(PathBuf::from);
    let catalog = catalog(tools);
    let rated = rate(&catalog);
    println!(
        "catalog  {} tools, {} servers",
        rated.tools.len(),
        catalog.servers.len()
    );
    let started = Instant::now();
    let site = Site::new(&rated, &Options::default()).unwrap();
    println!(
        "plan     {:.2} s, all pages of the site included",
        started.elapsed().as_secs_f64()
    );
    let wanted = |page: &&Page| {
        matches!(
            page,
            Page::SearchIndex | Page::SearchFile(_) | Page::SearchServer(_)
        )
    };
    let pages: Vec<Page> = site.plan().iter().filter(wanted).copied().collect();
    let started = Instant::now();
    let files: Vec<(String, Vec<u8>)> = pages
        .par_iter()
        .map(|page| (site.file(*page), site.render(*page).unwrap()))
        .collect();
    println!("render   {:.2} s", started.elapsed().as_secs_f64());
    let of = |part: &str| -> Vec<usize> {
        files
            .iter()
            .filter(|(path, _)| path.contains(part))
            .map(|(_, bytes)| bytes.len())
            .collect()
    };
    for part in ["index.json", "/best-", "/all-", "/in-"] {
        let sizes = of(part);
        let sum: usize = sizes.iter().sum();
        println!(
            "{part:<12}{:>7} files {:>8.2} MB {:>7} B at most {:>7} B on average",
            sizes.len(),
            sum as f64 / 1e6,
            sizes.iter().max().copied().unwrap_or(0),
            sum / sizes.len().max(1)
        );
    }
    if let Some(folder) = folder {
        for (path, bytes) in &files {
            let file = folder.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
    }
}

//! How much of a tool's page is of that tool: measured over the real catalog.
//!
//! What counts is every word of `main`, code and labels included, but for what sets up a client and the names of products. The names of the tool and of its
//! server are masked first, so that a sentence does not pass for the tool's own because it names it.
//! A run of four words (a shorter block as a whole) is boilerplate when it stands on tool pages of the
//! same category on at least a third of the other servers that have such tools (of all servers, where
//! fewer than four have any); and a word is boilerplate when any run that it stands in is. So a
//! server counts once, however many tools it has, and what it says of all of them is not spread over
//! them to look rare.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toolrisk::load::{load, read_tree};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Page, Site};

use super::html::text_of;

/// Words of a run.
const RUN: usize = 4;
/// The share of the other servers that makes a run boilerplate: one of so many.
const OF: usize = 3;

type Run = Vec<String>;

struct ToolPage {
    address: String,
    server: String,
    category: &'static str,
    blocks: Vec<Vec<String>>,
}

/// The page without what is there to copy or to choose from, not to read: the entry for a client's configuration,
/// the line that installs the gateway, and the names of products.
fn without_setup(page: &str) -> String {
    let mut text = page.to_owned();
    for (start, end) in [
        ("<figure class=\"code\" id=\"client\"", "</figure>"),
        ("<li>Install ", "</li>"),
        ("<dl class=\"elsewhere\">", "</dl>"),
    ] {
        if let Some(from) = text.find(start) {
            let to = from + text[from..].find(end).unwrap();
            text.replace_range(from..to, "");
        }
    }
    text
}

fn main_words(page: &str, names: &[&str]) -> Vec<Vec<String>> {
    let page = without_setup(page);
    let start = page.find("<main").unwrap();
    let end = page.find("</main>").unwrap();
    let mut text = text_of(&page[start..end]);
    for name in names {
        text = text.replace(name, " masked ");
    }
    let words = |line: &str| -> Vec<String> {
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    text.lines()
        .map(words)
        .filter(|words| !words.is_empty())
        .collect()
}

fn pages() -> Vec<ToolPage> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = load(&read_tree(&root.join("catalog"), None).unwrap());
    let rated = rate(&loaded.catalog);
    let site = Site::new(&rated, &Options::default()).unwrap();
    let tools = site.plan().iter().filter_map(|page| match page {
        Page::Tool(place) => Some((*page, &rated.tools[*place])),
        _ => None,
    });
    tools
        .map(|(page, tool)| {
            let html = String::from_utf8(site.render(page).unwrap()).unwrap();
            let server = tool.server;
            let mut names = [
                tool.tool.definition.name.as_str(),
                server.title.value.as_str(),
                server.id.as_str(),
            ];
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
            ToolPage {
                address: site.href(page),
                server: server.id.clone(),
                category: tool.rating.category.as_str(),
                blocks: main_words(&html, &names),
            }
        })
        .collect()
}

fn runs(block: &[String]) -> impl Iterator<Item = (usize, Run)> {
    let length = RUN.min(block.len());
    block.windows(length).map(<[String]>::to_vec).enumerate()
}

#[derive(Default)]
struct Servers<'p> {
    all: BTreeSet<&'p str>,
    of_run: BTreeMap<Run, BTreeSet<&'p str>>,
}

impl<'p> Servers<'p> {
    fn add(&mut self, page: &'p ToolPage) {
        self.all.insert(&page.server);
        for (_, run) in page.blocks.iter().flat_map(|block| runs(block)) {
            self.of_run.entry(run).or_default().insert(&page.server);
        }
    }

    fn is_boilerplate(&self, run: &Run, own: &str) -> bool {
        let others = self.of_run[run]
            .iter()
            .filter(|server| **server != own)
            .count();
        others > 0 && others * OF >= self.all.len() - 1
    }
}

/// How many words of a page are its own, and how many there are.
fn measure(page: &ToolPage, servers: &Servers<'_>) -> (usize, usize) {
    let (mut own, mut all) = (0, 0);
    for block in &page.blocks {
        let mut common = vec![false; block.len()];
        for (at, run) in runs(block) {
            if servers.is_boilerplate(&run, &page.server) {
                common[at..at + run.len()].fill(true);
            }
        }
        own += common.iter().filter(|common| !**common).count();
        all += block.len();
    }
    (own, all)
}

#[test]
fn nineteen_of_twenty_pages_of_tools_are_at_least_half_their_own_words() {
    let pages = pages();
    let mut by_category: BTreeMap<&str, Servers<'_>> = BTreeMap::new();
    let mut everywhere = Servers::default();
    for page in &pages {
        by_category.entry(page.category).or_default().add(page);
        everywhere.add(page);
    }
    let (mut short, mut poor) = (Vec::new(), Vec::new());
    for page in &pages {
        let of_category = &by_category[page.category];
        let servers = if of_category.all.len() < 4 {
            &everywhere
        } else {
            of_category
        };
        let (own, all) = measure(page, servers);
        if own * 2 < all {
            short.push(format!("{}: {own} of {all}", page.address));
        }
        if own * 5 < all * 2 {
            poor.push(format!("{}: {own} of {all}", page.address));
        }
    }
    assert!(pages.len() > 200, "{} pages", pages.len());
    assert!(poor.is_empty(), "{} pages: {poor:#?}", poor.len());
    assert!(
        short.len() * 20 < pages.len(),
        "{} pages: {short:#?}",
        short.len()
    );
}

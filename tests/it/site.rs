//! The site as its visitors and a hostile catalog's author meet it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use toolrisk::load::{load, read_tree};
use toolrisk::model::Catalog;
use toolrisk::rules::rate;
use toolrisk::site::{Options, Page, Site};

use super::html::{Tag, tags, text_of};

/// A whole site in memory.
pub(crate) struct Built {
    /// Files by path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) plan: Vec<(Page, String)>,
}

impl Built {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        Self::with(catalog, Options::default())
    }

    pub(crate) fn with(catalog: &Catalog, options: Options) -> Self {
        let rated = rate(catalog);
        let options = Options {
            files: vec!["catalog/x.yaml".to_owned(); 1000],
            ..options
        };
        let site = Site::new(&rated, &options).unwrap();
        let plan: Vec<_> = site
            .plan()
            .iter()
            .map(|page| (*page, site.file(*page)))
            .collect();
        let files: BTreeMap<String, Vec<u8>> = plan
            .par_iter()
            .map(|(page, file)| (file.clone(), site.render(*page).unwrap()))
            .collect();
        assert_eq!(files.len(), plan.len(), "two pages share a file");
        Self { files, plan }
    }

    pub(crate) fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self
            .files
            .iter()
            .filter(|(_, bytes)| bytes.starts_with(b"<!doctype html>"));
        pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
    }

    pub(crate) fn page(&self, path: &str) -> &str {
        std::str::from_utf8(&self.files[path]).unwrap()
    }
}

pub(crate) fn folder(name: &str) -> Catalog {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = load(&read_tree(&root.join(name), None).unwrap());
    loaded.catalog
}

pub(crate) fn fixture() -> Built {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/site");
    let loaded = load(&read_tree(&root, None).unwrap());
    assert_eq!(loaded.found, Vec::new());
    Built::new(&loaded.catalog)
}

pub(crate) fn real() -> Built {
    Built::new(&folder("catalog"))
}

fn all() -> Vec<Built> {
    vec![
        fixture(),
        real(),
        Built::new(&folder("tests/fixtures/seed-pages")),
        Built::new(&Catalog::default()),
    ]
}

/// The main element, without what the rules say: their words change more often than the page.
fn main_of(page: &str) -> String {
    let start = page.find("<main").unwrap();
    let end = page.find("</main>").unwrap();
    let mut main = page[start..end].to_owned();
    while let Some(at) = main.find("<ul class=\"evidence\">") {
        let end = at + main[at..].find("</ul>").unwrap() + "</ul>".len();
        main.replace_range(at..end, "(evidence)");
    }
    if let Some(at) = main.find(" The rules are not sure:") {
        let end = at + main[at..].find("</p>").unwrap();
        main.replace_range(at..end, "");
    }
    if let Some(at) = main.find(" <b>Low confidence</b>") {
        let end = at + main[at..].find("</p>").unwrap();
        main.replace_range(at..end, "");
    }
    main
}

#[test]
fn every_page_kind_reads_as_it_should() {
    let built = fixture();
    for path in [
        "index.html",
        "servers/index.html",
        "servers/notes/index.html",
        "servers/mail/index.html",
        "servers/notes/create_note/index.html",
        "categories/index.html",
        "categories/write/index.html",
        "risk/index.html",
        "risk/medium/index.html",
        "traits/index.html",
        "traits/untrusted-content/index.html",
        "attacks/index.html",
        "attacks/runaway/index.html",
        "glossary/index.html",
        "glossary/grant/index.html",
        "lints/TR207/index.html",
        "method/index.html",
        "search/index.html",
        "404.html",
    ] {
        insta::assert_snapshot!(path.replace('/', "-"), main_of(built.page(path)));
    }
}

#[test]
fn every_section_of_the_seed_pages_is_there() {
    let built = Built::new(&folder("tests/fixtures/seed-pages"));
    let tools = built
        .plan
        .iter()
        .filter(|(page, _)| matches!(page, Page::Tool(_)));
    let mut seen = 0;
    for (_, path) in tools {
        let page = built.page(path);
        for id in ["control", "does", "why", "questions", "about"] {
            assert!(
                page.contains(&format!("<h2 id=\"{id}\">")),
                "{path} has no {id}"
            );
        }
        for id in ["what", "enforce", "risk", "limit", "block", "server"] {
            assert!(
                page.contains(&format!("<h3 id=\"q-{id}\">")),
                "{path} has no question {id}"
            );
        }
        for part in [
            "class=\"sev ",
            "class=\"steps\"",
            "class=\"effect\"",
            "policy.json\" download=",
        ] {
            assert!(page.contains(part), "{path} has no {part}");
        }
        seen += 1;
    }
    assert!(seen >= 4, "{seen} tools");
}

#[test]
fn every_internal_link_and_fragment_resolves() {
    for built in all() {
        let root = if built
            .page("index.html")
            .contains("https://example.org/risk/")
        {
            "/risk/"
        } else {
            "/"
        };
        let ids: BTreeMap<&str, BTreeSet<String>> = built
            .pages()
            .map(|(path, page)| {
                (
                    path,
                    tags(page).iter().filter_map(|tag| tag.get("id")).collect(),
                )
            })
            .collect();
        for (path, page) in built.pages() {
            for tag in tags(page) {
                for link in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                    check_link(&built, &ids, root, path, &link);
                }
            }
        }
    }
}

fn check_link(
    built: &Built,
    ids: &BTreeMap<&str, BTreeSet<String>>,
    root: &str,
    from: &str,
    link: &str,
) {
    if link.starts_with("https://") {
        return;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    // What is asked of a page is for its script.
    let path = path.split('?').next().unwrap();
    // A policy in an address is for the builder, which stands on the server's page.
    let fragment = match fragment.strip_prefix("policy=") {
        Some(_) => "build",
        None => fragment,
    };
    let file = if path.is_empty() {
        from.to_owned()
    } else {
        assert!(path.starts_with(root), "{from}: {link} leaves {root}");
        let path = &path[root.len()..];
        let folder = path.is_empty() || path.ends_with('/');
        if folder {
            format!("{path}index.html")
        } else {
            path.to_owned()
        }
    };
    assert!(
        built.files.contains_key(&file),
        "{from}: {link} leads nowhere"
    );
    if Path::new(&file).extension().is_some_and(|it| it == "json") {
        let document: serde_json::Value = serde_json::from_slice(&built.files[&file]).unwrap();
        let there = fragment.contains('%') || document.pointer(fragment).is_some();
        assert!(there, "{from}: {link} points nowhere");
        return;
    }
    assert!(
        fragment.is_empty() || ids[file.as_str()].contains(fragment),
        "{from}: {link} has no such fragment"
    );
}

#[test]
fn ids_are_unique_and_headings_are_in_order_and_never_empty() {
    for built in all() {
        for (path, page) in built.pages() {
            let tags = tags(page);
            let ids: Vec<String> = tags.iter().filter_map(|tag| tag.get("id")).collect();
            let distinct: BTreeSet<&String> = ids.iter().collect();
            assert_eq!(ids.len(), distinct.len(), "{path}: {ids:?}");
            let mut level = 0;
            for (at, tag) in tags.iter().enumerate() {
                let Some(next) = heading_level(tag) else {
                    continue;
                };
                assert!(next <= level + 1, "{path}: h{next} after h{level}");
                level = next;
                let close = format!("/{}", tag.name);
                let end = at + tags[at..].iter().position(|tag| tag.name == close).unwrap();
                let after = tags[end + 1..]
                    .iter()
                    .find(|tag| !tag.name.starts_with("header"));
                let after = &after.unwrap().name;
                let empty = ["h1", "h2", "/section", "/main", "/article"].contains(&after.as_str());
                assert!(!empty || next == 1, "{path}: nothing under h{next}");
            }
            let ones = tags.iter().filter(|tag| tag.name == "h1").count();
            assert_eq!(ones, 1, "{path}");
        }
    }
}

fn heading_level(tag: &Tag) -> Option<usize> {
    let digit = tag.name.strip_prefix('h')?;
    digit.parse().ok().filter(|level| (1..=6).contains(level))
}

#[test]
fn titles_and_descriptions_are_distinct() {
    let built = real();
    let mut titles = BTreeMap::new();
    let mut descriptions = BTreeMap::new();
    for (path, page) in built.pages() {
        let title = page
            .split("<title>")
            .nth(1)
            .unwrap()
            .split("</title>")
            .next()
            .unwrap();
        let metas = tags(page);
        let meta = metas
            .iter()
            .find(|tag| tag.get("name").as_deref() == Some("description"));
        let description = meta.unwrap().get("content").unwrap();
        assert!(!title.is_empty() && !description.is_empty(), "{path}");
        if let Some(other) = titles.insert(title.to_owned(), path) {
            panic!("{path} and {other} share the title {title}");
        }
        if let Some(other) = descriptions.insert(description.clone(), path) {
            panic!("{path} and {other} share the description {description}");
        }
    }
}

/// A page without its blocks of code, whose languages have marks of their own.
fn without_code(page: &str) -> String {
    let blocks = page.split("<pre").enumerate();
    let after = |(at, block): (usize, &str)| match (at, block.split_once("</pre>")) {
        (1.., Some((_, after))) => after.to_owned(),
        _ => block.to_owned(),
    };
    blocks.map(after).collect()
}

#[test]
fn pages_read_as_english() {
    // The pages of the lints hold wrong English as examples.
    let lint = |path: &str| path.starts_with("lints/TR");
    for built in all() {
        for (path, page) in built.pages().filter(|(path, _)| !lint(path)) {
            let text = text_of(&without_code(page));
            for wrong in [
                " a execute",
                "A execute",
                " an read",
                " an write",
                " 1 tools",
                " a hour",
                "..",
                " ,",
                // A name such as `.gitlab-ci.yml` may follow a space.
                " . ",
                " .\n",
                "()",
                "“”",
                "undefined",
                "MCP server MCP",
            ] {
                let found = text.find(wrong);
                let around = found.map(|at| text[..at].chars().rev().take(40).collect::<String>());
                let around = around.map(|text| text.chars().rev().collect::<String>());
                assert!(found.is_none(), "{path}: {wrong:?} after {around:?}");
            }
        }
    }
}

#[test]
fn a_tools_page_and_its_file_hold_the_same_policy() {
    for built in all() {
        for (page, path) in &built.plan {
            if !matches!(page, Page::Tool(_)) {
                continue;
            }
            let html = built.page(path);
            let code = html
                .split("<figcaption>policy.json</figcaption>")
                .nth(1)
                .unwrap();
            let code = code
                .split("<code>")
                .nth(1)
                .unwrap()
                .split("</code>")
                .next()
                .unwrap();
            let shown: serde_json::Value = serde_json::from_str(&text_of(code)).unwrap();
            let file = path.replace("index.html", "policy.json");
            let written: serde_json::Value = serde_json::from_slice(&built.files[&file]).unwrap();
            assert_eq!(shown, written, "{path}");
        }
    }
}

#[test]
fn counts_agree_wherever_they_stand() {
    let built = real();
    let tools = built
        .plan
        .iter()
        .filter(|(page, _)| matches!(page, Page::Tool(_)))
        .count();
    let home = text_of(built.page("index.html"));
    let home = home.replace(',', "");
    assert!(home.contains(&format!("{tools} tools on ")), "{tools}");
    let listed = |start: &str| -> usize {
        let pages = built.pages().filter(|(path, _)| path.starts_with(start));
        pages
            .map(|(_, page)| {
                page.matches("<tr><th scope=\"row\"><a class=\"name\"")
                    .count()
            })
            .sum()
    };
    assert_eq!(listed("categories/"), tools);
    assert_eq!(listed("risk/"), tools);
    assert_eq!(listed("servers/"), tools);
}

#[test]
fn pages_keep_to_their_budgets() {
    let built = real();
    let size = |path: &str| built.files[path].len();
    assert!(size("static/site.css") <= 12_000);
    let scripts = ["site.js", "builder.js"].map(|name| size(&format!("static/{name}")));
    assert!(scripts.iter().sum::<usize>() <= 14_000, "{scripts:?}");
    assert!(size("static/search.js") <= 14_000);
    for name in ["agent.js", "mine.js", "tools.js", "versions.js"] {
        assert!(size(&format!("static/{name}")) <= 14_000, "{name}");
    }
    for (page, path) in &built.plan {
        if matches!(page, Page::Tool(_)) {
            assert!(size(path) <= 24_000, "{path}: {}", size(path));
        }
    }
}

#[test]
fn one_thread_and_two_make_the_same_bytes() {
    let catalog = folder("catalog");
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| Built::new(&catalog).files)
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn without_a_base_url_nothing_is_canonical_and_there_is_no_sitemap() {
    let mut catalog = folder("tests/fixtures/site");
    let with = Built::new(&catalog);
    assert!(with.page("index.html").contains("rel=\"canonical\""));
    let listed = String::from_utf8(with.files["sitemap-1.xml"].clone()).unwrap();
    let pages = with.pages().filter(|(path, _)| *path != "404.html").count();
    assert_eq!(
        listed.matches("<loc>https://example.org/risk/").count(),
        pages
    );
    catalog.config.base_url = String::new();
    let without = Built::new(&catalog);
    assert!(!without.files.contains_key("sitemap.xml"));
    for (path, page) in without.pages() {
        assert!(!page.contains("canonical"), "{path}");
    }
}

#[test]
fn a_template_can_be_replaced_and_a_wrong_one_says_where() {
    let catalog = folder("tests/fixtures/site");
    let rated = rate(&catalog);
    let with = |text: &str| {
        let templates = BTreeMap::from([("term.html".to_owned(), text.to_owned())]);
        let options = Options {
            templates,
            ..Options::default()
        };
        Site::new(&rated, &options)
    };
    let page = with("{{ title }} of {{ site.title }}")
        .unwrap()
        .render(Page::Term(0));
    assert_eq!(page.unwrap(), b"Grant of fixture");
    let error = with("{{ missing }}")
        .unwrap()
        .render(Page::Term(0))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("glossary/grant/index.html") && error.contains("term.html:1"),
        "{error}"
    );
    let error = with("{% if %}").unwrap_err().to_string();
    assert!(error.contains("term.html:1"), "{error}");
}

#[test]
fn every_lint_and_every_rule_has_its_place() {
    let built = Built::new(&Catalog::default());
    for info in toolrisk::check::all_lints() {
        let page = built
            .page(&format!("lints/{}/index.html", info.code))
            .to_owned();
        assert!(page.contains(&format!("<h1><code>{}</code></h1>", info.name)));
        let examples = info.explanation.contains("```yaml fail");
        assert_eq!(examples, page.contains("<figcaption>Wrong</figcaption>"));
        assert_eq!(examples, page.contains("<figcaption>Right</figcaption>"));
    }
    let rules = built.page("method/rules/index.html");
    for rule in toolrisk::rules::table::rules() {
        assert!(
            rules.contains(&format!("<h3 id=\"{}\">", rule.id)),
            "{}",
            rule.id
        );
    }
}

#[test]
fn long_lists_have_stable_addresses() {
    let mut catalog = folder("tests/fixtures/site");
    let server = &mut catalog.servers[0];
    let tool = server.tools[0].clone();
    for number in 0..250 {
        let mut tool = tool.clone();
        tool.definition.name = format!("send_mail_{number:03}");
        tool.slug = tool.definition.name.as_str().into();
        server.tools.push(tool);
    }
    server
        .tools
        .sort_by(|a, b| a.definition.name.cmp(&b.definition.name));
    let built = Built::new(&catalog);
    let lists: Vec<&str> = built
        .pages()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("categories/") && path.contains("/page/"))
        .collect();
    assert_eq!(lists.len(), 2, "{lists:?}");
    assert!(lists[0].ends_with("/page/2/index.html"));
}

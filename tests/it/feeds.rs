//! Dates, feeds, Markdown renditions, badges, pictures and linked data, of good catalogs and hostile ones.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use serde_json::Value;
use tempfile::TempDir;
use toolrisk::drift::{Change, Compared, Difference, Grade, Standing};
use toolrisk::escape::is_hidden;
use toolrisk::load::{load, read_tree};
use toolrisk::model::Catalog;
use toolrisk::site::{Commit, Done, Graded, Grades, History, Options, Page};

use super::hostile;
use super::html::text_of;
use super::site::{Built, fixture, folder, real};

fn commit(id: &str, time: &str, files: &[(Done, &str)]) -> Commit {
    Commit {
        id: id.to_owned(),
        time: time.to_owned(),
        files: files
            .iter()
            .map(|(done, place)| (*done, (*place).to_owned()))
            .collect(),
    }
}

/// The fixture with a history of three commits.
fn dated() -> Built {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/site");
    let tree = read_tree(&root, None).unwrap();
    let history = History {
        commits: vec![
            commit(
                "cc",
                "2026-03-03T03:03:03Z",
                &[(Done::Changed, "notes/tools.yaml")],
            ),
            commit(
                "bb",
                "2026-02-02T02:02:02Z",
                &[
                    (Done::Removed, "old/server.yaml"),
                    (Done::Added, "attacks/runaway.md"),
                ],
            ),
            commit(
                "aa",
                "2026-01-01T01:01:01Z",
                &[
                    (Done::Added, "notes/server.yaml"),
                    (Done::Added, "notes/tools.yaml"),
                    (Done::Added, "mail/server.yaml"),
                    (Done::Added, "mail/tools.yaml"),
                ],
            ),
        ],
        ..History::default()
    };
    let options = Options {
        history,
        places: tree.places.clone(),
        ..Options::default()
    };
    Built::with(&load(&tree).catalog, options)
}

/// The last change of each page in the sitemap.
fn last_changes(built: &Built) -> BTreeMap<String, Option<String>> {
    let sitemap = built.page("sitemap-1.xml");
    let sitemap = roxmltree::Document::parse(sitemap).unwrap();
    let urls = sitemap
        .root_element()
        .children()
        .filter(roxmltree::Node::is_element);
    urls.map(|url| {
        let text = |name| {
            let child = url.children().find(|child| child.has_tag_name(name));
            child.and_then(|child| child.text()).map(str::to_owned)
        };
        (
            text(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")).unwrap(),
            text(("http://www.sitemaps.org/schemas/sitemap/0.9", "lastmod")),
        )
    })
    .collect()
}

#[test]
fn dates_are_those_of_the_commits_that_touched_an_entry() {
    let changes = last_changes(&dated());
    let of = |path: &str| changes[&format!("https://example.org/risk/{path}")].as_deref();
    assert_eq!(of("servers/notes/"), Some("2026-03-03T03:03:03Z"));
    assert_eq!(
        of("servers/notes/create_note/"),
        Some("2026-03-03T03:03:03Z")
    );
    assert_eq!(of("servers/mail/"), Some("2026-01-01T01:01:01Z"));
    assert_eq!(of("attacks/runaway/"), Some("2026-02-02T02:02:02Z"));
    assert_eq!(of("changes/"), Some("2026-03-03T03:03:03Z"));
    assert_eq!(of("glossary/grant/"), None, "nothing is known of it");
    assert_eq!(of("categories/write/"), None);
}

#[test]
fn without_a_history_the_captures_are_the_only_dates() {
    let built = fixture();
    let changes = last_changes(&built);
    let captured = changes["https://example.org/risk/servers/notes/"].as_deref();
    assert!(captured.unwrap().ends_with("T00:00:00Z"), "{captured:?}");
    assert_eq!(changes["https://example.org/risk/servers/mail/"], None);
    assert!(built.files.contains_key("servers/notes/changes.atom"));
    assert!(
        !built.files.contains_key("servers/mail/changes.atom"),
        "it has no date"
    );
    let none = Built::new(&Catalog::default());
    assert!(
        none.files
            .keys()
            .all(|path| path.split('.').nth(1) != Some("atom") && !path.starts_with("changes/"))
    );
}

#[test]
fn changes_read_as_they_should() {
    let built = dated();
    insta::assert_snapshot!("changes.atom", built.page("changes.atom"));
    insta::assert_snapshot!(
        "changes-of-a-server.atom",
        built.page("servers/notes/changes.atom")
    );
    let page = text_of(built.page("changes/index.html"));
    assert!(page.contains("old") && page.contains("removed"), "{page}");
}

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let status = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", "2026-05-05T05:05:05+02:00")
        .env("GIT_COMMITTER_DATE", "2026-05-05T05:05:05+02:00")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&status.stderr);
    assert!(status.status.success(), "{program} {arguments:?}: {said}");
}

#[test]
fn the_history_is_that_of_git_and_a_shallow_clone_has_none() {
    let folder = TempDir::new().unwrap();
    let origin = folder.path().join("origin");
    std::fs::create_dir_all(origin.join("catalog/tiny")).unwrap();
    std::fs::write(
        origin.join("catalog/toolrisk.yaml"),
        "base-url: https://example.org/\n",
    )
    .unwrap();
    std::fs::write(origin.join("catalog/tiny/server.yaml"), "title: Tiny\n").unwrap();
    let git = |folder: &Path, arguments: &[&str]| {
        let named = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
        run(folder, "git", &[&named, arguments].concat());
    };
    git(&origin, &["init", "--quiet"]);
    git(&origin, &["add", "."]);
    git(
        &origin,
        &["commit", "--quiet", "-m", "A server: \u{1} \"tiny\""],
    );
    let clone = format!("file://{}", origin.display());
    git(
        folder.path(),
        &["clone", "--quiet", "--depth", "1", &clone, "shallow"],
    );
    let build = |name: &str| {
        let folder = folder.path().join(name);
        run(
            &folder,
            env!("CARGO_BIN_EXE_toolrisk"),
            &["build", "--quiet"],
        );
        std::fs::read_to_string(folder.join("public/changes.atom"))
    };
    let feed = build("origin").unwrap();
    assert!(
        feed.contains("<updated>2026-05-05T03:05:05Z</updated>"),
        "{feed}"
    );
    assert!(feed.contains("<title>Tiny: added</title>"), "{feed}");
    // A shallow clone's only commit seems to add everything.
    git(
        &origin,
        &["commit", "--quiet", "--allow-empty", "-m", "More"],
    );
    git(
        folder.path(),
        &["clone", "--quiet", "--depth", "1", &clone, "later"],
    );
    assert!(build("later").is_err());
}

/// A change of a tool with a hostile name and hostile words for each server.
fn hostile_grades(catalog: &Catalog) -> Grades {
    let grades = catalog.servers.iter().map(|server| {
        let change = Change {
            name: server.summary.clone(),
            was: None,
            differences: vec![Difference {
                grade: Grade::Text,
                what: server.summary.clone(),
            }],
            standing: Standing::default(),
        };
        let compared = Compared {
            changes: vec![change],
            unchanged: 0,
        };
        let graded = Graded {
            compared,
            ..Graded::default()
        };
        (("2026-01-01".to_owned(), server.id.clone()), graded)
    });
    grades.collect()
}

#[test]
fn xml_of_a_hostile_catalog_is_well_formed_and_holds_its_text() {
    let catalog = hostile::catalog();
    let commits = catalog.servers.iter().map(|server| {
        let files = [
            (Done::Changed, format!("{}/tools.yaml", server.id)),
            (Done::Removed, format!("{}/server.yaml", server.summary)),
        ];
        Commit {
            id: server.summary.clone(),
            time: "2026-01-01T01:01:01Z".to_owned(),
            files: files.to_vec(),
        }
    });
    let options = Options {
        history: History {
            commits: commits.collect(),
            grades: hostile_grades(&catalog),
        },
        ..Options::default()
    };
    let built = Built::with(&catalog, options);
    let mut seen = BTreeMap::new();
    for (path, bytes) in &built.files {
        let kind = path.rsplit('.').next().unwrap();
        if !["atom", "xml", "svg"].contains(&kind) {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap();
        let document = roxmltree::Document::parse(text);
        let document = document.unwrap_or_else(|error| unreachable!("{path}: {error}\n{text}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            let known = "feed title id link updated author name entry summary urlset sitemapindex \
                sitemap url loc lastmod svg g rect text path OpenSearchDescription ShortName \
                Description InputEncoding Url";
            assert!(
                known.split_whitespace().any(|it| it == name),
                "{path}: <{name}>"
            );
            for attribute in node.attributes() {
                assert!(
                    !attribute.value().starts_with("javascript:"),
                    "{path}: {attribute:?}"
                );
                assert!(!attribute.name().starts_with("on"), "{path}: {attribute:?}");
            }
        }
        assert_eq!(text.chars().find(|c| is_hidden(*c)), None, "{path}");
        *seen.entry(kind).or_insert(0) += 1;
    }
    assert!(
        seen["atom"] > 40 && seen["svg"] > 40 && seen["xml"] >= 3,
        "{seen:?}"
    );
    let feed = built.page("servers/server-000/changes.atom");
    let feed = roxmltree::Document::parse(feed).unwrap();
    let text: Vec<&str> = feed.descendants().filter_map(|node| node.text()).collect();
    let told = "<script>alert(1)</script>: text changed; <script>alert(1)</script>";
    assert!(text.iter().any(|it| it.contains(told)), "{text:?}");
}

/// Every page of a plan with its Markdown.
fn renditions(built: &Built) -> impl Iterator<Item = (&str, &str, &str)> {
    let pages = built.plan.iter().filter(|(page, _)| page.is_listed());
    pages.filter_map(|(_, path)| {
        let rendition = path.replace("index.html", "index.md");
        let (path, _) = built.files.get_key_value(path)?;
        built.files.get(&rendition).map(|text| {
            (
                path.as_str(),
                built.page(path),
                std::str::from_utf8(text).unwrap(),
            )
        })
    })
}

#[test]
fn pages_about_one_thing_have_their_markdown_and_a_tools_where_the_catalog_asks() {
    let mut catalog = folder("tests/fixtures/site");
    for tools in [false, true] {
        catalog.config.markdown_of_tools = tools;
        let built = Built::new(&catalog);
        for (page, path) in &built.plan {
            let rendition = path.replace("index.html", "index.md");
            let expected = match page {
                Page::Tool(_) => tools,
                Page::Server(_) | Page::Attack(_, 1) | Page::Term(_) => true,
                _ => false,
            };
            assert_eq!(
                expected,
                built.files.contains_key(&rendition) && rendition != *path,
                "{path}"
            );
            if page.is_listed() {
                let linked = built.page(path).contains("type=\"text/markdown\"");
                assert_eq!(expected, linked, "{path}");
            }
        }
    }
    let built = Built::new(&catalog);
    insta::assert_snapshot!("server.md", built.page("servers/notes/index.md"));
}

#[test]
fn markdown_says_what_the_page_says() {
    let built = real();
    let mut seen = 0;
    for (path, page, markdown) in renditions(&built) {
        let main = page
            .split("<main")
            .nth(1)
            .unwrap()
            .split("</main>")
            .next()
            .unwrap();
        let letters =
            |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        let mut shown = String::new();
        for event in Parser::new_ext(markdown, Extensions::ENABLE_TABLES) {
            if let Event::Text(text) | Event::Code(text) = event {
                shown.push_str(&text);
            }
        }
        let shown = letters(&shown);
        let heading = main
            .split("<h1")
            .nth(1)
            .unwrap()
            .split("</h1>")
            .next()
            .unwrap();
        let (_, heading) = heading.split_once('>').unwrap();
        assert!(shown.contains(&letters(&text_of(heading))), "{path}");
        for cell in main.split("<td>").skip(1) {
            let cell = letters(&text_of(cell.split("</td>").next().unwrap()));
            assert!(shown.contains(&cell), "{path}: {cell}");
        }
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn markdown_of_a_hostile_catalog_is_text() {
    let mut catalog = hostile::catalog();
    catalog.config.markdown_of_tools = true;
    let built = Built::new(&catalog);
    let mut seen = 0;
    for (path, _, markdown) in renditions(&built).chain([("llms.txt", "", built.page("llms.txt"))])
    {
        for event in Parser::new_ext(markdown, Extensions::all()) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => unreachable!("{path}: {html}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    // What Markdown of a catalog may link to; nothing there runs.
                    let ours = ["https://", "http://", "mailto:", "/"];
                    assert!(
                        ours.iter().any(|it| dest_url.starts_with(it)),
                        "{path}: {dest_url}"
                    );
                }
                Event::Start(Tag::Image { dest_url, .. }) => unreachable!("{path}: {dest_url}"),
                _ => {}
            }
        }
        assert_eq!(markdown.chars().find(|c| is_hidden(*c)), None, "{path}");
        seen += 1;
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn headings_of_markdown_are_the_pages_own() {
    let built = Built::new(&hostile::catalog());
    for (path, page, markdown) in renditions(&built) {
        let main = page
            .split("<main")
            .nth(1)
            .unwrap()
            .split("</main>")
            .next()
            .unwrap();
        let headings = (1..=6).map(|level| main.matches(&format!("</h{level}>")).count());
        let events = Parser::new_ext(markdown, Extensions::ENABLE_TABLES);
        let made = events
            .filter(|event| matches!(event, Event::End(TagEnd::Heading(_))))
            .count();
        assert!(made <= headings.sum::<usize>(), "{path}: {markdown}");
    }
}

#[test]
fn linked_data_of_a_hostile_catalog_stays_in_its_block() {
    let catalog = hostile::catalog();
    let built = Built::new(&catalog);
    let mut names = Vec::new();
    for (path, page) in built.pages() {
        let Some(rest) = page.split("<script type=\"application/ld+json\">").nth(1) else {
            assert_eq!(path, "404.html");
            continue;
        };
        let block = rest.split("</script>").next().unwrap();
        assert!(!block.contains(['<', '>', '&']), "{path}: {block}");
        let data: Value = serde_json::from_str(block).unwrap();
        for step in data["@graph"][0]["itemListElement"].as_array().unwrap() {
            names.push(step["name"].as_str().unwrap().to_owned());
            let address = step["item"].as_str().unwrap();
            assert!(
                address.starts_with("https://example.org/%22%3E%3Cscript%3E/"),
                "{address}"
            );
        }
    }
    assert!(
        names
            .iter()
            .any(|name| name == "</script><script>alert(1)</script>")
    );
}

#[test]
fn one_picture_stands_for_every_page_and_a_user_may_replace_it() {
    for built in [real(), Built::new(&hostile::catalog())] {
        let picture = &built.files["static/card.png"];
        let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!(&picture[1..4], b"PNG");
        assert_eq!((number(16), number(20)), (1200, 630));
        assert!(picture.len() < 60_000, "{}", picture.len());
        for (path, page) in built.pages() {
            let named = page.contains("/static/card.png\">");
            assert_eq!(named, page.contains("og:image"), "{path}");
        }
        assert!(!built.files.contains_key("card.png"));
    }
    let mut options = Options::default();
    options
        .statics
        .insert("card.png".to_owned(), b"mine".to_vec());
    let own = Built::with(&folder("tests/fixtures/site"), options);
    assert_eq!(own.files["static/card.png"], b"mine");
}

#[test]
fn the_sample_of_headers_and_the_pages_have_one_policy() {
    let built = fixture();
    let headers = built.page("_headers");
    let line = headers
        .lines()
        .find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "));
    let header = line
        .unwrap()
        .strip_suffix("; frame-ancestors 'none'")
        .unwrap();
    for (path, page) in built.pages() {
        let meta = page
            .split("http-equiv=\"Content-Security-Policy\" content=\"")
            .nth(1)
            .unwrap();
        assert_eq!(meta.split('"').next().unwrap(), header, "{path}");
    }
    assert!(headers.starts_with("/risk/*\n"), "{headers}");
}

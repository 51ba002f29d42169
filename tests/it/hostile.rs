//! A catalog written by an attacker: every text of it must show as text, on every page.

use std::collections::BTreeSet;
use std::sync::Arc;

use toolrisk::model::{
    Attack, Capture, Catalog, Concern, Config, Definition, Gateway, Hints, Newest, Parameter,
    Predicate, Reference, Review, Server, Status, StatusNote, Term, Tool, ToolLock, tool_slugs,
};
use toolrisk::source::{FileId, Span, Spanned};

use super::html::tags;
use super::site::Built;

/// Texts that only matter here; those that a browser should see are in the corpus.
const OWN: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    "]]><svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "{{ 313 * 313 }}",
    "{% include \"tool.html\" %}",
    "${313*313}",
    "[x](javascript:alert(1))",
    "](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "<javascript:alert(1)>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.png)",
    "[ref]: javascript:alert(1)\n[ref]",
    "<iframe src=https://evil.example></iframe>",
    "<style>body{display:none}</style>",
    "<a href=\"//evil.example\">x</a>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;https://evil.example\u{7}x",
    "\u{202e}gnp.exe",
    "zero\u{200b}width\u{feff}",
    "tag\u{e0041}\u{e007f}",
    "nul\u{0}byte",
    "line\nbreak\r\nand\ttab",
    "```\n</code></pre><script>alert(1)</script>",
    "| a | b |\n|---|---|\n| <script> | x |",
    "# Heading\n\n## Another",
    "../../../etc/passwd",
    "..\\..\\windows",
    "policy.json",
    "page",
    "__proto__",
    "日本語の道具",
    "",
    " ",
];

/// The corpus that the browser's checks use too.
#[derive(serde::Deserialize)]
pub(crate) struct Corpus {
    pub(crate) texts: Vec<String>,
    pub(crate) addresses: Vec<String>,
}

pub(crate) fn corpus() -> Corpus {
    let text = include_str!("../fixtures/hostile/payloads.json");
    serde_json::from_str(text).unwrap()
}

/// Every payload, each once.
pub(crate) fn payloads() -> Vec<String> {
    let Corpus { texts, addresses } = corpus();
    let own = OWN.iter().map(|text| (*text).to_owned());
    let mut met = BTreeSet::new();
    let all = own.chain(texts).chain(addresses);
    all.filter(|text| met.insert(text.clone())).collect()
}

fn span() -> Span {
    Span::whole(FileId(0))
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, span())
}

fn review(text: &str) -> Review {
    Review {
        override_reason: Some(spanned(text.to_owned())),
        rationale: Some(spanned(text.to_owned())),
        attacks: vec![spanned(text.to_owned())],
        references: vec![
            spanned(text.to_owned()),
            spanned("javascript:alert(1)".to_owned()),
        ],
        undo: Some(spanned(text.to_owned())),
        status: Some(spanned(StatusNote {
            status: Status::Disputed,
            reason: text.to_owned(),
            by: text.to_owned(),
            on: text.to_owned(),
        })),
        ..Review::default()
    }
}

fn tool(name: &str, text: &str, slug: &str) -> Tool {
    Tool {
        definition: Definition {
            name: name.to_owned(),
            title: Some(text.to_owned()),
            description: text.to_owned(),
            parameters: vec![Parameter {
                path: text.to_owned(),
                kind: text.to_owned(),
                values: vec![text.to_owned()],
                required: true,
                format: text.to_owned(),
                free_form: true,
                title: text.to_owned(),
                default: text.to_owned(),
                description: text.to_owned(),
            }],
            hints: Hints {
                read_only: Some(true),
                ..Hints::default()
            },
            ..Definition::default()
        },
        review: review(text).shared(),
        span: span(),
        description_span: span(),
        slug: Arc::from(slug),
        lock: Some(ToolLock {
            fingerprint: text.to_owned(),
            ..ToolLock::default()
        }),
        is_gone: false,
    }
}

fn server(number: usize, text: &str) -> Server {
    // So long that it must be cut everywhere; for the corpus, no longer than tests have time for.
    let length: usize = if number < OWN.len() { 10_000 } else { 300 };
    let long = text.repeat(length.div_ceil(text.len().max(1)));
    let mut names = [
        text.to_owned(),
        format!("delete_{text}"),
        format!("x{long}"),
    ];
    names.sort();
    let slugs = tool_slugs(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let tools = names.iter().zip(&slugs);
    Server {
        id: format!("server-{number:03}"),
        title: spanned(text.to_owned()),
        summary: text.to_owned(),
        package: text.to_owned(),
        repository: format!("https://example.org/{text}"),
        subfolder: text.to_owned(),
        homepage: "javascript:alert(1)".to_owned(),
        newest: Some(Newest {
            version: text.to_owned(),
            seen: text.to_owned(),
        }),
        capture: Some(Capture {
            package: text.to_owned(),
            protocol: text.to_owned(),
            date: text.to_owned(),
            method: text.to_owned(),
            without_entry: vec![text.to_owned()],
        }),
        tools: tools.map(|(name, slug)| tool(name, text, slug)).collect(),
    }
}

pub(crate) fn catalog() -> Catalog {
    let payloads = payloads();
    let attack = |(number, text): (usize, &String)| Attack {
        concerns: Concern::Tools,
        id: format!("{number:02}{text}"),
        title: text.clone(),
        summary: text.clone(),
        // A few that concern every tool are enough.
        applies: (number < 3)
            .then(|| Predicate {
                category: None,
                traits: Vec::new(),
            })
            .into_iter()
            .collect(),
        frameworks: vec![spanned(text.clone())],
        references: vec![Reference {
            title: text.clone(),
            url: spanned(text.clone()),
            date: text.clone(),
        }],
        body: text.clone(),
        span: span(),
    };
    let term = |(number, text): (usize, &String)| Term {
        id: format!("{number:02}{text}"),
        title: text.clone(),
        summary: text.clone(),
        body: text.clone(),
        span: span(),
    };
    Catalog {
        config: Config {
            title: OWN.concat(),
            tagline: OWN.concat(),
            base_url: "https://example.org/\"><script>/".to_owned(),
            repository: "https://example.org/\"><script>".to_owned(),
            gateway: Gateway {
                name: OWN.concat(),
                url: "javascript:alert(1)".to_owned(),
            },
            ..Config::default()
        },
        servers: payloads
            .iter()
            .enumerate()
            .map(|(at, text)| server(at, text))
            .collect(),
        attacks: payloads.iter().enumerate().map(attack).collect(),
        glossary: payloads.iter().enumerate().map(term).collect(),
    }
}

/// Tags and attributes that the templates and the Markdown of harmless text may use.
const TAGS: &str = "html head meta title link script body a header nav ul li ol main article div p b \
    h1 h2 h3 code section figure figcaption pre span small dl dt dd table caption thead tbody tfoot tr \
    th td q time img details summary aside svg rect footer em strong blockquote br hr form input label \
    select option button noscript template textarea datalist fieldset legend";
const ATTRIBUTES: &str = "lang charset content name http-equiv rel href type src defer class id role \
    aria-label aria-labelledby aria-current aria-hidden scope tabindex download open viewbox viewBox \
    preserveAspectRatio property alt datetime x width height data-filter start action autocomplete \
    autocapitalize spellcheck placeholder hidden for value data-search data-servers data-tools data-index \
    data-root data-mode list data-sort aria-sort rows title accept";

#[test]
fn nothing_of_a_hostile_catalog_becomes_markup() {
    let built = Built::new(&catalog());
    let known = |list: &'static str| list.split_whitespace().collect::<BTreeSet<_>>();
    let (names, attributes) = (known(TAGS), known(ATTRIBUTES));
    for (path, page) in built.pages() {
        assert!(
            !page.contains("97969"),
            "{path}: a template in the text was run"
        );
        for tag in tags(page) {
            let name = tag.name.trim_start_matches('/');
            assert!(names.contains(name), "{path}: <{name}>");
            for (key, value) in &tag.attributes {
                assert!(attributes.contains(key.as_str()), "{path}: {key}={value}");
                let address = [
                    "href",
                    "src",
                    "action",
                    "data-search",
                    "data-servers",
                    "data-tools",
                    "data-index",
                    "data-root",
                ]
                .contains(&key.as_str());
                let harmless = value.starts_with("/%22%3E%3Cscript%3E/")
                    || ["https://", "http://", "mailto:"]
                        .iter()
                        .any(|it| value.starts_with(it))
                    || value == "#main"
                    || value == "#control"
                    || (path == "method/rules/index.html" && value.starts_with("#for-"));
                assert!(!address || harmless, "{path}: {key}={value}");
            }
            if name == "script" && tag.name == name {
                let data = tag.get("type").as_deref() == Some("application/ld+json");
                assert_eq!(tag.attributes.len(), if data { 1 } else { 2 }, "{path}");
            }
        }
        let hidden = page
            .chars()
            .find(|c| *c != '\n' && *c != '\t' && toolrisk::escape::is_hidden(*c));
        if let Some(hidden) = hidden {
            let at = page.find(hidden).unwrap();
            panic!("{path}: {:?}", page[..at].lines().last());
        }
    }
}

#[test]
fn hostile_names_show_as_text_and_stay_whole_in_policies() {
    let catalog = catalog();
    let built = Built::new(&catalog);
    let script = built.page("servers/server-000/index.html");
    assert!(script.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    for server in &catalog.servers {
        let file = &built.files[&format!("servers/{}/policy.json", server.id)];
        let policy: serde_json::Value = serde_json::from_slice(file).unwrap();
        let hidden = policy["hide"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| it.as_str());
        let ruled = policy["tools"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str);
        let named: BTreeSet<&str> = hidden.chain(ruled).collect();
        let given: BTreeSet<&str> = server
            .tools
            .iter()
            .map(|tool| tool.definition.name.as_str())
            // In a policy it would mean every tool; it is denied, as all that is not named.
            .filter(|name| *name != "*")
            .collect();
        assert_eq!(named, given, "{}", server.id);
    }
}

#[test]
fn every_file_of_a_hostile_catalog_has_a_plain_path() {
    let built = Built::new(&catalog());
    for path in built.files.keys() {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
        assert!(path.chars().all(plain) && !path.contains(".."), "{path}");
    }
}

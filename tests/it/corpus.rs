//! Every payload of the corpus in every field, before a parser of every kind of output.

use std::path::Path;

use toolrisk::check::{all_lints, check, set_levels};
use toolrisk::escape::is_hidden;
use toolrisk::load::{Tree, load};
use toolrisk::policy::{Prefer, Profile, ServerPolicy, all_targets, recommend};
use toolrisk::report::{github, gitlab, human, json, junit, sarif};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Site};

use super::hostile::{self, payloads};
use super::site::Built;

#[track_caller]
fn nothing_hidden(what: &str, text: &str) {
    let hidden = text.chars().find(|c| *c != '\n' && is_hidden(*c));
    if let Some(hidden) = hidden {
        let at = text.find(hidden).unwrap();
        panic!("{what}: {hidden:?} in {:?}", text[..at].lines().last());
    }
}

#[test]
fn the_corpus_is_large_and_has_no_payload_twice() {
    let corpus = hostile::corpus();
    let mut all = [corpus.texts, corpus.addresses].concat();
    let count = all.len();
    all.sort();
    all.dedup();
    assert!(count >= 200 && all.len() == count, "{count}");
}

#[test]
fn every_file_of_a_hostile_site_is_what_its_name_says() {
    let built = Built::new(&hostile::catalog());
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    for (path, bytes) in &built.files {
        let kind = Path::new(path)
            .extension()
            .map_or("", |it| it.to_str().unwrap());
        *kinds.entry(kind).or_default() += 1;
        if kind == "png" {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap();
        match kind {
            "json" => drop(serde_json::from_str::<serde_json::Value>(text).expect(path)),
            "xml" | "atom" | "svg" => drop(roxmltree::Document::parse(text).expect(path)),
            "csv" => {
                let mut rows = csv::Reader::from_reader(bytes.as_slice());
                assert!(rows.records().all(|row| row.is_ok()), "{path}");
                continue;
            }
            _ => {}
        }
        nothing_hidden(path, text);
    }
    for kind in ["html", "json", "xml", "svg", "csv", "md", "txt"] {
        assert!(kinds.contains_key(kind), "no {kind} in {kinds:?}");
    }
}

/// A text as a double-quoted scalar of YAML.
fn yaml(text: &str) -> String {
    let escape = |c: char| match u32::from(c) {
        0x22 | 0x5c => format!("\\{c}"),
        0x20..=0x7e => c.to_string(),
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

#[test]
fn rules_of_a_catalog_show_as_text_on_their_page() {
    let rules: Vec<String> = payloads()
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let text = yaml(&format!("x {text}"));
            format!(
                "  - id: own-{at}\n    category: write\n    reason: {text}\n    verb: verb{at}\n    \
                 example: {{ name: verb{at}_page, description: {text} }}\n"
            )
        })
        .collect();
    let config = format!("rules:\n{}", rules.concat());
    let loaded = load(&Tree::of_texts([
        ("toolrisk.yaml", config.as_str()),
        ("a/server.yaml", "title: A\n"),
    ]));
    assert!(
        loaded.catalog.config.additions.rules.len() > 200,
        "{:?}",
        loaded.found.first()
    );
    let rated = rate(&loaded.catalog);
    let site = Site::new(&rated, &Options::default()).unwrap();
    for page in site.plan() {
        let path = site.file(*page);
        if path.starts_with("method/") && path.ends_with("index.html") {
            let text = String::from_utf8(site.render(*page).unwrap()).unwrap();
            nothing_hidden(&path, &text);
            assert!(
                !text.contains("97969"),
                "{path}: a template in the text was run"
            );
        }
    }
}

#[test]
fn every_report_on_a_hostile_catalog_is_what_its_reader_takes() {
    let payloads = payloads();
    let places: Vec<String> = payloads
        .iter()
        .enumerate()
        .filter(|(_, text)| !text.contains('/'))
        .map(|(at, text)| format!("s{at}/{text}.yaml"))
        .collect();
    let texts: Vec<String> = payloads
        .iter()
        .map(|text| {
            let text = yaml(text);
            format!("name: {text}\ndescription: {text}\ncategory: {text}\n{text}: {text}\nundo: {text}\n")
        })
        .collect();
    let files = places
        .iter()
        .map(String::as_str)
        .zip(texts.iter().map(String::as_str));
    let tree = Tree::of_texts(files);
    let loaded = load(&tree);
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    let found = set_levels(found, &[]);
    assert!(found.len() > 400, "{}", found.len());
    let sources = &tree.sources;
    for (format, text) in [
        ("json", json(&found, sources)),
        ("sarif", sarif(&found, sources, &all_lints())),
        (
            "gitlab",
            gitlab(&found, sources, |file| sources.path(file).to_owned()),
        ),
    ] {
        nothing_hidden(format, &text);
        serde_json::from_str::<serde_json::Value>(&text).expect(format);
    }
    let text = junit(&found, sources);
    nothing_hidden("junit", &text);
    roxmltree::Document::parse(&text).unwrap();
    let text = github(&found, sources);
    nothing_hidden("github", &text);
    for line in text.lines() {
        let levels = ["::error file=", "::warning file=", "::notice file="];
        assert!(levels.iter().any(|it| line.starts_with(it)), "{line}");
    }
    assert_eq!(text.lines().count(), found.len());
    for finding in &found {
        nothing_hidden("human", &human(finding, sources, false));
    }
}

#[test]
fn every_export_of_a_hostile_server_is_refused_or_shows_what_it_says() {
    let catalog = hostile::catalog();
    let rated = rate(&catalog);
    let mut written = 0;
    for (server, tools) in rated.servers() {
        let policy = recommend(tools, Profile::Recommended);
        let definitions: Vec<_> = server.tools.iter().map(|tool| &tool.definition).collect();
        for target in all_targets() {
            let part = ServerPolicy {
                name: "server",
                policy: &policy,
                tools: &definitions,
            };
            let Ok(export) = target.export(&[part], Prefer::Safety) else {
                continue;
            };
            let info = target.info();
            nothing_hidden(info.name, &export.text);
            if info.language == "json" {
                serde_json::from_str::<serde_json::Value>(&export.text).expect(info.name);
            }
            written += 1;
        }
    }
    assert!(written > 1000, "{written}");
}

//! The list of all tools: parts hold every tool once in each order; pages link to the file that they are from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use toolrisk::load::{Tree, load};

use super::site::{Built, fixture};

const VERBS: [&str; 5] = ["get", "create", "delete", "run", "pay"];

/// A catalog with more tools than stand in one file.
fn large() -> Built {
    let mut texts = BTreeMap::new();
    for server in 0..12 {
        let about = format!("title: Server {server}\nsummary: Keeps things of many kinds.\n");
        texts.insert(format!("s{server}/server.yaml"), about);
        let entry = |at: usize| {
            let verb = VERBS[at % VERBS.len()];
            format!(
                "name: {verb}_thing_{at}\ndescription: Will {verb} the thing with that number.\n"
            )
        };
        let tools: Vec<String> = (0..100).map(entry).collect();
        texts.insert(format!("s{server}/tools.yaml"), tools.join("---\n"));
    }
    let texts = texts.iter().map(|(place, text)| (&**place, &**text));
    Built::new(&load(&Tree::of_texts(texts)).catalog)
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// The rows of a file: server and name.
fn rows(file: &Value) -> Vec<(String, String)> {
    let records = file["records"].as_array().unwrap().iter();
    let row = |it: &Value| {
        let server = usize::try_from(it[4].as_u64().unwrap()).unwrap();
        let id = file["servers"][server][0].as_str().unwrap();
        (id.to_owned(), it[0].as_str().unwrap().to_owned())
    };
    records.map(row).collect()
}

#[test]
fn the_parts_of_each_order_hold_every_tool_once_and_sorted() {
    let built = large();
    let first = json(&built.files["tools/index.json"]);
    assert_eq!(first["total"], 1200);
    assert!(first.get("all").is_none());
    for order in ["name", "server"] {
        let mut all = BTreeSet::new();
        let mut counted = 0;
        for group in first["groups"].as_array().unwrap() {
            let word = |list: &str, key: &str| {
                let at = usize::try_from(group[key].as_u64().unwrap()).unwrap();
                first[list][at].as_str().unwrap().to_owned()
            };
            let kind = [
                word("severities", "severity"),
                word("categories", "category"),
                word("decisions", "decision"),
            ]
            .join("-");
            let mut of_group = Vec::new();
            for number in 1..=group[order].as_array().unwrap().len() {
                let path = format!("tools/{order}/{kind}-{number}.json");
                of_group.extend(rows(&json(&built.files[&path])));
            }
            let key = |(server, name): &(String, String)| match order {
                "name" => [name.clone(), server.clone()],
                _ => [server.clone(), name.clone()],
            };
            assert!(of_group.is_sorted_by_key(key), "{kind} by {order}");
            assert_eq!(group["count"], of_group.len());
            counted += of_group.len();
            all.extend(of_group);
        }
        assert_eq!((counted, all.len()), (1200, 1200), "{order}");
    }
    let parts = built.files.keys().filter(|it| it.starts_with("tools/"));
    let largest = parts.map(|path| built.files[path].len()).max().unwrap();
    assert!(largest < 100_000, "{largest} bytes");
}

#[test]
fn a_small_catalog_stands_in_one_file() {
    let built = fixture();
    let first = json(&built.files["tools/index.json"]);
    let all = rows(&first["all"]);
    assert_eq!(first["total"], all.len());
    assert!(!built.files.keys().any(|it| it.starts_with("tools/name/")));
}

#[test]
fn a_tools_page_links_to_its_file_its_json_and_a_form_that_is_filled_in() {
    let built = fixture();
    let page = built.page("servers/notes/create_note/index.html");
    let repository = "https://example.org/catalog";
    for link in [
        format!("{repository}/edit/HEAD/catalog/x.yaml"),
        format!("{repository}/commits/HEAD/catalog/x.yaml"),
        "servers/notes/index.json#/tools/create_note".to_owned(),
        format!(
            "{repository}/issues/new?template=dispute-a-rating.yml&amp;title=Rating%20of%20notes%2Fcreate_note"
        ),
    ] {
        assert!(page.contains(&link), "{link}");
    }
    assert!(
        built
            .files
            .contains_key("servers/notes/create_note/badge.svg")
    );
    assert!(page.contains("servers/notes/create_note/badge.svg"));
}

//! The files for programs: complete, readable by others' parsers, and harmless whatever is in them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use toolrisk::escape::is_hidden;
use toolrisk::model::Catalog;
use toolrisk::rules::rate;

use super::hostile;
use super::site::{Built, fixture, folder, real};

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_slice(&built.files[path]).unwrap()
}

/// What every address of the API begins with.
fn base(built: &Built) -> String {
    let openapi = json(built, "api/v1/openapi.json");
    openapi["servers"][0]["url"].as_str().unwrap().to_owned()
}

/// The path under the root of an address that the API gives.
fn path_of<'a>(base: &str, address: &'a str) -> &'a str {
    let rest = address.strip_prefix(base).unwrap();
    rest.trim_start_matches('/')
}

/// The documents of a list that goes on, from its first.
fn chain(built: &Built, base: &str, first: &str) -> Vec<Value> {
    let mut documents = vec![json(built, first)];
    while let Some(next) = documents.last().unwrap()["next"].as_str() {
        let next = json(built, path_of(base, next));
        documents.push(next);
    }
    documents
}

/// A catalog with one server of that many tools.
fn long(tools: usize) -> Catalog {
    let mut catalog = folder("tests/fixtures/site");
    let server = &mut catalog.servers[0];
    let tool = server.tools[0].clone();
    server.tools = (0..tools)
        .map(|number| {
            let mut tool = tool.clone();
            tool.definition.name = format!("{}_{number:04}", tool.definition.name);
            tool.slug = tool.definition.name.as_str().into();
            tool
        })
        .collect();
    catalog
}

#[test]
fn every_tool_stands_in_its_servers_document_under_its_name() {
    for catalog in [folder("catalog"), long(1203), hostile::catalog()] {
        let built = Built::new(&catalog);
        let rated = rate(&catalog);
        let base = base(&built);
        let index = chain(&built, &base, "api/v1/index.json");
        for (server, tools) in rated.servers() {
            let listed = index
                .iter()
                .find_map(|part| part["servers"].get(&server.id));
            let path = path_of(&base, listed.unwrap()["document"].as_str().unwrap());
            let mut shown = BTreeMap::new();
            for part in chain(&built, &base, path) {
                assert_eq!(part["counts"]["tools"], tools.len());
                shown.extend(part["tools"].as_object().unwrap().clone());
            }
            assert_eq!(shown.len(), tools.len(), "{}", server.id);
            for rated in tools {
                let tool = &shown[&rated.tool.definition.name];
                assert_eq!(tool["severity"], rated.rating.severity.as_str());
                assert_eq!(tool["description"], rated.tool.definition.description);
                let page = path_of(&base, tool["page"].as_str().unwrap());
                assert!(built.files.contains_key(&format!("{page}index.html")));
            }
            let beside = &built.files[&format!("servers/{}/index.json", server.id)];
            assert_eq!(beside, &built.files[path]);
        }
    }
}

#[test]
fn an_attack_pattern_names_every_tool_it_concerns() {
    let mut catalog = long(1203);
    catalog.attacks[0].applies[0].category = None;
    catalog.attacks[0].applies[0].traits.clear();
    let built = Built::new(&catalog);
    let base = base(&built);
    for (id, listed) in json(&built, "api/v1/attacks.json")["attacks"]
        .as_object()
        .unwrap()
    {
        let path = path_of(&base, listed["document"].as_str().unwrap());
        let parts = chain(&built, &base, path);
        let named: usize = parts
            .iter()
            .map(|it| it["tools"].as_array().unwrap().len())
            .sum();
        assert_eq!(listed["tools"], named, "{id}");
        assert!(named > 1203, "{id}: {named}");
        assert_eq!(parts.len(), 3);
    }
}

#[test]
fn the_table_and_the_bulk_document_say_the_same() {
    for catalog in [folder("catalog"), folder("tests/fixtures/seed-pages")] {
        let built = Built::new(&catalog);
        let tools = json(&built, "catalog.json")["tools"]
            .as_array()
            .unwrap()
            .clone();
        assert_eq!(tools.len(), catalog.tool_count());
        let mut table = csv::Reader::from_reader(built.files["catalog.csv"].as_slice());
        let head: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
        let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), tools.len());
        for (row, tool) in rows.iter().zip(&tools) {
            for (key, cell) in head.iter().zip(row) {
                let expected = match (key.as_str(), &tool[key]) {
                    (_, Value::String(text)) => text.clone(),
                    ("traits", Value::Array(words)) => {
                        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                        words.join(" ")
                    }
                    ("limit", Value::Object(limit)) => {
                        format!("{}/{}", limit["max"], limit["window"].as_str().unwrap())
                    }
                    (_, other) => {
                        assert!(other.is_null(), "{key}: {other}");
                        String::new()
                    }
                };
                assert_eq!(cell, expected, "{key} of {}", tool["name"]);
            }
        }
    }
}

#[test]
fn no_cell_of_a_hostile_catalog_is_a_formula_or_hides_anything() {
    let mut catalog = hostile::catalog();
    let formulas = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
    ];
    for (server, text) in catalog.servers.iter_mut().zip(formulas) {
        for tool in &mut server.tools {
            text.clone_into(&mut tool.definition.description);
        }
    }
    let built = Built::new(&catalog);
    let text = std::str::from_utf8(&built.files["catalog.csv"]).unwrap();
    assert_eq!(text.chars().find(|c| *c != '\r' && is_hidden(*c)), None);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let mut marked = 0;
    for row in table.records() {
        let row = row.unwrap();
        assert_eq!(row.len(), 11);
        for cell in &row {
            let first = cell.trim_start().chars().next();
            assert!(!first.is_some_and(|c| "=+-@＝".contains(c)), "{cell:?}");
            assert!(!cell.starts_with(['\t', '\r']), "{cell:?}");
            marked += usize::from(cell.starts_with('\''));
        }
    }
    assert!(marked >= formulas.len(), "{marked}");
}

#[test]
fn json_of_a_hostile_catalog_parses_and_hides_nothing() {
    let built = Built::new(&hostile::catalog());
    let mut seen = 0;
    for (path, bytes) in built
        .files
        .iter()
        .filter(|(path, _)| path.rsplit('.').next() == Some("json"))
    {
        let text = std::str::from_utf8(bytes).unwrap();
        let _parsed: Value = serde_json::from_str(text).unwrap();
        assert_eq!(text.chars().find(|c| is_hidden(*c)), None, "{path}");
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn every_file_that_the_description_names_is_there() {
    for built in [fixture(), real()] {
        let openapi = json(&built, "api/v1/openapi.json");
        let documented: BTreeSet<&str> = openapi["paths"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        for path in documented.iter().filter(|path| !path.contains('{')) {
            assert!(
                built.files.contains_key(path.trim_start_matches('/')),
                "{path}"
            );
        }
        let api = built
            .files
            .keys()
            .filter(|path| path.starts_with("api/v1/"));
        for path in api.filter(|path| !path.contains("/schemas/") && !path.contains("openapi")) {
            let parts: Vec<&str> = path.split('/').collect();
            let shape = match parts.as_slice() {
                ["api", "v1", file] => format!("/api/v1/{file}"),
                ["api", "v1", "servers", _] => "/api/v1/servers/{server}.json".to_owned(),
                ["api", "v1", "attacks", _] => "/api/v1/attacks/{attack}.json".to_owned(),
                ["api", "v1", "attacks", _, _] => "/api/v1/attacks/{attack}/{part}.json".to_owned(),
                _ => panic!("{path} is not described"),
            };
            assert!(
                documented.contains(shape.as_str()),
                "{path} is not described"
            );
        }
    }
}

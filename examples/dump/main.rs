//! dump
#![allow(clippy::all, clippy::pedantic, clippy::restriction, missing_docs)]
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};
fn main() {
    let stdin = std::io::stdin();
    let lines: Vec<Value> = stdin
        .lock()
        .lines()
        .filter_map(|l| serde_json::from_str(&l.unwrap()).ok())
        .collect();
    let mut sib: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for l in &lines {
        if let (Some(s), Some(n)) = (l["server"].as_str(), l["tool"]["name"].as_str()) {
            sib.entry(s.to_owned()).or_default().insert(n.to_owned());
        }
    }
    let none = BTreeSet::new();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for l in &lines {
        let s = l["server"]
            .as_str()
            .and_then(|s| sib.get(s))
            .unwrap_or(&none);
        let mut d = toolrisk::poison::dump(&l["tool"], s);
        d["set"] = l["set"].clone();
        d["server"] = l["server"].clone();
        d["kind"] = l["kind"].clone();
        d["id"] = l["id"].clone();
        writeln!(out, "{d}").unwrap();
    }
    let _ = json!(0);
}

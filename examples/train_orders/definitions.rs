//! What is learned from.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};
use toolrisk::load::read_file;
use toolrisk::poison::learned::training::Definition;

use crate::FOLDS;

/// One server in this many is kept aside, to count alarms.
const ASIDE: u64 = 5;
/// The longest definition that a sentence of our own is put into, in bytes.
const LONGEST_HOST: usize = 1500;

/// Where a definition comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A published server.
    Real,
    /// An honest one of our own.
    Honest,
    /// A poisoned one of our own.
    Poisoned,
    /// A real one with one of our orders put into it.
    WithOrder,
    /// A real one with one of our honest sentences put into it.
    WithHarmless,
}

/// A definition, and what is known of it.
pub(super) struct Example {
    pub(super) definition: Definition,
    pub(super) sort: Sort,
    /// For each sentence whether it is an order, where that is known.
    pub(super) orders: Vec<Option<bool>>,
    pub(super) fold: u64,
    /// Whether it is only counted, not learned from.
    pub(super) aside: bool,
}

/// The definitions of one kind of file, each with its server.
type OfServers = Vec<(String, Value)>;

/// Reads all definitions: real ones from files that come first, ours from those after `--poisoned` and `--honest`.
pub(super) fn read(arguments: &[String]) -> Result<Vec<Example>, Box<dyn Error>> {
    let (mut all, real) = read_files(arguments)?;
    let hosts: Vec<&Value> = real
        .iter()
        .filter(|(server, tool)| !is_aside(server) && tool.to_string().len() < LONGEST_HOST)
        .map(|(_, tool)| tool)
        .collect();
    all.extend(sentences("orders", Sort::WithOrder, &hosts)?);
    all.extend(sentences("harmless", Sort::WithHarmless, &hosts)?);
    let mut names = BTreeMap::<&str, BTreeSet<String>>::new();
    for (server, tool) in &real {
        let name = tool["name"].as_str().unwrap_or_default();
        names.entry(server).or_default().insert(name.to_owned());
    }
    all.extend(real.iter().map(|(server, tool)| {
        let siblings = &names[server.as_str()];
        let mut it = example(tool, siblings, Sort::Real, None, number_of(server) / ASIDE);
        it.aside = is_aside(server);
        it
    }));
    Ok(all)
}

/// The definitions of our own in the named files, and the real ones.
fn read_files(arguments: &[String]) -> Result<(Vec<Example>, OfServers), Box<dyn Error>> {
    let mut sort = Sort::Real;
    let (mut ours, mut real) = (Vec::new(), Vec::new());
    for argument in arguments {
        match argument.as_str() {
            "--poisoned" => sort = Sort::Poisoned,
            "--honest" => sort = Sort::Honest,
            path => {
                for line in read_file(Path::new(path))?.lines() {
                    let value: Value = serde_json::from_str(line)?;
                    if sort == Sort::Real {
                        let server = value["server"].as_str().unwrap_or_default().to_owned();
                        real.push((server, tool_of(value)));
                    } else {
                        let (alone, at) = (BTreeSet::new(), ours.len() as u64);
                        ours.push(example(&tool_of(value), &alone, sort, None, at));
                    }
                }
            }
        }
    }
    Ok((ours, real))
}

/// The sentences of a file of `examples/orders`, each put into one of the hosts.
fn sentences(file: &str, sort: Sort, hosts: &[&Value]) -> Result<Vec<Example>, Box<dyn Error>> {
    let text = read_file(Path::new(&format!("examples/orders/{file}.tsv")))?;
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let (place, sentence) = line.split_once('\t').ok_or("a line without a tab")?;
        let host = hosts.get(at * 7919 % hosts.len().max(1)).copied();
        let host = host.cloned().unwrap_or_else(|| json!({}));
        let tool = with_sentence(host, place, sentence, at);
        let alone = BTreeSet::new();
        all.push(example(&tool, &alone, sort, Some(sentence), at as u64));
    }
    Ok(all)
}

/// A tool object as the server sent it, from one line of any of the files.
fn tool_of(mut line: Value) -> Value {
    if line["tool"].is_object() {
        return line["tool"].take();
    }
    if let Some(text) = line.get("instructions") {
        return json!({ "description": text });
    }
    if line.get("input_schema").is_some() {
        let schema = line["input_schema"].take();
        return json!({ "name": line["tool"], "title": line["title"], "description": line["description"], "inputSchema": schema });
    }
    line
}

fn number_of(server: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = server.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    hash ^ (hash >> 29)
}

fn is_aside(server: &str) -> bool {
    number_of(server).is_multiple_of(ASIDE)
}

fn example(
    tool: &Value,
    siblings: &BTreeSet<String>,
    sort: Sort,
    ours: Option<&str>,
    number: u64,
) -> Example {
    let definition = Definition::of(tool, siblings);
    let ours = ours.map(plain);
    let order = |words: &str| match sort {
        Sort::Real | Sort::Honest => Some(false),
        Sort::Poisoned => None,
        Sort::WithOrder | Sort::WithHarmless => {
            let (words, ours) = (plain(words), ours.as_deref()?);
            let is_ours = ours.contains(&words) || words.contains(ours);
            is_ours.then_some(sort == Sort::WithOrder)
        }
    };
    Example {
        orders: definition
            .sentences
            .iter()
            .map(|it| order(&it.words))
            .collect(),
        definition,
        sort,
        fold: number % FOLDS,
        aside: false,
    }
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Pointers to texts in which an order stands rarely; every eighth sentence is put into one.
const RARE: [&str; 6] = ["title", "$comment", "enum", "examples", "items", "result"];

/// A definition with a sentence put into it.
fn with_sentence(mut tool: Value, place: &str, sentence: &str, at: usize) -> Value {
    if at.is_multiple_of(8) {
        match RARE[at / 8 % RARE.len()] {
            "title" => tool["title"] = json!(sentence),
            "$comment" => argument(&mut tool, json!({ "$comment": sentence })),
            "enum" => argument(&mut tool, json!({ "enum": ["auto", sentence] })),
            "examples" => argument(&mut tool, json!({ "examples": [sentence] })),
            "items" => argument(&mut tool, json!({ "items": { "description": sentence } })),
            _ => {
                tool["outputSchema"] =
                    json!({ "properties": { "result": { "description": sentence } } });
            }
        }
        return tool;
    }
    match place {
        "value" => argument(&mut tool, json!({ "default": sentence })),
        "parameter" => argument(&mut tool, json!({ "description": sentence })),
        _ if place.is_empty() && at % 2 == 1 => {
            argument(&mut tool, json!({ "description": sentence }));
        }
        _ => {
            let before = tool["description"]
                .as_str()
                .unwrap_or_default()
                .trim_end_matches(['.', ' ']);
            tool["description"] = match at % 6 {
                0 => json!(sentence),
                1 => json!(format!("{sentence} {before}")),
                2 => json!(format!("{before}.\n\n{sentence}")),
                _ => json!(format!("{before}. {sentence}")),
            };
        }
    }
    tool
}

/// Puts an argument into a definition.
fn argument(tool: &mut Value, argument: Value) {
    if !tool["inputSchema"]["properties"].is_object() {
        tool["inputSchema"] = json!({ "type": "object", "properties": {} });
    }
    tool["inputSchema"]["properties"]["notes"] = argument;
}

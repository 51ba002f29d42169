//! A made-up list of MCP tools, for measuring: `cargo run --example generate -- 100000 > tools.jsonl`.
//!
//! The same number gives the same bytes, and a longer list begins with the shorter one. Sizes of
//! servers, lengths of names and texts, and the number of parameters are distributed like those of
//! 5,843 tools of 470 real servers; the words are our own. `toolrisk import --file` makes a catalog
//! of it, in whatever form the catalog has by then.

mod dice;
mod text;
mod words;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{BufWriter, Write};

use serde_json::{Map, Value, json};

use dice::Dice;
use text::{Subject, description, of_length};

/// Quantiles of what was measured: the value below which so large a part lies.
const SERVER_SIZES: &[(f64, f64)] = &[
    (0.0, 1.0),
    (0.25, 2.0),
    (0.5, 4.0),
    (0.75, 12.0),
    (0.9, 27.0),
    (0.95, 46.0),
    (0.99, 119.0),
    (0.999, 300.0),
    (1.0, 1_300.0),
];
const PARAMETERS: &[(f64, f64)] = &[
    (0.0, 0.0),
    (0.2, 0.0),
    (0.35, 1.0),
    (0.5, 2.0),
    (0.75, 4.0),
    (0.9, 8.0),
    (0.99, 18.0),
    (1.0, 60.0),
];
const PARAMETER_TEXTS: &[(f64, f64)] = &[
    (0.0, 0.0),
    (0.24, 0.0),
    (0.3, 18.0),
    (0.5, 41.0),
    (0.75, 86.0),
    (0.9, 129.0),
    (0.99, 367.0),
    (1.0, 1_500.0),
];
const TYPES: &[&str] = &["string", "string", "string", "integer", "boolean", "array"];

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = std::env::args().nth(1).ok_or("how many tools?")?;
    let wanted: usize = wanted.parse()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut dice = Dice::new(7);
    let mut made = 0;
    for number in 0.. {
        if made >= wanted {
            break;
        }
        // The largest server stands in every list that has room for it.
        let size = if number == 100 {
            1_300
        } else {
            dice.quantile(SERVER_SIZES).max(1)
        };
        let size = size.min(wanted - made);
        server(&mut out, &mut Dice::new(number), number, size)?;
        made += size;
    }
    out.flush()?;
    Ok(())
}

/// Writes the tools of a server, one a line.
fn server(out: &mut impl Write, dice: &mut Dice, number: u64, size: usize) -> std::io::Result<()> {
    let subject = Subject::new(dice);
    let title = subject.title();
    let id = format!("{}-{number}", title.to_lowercase().replace(' ', "-"));
    let mut names = BTreeSet::new();
    for _ in 0..size {
        let mut tool = tool(dice, &subject, &mut names);
        tool.insert("server".to_owned(), json!(id));
        tool.insert("server_title".to_owned(), json!(title));
        tool.insert(
            "package".to_owned(),
            json!(format!("npm:@made-up/{id}@1.{}.0", number % 20)),
        );
        writeln!(out, "{}", Value::Object(tool))?;
    }
    Ok(())
}

fn tool(dice: &mut Dice, subject: &Subject, names: &mut BTreeSet<String>) -> Map<String, Value> {
    let verb = text::verb(dice);
    let mut name = format!("{verb}_{}", subject.thing(dice));
    while dice.one_in(3) || names.contains(&name) {
        name.push('_');
        // Larger servers run out of words.
        if name.len() > 40 {
            name = format!("{verb}_{}", names.len());
        } else {
            name.push_str(dice.of(words::THINGS));
        }
    }
    names.insert(name.clone());
    let text = description(dice, subject, verb);
    let mut tool = Map::new();
    if dice.one_in(5) {
        tool.insert("title".to_owned(), json!(name.replace('_', " ")));
    }
    tool.insert("tool".to_owned(), json!(name));
    if !text.is_empty() {
        tool.insert("description".to_owned(), json!(text));
    }
    tool.insert("input_schema".to_owned(), schema(dice));
    if dice.below(100) < 23 {
        let reads = words::READS.contains(&verb);
        let hints =
            json!({"readOnlyHint": reads, "destructiveHint": words::DESTROYS.contains(&verb)});
        tool.insert("annotations".to_owned(), hints);
    }
    tool
}

fn schema(dice: &mut Dice) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for _ in 0..dice.quantile(PARAMETERS) {
        let name = format!("{}_{}", dice.of(words::THINGS), dice.of(words::PARTS));
        let mut property = Map::new();
        property.insert("type".to_owned(), json!(dice.of(TYPES)));
        let length = dice.quantile(PARAMETER_TEXTS);
        if length > 0 {
            let subject = Subject::new(dice);
            property.insert(
                "description".to_owned(),
                json!(of_length(dice, &subject, length)),
            );
        }
        if dice.one_in(12) {
            property.insert("enum".to_owned(), json!(["first", "second", "third"]));
            property.insert("type".to_owned(), json!("string"));
        }
        if dice.one_in(3) && !required.contains(&name) {
            required.push(name.clone());
        }
        properties.insert(name, Value::Object(property));
    }
    json!({"type": "object", "properties": properties, "required": required})
}

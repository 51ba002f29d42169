//! Odd YAML: loading, `fmt` and `check --fix` lose and change no value, or say that they leave it alone.
//!
//! The cases here are our own. `tests/tools/yaml-suite` fetches the YAML test suite, which is not in the tree, and
//! runs the same checks over it: `YAML_SUITE=cases.json cargo test --test it yaml_suite`.

use std::collections::BTreeMap;

use serde_json::Value;
use toolrisk::check::{check, fixed};
use toolrisk::format::format;
use toolrisk::load::{FileKind, PlainValue, Tree, load, split};
use toolrisk::rules::rate;

/// A text, and the documents that are in it as JSON, one after the other, where JSON can say them.
struct Case {
    name: String,
    yaml: String,
    json: Option<String>,
    /// Whether it is YAML.
    valid: bool,
}

/// YAML of which readers make different values.
const SPELLED: &str = "a: on\nb: 0o14\nc: 1_000\nd: 012\n";

/// Our own: what people write, and what the YAML test suite is fond of.
const OWN: &[(&str, Option<&str>)] = &[
    ("a: 1\nb: 'x: y'\n", Some(r#"{"a":1,"b":"x: y"}"#)),
    ("# c\ra: 1\rb: 2\r", Some(r#"{"a":1,"b":2}"#)),
    (
        "a: >\n  x\n\n  y\n   z\nb: |2+\n   q\n\n# end\n",
        Some(r#"{"a":"x\ny\n z\n","b":" q\n\n"}"#),
    ),
    ("&m a: &n one\nb: *n\n", Some(r#"{"a":"one","b":"one"}"#)),
    (
        "? a\n: - b\n  - c: d\n    e: ''\n",
        Some(r#"{"a":["b",{"c":"d","e":""}]}"#),
    ),
    (
        "{a: [b, c, {d: e}], \"f\": g}\n",
        Some(r#"{"a":["b","c",{"d":"e"}],"f":"g"}"#),
    ),
    ("%YAML 1.2\n---\na: !!str 12\n...\n", Some(r#"{"a":"12"}"#)),
    (
        "--- # c\na: b\n--- |\n x\n--- \"y\n  z\"\n",
        Some("{\"a\":\"b\"}\n\"x\\n\"\n\"y z\""),
    ),
    (
        "a:\n- b\n-\n - c\n- - d\n",
        Some(r#"{"a":["b",["c"],["d"]]}"#),
    ),
    ("a: \"\\x41\\u263A\\\n  b\"\n", Some(r#"{"a":"A☺b"}"#)),
    (
        "a: 'it''s' # c\nb: x#y # z\n",
        Some(r#"{"a":"it's","b":"x#y"}"#),
    ),
    (
        "a: ~\nb: null\nc:\nd: 'null'\n",
        Some(r#"{"a":null,"b":null,"c":null,"d":"null"}"#),
    ),
    (
        "\u{feff}a: b\r\nc: |\r\n  d\r\n  e\r\n",
        Some(r#"{"a":"b","c":"d\ne\n"}"#),
    ),
    (SPELLED, None),
    ("a: b: c\n", None),
    ("a: [b\n", None),
    ("a: 'b\n", None),
    ("a: b\n\tc: d\n", None),
    ("a: *b\n", None),
    ("a: b\n... c\n", None),
    ("a: b\n...\tc: d\n", None),
    ("--- a: b\n", None),
    ("a: b\n--- &x c: d\n", None),
    ("%YAML 1.2 x\n---\n", None),
    ("%YAML 1.2\n%YAML 1.2\n---\na: b\n", None),
    ("--- [a, b]\n", Some(r#"["a","b"]"#)),
    ("--- !!map # c\na: b\n... # d\n", Some(r#"{"a":"b"}"#)),
];

fn cases() -> Vec<Case> {
    if let Ok(file) = std::env::var("YAML_SUITE") {
        let text = std::fs::read_to_string(file).unwrap();
        let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
        let text = |case: &Value, key: &str| case[key].as_str().map(str::to_owned);
        return cases
            .iter()
            .map(|case| Case {
                name: text(case, "name").unwrap(),
                yaml: text(case, "yaml").unwrap(),
                json: text(case, "json"),
                valid: case["fail"] != Value::Bool(true),
            })
            .collect();
    }
    OWN.iter()
        .map(|(yaml, json)| Case {
            name: format!("{yaml:?}"),
            yaml: (*yaml).to_owned(),
            json: json.map(str::to_owned),
            valid: json.is_some() || *yaml == SPELLED,
        })
        .collect()
}

/// What became of the cases, as a number by what happened.
#[derive(Default)]
struct Told(BTreeMap<String, usize>);

impl Told {
    fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }
}

#[expect(clippy::print_stderr, reason = "the figures of a run over the suite")]
impl Drop for Told {
    fn drop(&mut self) {
        for (what, number) in &self.0 {
            eprintln!("{number:>6}  {what}");
        }
    }
}

/// The documents of a text, without those that hold nothing; an error for a text that is not read whole.
fn values(yaml: &str) -> Result<Vec<PlainValue>, String> {
    documents(yaml).into_iter().collect()
}

/// Each document of a text, without those that hold nothing.
fn documents(yaml: &str) -> Vec<Result<PlainValue, String>> {
    let parts = split(yaml);
    let parts = parts.iter().filter(|part| !part.is_blank());
    parts.map(|part| PlainValue::of(part.text)).collect()
}

/// Whether a value is what JSON says; numbers are compared as numbers.
fn is(value: &PlainValue, json: &Value) -> bool {
    match (value, json) {
        (PlainValue::Null, Value::Null) => true,
        // Where an alias repeats it, it is spelled as the alias; its anchor is compared.
        (PlainValue::Spelled(spelled), Value::Bool(_) | Value::Number(_))
            if spelled.starts_with('*') =>
        {
            true
        }
        (PlainValue::Spelled(spelled), Value::Bool(it)) => {
            spelled.eq_ignore_ascii_case(&it.to_string())
        }
        (PlainValue::Spelled(spelled), Value::Number(it)) => number(spelled) == it.as_f64(),
        (PlainValue::Text(text), Value::String(it)) => text == it,
        (PlainValue::List(items), Value::Array(all)) => {
            items.len() == all.len() && items.iter().zip(all).all(|(a, b)| is(a, b))
        }
        (PlainValue::Map(entries), Value::Object(all)) => {
            entries.len() == all.len()
                && entries
                    .iter()
                    .all(|(key, a)| all.get(key).is_some_and(|b| is(a, b)))
        }
        _ => false,
    }
}

fn number(spelled: &str) -> Option<f64> {
    let plain = spelled.trim_start_matches('+');
    plain.parse().ok().or_else(|| {
        let (digits, base) = plain
            .strip_prefix("0x")
            .map(|it| (it, 16))
            .or_else(|| Some((plain.strip_prefix("0o")?, 8)))?;
        i32::from_str_radix(digits, base).ok().map(f64::from)
    })
}

/// What a text says beside its values, sorted: its comments.
fn comments(yaml: &str) -> Vec<String> {
    let lines = yaml
        .split(['\n', '\r'])
        .map(|line| line.trim_start_matches('\u{feff}').trim());
    let mut all: Vec<String> = lines
        .filter(|line| line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    all.sort();
    all
}

#[test]
fn what_is_read_is_what_stands_there() {
    let mut told = Told::default();
    let mut wrong: Vec<String> = Vec::new();
    for Case {
        name,
        yaml,
        json,
        valid,
    } in cases()
    {
        let read = values(&yaml);
        let Some(json) = json else {
            wrong.extend(without_json(&name, &yaml, valid, read.is_ok(), &mut told));
            if read.is_err() {
                refused(&name, &yaml);
            }
            continue;
        };
        let wanted: Vec<Value> = serde_json::Deserializer::from_str(&json)
            .into_iter()
            .collect::<Result<_, _>>()
            .unwrap();
        // A document with nothing in it is no entry; in JSON it is null.
        let blank = || wanted.iter().all(Value::is_null);
        match read {
            Ok(found) if found.is_empty() && blank() => told.count("read: nothing in it"),
            Ok(found) => {
                let all = found.len() == wanted.len();
                let wanted = wanted.iter().filter(|it| all || !it.is_null());
                let wanted: Vec<&Value> = wanted.collect();
                let same =
                    found.len() == wanted.len() && found.iter().zip(&wanted).all(|(a, b)| is(a, b));
                if !same {
                    wrong.push(format!("{name}: {yaml:?}\nis {wanted:?}\nnot {found:?}"));
                }
                told.count("read: as the suite has it");
            }
            Err(reason) => {
                let tree =
                    Tree::of_texts([("s/server.yaml", "title: S\n"), ("s/tools.yaml", &yaml)]);
                assert!(
                    !load(&tree).found.is_empty(),
                    "{name}: {reason}, but nothing is said"
                );
                told.count(format!(
                    "read: refused with a finding: {}",
                    reason.split(": ").next().unwrap()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Counts a case that has no JSON; gives what is wrong with how it is read.
fn without_json(
    name: &str,
    yaml: &str,
    valid: bool,
    is_read: bool,
    told: &mut Told,
) -> Option<String> {
    match (valid, is_read) {
        (true, true) => told.count("read: YAML that JSON cannot say, read"),
        (true, false) => told.count("read: YAML that JSON cannot say, refused with a finding"),
        (false, _) if is_refused(yaml) => told.count("read: no YAML, refused with a finding"),
        (false, _) => {
            told.count(format!("read: no YAML, yet read: {name}"));
            let known = KNOWN.contains(&name);
            return (!known).then(|| format!("{name}: {yaml:?} is no YAML, yet it is read"));
        }
    }
    None
}

/// No YAML, yet read. 9C9N: items of `[a, b]` that stand as far left as the key. Nothing is lost by reading them, and
/// other readers take them too.
const KNOWN: &[&str] = &["9C9N/0"];

/// Whether a text is refused as no YAML, or as too large.
fn is_refused(yaml: &str) -> bool {
    let tree = Tree::of_texts([("s/server.yaml", "title: S\n"), ("s/tools.yaml", yaml)]);
    let found = load(&tree).found;
    found
        .iter()
        .any(|it| matches!(it.lint.code, "TR002" | "TR003"))
}

/// What is not read is a finding.
fn refused(name: &str, yaml: &str) {
    let tree = Tree::of_texts([("s/server.yaml", "title: S\n"), ("s/tools.yaml", yaml)]);
    assert!(
        !load(&tree).found.is_empty(),
        "{name}: {yaml:?} is not read, and nothing is said"
    );
}

#[test]
fn what_is_formatted_keeps_its_values_and_comments() {
    let mut told = Told::default();
    for Case { name, yaml, .. } in cases() {
        for kind in [FileKind::Config, FileKind::Server, FileKind::Tools] {
            match format(&yaml, kind) {
                Err(reason) => told.count(format!("fmt: left alone: {reason}")),
                Ok(formed) => {
                    let (before, after) = (values(&yaml), values(&formed));
                    assert!(
                        before.is_ok() && before == after,
                        "{name}: {yaml:?} became {formed:?}"
                    );
                    assert_eq!(
                        comments(&yaml),
                        comments(&formed),
                        "{name}: {yaml:?} became {formed:?}"
                    );
                    assert_eq!(
                        format(&formed, kind).as_ref(),
                        Ok(&formed),
                        "{name}: formatted twice"
                    );
                    told.count("fmt: formatted, every value and comment kept");
                }
            }
        }
    }
}

/// Entries that have something to mend, around a case: in front of it, and with it as the value that goes.
fn entries(yaml: &str) -> Vec<String> {
    const FRONT: &str =
        "name: get_page\ndescription: Gets a overview of the page..\nrationale: It is public.\n";
    let inside: Vec<String> = yaml.lines().map(|line| format!("  {line}\n")).collect();
    let inside = inside.concat();
    vec![
        yaml.to_owned(),
        format!("{FRONT}override: It is so.\n{yaml}"),
        format!("{FRONT}override:\n{inside}undo: put_page\n"),
        format!("name: get_page\noverride: {yaml}description: Gets a overview of the page..\n"),
        format!("{FRONT}allow-lints:\n  wrong-article: So.\n{inside}undo: put_page\n"),
    ]
}

#[test]
fn what_is_fixed_keeps_every_other_value() {
    let mut told = Told::default();
    for case in cases() {
        for yaml in entries(&case.yaml) {
            let tree = Tree::of_texts([("s/server.yaml", "title: S\n"), ("s/tools.yaml", &yaml)]);
            let loaded = load(&tree);
            let mut found = loaded.found.clone();
            found.extend(check(&rate(&loaded.catalog)));
            let fixes = found.iter().filter(|it| it.fix.is_some()).count();
            let done = fixed(&found, &tree.sources);
            let Some(new) = done.texts.values().next() else {
                told.count(if fixes == 0 {
                    "fix: nothing to fix"
                } else {
                    "fix: left alone"
                });
                continue;
            };
            let what = format!("{}: {yaml:?} became {new:?}", case.name);
            let (before, after) = (documents(&yaml), documents(new));
            assert_eq!(before.len(), after.len(), "{what}");
            for pair in before.iter().zip(&after) {
                match pair {
                    (Ok(before), Ok(after)) => kept(before, after, &what),
                    // A broken document beside the one that is fixed stays as it is.
                    (before, after) => assert_eq!(before, after, "{what}"),
                }
            }
            told.count("fix: fixed, every other value kept");
        }
    }
}

/// Every key of an entry is as it was, but for those that the lints of these entries mend.
fn kept(before: &PlainValue, after: &PlainValue, what: &str) {
    let (PlainValue::Map(before), PlainValue::Map(after)) = (before, after) else {
        assert_eq!(before, after, "{what}");
        return;
    };
    assert!(after.keys().all(|key| before.contains_key(key)), "{what}");
    for (key, value) in before {
        match key.as_str() {
            "description" | "rationale" => assert!(after.contains_key(key), "{what}"),
            "override" | "allow-lints" => {
                assert!(
                    !after.contains_key(key) || key == "allow-lints" || after[key] == *value,
                    "{what}"
                );
            }
            _ => assert_eq!(after.get(key), Some(value), "{what}"),
        }
    }
}

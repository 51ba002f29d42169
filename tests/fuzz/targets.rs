//! What is fuzzed, as plain functions of bytes: each panics when a promise is broken.
//!
//! The same functions run under cargo-fuzz (`fuzz_targets/`) and, with mutations from a seed, in the test
//! binary `it`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use toolrisk::check::{check, fixed};
use toolrisk::format::format;
use toolrisk::gateway::{Out, Session, Settings};
use toolrisk::import::{CaptureNote, Existing, Locker, decode, plan, read_listing};
use toolrisk::load::{FileKind, Loaded, PlainValue, Stored, Tree, load, same_values, split};
use toolrisk::model::Additions;
use toolrisk::policy::{Call, Effect, Evaluator, Policy};
use toolrisk::report::{human, json, junit, sarif};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Page, Site};

/// A target: its name, its function, and inputs to start from.
pub struct Target {
    /// The name of its cargo-fuzz binary.
    pub name: &'static str,
    /// Runs it once.
    pub run: fn(&[u8]),
    /// Inputs that it reads well.
    pub seeds: &'static [&'static str],
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "catalog",
        run: catalog,
        seeds: &[TOOLS, SERVER, CONFIG, PAGE],
    },
    Target {
        name: "lock",
        run: lock,
        seeds: &[LOCK],
    },
    Target {
        name: "import",
        run: import,
        seeds: &[LISTING, LINES, NAMES, LOG],
    },
    Target {
        name: "gateway",
        run: gateway,
        seeds: &[SESSION],
    },
    Target {
        name: "policy",
        run: policy,
        seeds: &[POLICY],
    },
    Target {
        name: "markdown",
        run: markdown,
        seeds: &[MARKDOWN],
    },
    Target {
        name: "fmt",
        run: fmt,
        seeds: &[TOOLS, SERVER, CONFIG],
    },
    Target {
        name: "fix",
        run: fix,
        seeds: &[TOOLS],
    },
];

const TOOLS: &str = "# about\nname: get_page\ndescription: >-\n  Gets a item..\n\n  And more, see `x`.\noverride: It is so.\nrationale: \"It is \\u0041 public!.\"\ntraits: [private-data, bulk]\nattacks:\n- ssrf\nallow-lints: {wrong-article: so, doubled-stop: so}\n---\nname: 'put_page'\ndescription: |+\n  Writes &a *b.\nrisk: high\nlimit: 10/minute\ndeny-if:\n  - conditions:\n    - {path: args.n, op: gt, value: 1.10}\n...\n";
const SERVER: &str = "title: A # name\nsummary: &s Serves things.\npackage: npm:a@1.0.0\nhomepage: https://example.com/\n";
const CONFIG: &str = "title: T\nlints:\n  guessing: error\nwords: [{word: frob, category: write}]\nrules:\n- id: a\n  name: frob\n  category: write\n  reason: r\n";
const PAGE: &str = "---\ntitle: SSRF\nsummary: Reads inside.\n---\n# One\n\nText <b>x</b> [a](https://example.com).\n";
const LOCK: &str = r#"{ "version": 1, "captured": "2026-01-01", "method": "file", "tools": { "get_page": { "fingerprint": "sha256:0", "hints": { "readOnlyHint": true }, "parameters": [{ "path": "a.b[]", "kind": "string", "values": ["x"], "required": true }], "cut": [{ "why": "too-deep", "path": "a" }] } } }"#;
const LISTING: &str = r##"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"get","title":"T","description":"Gets: a\n# b","inputSchema":{"type":"object","properties":{"a":{"$ref":"#/$defs/x"},"b":{"anyOf":[{"enum":["c",1,null]},{"type":"array","items":{"type":"string"}}]}},"required":["a"],"$defs":{"x":{"type":"string","default":"\u0007"}}},"annotations":{"readOnlyHint":true}},{"name":"put: x","description":"'- x"}],"nextCursor":"n"}}"##;
const LINES: &str = "{\"server\":\"a\",\"name\":\"x\",\"description\":\"D\"}\n{\"tool\":\"y\",\"input_schema\":{}}\n";
/// A name that ends in white space was not read back once.
const NAMES: &str =
    "{\"name\":\"x \",\"description\":\"D\"}\n{\"tool\":\"y\t\",\"input_schema\":{}}\n";
const LOG: &str =
    "12:00 info\nevent: message\ndata: {\"result\":{\"tools\":[{\"name\":\"x\"}]}}\n\n";
const SESSION: &str = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n<{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[{\"name\":\"get\"},{\"name\":\"secret\"}]}}\n{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"secret\",\"arguments\":{\"a\":1}}}\n{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\",\"params\":{\"name\":\"get\",\"arguments\":{}}}\n";
const POLICY: &str = r#"{"policy":{"version":"1","default":"deny","hide":["h"],"tools":{"get":{"limits":[{"counter":"get","window":"minute","max":2}]},"pay":{"require":[{"conditions":[{"path":"args.a.b","op":"regex","value":"^a+$"}]}],"deny_if":[{"conditions":[{"path":"args.n","op":"gt","value":9}],"on_deny":"x"}]}}},"calls":[{"tool":"get","arguments":{}},{"tool":"h","arguments":{}},{"tool":"pay","arguments":{"a":{"b":"aa"},"n":10.5}}]}"#;
const MARKDOWN: &str = "# A\n\n*a* **b** `c` [d](https://example.com \"t\") ![i](x.png) <b>e</b>\n\n- 1\n  - 2\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: 1\n```\n\n[r]: /x\n\nfoot[^1] &amp; <https://a.b> \\* ~~s~~ $x$\n";

/// A tree of raw files.
fn tree(files: &[(&str, &[u8])]) -> Tree {
    Tree::of_stored(
        files
            .iter()
            .map(|(place, bytes)| (place.as_bytes(), Stored::File(bytes.to_vec()))),
    )
}

/// Loads, rates, checks and reports: everything that `check` does.
fn checked(tree: &Tree) -> Loaded {
    let loaded = load(tree);
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    for finding in &found {
        assert!(!human(finding, &tree.sources, false).is_empty());
    }
    let parsed = serde_json::from_str::<Value>(&json(&found, &tree.sources));
    assert!(parsed.is_ok());
    assert!(serde_json::from_str::<Value>(&sarif(&found, &tree.sources, &[])).is_ok());
    assert!(junit(&found, &tree.sources).ends_with("</testsuites>\n"));
    loaded
}

/// A file of any kind, in a catalog with another server: that server is always read.
pub fn catalog(data: &[u8]) {
    for place in [
        "toolrisk.yaml",
        "a/server.yaml",
        "a/tools.yaml",
        "attacks/ssrf.md",
    ] {
        let tree = tree(&[
            (place, data),
            ("b/server.yaml", b"title: B\n"),
            (
                "b/tools.yaml",
                b"name: get_b\ndescription: Gets B.\nrationale: It is public.\n",
            ),
        ]);
        let loaded = checked(&tree);
        assert!(
            loaded
                .catalog
                .server("b")
                .is_some_and(|it| it.tool("get_b").is_some())
        );
    }
}

/// A lock beside entries: the entries are always read.
pub fn lock(data: &[u8]) {
    let tree = tree(&[
        ("a/server.yaml", b"title: A\n"),
        ("a/tools.lock.json", data),
        (
            "a/tools.yaml",
            b"name: get_page\ndescription: Gets a page at `a`.\nrationale: It is public.\n",
        ),
    ]);
    let loaded = checked(&tree);
    assert!(
        loaded
            .catalog
            .server("a")
            .is_some_and(|it| it.tool("get_page").is_some())
    );
}

/// A list of tools: every entry that an import says it adds is read back by its name, twice the same.
pub fn import(data: &[u8]) {
    let Ok(listed) = decode(data.to_vec()).and_then(|text| read_listing(&text)) else {
        return;
    };
    let note = CaptureNote {
        date: "2026-01-01".to_owned(),
        method: "file",
        ..CaptureNote::default()
    };
    let additions = Additions::default();
    let locker = Locker::new(&additions, "a", listed.iter().map(|it| &it.tool), false);
    let plan = plan("a", &listed, &note, &Existing::default(), &locker);
    let files: Vec<(String, &[u8])> = plan
        .files
        .iter()
        .map(|(name, text)| (format!("a/{name}"), text.as_bytes()))
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(place, text)| (place.as_str(), *text))
        .collect();
    let loaded = checked(&tree(&files));
    if plan.added.is_empty() {
        return;
    }
    let server = loaded.catalog.server("a").unwrap();
    for name in &plan.added {
        assert!(
            server.tool(name).is_some(),
            "{name:?} is not read back: {:?}",
            loaded.found
        );
    }
}

const GATEWAY_POLICY: &str = r#"{ "version": "1", "default": "allow", "hide": ["secret"], "tools": { "never": { "deny_if": [ { "conditions": [] } ] } } }"#;

/// Lines of a client, and of a server where they begin with `<`: what the policy refuses never passes.
pub fn gateway(data: &[u8]) {
    let settings = Settings {
        server: "a".to_owned(),
        dry_run: false,
        secret: "s3cret".to_owned(),
        records: true,
    };
    let policy: Policy = GATEWAY_POLICY.parse().unwrap();
    let mut session = Session::new(policy, settings);
    for (at, line) in data.split(|byte| *byte == b'\n').enumerate() {
        let at = u64::try_from(at).unwrap_or(0);
        let mut outs = match line.strip_prefix(b"<") {
            Some(line) => session.from_server(line.to_vec(), at),
            None => session.from_client(line, at),
        };
        session.give_up(at);
        outs.extend(session.decide_listed(at));
        for out in outs {
            match out {
                Out::ToServer(sent) => passes(sent.line()),
                Out::ToClient(sent) => assert!(!sent.line().contains(&b'\n')),
                Out::Passed(call) => assert!(!matches!(call.tool.as_str(), "secret" | "never")),
                Out::Log(_) => {}
            }
        }
    }
}

fn passes(line: &[u8]) {
    let message: Value = serde_json::from_slice(line).unwrap();
    let name = message.pointer("/params/name").and_then(Value::as_str);
    let call = message.get("method").and_then(Value::as_str) == Some("tools/call");
    assert!(
        !call || !matches!(name, Some("secret" | "never")),
        "{message}"
    );
}

/// A policy and calls: it reads back as itself, decides twice alike, and what it hides is never allowed.
pub fn policy(data: &[u8]) {
    let Ok(input) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let Ok(policy) = input["policy"].to_string().parse::<Policy>() else {
        return;
    };
    let again: Policy = policy.json().parse().unwrap();
    assert_eq!(again.json(), policy.json());
    let hidden = |tool: &str| policy.hides(tool);
    let (mut one, mut two) = (Evaluator::new(policy.clone()), Evaluator::new(again));
    let empty = json!({});
    for call in input["calls"].as_array().into_iter().flatten().take(50) {
        let tool = call["tool"].as_str().unwrap_or("get");
        let arguments = if call["arguments"].is_object() {
            &call["arguments"]
        } else {
            &empty
        };
        let call = Call {
            tool,
            arguments,
            at: 0,
        };
        let verdict = one.decide(call);
        assert_eq!(verdict, two.decide(call));
        assert!(
            !hidden(tool) || verdict.effect == Effect::Deny,
            "{tool} is hidden"
        );
    }
}

/// Tags that may run or load something.
const TAGS: &[&str] = &["<script", "<iframe", "<object", "<svg", "<style", "<form"];

/// The page of an attack pattern with that body, in lower case; empty where it cannot be read.
fn page_of(body: &str) -> String {
    let text = format!(
        "---\ntitle: X\nsummary: S.\nreferences:\n- {{title: R, url: 'https://example.com/', date: 2026-01-01}}\n---\n{body}"
    );
    let tree = tree(&[("attacks/x.md", text.as_bytes())]);
    let loaded = load(&tree);
    let rated = rate(&loaded.catalog);
    let site = Site::outline(&rated, &Options::default()).unwrap();
    let attacks = site
        .plan()
        .iter()
        .filter(|page| matches!(page, Page::Attack(..)));
    let html = attacks.map(|page| site.render(*page).unwrap());
    String::from_utf8(html.collect::<Vec<_>>().concat())
        .unwrap()
        .to_lowercase()
}

/// The body of a page: no script, no handler and no frame comes out that the frame of the page lacks.
pub fn markdown(data: &[u8]) {
    static PLAIN: LazyLock<String> = LazyLock::new(|| page_of("plain"));
    let html = page_of(&String::from_utf8_lossy(data));
    if html.is_empty() {
        return;
    }
    for tag in TAGS {
        assert_eq!(
            html.matches(tag).count(),
            PLAIN.matches(tag).count(),
            "{tag}"
        );
    }
    assert!(!html.contains("href=\"javascript:"));
}

/// A YAML file: its canonical form has the same values, and is its own canonical form.
pub fn fmt(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for kind in [FileKind::Config, FileKind::Server, FileKind::Tools] {
        let Ok(formed) = format(text, kind) else {
            continue;
        };
        if formed != text {
            assert!(same_values(text, &formed), "{formed:?}");
            assert_eq!(format(&formed, kind), Ok(formed.clone()), "formed twice");
        }
    }
}

/// Entries with findings: fixing changes at most one value for each fix.
pub fn fix(data: &[u8]) {
    let tree = tree(&[("a/server.yaml", b"title: A\n"), ("a/tools.yaml", data)]);
    let loaded = load(&tree);
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    let fixes = found.iter().filter(|it| it.fix.is_some()).count();
    for (file, new) in &fixed(&found, &tree.sources).texts {
        let old = &tree.sources.get(*file).unwrap().text;
        let (old, new) = (leaves(old), leaves(new));
        let changed = old
            .iter()
            .filter(|(path, value)| new.get(*path) != Some(value))
            .count();
        let added = new.keys().filter(|path| !old.contains_key(*path)).count();
        assert!(
            changed <= fixes && added == 0,
            "{changed} changed, {added} added by {fixes} fixes"
        );
    }
}

/// Every scalar of a stream, by its path.
fn leaves(text: &str) -> BTreeMap<String, String> {
    let mut leaves = BTreeMap::new();
    for (at, part) in split(text).iter().enumerate() {
        if let Ok(value) = PlainValue::of(part.text) {
            leaf(&format!("{at}"), &value, &mut leaves);
        }
    }
    leaves
}

fn leaf(path: &str, value: &PlainValue, leaves: &mut BTreeMap<String, String>) {
    match value {
        PlainValue::List(items) => {
            for (at, item) in items.iter().enumerate() {
                leaf(&format!("{path}/{at}"), item, leaves);
            }
        }
        PlainValue::Map(entries) => {
            for (key, value) in entries {
                leaf(&format!("{path}/{key}"), value, leaves);
            }
        }
        scalar => {
            leaves.insert(path.to_owned(), format!("{scalar:?}"));
        }
    }
}

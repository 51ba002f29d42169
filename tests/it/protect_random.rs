//! Random valid configurations of every client: the gateway goes in, its own reader sees it, and every byte comes
//! back, in memory and in a home with linked and read-only files.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use proptest::prelude::*;
use toolrisk::clients::{CLIENTS, ConfigFile, Entry, Format, Gateway, Os, Scope, entries, parse};
use toolrisk::protect::{Change, Edit, FileRecord, apply, hull, refusal, undo, verify, wrap};

use crate::clients::Home;

/// How a file is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is drawn by itself, and any two can stand together"
)]
#[derive(Debug, Clone)]
struct Style {
    mark: bool,
    crlf: bool,
    indent: &'static str,
    comments: bool,
    trailing: bool,
    one_line: bool,
}

/// One server.
#[derive(Debug, Clone)]
struct Made {
    command: String,
    args: Option<Vec<String>>,
    remote: bool,
    headers: usize,
    env: bool,
    args_first: bool,
}

fn style() -> impl Strategy<Value = Style> {
    let indent = prop_oneof![Just("  "), Just("\t"), Just("    ")];
    (any::<[bool; 5]>(), indent).prop_map(|([mark, crlf, comments, trailing, one_line], indent)| {
        Style {
            mark,
            crlf,
            indent,
            comments,
            trailing,
            one_line,
        }
    })
}

fn made() -> impl Strategy<Value = Made> {
    let word = prop_oneof![
        "[a-z@/._-]{1,12}",
        Just("ключ \"q\" \\ \u{7f}".to_owned()),
        Just("--flag=${VAR}".to_owned()),
        Just(String::new()),
    ];
    let args = proptest::option::of(proptest::collection::vec(word, 0..4));
    ("x[a-z0-9-]{0,8}", args, any::<[bool; 3]>(), 0_usize..3).prop_map(
        |(command, args, [remote, env, args_first], headers)| Made {
            command,
            args,
            remote,
            headers,
            env: env && !(remote && headers > 0),
            args_first,
        },
    )
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text)
        .unwrap()
        .replace('\u{7f}', "\\u007f")
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|it| quoted(it)).collect();
    format!("[{}]", items.join(", "))
}

/// How a client spells servers in JSON.
#[derive(Debug, Clone, Copy)]
struct Shape {
    key: &'static str,
    /// Whether the command is a list that holds the arguments too.
    joined: bool,
}

fn shape(key: &'static str) -> Shape {
    Shape {
        key,
        joined: key == "mcp",
    }
}

/// The members of an entry, as keys and written values.
fn members(made: &Made, joined: bool) -> Vec<(&'static str, String)> {
    let mut members = Vec::new();
    if joined && !made.remote {
        let mut words = vec![made.command.clone()];
        words.extend(made.args.clone().unwrap_or_default());
        members.push(("type", quoted("local")));
        members.push(("command", list(&words)));
    } else if made.remote {
        members.push(("type", quoted(if joined { "remote" } else { "http" })));
        members.push(("url", quoted("https://a.example/mcp?x=1")));
    } else {
        members.push(("command", quoted(&made.command)));
        if let Some(args) = &made.args {
            members.insert(usize::from(!made.args_first), ("args", list(args)));
        }
    }
    members.push(("timeout", "30".to_owned()));
    members
}

/// Texts under names, such as the headers and the variables of a server.
fn named(made: &Made, joined: bool) -> Option<(&'static str, Vec<(String, String)>)> {
    if made.remote && made.headers > 0 {
        let headers = (0..made.headers).map(|at| (format!("X-H{at}"), format!("value {at}")));
        return Some(("headers", headers.collect()));
    }
    let key = if joined { "environment" } else { "env" };
    made.env
        .then(|| (key, vec![("TOKEN".to_owned(), "a \"b\"".to_owned())]))
}

fn finish(text: &str, style: &Style) -> String {
    let text = if style.crlf {
        text.replace('\n', "\r\n")
    } else {
        text.to_owned()
    };
    if style.mark {
        format!("\u{feff}{text}")
    } else {
        text
    }
}

fn json(servers: &[Made], style: &Style, shape: Shape) -> String {
    let (comment, comma) = (
        if style.comments { " // x" } else { "" },
        if style.trailing { "," } else { "" },
    );
    let indent = style.indent;
    let mut text = format!(
        "{{{comment}\n{indent}\"other\": [1, {{ \"a\": null }}],\n{indent}\"{}\": {{\n",
        shape.key
    );
    for (at, made) in servers.iter().enumerate() {
        let mut all: Vec<String> = members(made, shape.joined)
            .iter()
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        if let Some((key, texts)) = named(made, shape.joined) {
            let texts: Vec<String> = texts
                .iter()
                .map(|(a, b)| format!("{}: {}", quoted(a), quoted(b)))
                .collect();
            all.push(format!("\"{key}\": {{ {} }}", texts.join(", ")));
        }
        let last = at + 1 == servers.len();
        let between = if last { comma } else { "," };
        if style.one_line {
            let line = format!(
                "{indent}{indent}\"s{at}\": {{ {} }}{between}\n",
                all.join(", ")
            );
            text += &line;
        } else {
            let inner = format!(",{comment}\n{indent}{indent}{indent}");
            let all = all.join(&inner);
            let line = format!(
                "{indent}{indent}\"s{at}\": {{\n{indent}{indent}{indent}{all}{comma}{comment}\n{indent}{indent}}}{between}\n"
            );
            text += &line;
        }
    }
    let line = format!("{indent}}}\n}}{comment}\n");
    text += &line;
    finish(&text, style)
}

fn toml(servers: &[Made], style: &Style) -> String {
    let comment = if style.comments { " # x" } else { "" };
    let mut text = format!("model = \"m\"{comment}\n\n");
    for (at, made) in servers.iter().enumerate() {
        let mut all: Vec<String> = members(made, false)
            .iter()
            .filter(|(key, _)| *key != "type")
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        let texts = named(made, false).map(|(key, texts)| {
            let key = if key == "headers" {
                "http_headers"
            } else {
                key
            };
            let texts: Vec<String> = texts
                .iter()
                .map(|(a, b)| format!("{a} = {}", quoted(b)))
                .collect();
            (key, texts)
        });
        if style.one_line {
            all.extend(texts.map(|(key, texts)| format!("{key} = {{ {} }}", texts.join(", "))));
            let line = format!("mcp_servers.s{at} = {{ {} }}{comment}\n", all.join(", "));
            text += &line;
            continue;
        }
        let line = format!(
            "[mcp_servers.s{at}]{comment}\n{}{comment}\n\n",
            all.join(&format!("{comment}\n"))
        );
        text += &line;
        if let Some((key, texts)) = texts {
            let line = format!("[mcp_servers.s{at}.{key}]\n{}\n\n", texts.join("\n"));
            text += &line;
        }
    }
    if !style.one_line {
        text += "[last]\na = 1\n";
    }
    finish(&text, style)
}

fn yaml(servers: &[Made], style: &Style) -> String {
    let comment = if style.comments { " # x" } else { "" };
    let mut text = format!("GOOSE_MODE: ask{comment}\nextensions:\n");
    for (at, made) in servers.iter().enumerate() {
        let line = format!("  s{at}:{comment}\n    name: s{at}\n");
        text += &line;
        if made.remote {
            text += "    type: streamable_http\n    uri: https://a.example/mcp\n";
        } else {
            let line = format!("    type: stdio\n    cmd: {}{comment}\n", made.command);
            text += &line;
            match &made.args {
                Some(args) if !style.one_line && !args.is_empty() => {
                    text += "    args:\n";
                    for arg in args {
                        let line = format!("      - {}{comment}\n", quoted(arg));
                        text += &line;
                    }
                }
                Some(args) => {
                    let line = format!("    args: {}\n", list(args));
                    text += &line;
                }
                None => {}
            }
        }
        if let Some((key, texts)) = named(made, false) {
            let key = if key == "env" { "envs" } else { key };
            let line = format!("    {key}:\n");
            text += &line;
            for (a, b) in texts {
                let line = format!("      {a}: {}\n", quoted(&b));
                text += &line;
            }
        }
        text += "    timeout: 300\n";
    }
    finish(&text, style)
}

fn file(text: String, format: Format, keys: &[&str]) -> ConfigFile {
    let root = parse(&text, format);
    let entries = root
        .as_ref()
        .map_or_else(|_| Vec::new(), |root| entries(root, keys));
    ConfigFile {
        clients: Vec::new(),
        place: None,
        path: PathBuf::from("config"),
        scope: Scope::User,
        format,
        text,
        root,
        entries,
    }
}

/// Protects every server of a file, reads it again, and takes it back.
fn round(text: String, format: Format, keys: &[&str], count: usize) {
    let file = file(text, format, keys);
    assert!(file.root.is_ok(), "{:?}\n{}", file.root, file.text);
    assert_eq!(file.entries.len(), count, "{}", file.text);
    let mut edits: Vec<Edit> = Vec::new();
    let mut changes = Vec::new();
    let mut wrapped: Vec<&Entry> = Vec::new();
    let mut grown = 0;
    for entry in &file.entries {
        assert_eq!(refusal(&file, entry), None, "{}", file.text);
        let policy = format!("/home/u/.config/toolrisk/policies/{}.json", entry.name());
        let gateway = Gateway {
            program: "/usr/bin/toolrisk",
            policy: &policy,
            name: entry.name(),
        };
        let own = wrap(&file, entry, &gateway).unwrap();
        let (at, old, new) = hull(&file.text, &own).unwrap();
        let change = Change {
            entry: entry.path.clone(),
            policy: policy.into(),
            at: at + grown,
            old,
            new,
            ..Change::default()
        };
        grown += change.new.len() - change.old.len();
        changes.push(change);
        edits.extend(own);
        wrapped.push(entry);
    }
    edits.sort_by_key(|it| it.range.start);
    let protected = apply(&file.text, &edits);
    verify(&file, &protected, &wrapped)
        .unwrap_or_else(|error| panic!("{error}\n{}\n{protected}", file.text));
    let record = FileRecord {
        path: PathBuf::new(),
        before: String::new(),
        backup: PathBuf::new(),
        created: false,
        changes,
        made: Vec::new(),
    };
    let undone = undo(&protected, format, &record);
    assert_eq!(undone.left, [], "{protected}");
    assert_eq!(undone.text, file.text);
    // Something else was written before it in the meantime.
    let moved = match protected.strip_prefix('\u{feff}') {
        Some(rest) => format!("\u{feff}\n\n{rest}"),
        None => format!("\n\n{protected}"),
    };
    let undone = undo(&moved, format, &record);
    assert_eq!(undone.left, [], "{moved}");
    assert_eq!(
        undone.text.replace('\u{feff}', "").trim_start(),
        file.text.replace('\u{feff}', "").trim_start()
    );
}

proptest! {
    #[test]
    fn what_goes_in_comes_out_byte_for_byte(
        servers in proptest::collection::vec(made(), 1..5),
        style in style(),
    ) {
        let count = servers.len();
        for key in ["mcpServers", "servers", "mcp", "context_servers"] {
            round(json(&servers, &style, shape(key)), Format::Json, &[key], count);
        }
        round(toml(&servers, &style), Format::Toml, &["mcp_servers"], count);
        round(yaml(&servers, &style), Format::Yaml, &["extensions"], count);
    }
}

/// Each place of a user's file on this system, with its format and its key.
fn places() -> Vec<(&'static str, Format, &'static str)> {
    let places = CLIENTS.iter().flat_map(|it| it.places);
    let here =
        places.filter(|it| it.scope == Scope::User && it.os.is_none_or(|os| os == Os::Linux));
    here.filter(|it| !it.file.contains('*'))
        .filter_map(|it| match it.keys {
            [key] => Some((it.file, it.format, *key)),
            _ => None,
        })
        .collect()
}

/// A server that the catalog of notes has.
fn note_taker(made: Made) -> Made {
    let mut args = vec!["-y".to_owned(), "toolrisk-notes".to_owned()];
    args.extend(made.args.unwrap_or_default());
    Made {
        command: "npx".to_owned(),
        args: Some(args),
        remote: false,
        env: made.env,
        ..made
    }
}

/// What is true of a file beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Plain,
    Linked,
    ReadOnly,
}

fn in_a_home(place: (&str, Format, &'static str), text: &str, state: State, count: usize) {
    let home = Home::with(&[]);
    let os = toolrisk::clients::Home {
        os: Os::Linux,
        folder: home.path(""),
        here: home.path(""),
        variables: Vec::new(),
    };
    let path = os.path(place.0);
    let real = match state {
        State::Linked => home.path("dotfiles/a file"),
        State::Plain | State::ReadOnly => path.clone(),
    };
    for folder in [&path, &real] {
        std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    }
    std::fs::write(&real, text).unwrap();
    if state == State::Linked {
        symlink(&real, &path).unwrap();
    }
    if state == State::ReadOnly {
        std::fs::set_permissions(&real, PermissionsExt::from_mode(0o444)).unwrap();
    }
    let catalog = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/engines/protected/catalog"
    );
    let done = home.run(&["protect", "--yes", "--catalog", catalog]);
    let protected = std::fs::read_to_string(&path).unwrap();
    if state == State::ReadOnly {
        done.ended(1).said("the file is read-only");
        assert_eq!(protected, text);
    } else {
        done.ended(0);
        assert_eq!(protected.matches("gateway").count(), count, "{protected}");
    }
    home.run(&["protect", "--undo", "--yes"]).ended(0);
    assert_eq!(std::fs::read(&real).unwrap(), text.as_bytes());
    assert_eq!(path.is_symlink(), state == State::Linked);
    assert!(!home.path(".claude/settings.json").exists());
}

proptest! {
    // Each case runs the program twice.
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_file_of_any_client_comes_out_of_a_home_byte_for_byte(
        servers in proptest::collection::vec(made().prop_map(note_taker), 1..4),
        style in style(),
        place in proptest::sample::select(places()),
        state in prop_oneof![2 => Just(State::Plain), 1 => Just(State::Linked), 1 => Just(State::ReadOnly)],
    ) {
        let text = match place.1 {
            Format::Json => json(&servers, &style, shape(place.2)),
            Format::Toml => toml(&servers, &style),
            Format::Yaml => yaml(&servers, &style),
        };
        in_a_home(place, &text, state, servers.len());
    }
}

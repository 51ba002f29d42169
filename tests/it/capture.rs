//! `import` from servers that do not keep to the protocol: each ends in a finding or an error that says
//! what is wrong, and the good tools of a bad list are kept.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::program::runs;

/// What comes of a case.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// Both good tools and this many others, and nothing to object to.
    Clean(usize),
    /// Both good tools and this many others, with a finding that says this.
    Finding(usize, &'static str),
    /// The same, where something of the list is missing: exit code 1.
    Loss(usize, &'static str),
    /// This many tools in all, and something missing.
    Cut(usize, &'static str),
    /// No list: exit code 2, with an error that says this.
    Error(&'static str),
}
use Expected::{Clean, Cut, Error, Finding, Loss};

const OVER_PIPES: &[(&str, &[&str], Expected)] = &[
    // One tool that is odd costs no other.
    ("null-description", &[], Clean(1)),
    ("null-schema", &[], Clean(1)),
    ("no-schema", &[], Clean(1)),
    (
        "schema-is-true",
        &[],
        Loss(1, "`inputSchema` is not an object"),
    ),
    (
        "schema-is-a-list",
        &[],
        Loss(1, "`inputSchema` is not an object"),
    ),
    (
        "schema-with-wrong-types",
        &[],
        Loss(1, "`required` is not a list of names"),
    ),
    (
        "property-is-null",
        &[],
        Loss(1, "something other than a schema is left out"),
    ),
    ("reference-to-itself", &[], Clean(1)),
    ("reference-to-elsewhere", &[], Clean(1)),
    (
        "description-is-a-number",
        &[],
        Loss(1, "`description` is not text"),
    ),
    (
        "description-is-an-object",
        &[],
        Loss(1, "`description` is not text"),
    ),
    (
        "hint-is-a-text",
        &[],
        Loss(1, "`annotations.readOnlyHint` is not true or false"),
    ),
    ("annotations-are-a-list", &[], Clean(1)),
    ("icon-without-address", &[], Clean(1)),
    (
        "tool-is-null",
        &[],
        Loss(0, "tool 2 of the list is left out: it is not an object"),
    ),
    ("tool-is-a-number", &[], Loss(0, "it is not an object")),
    ("tool-is-a-text", &[], Loss(0, "it is not an object")),
    ("tool-is-a-list", &[], Loss(0, "it is not an object")),
    (
        "no-name",
        &[],
        Loss(0, "tool 2 of the list is left out: it has no name"),
    ),
    ("name-is-a-number", &[], Loss(0, "its name is not a text")),
    ("name-is-null", &[], Loss(0, "its name is not a text")),
    ("name-is-empty", &[], Loss(0, "its name is empty")),
    ("name-is-blank", &[], Loss(0, "its name is empty")),
    ("name-of-300-characters", &[], Clean(1)),
    ("name-twice", &[], Loss(0, "`good_a` is listed twice")),
    (
        "name-twice-and-different",
        &[],
        Loss(0, "`good_a` is listed twice, with different definitions"),
    ),
    ("name-twice-but-for-case", &[], Clean(1)),
    ("names-like-paths", &[], Clean(9)),
    ("names-like-yaml", &[], Clean(8)),
    ("name-of-two-lines", &[], Clean(1)),
    ("description-like-yaml", &[], Clean(1)),
    (
        "hidden-characters",
        &[],
        Loss(1, "gives orders to the model"),
    ),
    (
        "escape-sequences",
        &[],
        Loss(1, "gives orders to the model"),
    ),
    ("workflow-commands", &[], Clean(1)),
    (
        "key-twice",
        &[],
        Loss(
            0,
            "(`bad`) is left out: its JSON can be read in more than one way",
        ),
    ),
    (
        "key-twice-deep-down",
        &[],
        Loss(0, "a key stands twice in one object"),
    ),
    (
        "lone-surrogate",
        &[],
        Loss(0, "(half of a surrogate pair stands alone"),
    ),
    (
        "lone-surrogate-in-the-name",
        &[],
        Loss(0, "tool 2 of the list is left out"),
    ),
    (
        "not-a-number",
        &[],
        Loss(0, "more than one way or not at all (`NaN` is not JSON)"),
    ),
    (
        "number-out-of-reach",
        &[],
        Loss(0, "a number is greater than any reader takes"),
    ),
    (
        "number-that-is-not-exact",
        &[],
        Finding(1, "`bad`: it has a number beyond 2^53"),
    ),
    ("raw-control-character", &[], Loss(0, "control character")),
    (
        "unknown-escape",
        &[],
        Loss(0, "an escape that JSON does not have"),
    ),
    ("comment-in-json", &[], Loss(0, "(`bad`) is left out")),
    ("deep", &[], Loss(0, "it is nested deeper than 128 levels")),
    ("schema-of-5000-properties", &[], Clean(1)),
    (
        "description-of-20-kilobytes",
        &[],
        Finding(1, "its description has 21000 bytes"),
    ),
    (
        "description-of-5-megabytes",
        &[],
        Loss(0, "`--max-tool-bytes` raises it"),
    ),
    (
        "invalid-utf-8",
        &[],
        Loss(0, "it has bytes that are not UTF-8"),
    ),
    // Pages.
    (
        "repeated-cursor",
        &[],
        Loss(0, "the cursor `x` a second time"),
    ),
    (
        "endless-cursors",
        &["--max-pages", "50"],
        Loss(0, "50 pages; `--max-pages` raises it"),
    ),
    (
        "endless-tools",
        &["--max-tools", "1000"],
        Cut(1000, "1000 tools; `--max-tools` raises it"),
    ),
    ("empty-cursor", &[], Clean(0)),
    ("null-cursor", &[], Clean(0)),
    (
        "cursor-is-a-number",
        &[],
        Loss(0, "its `nextCursor` is not a text"),
    ),
    (
        "error-on-page-two",
        &[],
        Loss(
            0,
            "incomplete after 2 tools: page 2: it answers `tools/list` with error -32000",
        ),
    ),
    (
        "end-on-page-two",
        &[],
        Loss(0, "page 2: it exited before it answered (exit status: 3)"),
    ),
    (
        "silence-on-page-two",
        &["--timeout", "2"],
        Loss(0, "the limit is 2 seconds; `--timeout` raises it"),
    ),
    // Sizes.
    ("20000-tools", &[], Cut(20_000, "")),
    (
        "20001-tools",
        &[],
        Cut(20_000, "20000 tools; `--max-tools` raises it"),
    ),
    (
        "one-message-of-17-megabytes",
        &[],
        Error("`--max-message-bytes` raises it"),
    ),
    (
        "many-large-pages",
        &["--max-bytes", "20000000"],
        Cut(20, "`--max-bytes` raises it"),
    ),
    ("flood", &[], Error("`--max-bytes` raises it")),
    ("line-without-an-end", &[], Error("`--max-bytes` raises it")),
    ("errors-without-an-end", &[], Clean(0)),
    // Answers.
    (
        "tools-are-an-object",
        &[],
        Error("its `tools` are not an array"),
    ),
    ("no-tools-in-the-result", &[], Error("it has no `tools`")),
    ("tools-twice", &[], Error("it has `tools` more than once")),
    (
        "result-is-null",
        &[],
        Error("its answer to `tools/list` cannot be used: it is not an object"),
    ),
    (
        "list-is-an-error",
        &[],
        Error("it answers `tools/list` with error -32000: long long"),
    ),
    (
        "no-handshake",
        &[],
        Error("it answers `initialize` with error -32602"),
    ),
    (
        "unknown-version",
        &[],
        Finding(0, "the unknown protocol version `banana`"),
    ),
    (
        "speaks-only-the-future",
        &[],
        Error("it speaks the protocol versions 2030-01-01; this program speaks 2026-07-28"),
    ),
    (
        "noise",
        &[],
        Finding(
            0,
            "lines that are not messages, the first is `Listening on stdio`",
        ),
    ),
    ("pings", &[], Clean(0)),
    ("asks-for-more", &[], Clean(0)),
    ("answers-to-nobody", &[], Clean(0)),
    ("id-as-text", &[], Clean(0)),
    ("carriage-returns", &[], Clean(0)),
    ("batch", &[], Clean(0)),
    (
        "json-on-many-lines",
        &["--timeout", "2"],
        Error("lines that are not messages"),
    ),
    // Time and end.
    (
        "silence",
        &["--timeout", "2"],
        Error("it did not answer `tools/list` in time: the limit is 2 seconds"),
    ),
    (
        "reads-nothing",
        &["--timeout", "2"],
        Error("it did not answer `initialize` in time"),
    ),
    (
        "slow-drip",
        &["--timeout", "2"],
        Error("it did not answer `tools/list` in time"),
    ),
    ("end-at-once", &[], Error("  | Error: API_KEY is not set")),
    ("end-at-the-probe", &[], Clean(0)),
    (
        "end-in-mid-answer",
        &[],
        Error("it exited before it answered (exit status: 3)"),
    ),
    (
        "output-closed",
        &[],
        Error("it has closed its output and still runs"),
    ),
    ("stubborn", &[], Clean(0)),
];

const OVER_HTTP: &[(&str, &[&str], Expected)] = &[
    ("http-plain", &[], Clean(0)),
    ("http-events", &[], Clean(0)),
    ("http-events-that-stay", &[], Clean(0)),
    (
        "http-events-without-an-end",
        &["--max-bytes", "3000000"],
        Error("`--max-bytes` raises it"),
    ),
    (
        "http-events-line-without-an-end",
        &["--max-bytes", "3000000"],
        Error("`--max-bytes` raises it"),
    ),
    (
        "http-events-drip",
        &["--timeout", "2"],
        Error("it did not answer `tools/list` in time"),
    ),
    (
        "http-events-half",
        &[],
        Error("it did not answer `tools/list`"),
    ),
    (
        "http-401",
        &[],
        Error("it answers with HTTP status 401: no token"),
    ),
    (
        "http-oauth",
        &[],
        Error("it answers with HTTP status 401: invalid_token: Missing token"),
    ),
    (
        "http-oauth",
        &[],
        Error("`--header Authorization=env:TOKEN`"),
    ),
    (
        "http-bad-key",
        &[],
        Error("it answers with HTTP status 403: bad key"),
    ),
    (
        "http-rpc-401",
        &[],
        Error("it answers with HTTP status 401: Sign in"),
    ),
    (
        "http-302",
        &[],
        Error("the server redirects to `https://login.example/start` with HTTP status 302"),
    ),
    (
        "http-always-html",
        &[],
        Error("it did not answer `initialize`: its HTTP response is a web page"),
    ),
    ("http-always-html", &[], Error("/mcp`: it did not")),
    (
        "http-always-nothing",
        &[],
        Error("it did not answer `initialize`: its HTTP response is empty"),
    ),
    (
        "http-always-half",
        &[],
        Error("its HTTP response is JSON that breaks off after"),
    ),
    (
        "http-always-another-id",
        &[],
        Error("answers another request, with the id 777"),
    ),
    (
        "http-always-a-list",
        &[],
        Error("is a JSON array, not one message"),
    ),
    (
        "http-always-text",
        &[],
        Error("is no message, it is not a JSON object: `It works!`"),
    ),
    (
        "http-always-events",
        &[],
        Error("its stream of events ended without a message"),
    ),
    (
        "http-error-is-a-text",
        &[],
        Error("it answers `initialize` with an error: closed"),
    ),
    (
        "http-gzip",
        &[],
        Error("is compressed with `gzip`, which was not asked for"),
    ),
    (
        "http-404",
        &[],
        Error("the older transport with an `/sse` URL is not supported"),
    ),
    ("http-500", &[], Error("it answers with HTTP status 500")),
    (
        "http-redirect-elsewhere",
        &[],
        Error("the server redirects to another origin, `http://127.0.0.1:9/mcp`"),
    ),
    (
        "http-redirect-for-ever",
        &[],
        Error("the server redirects too often"),
    ),
    (
        "http-html",
        &[],
        Error("its HTTP response is a web page: `<html>Sign in</html>`"),
    ),
    (
        "http-nothing",
        &[],
        Error("it did not answer `tools/list`: its HTTP response is empty"),
    ),
    (
        "http-session-lost",
        &[],
        Error("it answers `tools/list` with error -32001: Session not found"),
    ),
    (
        "http-silence",
        &["--timeout", "2"],
        Error("it did not answer `tools/list` in time"),
    ),
    (
        "http-cut",
        &[],
        Error("the connection broke off before its answer was whole"),
    ),
    (
        "one-message-of-17-megabytes",
        &[],
        Error("`--max-message-bytes` raises it"),
    ),
    (
        "lone-surrogate",
        &[],
        Loss(0, "(half of a surrogate pair stands alone"),
    ),
    (
        "endless-cursors",
        &["--max-pages", "20"],
        Loss(0, "20 pages; `--max-pages` raises it"),
    ),
];

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/capture/hostile.py")
}

fn import(folder: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
    command
        .current_dir(folder)
        .args(["import", "--server", "hostile"]);
    command.args(["--captured", "2026-11-20"]).args(more);
    command
}

/// The names in the lock.
fn locked(folder: &Path) -> Vec<String> {
    let lock = std::fs::read_to_string(folder.join("catalog/hostile/tools.lock.json"));
    let lock: Value = serde_json::from_str(&lock.unwrap_or_default()).unwrap_or_default();
    let tools = lock["tools"].as_object();
    tools
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

/// Says what is not as expected.
fn judge(case: &str, expected: Expected, output: &Output, folder: &TempDir) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    let tools = locked(folder.path());
    let (code, count, words) = match expected {
        Clean(others) => (0, others + 2, ""),
        Finding(others, words) => (0, others + 2, words),
        Loss(others, words) => (1, others + 2, words),
        Cut(count, words) => (i32::from(!words.is_empty()), count, words),
        Error(words) => (2, 0, words),
    };
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!(
                "{case}: {what}\n{said}{:?}",
                tools.iter().take(12).collect::<Vec<_>>()
            ));
        }
    };
    hold(
        output.status.code() == Some(code),
        &format!("{} is not exit code {code}", output.status),
    );
    hold(said.contains(words), &format!("{words:?} is not said"));
    hold(
        tools.len() == count,
        &format!("{} tools are not {count}", tools.len()),
    );
    let good = ["good_a", "good_b"]
        .iter()
        .all(|good| tools.iter().any(|tool| tool == good));
    hold(
        good || matches!(expected, Cut(..) | Error(_)),
        "a good tool is lost",
    );
    hold(
        !said.lines().any(|line| line.starts_with("::")),
        "a workflow command is printed",
    );
    hold(
        !said.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{200b}', '\u{202e}']),
        "a control character is printed",
    );
    hold(
        !tools.iter().any(|tool| tool == "evil"),
        "a tool is taken that is not of the list",
    );
    hold(!said.contains("panicked"), "a panic");
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "pids").collect();
    names.sort();
    let within = if code == 2 { &[][..] } else { &["catalog"] };
    hold(names == within, &format!("{names:?} are in the folder"));
    wrong
}

/// Runs cases on two threads and gives what is wrong.
fn each(
    cases: &[(&str, &[&str], Expected)],
    run: impl Fn(&str, &[&str], &Path) -> Output + Sync,
) -> Vec<String> {
    let next = Mutex::new(cases.iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some((case, more, expected)) = next.lock().unwrap().next() else {
                        return;
                    };
                    let folder = tempfile::tempdir().unwrap();
                    let output = run(case, more, folder.path());
                    wrong
                        .lock()
                        .unwrap()
                        .extend(judge(case, *expected, &output, &folder));
                }
            });
        }
    });
    wrong.into_inner().unwrap()
}

#[test]
fn no_server_over_pipes_costs_more_than_what_is_wrong_with_it() {
    let wrong = each(OVER_PIPES, |case, more, folder| {
        let mut command = import(folder, more);
        command
            .args(["--", "python3"])
            .arg(fixture())
            .arg(case)
            .output()
            .unwrap()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn no_server_over_http_costs_more_than_what_is_wrong_with_it() {
    let wrong = each(OVER_HTTP, |case, more, folder| {
        let mut server = Command::new("python3")
            .arg(fixture())
            .args([case, "--http"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        let url = format!("http://127.0.0.1:{}/mcp", port.trim());
        let output = import(folder, more).args(["--url", &url]).output().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
        output
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn an_address_where_no_server_answers_is_told_with_its_path_and_what_to_do() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let plain = std::thread::spawn(move || {
        for stream in listener.incoming().take(1) {
            let mut stream = stream.unwrap();
            let _sent = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = closed.local_addr().unwrap().port();
    drop(closed);
    for (url, expected) in [
        (
            format!("https://127.0.0.1:{port}/mcp?key=secret"),
            ["does not speak TLS", "begins with `http://`"],
        ),
        (
            format!("http://127.0.0.1:{gone}/a/mcp"),
            [
                "/a/mcp`: it cannot be reached: nothing listens there",
                "help: ",
            ],
        ),
        (
            "http://no-such-host.invalid/mcp".to_owned(),
            ["http://no-such-host.invalid/mcp", "help: "],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = import(folder.path(), &["--url", &url]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        for words in expected {
            assert!(said.contains(words), "{url}: {said}");
        }
        assert!(
            !said.contains("os error") && !said.contains("secret"),
            "{said}"
        );
    }
    plain.join().unwrap();
}

#[test]
fn a_fault_of_a_list_of_servers_is_told_where_it_is_and_how_it_is_put_right() {
    for (name, text, expected) in [
        (
            "a.yaml",
            "servers:\n- id: good\n  command: npx\n",
            "its `servers` are a list; write a mapping",
        ),
        ("b.yaml", "servers:\n", "its `servers` are empty"),
        (
            "c.yaml",
            "servers: good\n",
            "its `servers` are not a mapping",
        ),
        ("d.yaml", "- a\n", "it is a list, not a mapping"),
        (
            "e.yaml",
            "servers:\n  a: {}\n  a: {}\n",
            "line 3: duplicate key `a`; remove one of the two",
        ),
        (
            "f.yaml",
            "servers:\n  a: { command: \"x }\n",
            "line 2: cannot read this YAML: a quote is not closed",
        ),
        (
            "h.yaml",
            "servers:\n  a: { command: [npx, x] }\n",
            "its `command` is a list",
        ),
        (
            "i.yaml",
            "servers:\n  a: { command: no-such-program-here }\n",
            "there is no program `no-such-program-here`\nhelp: `command` in the list must be the server's own program",
        ),
        (
            "j.yaml",
            "servers:\n  a: { command: \"true\" }\n",
            "`env` in the list adds one",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::File::create_new(folder.path().join(name))
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
            .unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
            .current_dir(folder.path())
            .args(["import", "--from", name])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_ne!(output.status.code(), Some(0), "{text}: {said}");
        assert!(said.contains(expected), "{text}: {said}");
        for word in ["DuplicateKeyPolicy", "Bearer", "--env", "after `--`"] {
            assert!(!said.contains(word), "{text}: {said}");
        }
    }
}

#[test]
fn a_stubborn_server_and_what_it_has_started_are_gone_after_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = import(folder.path(), &[]);
    command
        .args(["--", "python3"])
        .arg(fixture())
        .arg("stubborn");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let pids = std::fs::read_to_string(folder.path().join("pids")).unwrap();
    for pid in pids.split(' ') {
        assert!(!runs(pid), "{pid} still runs");
    }
}

#[test]
fn a_server_of_a_killed_import_is_gone_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = import(folder.path(), &[]);
    let script = format!(
        "echo $$ > pids; exec python3 '{}' reads-nothing",
        fixture().display()
    );
    let mut import = command.args(["--", "sh", "-c", &script]).spawn().unwrap();
    let since = Instant::now();
    let pid = loop {
        let pid = std::fs::read_to_string(folder.path().join("pids")).unwrap_or_default();
        if pid.ends_with('\n') {
            break pid.trim().to_owned();
        }
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "the server does not start"
        );
        std::thread::sleep(Duration::from_millis(10));
    };
    // The import names the server to its guard right after the start; a kill in the microseconds between is not shown here.
    std::thread::sleep(Duration::from_millis(300));
    import.kill().unwrap();
    import.wait().unwrap();
    while runs(&pid) {
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "{pid} still runs"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_server_sees_no_variable_that_it_was_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = import(folder.path(), &["--env", "GIVEN", "--env", "SET=here"]);
    command.env("SECRET_TOKEN", "secret").env("GIVEN", "given");
    let script = "env > pids";
    let output = command.args(["--", "sh", "-c", script]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let seen = std::fs::read_to_string(folder.path().join("pids")).unwrap();
    assert!(
        seen.contains("GIVEN=given\n") && seen.contains("SET=here\n"),
        "{seen}"
    );
    assert!(seen.contains("PATH=") && !seen.contains("SECRET"), "{seen}");
}

#[test]
fn a_server_of_a_list_that_fails_costs_no_other_and_a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server =
        |case: &str| serde_json::json!({ "command": "python3", "args": [fixture(), case] });
    let list = serde_json::json!({ "mcpServers": {
        "Plain One": server("plain"), "ends": server("end-at-once"), "odd": server("lone-surrogate"),
        "attacks": server("plain"), "needs": { "command": "${input:token}" },
    } });
    std::fs::write(folder.path().join("mcp.json"), list.to_string()).unwrap();
    let import = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
        command
            .current_dir(folder.path())
            .args(["import", "--from", "mcp.json"]);
        command.args(more).output().unwrap()
    };
    import(&["--dry-run"]);
    assert!(!folder.path().join("catalog").exists());
    let output = import(&[]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("could not be imported: ") && said.contains("ends"),
        "{said}"
    );
    assert!(said.contains("it needs `${input:token}`"), "{said}");
    for id in ["plain-one", "odd"] {
        assert!(
            folder
                .path()
                .join("catalog")
                .join(id)
                .join("tools.lock.json")
                .exists(),
            "{said}"
        );
    }
}

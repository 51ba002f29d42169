//! The gateway as a process, before a server that a test controls.

use std::io::{BufRead, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const POLICY: &str = r#"{
  "version": "1", "default": "deny", "hide": ["delete"],
  "tools": { "get": {}, "slow": {}, "noise": {}, "half": {}, "huge": {}, "die": {}, "pid": {},
    "create": { "limits": [ { "counter": "c", "window": "day", "max": 1 } ] },
    "pay": { "deny_if": [ { "conditions": [], "on_deny": "Requires human approval.", "ask": true } ] } }
}"#;

/// A gateway and its client's side of it.
struct Running {
    folder: TempDir,
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

fn start(more: &[&str], stubborn: bool) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.json");
    std::fs::write(&policy, POLICY).unwrap();
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gateway/server.py");
    let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
    command.arg("gateway").arg("--policy").arg(&policy);
    command.env("XDG_STATE_HOME", folder.path().join("state"));
    if !more.contains(&"--log") {
        command.arg("--log").arg(folder.path().join("log"));
    }
    command.args(more).arg("--").arg("python3").arg(server);
    command.arg(folder.path().join("seen"));
    command.args(stubborn.then_some("--stubborn"));
    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = process.stdin.take();
    let output = BufReader::new(process.stdout.take().unwrap());
    Running {
        folder,
        process,
        input,
        output,
    }
}

impl Running {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    fn send(&mut self, line: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line).unwrap();
        input.write_all(b"\n").unwrap();
    }

    /// The next line, with its line feed; empty at the end.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    fn next(&mut self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    fn ask(&mut self, id: u32, method: &str, params: &Value) -> Value {
        let line = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send(line.to_string().as_bytes());
        self.next()
    }

    fn call(&mut self, id: u32, tool: &str) -> Value {
        self.ask(id, "tools/call", &json!({ "name": tool, "arguments": {} }))
    }

    fn names(&mut self, id: u32, params: &Value) -> Vec<String> {
        let page = self.ask(id, "tools/list", params);
        let tools = page["result"]["tools"].as_array().unwrap();
        let name = |tool: &Value| tool["name"].as_str().unwrap().to_owned();
        tools.iter().map(name).collect()
    }

    /// The server's processes.
    fn pids(&mut self) -> Vec<u32> {
        let answer = self.call(900, "pid");
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        text.split(' ').map(|pid| pid.parse().unwrap()).collect()
    }

    fn ends(&mut self) -> std::process::ExitStatus {
        let since = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

/// Whether a process runs; one that has ended and was not yet asked how does not.
fn runs(pid: u32) -> bool {
    let output = Command::new("ps")
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output()
        .unwrap();
    let state = String::from_utf8(output.stdout).unwrap();
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}

fn all_end(pids: &[u32]) {
    let since = Instant::now();
    while pids.iter().any(|pid| runs(*pid)) {
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "{pids:?} still run"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn tools_are_hidden_denied_limited_and_passed_through_real_pipes() {
    let mut it = start(&["--as", "fixture"], false);
    assert_eq!(it.names(1, &json!({})), ["get", "create"]);
    let second = ["pay", "slow", "noise", "half", "huge", "die", "pid"];
    assert_eq!(it.names(2, &json!({ "cursor": "" })), second);
    it.send(br#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get","arguments":{"secret":"x"}}}"#);
    assert_eq!(
        it.line(),
        "{ \"id\":3,\"jsonrpc\":\"2.0\", \"result\":{\"n\":123456789012345678901234567890,\"m\":1.50,\"content\":[],\"new\":{\"b\":1,\"a\":2}} }\n"
    );
    assert_eq!(
        it.call(4, "create")["result"]["content"][0]["text"],
        "create was called"
    );
    for (tool, rule) in [
        ("create", "/tools/create/limits/0"),
        ("delete", "/hide/0"),
        ("unnamed", "/default"),
        ("pay", "/tools/pay/deny_if/0"),
    ] {
        let result = &it.call(5, tool)["result"];
        assert_eq!(result["isError"], true);
        assert!(
            result["content"][0]["text"]
                .as_str()
                .unwrap()
                .ends_with(rule),
            "{result}"
        );
    }
    assert_eq!(
        it.ask(6, "vendor/new", &json!([]))["result"]["echo"],
        "vendor/new"
    );
    has_logged_six_calls(&it);
    it.input = None;
    assert!(it.ends().success());
    let seen = it.text("seen");
    for denied in ["delete", "unnamed", "pay"] {
        assert!(!seen.contains(denied), "{seen}");
    }
}

fn has_logged_six_calls(it: &Running) {
    let log = it.text("log");
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(
        (&lines[0]["tool"], &lines[0]["server"]),
        (&json!("get"), &json!("fixture"))
    );
    assert_eq!(lines[0]["arguments"], json!(["secret"]));
    assert_eq!(lines[5]["answer"], "unasked");
    assert!(
        !log.contains("\"x\""),
        "a value of an argument is in the log"
    );
}

#[test]
fn nothing_that_could_be_read_in_two_ways_reaches_the_server() {
    let mut it = start(&[], false);
    let call = |name: &str| {
        format!(r#"{{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{{"name":"{name}"}}}}"#)
    };
    let mut lines: Vec<Vec<u8>> = [
        format!("[{}]", call("delete")),
        format!("[{}]", call("get")),
        call("get").replace("\"name\"", "\"name\":\"delete\",\"name\""),
        call("get").replace("\"name\"", "\"Name\":\"delete\",\"name\""),
        call("delete").replace("\"id\":8", "\"id\":null"),
        call("delete").replace("\"id\":8", "\"id\":8.0"),
        call("delete").replace("\"id\":8,", ""),
        call("delete") + &call("delete"),
        format!("{}\r{}", call("delete"), call("delete")),
        call("delete").replace("tools/call", "tools/Call"),
        "[".repeat(100_000),
        "no JSON".to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec();
    lines.push(b"{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"delete\xff\"}".to_vec());
    lines.push([" ".repeat(17 << 20), call("delete")].concat().into_bytes());
    // One that may pass, but not as other readers of lines would split it.
    let hidden = call("delete");
    lines.push(format!("{{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\",\"params\":{{\"x\":\r{hidden}\r,\"y\":\"\u{2028}\"}}}}").into_bytes());
    for line in &lines {
        it.send(line);
    }
    it.send(br#"{"jsonrpc":"2.0","id":10,"method":"tools/list"}"#);
    let list = it.answer_to(10);
    assert_eq!(
        list["result"]["tools"].as_array().unwrap().len(),
        2,
        "it goes on"
    );
    assert_eq!(it.text("seen").lines().count(), 2);
    assert!(!it.text("seen").contains(['\r', '\u{2028}']));
    assert_eq!(it.text("log").lines().count(), lines.len() - 1);
}

impl Running {
    /// Begins a session, as a client of 2025-11-25 does.
    fn shake_hands(&mut self) {
        let handshake = json!({ "protocolVersion": "2025-11-25", "capabilities": {} });
        let line =
            json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": handshake });
        self.send(line.to_string().as_bytes());
        self.answer_to(1);
        self.send(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    }

    /// The next answer to a request, past what was refused before it.
    fn answer_to(&mut self, id: u32) -> Value {
        loop {
            let next = self.next();
            if next["id"] == id {
                return next;
            }
        }
    }
}

#[test]
fn a_noisy_server_is_heard_only_where_it_makes_sense() {
    let mut it = start(&[], false);
    assert_eq!(
        it.call(1, "noise")["result"]["content"][0]["text"],
        "noise was called"
    );
    assert_eq!(
        it.call(2, "huge")["result"]["content"][0]["text"],
        "huge was called"
    );
    assert_eq!(it.text("log").matches(r#""from":"server""#).count(), 5);
}

#[test]
fn a_person_is_asked_over_real_pipes() {
    let mut it = start(&[], false);
    let capabilities = json!({ "elicitation": {} });
    it.ask(
        0,
        "initialize",
        &json!({ "protocolVersion": "2025-11-25", "capabilities": capabilities }),
    );
    for (approve, expected) in [(true, "pay was called"), (false, "did not approve")] {
        let question = it.call(1, "pay");
        assert_eq!(question["method"], "elicitation/create");
        let result = json!({ "action": "accept", "content": { "approve": approve } });
        let line = json!({ "jsonrpc": "2.0", "id": question["id"], "result": result });
        it.send(line.to_string().as_bytes());
        let told = it.next()["result"]["content"][0]["text"].to_string();
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn the_policy_is_read_again_and_a_broken_one_is_not_taken() {
    let mut it = start(&[], false);
    it.ask(
        0,
        "initialize",
        &json!({ "protocolVersion": "2025-11-25", "capabilities": {} }),
    );
    assert_eq!(it.names(1, &json!({})), ["get", "create"]);
    let policy = it.file("policy.json");
    std::fs::write(&policy, "{ broken").unwrap();
    let mut errors = BufReader::new(it.process.stderr.take().unwrap());
    let mut said = String::new();
    errors.read_line(&mut said).unwrap();
    assert!(
        said.contains("the gateway keeps the policy that it has"),
        "{said}"
    );
    assert_eq!(it.names(2, &json!({})), ["get", "create"]);
    for unreadable in [Some(&b"{\xff"[..]), None] {
        match unreadable {
            Some(bytes) => std::fs::write(&policy, bytes).unwrap(),
            None => std::fs::remove_file(&policy).unwrap(),
        }
        said.clear();
        errors.read_line(&mut said).unwrap();
        assert!(
            said.contains("the gateway keeps the policy that it has"),
            "{said}"
        );
    }
    assert_eq!(it.names(2, &json!({})), ["get", "create"]);
    std::fs::write(
        &policy,
        POLICY
            .replace("[\"delete\"]", "[\"get\"]")
            .replace("\"get\": {},", ""),
    )
    .unwrap();
    assert_eq!(it.next()["method"], "notifications/tools/list_changed");
    assert_eq!(it.names(3, &json!({})), ["create"]);
}

#[test]
fn a_policy_is_kept_when_it_is_not_to_be_read_again() {
    let mut it = start(&["--no-reload"], false);
    assert_eq!(it.names(1, &json!({})), ["get", "create"]);
    std::fs::write(it.file("policy.json"), POLICY.replace("[\"delete\"]", "[]")).unwrap();
    // Twice as long as it takes to look at the file.
    std::thread::sleep(Duration::from_secs(1));
    let text = it.call(2, "delete")["result"]["content"][0]["text"].to_string();
    assert!(text.contains("Rule: /hide/0"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_policy_that_others_can_write_is_not_read_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("open.json");
    std::fs::write(&policy, POLICY).unwrap();
    std::fs::set_permissions(&policy, std::fs::Permissions::from_mode(0o666)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .args([
            "gateway",
            "--policy",
            policy.to_str().unwrap(),
            "--",
            "true",
        ])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    for words in [
        "everyone can write",
        "open.json",
        "will not read the policy again",
    ] {
        assert!(said.contains(words), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_is_told_and_stops_calls_where_it_is_required() {
    for required in [false, true] {
        let mut more = vec!["--log", "/dev/full"];
        more.extend(required.then_some("--log-required"));
        let mut it = start(&more, false);
        let told = it.call(1, "create");
        if required {
            let message = told["error"]["message"].as_str().unwrap();
            assert!(
                message.contains("cannot be written to the log"),
                "{message}"
            );
        } else {
            assert_eq!(told["result"]["content"][0]["text"], "create was called");
        }
        assert_eq!(it.text("seen").contains("create"), !required);
        // A gateway that says nothing of it ends with its input, and with it what it says.
        let mut errors = it.process.stderr.take().unwrap();
        it.input = None;
        let mut said = String::new();
        errors.read_to_string(&mut said).unwrap();
        let then = if required {
            "calls are refused"
        } else {
            "calls go on without a record"
        };
        assert!(
            said.contains("cannot write the log") && said.contains(then),
            "{said}"
        );
    }
}

#[test]
fn lines_that_are_too_long_have_an_answer_on_both_sides() {
    let mut it = start(&[], false);
    let pad = "x".repeat(17 << 20);
    let told = it.ask(
        1,
        "tools/call",
        &json!({ "name": "get", "arguments": { "a": pad } }),
    );
    assert_eq!(
        (&told["id"], &told["error"]["code"]),
        (&json!(1), &json!(-32600))
    );
    assert!(it.text("seen").is_empty());
    let told = it.ask(
        2,
        "tools/call",
        &json!({ "name": "huge", "arguments": { "answer": true } }),
    );
    assert_eq!(
        (&told["id"], &told["error"]["code"]),
        (&json!(2), &json!(-32000))
    );
}

#[test]
fn a_line_without_an_end_has_an_answer_before_it_ends_and_the_next_call_passes() {
    let mut it = start(&[], false);
    let input = it.input.as_mut().unwrap();
    let begins = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get","arguments":{"a":""#;
    input.write_all(begins.as_bytes()).unwrap();
    let part = vec![b'x'; 1 << 20];
    for _ in 0..65 {
        input.write_all(&part).unwrap();
    }
    let told = it.next();
    assert_eq!(
        (&told["id"], &told["error"]["code"]),
        (&json!(1), &json!(-32600))
    );
    assert!(it.text("seen").is_empty());
    it.send(b"\"}}}");
    let told = it.call(2, "create");
    assert_eq!(
        told["result"]["content"][0]["text"], "create was called",
        "{told}"
    );
}

#[test]
fn a_dry_run_hides_and_denies_nothing() {
    let mut it = start(&["--dry-run"], false);
    assert_eq!(it.names(1, &json!({})), ["get", "create", "delete"]);
    assert_eq!(
        it.call(2, "delete")["result"]["content"][0]["text"],
        "delete was called"
    );
    let log: Value = serde_json::from_str(it.text("log").trim()).unwrap();
    assert_eq!(
        (&log["effect"], &log["dry_run"]),
        (&json!("deny"), &json!(true))
    );
}

#[test]
fn a_killed_server_leaves_an_answer_and_no_half_line() {
    for (tool, code) in [("die", 1), ("half", 0)] {
        let mut it = start(&[], false);
        let told = it.call(1, tool);
        assert_eq!(told["error"]["code"], -32000, "{told}");
        assert_eq!(it.line(), "");
        assert_eq!(it.ends().code(), Some(code));
    }
    let mut it = start(&[], false);
    it.send(br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"die"}}"#);
    it.input = None;
    assert_eq!(
        it.next()["error"]["code"],
        -32000,
        "also a client that writes no more is told"
    );
    let mut it = start(&[], true);
    let pids = it.pids();
    Command::new("kill")
        .args(["-9", &pids[0].to_string()])
        .status()
        .unwrap();
    // The other process holds the pipe open, so nobody is told; it goes when the client goes.
    it.input = None;
    it.ends();
    all_end(&pids);
}

#[test]
fn a_client_that_goes_away_takes_a_stubborn_server_with_it() {
    let mut it = start(&[], true);
    let pids = it.pids();
    assert_eq!(pids.len(), 2);
    it.input = None;
    assert!(it.ends().success());
    all_end(&pids);
}

#[test]
fn a_killed_gateway_takes_a_stubborn_server_with_it() {
    for signal in ["-KILL", "-TERM"] {
        let mut it = start(&[], true);
        let pids = it.pids();
        let gateway = it.process.id().to_string();
        Command::new("kill")
            .args([signal, &gateway])
            .status()
            .unwrap();
        it.ends();
        all_end(&pids);
        assert_eq!(it.line(), "");
    }
}

#[test]
fn answers_still_come_after_the_client_has_written_its_last_line() {
    let mut it = start(&[], false);
    it.send(br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"slow","arguments":{"seconds":2}}}"#);
    it.input = None;
    assert_eq!(it.next()["result"]["content"][0]["text"], "slow was called");
    assert!(it.ends().success());
}

/// A server over HTTP, which ends with the test.
struct Web {
    process: Child,
    port: String,
}

impl Drop for Web {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn web(seen: &Path) -> Web {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gateway/web.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(seen);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    let mut port = String::new();
    let mut output = BufReader::new(process.stdout.take().unwrap());
    output.read_line(&mut port).unwrap();
    let port = port.trim().to_owned();
    Web { process, port }
}

/// A gateway before the server at a path.
fn start_web(path: &str) -> (Running, Web) {
    let folder = tempfile::tempdir().unwrap();
    let web = web(&folder.path().join("seen"));
    let policy = folder.path().join("policy.json");
    std::fs::write(&policy, POLICY).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
    command.arg("gateway").arg("--policy").arg(&policy);
    command.arg("--log").arg(folder.path().join("log"));
    command
        .arg("--url")
        .arg(format!("http://127.0.0.1:{}{path}", web.port));
    command.args(["--header", "Authorization=env:GATEWAY_TEST_TOKEN"]);
    command.env("XDG_STATE_HOME", folder.path().join("state"));
    let mut process = command
        .env("GATEWAY_TEST_TOKEN", "Bearer s3cret")
        .env("ALL_PROXY", "http://127.0.0.1:1")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = process.stdin.take();
    let output = BufReader::new(process.stdout.take().unwrap());
    let running = Running {
        folder,
        process,
        input,
        output,
    };
    (running, web)
}

impl Running {
    /// Waits until something is so.
    fn comes_to(&self, is_so: impl Fn(&Self) -> bool) {
        let since = Instant::now();
        while !is_so(self) {
            assert!(
                since.elapsed() < Duration::from_secs(60),
                "it does not come to it"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What the server over HTTP has seen.
    fn requests(&self) -> Vec<Value> {
        let seen = self.text("seen");
        let requests = seen.lines().map(|line| serde_json::from_str(line).unwrap());
        requests.collect()
    }
}

#[test]
fn a_server_over_http_is_spoken_to_with_its_session_and_the_users_headers() {
    for path in ["/mcp", "/near"] {
        let (mut it, _web) = start_web(path);
        it.send(br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#);
        assert_eq!(
            it.next()["method"],
            "notifications/progress",
            "events come in order"
        );
        assert_eq!(it.next()["result"]["protocolVersion"], "2025-11-25");
        it.send(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        assert_eq!(
            it.next()["params"]["from"],
            "events",
            "the server's own events"
        );
        it.send(br#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#);
        let list = it.answer_to(2);
        assert_eq!(list["result"]["tools"], json!([{ "name": "get" }]));
        it.send(br#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"delete"}}"#);
        assert_eq!(it.answer_to(3)["result"]["isError"], true);
        it.send(br#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"get"}}"#);
        assert_eq!(it.answer_to(4)["result"]["n"], 1);
        it.input = None;
        assert!(it.ends().success());
        let requests = it.requests();
        assert!(
            requests
                .iter()
                .all(|each| each["authorization"] == "Bearer s3cret")
        );
        assert!(requests.iter().any(|each| each["verb"] == "DELETE"));
        let calls: Vec<&Value> = requests
            .iter()
            .filter(|each| each["method"] == "tools/call" && each["path"] == "/mcp")
            .collect();
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0]["mcp-session-id"], "s1");
        assert_eq!(calls[0]["mcp-protocol-version"], "2025-11-25");
        assert!(!it.text("log").contains("s3cret"));
    }
}

#[test]
fn a_request_of_the_protocol_without_a_handshake_has_its_headers() {
    let (mut it, _web) = start_web("/modern");
    let meta = json!({ "io.modelcontextprotocol/protocolVersion": "2026-07-28" });
    let params = json!({ "name": "get", "arguments": {}, "_meta": meta });
    assert_eq!(it.ask(1, "tools/call", &params)["result"]["n"], 1);
    let request = &it.requests()[0];
    assert_eq!(request["mcp-method"], "tools/call");
    assert_eq!(request["mcp-name"], "get");
    assert_eq!(request["mcp-protocol-version"], "2026-07-28");
    assert_eq!(request["accept"], "application/json, text/event-stream");
}

#[test]
fn a_second_handshake_over_http_begins_anew() {
    let (mut it, _web) = start_web("/hold");
    let handshake = json!({ "protocolVersion": "2025-11-25", "capabilities": {} });
    for id in [1, 2] {
        let line =
            json!({ "jsonrpc": "2.0", "id": id, "method": "initialize", "params": handshake });
        it.send(line.to_string().as_bytes());
        it.answer_to(id);
        it.send(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    }
    // A client may speak both ways of the protocol; each message says one version.
    let meta = json!({ "io.modelcontextprotocol/protocolVersion": "2026-07-28" });
    let params = json!({ "name": "get", "arguments": {}, "_meta": meta });
    let line = json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": params });
    it.send(line.to_string().as_bytes());
    it.answer_to(3);
    let requests = it.requests();
    let by = |method: &'static str| requests.iter().filter(move |it| it["method"] == method);
    assert!(by("initialize").all(|it| it["mcp-session-id"].is_null()));
    assert!(by("notifications/initialized").all(|it| it["mcp-session-id"] == "s1"));
    assert!(by("tools/call").all(|it| it["mcp-protocol-version"] == "2026-07-28"));
    let events = requests.iter().filter(|it| it["verb"] == "GET");
    assert!(events.count() <= 1, "the server's own events are read once");
}

#[test]
fn a_session_that_the_server_has_forgotten_begins_anew_unseen_by_the_client() {
    let (mut it, _web) = start_web("/forgets");
    it.shake_hands();
    for id in [2, 3] {
        let line = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": { "name": "get" } });
        it.send(line.to_string().as_bytes());
        assert_eq!(it.answer_to(id)["result"]["n"], 1);
    }
    let requests = it.requests();
    let handshakes = requests.iter().filter(|it| it["method"] == "initialize");
    assert_eq!(handshakes.count(), 2);
    let last = requests
        .iter()
        .rfind(|it| it["method"] == "tools/call")
        .unwrap();
    assert_eq!(last["mcp-session-id"], "f3");
}

#[test]
fn calls_that_come_while_a_new_session_begins_go_into_it() {
    let (mut it, _web) = start_web("/forgets");
    it.shake_hands();
    for id in 2..22 {
        let line = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": { "name": "get" } });
        it.send(line.to_string().as_bytes());
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut answered = std::collections::BTreeSet::new();
    while answered.len() < 20 {
        let answer = it.next();
        if answer["id"].is_number() {
            assert_eq!(answer["result"]["n"], 1, "{answer}");
            answered.insert(answer["id"].as_u64());
        }
    }
    let requests = it.requests();
    let handshakes = requests.iter().filter(|it| it["method"] == "initialize");
    assert_eq!(handshakes.count(), 2);
}

#[test]
fn a_stream_that_the_server_closes_before_the_answer_is_taken_up_again() {
    let (mut it, _web) = start_web("/polls");
    assert_eq!(it.call(1, "get")["result"]["n"], 2);
    let requests = it.requests();
    let again = requests.iter().find(|it| it["verb"] == "GET").unwrap();
    assert_eq!(again["last-event-id"], "7");
}

#[test]
fn arguments_are_mirrored_into_the_headers_that_the_server_wants() {
    let (mut it, _web) = start_web("/mirror");
    let meta = json!({ "io.modelcontextprotocol/protocolVersion": "2026-07-28" });
    let params = json!({ "name": "get", "arguments": { "region": "eu" }, "_meta": meta });
    for id in [1, 2] {
        let line = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params });
        it.send(line.to_string().as_bytes());
        assert_eq!(it.answer_to(id)["result"]["n"], 1);
    }
    let methods: Vec<(Value, Value)> = it
        .requests()
        .iter()
        .map(|it| (it["method"].clone(), it["mcp-param-region"].clone()))
        .collect();
    let (call, list) = (json!("tools/call"), json!("tools/list"));
    let expected = [
        (&call, Value::Null),
        (&list, Value::Null),
        (&call, json!("eu")),
        (&call, json!("eu")),
    ];
    assert_eq!(
        methods,
        expected.map(|(method, region)| (method.clone(), region))
    );
}

#[test]
fn a_cancelled_request_over_http_is_closed_which_tells_the_server() {
    let (mut it, _web) = start_web("/slow");
    let meta = json!({ "io.modelcontextprotocol/protocolVersion": "2026-07-28" });
    let params = json!({ "name": "get", "arguments": {}, "_meta": meta });
    let line = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    it.send(line.to_string().as_bytes());
    it.comes_to(|it| it.text("seen").contains("tools/call"));
    it.send(br#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#);
    it.comes_to(|it| it.text("seen").contains("CLOSED"));
    assert!(!it.text("seen").contains("notifications/cancelled"));
}

#[test]
fn what_the_server_says_of_a_refused_request_reaches_the_client() {
    let (mut it, _web) = start_web("/limits");
    let told = it.call(1, "get")["error"]["message"].to_string();
    assert!(told.contains("HTTP 429; Retry-After: 30"), "{told}");
    let (mut it, _web) = start_web("/unread");
    let told = it.call(1, "get");
    assert_eq!(
        (&told["id"], &told["error"]["code"]),
        (&json!(1), &json!(-32602))
    );
}

#[test]
fn an_answer_that_does_not_come_over_http_is_an_error_at_once() {
    for (path, reason) in [
        ("/gone", "HTTP 404"),
        ("/far", "redirects to another origin"),
        ("/short", "broke off"),
        ("/fails", "HTTP 500"),
        ("/hangup", ""),
    ] {
        let (mut it, _web) = start_web(path);
        for id in [1, 2] {
            let told = it.call(id, "create");
            let text = told["error"]["message"].as_str().unwrap_or_default();
            if matches!(path, "/short" | "/fails" | "/hangup") && id == 2 {
                assert_eq!(
                    told["result"]["isError"], true,
                    "it may have been made, so it counts"
                );
            } else {
                assert_eq!(told["error"]["code"], -32000, "{told}");
                assert!(text.contains(reason), "{told}");
            }
        }
        assert!(it.requests().iter().all(|each| each["path"] == path));
    }
}

#[test]
fn every_wrong_answer_over_http_is_told_as_what_it_is_with_the_address_and_the_way_out() {
    for (path, what, help) in [
        ("/gone", "said HTTP 404", "check the path of the address"),
        ("/login", "said HTTP 401", "--header Authorization=env:VAR"),
        ("/older", "said HTTP 405", "streamable HTTP"),
        ("/fails", "said HTTP 500", "tell those who run the server"),
        ("/page", "is a web page", "check the address"),
        ("/empty", "is empty", "check the address"),
        (
            "/plain",
            "the content type `text/plain`",
            "check the address",
        ),
        ("/json", "is no answer to this request", ""),
        ("/short", "stream of events broke off", ""),
        ("/far", "redirects to another origin", "if you trust it"),
        (
            "/hangup",
            "before there was an answer",
            "whether the server runs",
        ),
    ] {
        let (mut it, _web) = start_web(path);
        let told = it.call(1, "create")["error"]["message"].to_string();
        assert!(told.contains(what) && told.contains(help), "{path}: {told}");
        if path != "/far" {
            assert!(told.contains("http://127.0.0.1:"), "{path}: {told}");
        }
    }
    let (mut it, mut web) = start_web("/mcp");
    let _ended = web.process.kill();
    let _ended = web.process.wait();
    let told = it.call(1, "create")["error"]["message"].to_string();
    assert!(
        told.contains("nothing listens there") && told.contains("http://127.0.0.1:"),
        "{told}"
    );
}

#[test]
fn what_is_recorded_is_for_its_owner_alone_and_a_policy_can_be_learned_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join("calls.jsonl");
    let path = recording.to_str().unwrap();
    let mut running = start(
        &["--record", path, "--redact", "body", "--as", "bank"],
        false,
    );
    let arguments = json!({ "path": "/srv/a.txt", "body": "private", "api_key": "abc" });
    running.ask(
        1,
        "tools/call",
        &json!({ "name": "get", "arguments": arguments }),
    );
    running.call(2, "delete");
    let text = std::fs::read_to_string(&recording).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert_eq!(
        (
            &lines[0]["server"],
            &lines[0]["tool"],
            &lines[0]["arguments"]
        ),
        (
            &json!("bank"),
            &json!("get"),
            &json!({ "path": "/srv/a.txt", "body": "[redacted]", "api_key": "[redacted]" })
        )
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = recording.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let learn = ["policy", "learn", path, "-o", "learned.json"];
    crate::program::run(folder.path(), &learn).ended(0);
    crate::program::run(
        folder.path(),
        &["simulate", "--policy", "learned.json", path],
    )
    .ended(0)
    .said("1 call: 1 allowed");
}

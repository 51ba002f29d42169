//! The gateway as a server over HTTP, before a server that a test controls.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::runs;

const POLICY: &str = r#"{
  "version": "1", "default": "deny", "hide": ["delete"],
  "tools": { "get": {}, "slow": {}, "steps": {}, "pid": {}, "die": {},
    "create": { "limits": [ { "counter": "c", "window": "day", "max": 3, "scope": "server" } ] } }
}"#;

/// A gateway over HTTP.
struct Gateway {
    folder: TempDir,
    process: Child,
    port: u16,
    /// What it says after it has begun to listen.
    told: Mutex<Receiver<String>>,
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

/// What came back.
struct Answer {
    status: u16,
    session: Option<String>,
    kind: String,
    head: String,
    body: String,
}

impl Answer {
    /// The value of a header.
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|it| it.split_once(": "));
        let found = lines.find(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }

    /// The messages of a stream of events.
    fn events(&self) -> Vec<Value> {
        let lines = self.body.lines().filter_map(|it| it.strip_prefix("data: "));
        lines.map(|it| serde_json::from_str(it).unwrap()).collect()
    }
}

fn start(more: &[&str]) -> Gateway {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("policy.json"), POLICY).unwrap();
    start_in(folder, more)
}

fn start_in(folder: TempDir, more: &[&str]) -> Gateway {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gateway/server.py");
    let mut process = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .args(["gateway", "--listen", "127.0.0.1:0"])
        .arg("--policy")
        .arg(folder.path().join("policy.json"))
        .arg("--log")
        .arg(folder.path().join("log"))
        .args(more)
        .args(["--as", "fixture", "--", "python3"])
        .arg(server)
        .arg(folder.path().join("seen"))
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stderr.take().unwrap());
    let port = loop {
        let mut line = String::new();
        assert!(said.read_line(&mut line).unwrap() > 0, "it has ended");
        if let Some(address) = line.strip_prefix("listening at http://127.0.0.1:") {
            break address.trim().trim_end_matches("/mcp").parse().unwrap();
        }
    };
    // What it says later must find a reader, also where no test asks for it.
    let (sender, told) = channel();
    std::thread::spawn(move || {
        for line in said.lines().map_while(Result::ok) {
            let _unasked = sender.send(line);
        }
    });
    Gateway {
        folder,
        process,
        port,
        told: Mutex::new(told),
    }
}

const BOTH: &str = "application/json, text/event-stream";

impl Gateway {
    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    /// Opens a connection and sends a request whose head has these lines more.
    fn open(&self, verb: &str, path: &str, lines: &[(&str, &str)], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut head = format!("{verb} {path} HTTP/1.1\r\nConnection: close\r\n");
        let own = format!("127.0.0.1:{}", self.port);
        let length = body.len().to_string();
        let given = |name: &str| lines.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
        for (name, value) in [
            ("Host", own.as_str()),
            ("Accept", BOTH),
            ("Content-Type", "application/json"),
            ("Content-Length", &length),
        ] {
            if !given(name) {
                write!(head, "{name}: {value}\r\n").unwrap();
            }
        }
        for (name, value) in lines {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        stream
            .write_all(format!("{head}\r\n{body}").as_bytes())
            .unwrap();
        stream
    }

    fn send(&self, verb: &str, path: &str, lines: &[(&str, &str)], body: &str) -> Answer {
        let mut bytes = Vec::new();
        self.open(verb, path, lines, body)
            .read_to_end(&mut bytes)
            .unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let line = |name: &str| {
            let mut lines = head.lines().filter_map(|it| it.split_once(": "));
            let found = lines.find(|(it, _)| it.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.to_owned())
        };
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            session: line("mcp-session-id"),
            kind: line("content-type").unwrap_or_default(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn post(&self, lines: &[(&str, &str)], message: &Value) -> Answer {
        self.send("POST", "/mcp", lines, &message.to_string())
    }

    /// Begins a session; gives its name.
    fn session(&self, lines: &[(&str, &str)]) -> String {
        let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {} });
        let told = self.post(lines, &request(0, "initialize", &params));
        assert_eq!(told.json()["result"]["protocolVersion"], "2025-11-25");
        let session = told.session.unwrap();
        let mut lines = lines.to_vec();
        lines.push(("Mcp-Session-Id", &session));
        let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        let told = self.post(&lines, &ready);
        assert_eq!((told.status, told.body.as_str()), (202, ""));
        session
    }

    /// A call without a session.
    fn call(&self, id: u32, tool: &str) -> Answer {
        let call = modern(id, "tools/call", json!({ "name": tool, "arguments": {} }));
        self.post(&about(tool), &call)
    }

    fn comes_to(&self, name: &str, words: &str) {
        let since = Instant::now();
        while !self.text(name).contains(words) {
            assert!(
                since.elapsed() < Duration::from_secs(60),
                "{}",
                self.text(name)
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn request(id: u32, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn modern(id: u32, method: &str, mut params: Value) -> Value {
    params["_meta"]["io.modelcontextprotocol/protocolVersion"] = json!("2026-07-28");
    params["_meta"]["io.modelcontextprotocol/clientCapabilities"] = json!({});
    request(id, method, &params)
}

/// The headers of a call without a session.
fn about(tool: &str) -> [(&str, &str); 3] {
    let version = ("MCP-Protocol-Version", "2026-07-28");
    [version, ("Mcp-Method", "tools/call"), ("Mcp-Name", tool)]
}

fn text_of(answer: &Answer) -> String {
    let text = &answer.json()["result"]["content"][0]["text"];
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn each_session_has_its_own_server_until_it_ends() {
    let it = start(&[]);
    let (first, second) = (it.session(&[]), it.session(&[]));
    let by = |session: &str, id, method: &str, params: Value| {
        it.post(
            &[("Mcp-Session-Id", session)],
            &request(id, method, &params),
        )
    };
    let list = by(&first, 1, "tools/list", json!({})).json();
    let names = list["result"]["tools"].as_array().unwrap().iter();
    let names: Vec<&str> = names.filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["get", "create"]);
    let denied = by(&first, 2, "tools/call", json!({ "name": "delete" }));
    assert_eq!(denied.json()["result"]["isError"], true);
    assert!(!it.text("seen").contains("delete"));
    let pid = |session: &str| text_of(&by(session, 3, "tools/call", json!({ "name": "pid" })));
    assert_ne!(pid(&first), pid(&second));
    assert_eq!(pid(&first), pid(&first));
    let left = it.send("DELETE", "/mcp", &[("Mcp-Session-Id", &first)], "");
    assert_eq!(left.status, 204);
    assert_eq!(by(&first, 4, "ping", json!({})).status, 404);
    // A session ends with its server, so that the client begins a new one.
    let died = by(&second, 5, "tools/call", json!({ "name": "die" }));
    assert_eq!(died.json()["error"]["code"], -32000);
    let since = Instant::now();
    while by(&second, 6, "ping", json!({})).status != 404 {
        assert!(since.elapsed() < Duration::from_secs(60));
    }
}

#[test]
fn an_answer_after_another_message_is_a_stream_of_events() {
    let it = start(&[]);
    let session = it.session(&[]);
    let params = json!({ "name": "steps", "arguments": {}, "_meta": { "progressToken": "p" } });
    let call = request(1, "tools/call", &params);
    for (told, id) in [
        (it.post(&[("Mcp-Session-Id", &session)], &call), json!(1)),
        (
            it.post(&about("steps"), &modern(7, "tools/call", params)),
            json!(7),
        ),
    ] {
        assert_eq!(
            (told.status, told.kind.as_str()),
            (200, "text/event-stream")
        );
        let events = told.events();
        assert_eq!(events[0]["params"]["progressToken"], "p");
        assert_eq!(events[1]["id"], id);
        assert_eq!(events.len(), 2);
    }
}

/// Reads a stream until some words come; gives what it has read.
fn read_until(stream: &mut TcpStream, words: &str) -> String {
    let (mut read, mut some) = (String::new(), [0_u8; 1024]);
    while !read.contains(words) {
        let length = stream.read(&mut some).unwrap();
        assert!(length > 0, "{read}");
        read.push_str(std::str::from_utf8(&some[..length]).unwrap());
    }
    read
}

#[test]
fn a_client_that_loses_a_stream_of_its_session_comes_back_to_it() {
    let gateway = start(&[]);
    let session = gateway.session(&[]);
    let mut lines = vec![
        ("Mcp-Session-Id", session.as_str()),
        ("MCP-Protocol-Version", "2025-11-25"),
    ];
    let params = json!({ "name": "steps", "arguments": { "seconds": 1 }, "_meta": { "progressToken": "p" } });
    let call = request(7, "tools/call", &params).to_string();
    let mut stream = gateway.open("POST", "/mcp", &lines, &call);
    let read = read_until(&mut stream, "progressToken");
    drop(stream);
    let ids: Vec<&str> = read
        .lines()
        .filter_map(|it| it.strip_prefix("id: "))
        .collect();
    let [beginning, progress] = ids[..] else {
        panic!("{read}");
    };
    let back = |lines: &mut Vec<_>, last: &str, session: &str| {
        let mut lines: Vec<(&str, &str)> = lines.clone();
        lines[0].1 = session;
        lines.push(("Last-Event-ID", last));
        gateway.send("GET", "/mcp", &lines, "")
    };
    // The call goes on, and its answer waits; what was read does not come again.
    for _ in 0..2 {
        let rest = back(&mut lines, progress, &session).events();
        assert_eq!(rest.len(), 1, "{rest:?}");
        assert_eq!(rest[0]["id"], 7);
        assert_eq!(rest[0]["result"]["isError"], Value::Null);
    }
    let all = back(&mut lines, beginning, &session).events();
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(gateway.text("seen").matches("tools/call").count(), 1);
    let other = gateway.session(&[]);
    for (last, whose) in [
        ("99-1", &session),
        ("1-99", &session),
        ("", &session),
        ("x", &session),
        (progress, &other),
    ] {
        assert_eq!(back(&mut lines, last, whose).status, 400, "{last}");
    }
}

#[test]
fn requests_without_sessions_share_a_server_and_keep_their_ids() {
    let it = start(&[]);
    let told: Vec<Value> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| it.call(1, "pid").json()))
            .collect();
        calls.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(
        told.iter().all(|it| it["id"] == 1 && *it == told[0]),
        "{told:?}"
    );
    assert_eq!(it.call(2, "delete").json()["result"]["isError"], true);
    let losses = it.post(&[], &modern(3, "tools/call", json!({ "name": "get" })));
    assert_eq!(
        (losses.status, &losses.json()["error"]["code"]),
        (400, &json!(-32020))
    );
    let gone = it.post(
        &[
            ("MCP-Protocol-Version", "2026-07-28"),
            ("Mcp-Method", "ping"),
        ],
        &modern(4, "ping", json!({})),
    );
    assert_eq!(
        (gone.status, &gone.json()["error"]["code"]),
        (404, &json!(-32601))
    );
    // The next request starts the server again.
    assert_eq!(it.call(5, "die").json()["error"]["code"], -32000);
    assert_ne!(it.call(6, "pid").json()["result"], told[0]["result"]);
}

#[test]
fn closing_the_stream_of_a_request_without_a_session_cancels_it() {
    let it = start(&[]);
    let call = modern(1, "tools/call", json!({ "name": "slow", "arguments": {} }));
    let stream = it.open("POST", "/mcp", &about("slow"), &call.to_string());
    it.comes_to("seen", "\"slow\"");
    drop(stream);
    it.comes_to("seen", "notifications/cancelled");
}

#[test]
fn who_may_not_come_in_is_told_why_and_reaches_no_server() {
    let it = start(&[]);
    let (port, session) = (it.port, it.session(&[]));
    it.comes_to("seen", "initialized");
    let before = it.text("seen");
    let own = [("Mcp-Session-Id", session.as_str())];
    let call = request(1, "tools/call", &json!({ "name": "get" })).to_string();
    let send = |line: (&str, &str)| it.send("POST", "/mcp", &[own[0], line], &call).status;
    let evil = format!("evil.example:{port}");
    for (line, status) in [
        (("Host", "evil.example"), 403),
        (("Host", evil.as_str()), 403),
        (("Origin", "http://evil.example"), 403),
        (("Origin", "null"), 403),
        (("Content-Type", "text/plain"), 415),
        (("Accept", "application/json"), 406),
        (("MCP-Protocol-Version", "1900-01-01"), 400),
    ] {
        assert_eq!(send(line), status, "{line:?}");
    }
    for body in [
        "",
        "[]",
        "{",
        &format!("[{call}]"),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"x\"}",
    ] {
        assert_eq!(it.send("POST", "/mcp", &own, body).status, 400, "{body}");
    }
    assert_eq!(
        it.send("POST", "/mcp", &[], &call).status,
        400,
        "no session"
    );
    assert_eq!(it.send("PUT", "/mcp", &own, &call).status, 405);
    assert_eq!(it.send("POST", "/", &own, &call).status, 404);
    assert_eq!(it.text("seen"), before);
    assert_eq!(it.send("POST", "/mcp", &own, &call).status, 200);
    assert_eq!(it.send("GET", "/healthz", &[], "").body, "ok\n");
}

/// A gateway whose clients have tokens: `alice` with the policy of all others here, `bob` with his own.
fn with_tokens() -> Gateway {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("policy.json"), POLICY).unwrap();
    let other = POLICY.replace("\"get\": {}, ", "");
    std::fs::write(folder.path().join("bob.json"), other).unwrap();
    let tokens = json!({ "clients": [
        { "name": "alice", "token": "alice-alice-alice" },
        { "name": "bob", "token": "bob-bob-bob-bob-bob", "policy": "bob.json" },
    ] });
    let file = folder.path().join("tokens.json");
    std::fs::write(&file, tokens.to_string()).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let file = file.to_str().unwrap().to_owned();
    start_in(folder, &["--tokens", &file])
}

#[test]
fn each_token_has_its_policy_and_all_share_the_quota_of_the_server() {
    let it = with_tokens();
    let alice = ("Authorization", "Bearer alice-alice-alice");
    let bob = ("Authorization", "Bearer bob-bob-bob-bob-bob");
    let params = json!({ "name": "get", "arguments": {} });
    let call = |who, tool: &str| {
        let call = modern(1, "tools/call", json!({ "name": tool, "arguments": {} }));
        let mut lines = about(tool).to_vec();
        lines.push(who);
        it.post(&lines, &call)
    };
    assert_eq!(
        it.post(&about("get"), &modern(1, "tools/call", params))
            .status,
        401
    );
    assert_eq!(
        call(("Authorization", "Bearer nobody-nobody-nobody"), "get").status,
        401
    );
    assert_eq!(call(alice, "get").json()["result"]["isError"], Value::Null);
    assert_eq!(call(bob, "get").json()["result"]["isError"], true);
    let session = it.session(&[alice]);
    let stolen = it.post(
        &[bob, ("Mcp-Session-Id", &session)],
        &request(1, "tools/list", &json!({})),
    );
    assert_eq!(stolen.status, 404);
    let passed = [alice, bob, alice, bob, alice].map(|who| {
        let told = call(who, "create").json();
        told["result"]["isError"] != true
    });
    assert_eq!(passed, [true, true, true, false, false]);
    let log = it.text("log");
    assert!(log.contains(r#""client":"alice""#) && log.contains(r#""client":"bob""#));
    assert!(!log.contains("alice-alice"), "{log}");
    let metrics = it.send("GET", "/metrics", &[alice], "").body;
    let decided = "toolrisk_gateway_decisions_total{effect=\"deny\"} 3\n";
    assert!(metrics.contains(decided), "{metrics}");
    assert!(
        metrics.contains("toolrisk_gateway_sessions 1\n"),
        "{metrics}"
    );
    assert_eq!(it.send("GET", "/metrics", &[], "").status, 401);
}

#[test]
fn a_changed_policy_is_told_on_the_stream_of_the_session_and_held_to() {
    let it = start(&[]);
    let session = it.session(&[]);
    let own = [("Mcp-Session-Id", session.as_str())];
    it.post(&own, &request(1, "tools/list", &json!({})));
    let mut stream = BufReader::new(it.open("GET", "/mcp", &own, ""));
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    assert!(line.contains("200"), "{line}");
    assert_eq!(it.send("GET", "/mcp", &own, "").status, 409);
    let other = POLICY.replace("\"get\": {}, ", "");
    std::fs::write(it.folder.path().join("policy.json"), other).unwrap();
    while !line.contains("notifications/tools/list_changed") {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0);
    }
    let denied = it.post(&own, &request(2, "tools/call", &json!({ "name": "get" })));
    assert_eq!(denied.json()["result"]["isError"], true);
}

#[test]
fn pages_that_may_speak_to_the_gateway_may_read_its_answers_and_no_others() {
    let app = "https://app.example.com";
    let it = start(&["--allow-origin", app]);
    let asked = |origin| {
        [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            (
                "Access-Control-Request-Headers",
                "content-type,mcp-session-id,Mcp-Param-City",
            ),
        ]
    };
    for page in [app, "http://localhost:6274"] {
        let told = it.send("OPTIONS", "/mcp", &asked(page), "");
        assert_eq!(told.status, 204);
        assert_eq!(told.header("access-control-allow-origin"), Some(page));
        let list = |name: &str| -> Vec<String> {
            let value = told.header(name).unwrap();
            value.split(", ").map(str::to_owned).collect()
        };
        for name in [
            "content-type",
            "authorization",
            "mcp-session-id",
            "mcp-protocol-version",
            "last-event-id",
            "mcp-param-city",
        ] {
            assert!(
                list("access-control-allow-headers").contains(&name.to_owned()),
                "{name}"
            );
        }
        assert_eq!(
            list("access-control-allow-methods"),
            ["GET", "POST", "DELETE"]
        );

        let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {} });
        let told = it.post(&[("Origin", page)], &request(0, "initialize", &params));
        assert_eq!(told.header("access-control-allow-origin"), Some(page));
        assert_eq!(told.header("vary"), Some("origin"));
        let exposed = told.header("access-control-expose-headers").unwrap();
        assert!(exposed.contains("mcp-session-id"), "{exposed}");
        // A page must also learn why it was refused.
        let refused = it.send("POST", "/mcp", &[("Origin", page)], "{");
        assert_eq!(refused.header("access-control-allow-origin"), Some(page));
    }
}

#[test]
fn pages_of_strangers_may_neither_ask_nor_read() {
    let app = "https://app.example.com";
    let it = start(&["--allow-origin", app]);
    let method = ("Access-Control-Request-Method", "POST");
    for lines in [
        [("Origin", "https://evil.example"), method].as_slice(),
        &[("Host", "evil.example"), ("Origin", app), method],
        &[("Origin", "null"), method],
    ] {
        let told = it.send("OPTIONS", "/mcp", lines, "");
        assert_eq!(told.status, 403, "{lines:?}");
        assert_eq!(told.header("access-control-allow-origin"), None);
    }
    let told = it.post(&[], &json!({}));
    assert_eq!(told.header("access-control-allow-origin"), None);
}

#[test]
fn a_token_that_was_taken_away_opens_nothing_any_more() {
    let it = with_tokens();
    let alice = ("Authorization", "Bearer alice-alice-alice");
    let bob = ("Authorization", "Bearer bob-bob-bob-bob-bob");
    let session = it.session(&[bob]);
    let list = request(1, "tools/list", &json!({}));
    assert_eq!(
        it.post(&[bob, ("Mcp-Session-Id", &session)], &list).status,
        200
    );
    let tokens = json!({ "clients": [{ "name": "alice", "token": "alice-alice-alice" }] });
    std::fs::write(it.folder.path().join("tokens.json"), tokens.to_string()).unwrap();
    let since = Instant::now();
    while it.send("GET", "/metrics", &[bob], "").status == 200 {
        assert!(since.elapsed() < Duration::from_secs(60), "it still opens");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(
        it.post(&[bob, ("Mcp-Session-Id", &session)], &list).status,
        401
    );
    assert_eq!(it.send("GET", "/metrics", &[alice], "").status, 200);
    // A file that cannot be read takes nothing away from anybody, and gives nothing.
    std::fs::write(it.folder.path().join("tokens.json"), "{").unwrap();
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(it.send("GET", "/metrics", &[alice], "").status, 200);
    assert_eq!(it.send("GET", "/metrics", &[bob], "").status, 401);
}

/// Writes the clients of a gateway that runs.
fn write_clients(it: &Gateway, clients: &Value) {
    let tokens = json!({ "clients": clients }).to_string();
    std::fs::write(it.folder.path().join("tokens.json"), tokens).unwrap();
}

/// Calls `get` by a token until it has this outcome: the status, and whether the policy refuses the call.
fn until_get_is(it: &Gateway, token: &str, wanted: (u16, bool)) {
    let token = format!("Bearer {token}");
    let call = modern(1, "tools/call", json!({ "name": "get", "arguments": {} }));
    let mut lines = about("get").to_vec();
    lines.push(("Authorization", &token));
    let since = Instant::now();
    loop {
        let told = it.post(&lines, &call);
        let refused = told.status == 200 && told.json()["result"]["isError"] == true;
        if (told.status, refused) == wanted {
            return;
        }
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "{token}: {} {}",
            told.status,
            told.body
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn clients_come_in_and_change_while_the_gateway_runs() {
    let it = with_tokens();
    let alice = json!({ "name": "alice", "token": "alice-alice-alice" });
    let bob = json!({ "name": "bob", "token": "bob-bob-bob-bob-bob", "policy": "bob.json" });
    until_get_is(&it, "alice-alice-alice", (200, false));
    until_get_is(&it, "carol-carol-carol", (401, false));
    // A new client with the policy of all, one with a policy of its own, and one whose policy is missing.
    let carol = json!({ "name": "carol", "token": "carol-carol-carol" });
    let dave = json!({ "name": "dave", "token": "dave-dave-dave-dave", "policy": "dave.json" });
    let erin = json!({ "name": "erin", "token": "erin-erin-erin-erin", "policy": "bob.json" });
    write_clients(&it, &json!([alice, bob, carol, dave, erin]));
    until_get_is(&it, "carol-carol-carol", (200, false));
    until_get_is(&it, "erin-erin-erin-erin", (200, true));
    until_get_is(&it, "dave-dave-dave-dave", (401, false));
    // The policy of the waiting one comes; that of another one is replaced by name, and then by its text.
    std::fs::write(it.folder.path().join("dave.json"), POLICY).unwrap();
    until_get_is(&it, "dave-dave-dave-dave", (200, false));
    let open = json!({ "name": "bob", "token": "bob-bob-bob-bob-bob" });
    write_clients(&it, &json!([alice, open, carol, dave, erin]));
    until_get_is(&it, "bob-bob-bob-bob-bob", (200, false));
    let strict = POLICY.replace("\"get\": {}, ", "");
    std::fs::write(it.folder.path().join("dave.json"), strict).unwrap();
    until_get_is(&it, "dave-dave-dave-dave", (200, true));
    // A policy that is missing leaves the client the one that it has.
    let lost = json!({ "name": "carol", "token": "carol-carol-carol-2", "policy": "lost.json" });
    write_clients(&it, &json!([alice, lost, erin]));
    until_get_is(&it, "carol-carol-carol-2", (200, false));
    until_get_is(&it, "carol-carol-carol", (401, false));
    until_get_is(&it, "dave-dave-dave-dave", (401, false));
    // Whoever left comes back; and an empty list is one, too.
    write_clients(&it, &json!([dave]));
    until_get_is(&it, "dave-dave-dave-dave", (200, true));
    until_get_is(&it, "alice-alice-alice", (401, false));
    write_clients(&it, &json!([]));
    until_get_is(&it, "dave-dave-dave-dave", (401, false));
}

#[test]
fn a_file_of_tokens_that_is_not_valid_changes_nothing_and_is_told() {
    let it = with_tokens();
    let file = it.folder.path().join("tokens.json");
    for text in [
        "{",
        r#"{ "clients": [{ "name": "eve", "token": "short" }] }"#,
        r#"{ "clients": [{ "name": "eve", "token": "alice-alice-alice" }, { "name": "eve", "token": "eve-eve-eve-eve-eve" }] }"#,
    ] {
        std::fs::write(&file, text).unwrap();
        // The servers behind the gateway write there, too.
        let told = it.told.lock().unwrap();
        let line = loop {
            let line = told.recv_timeout(Duration::from_secs(60)).unwrap();
            if line.starts_with("warning: ") {
                break line;
            }
        };
        drop(told);
        assert!(line.ends_with("keeps the clients that it has"), "{line}");
        until_get_is(&it, "alice-alice-alice", (200, false));
        until_get_is(&it, "eve-eve-eve-eve-eve", (401, false));
    }
}

#[cfg(unix)]
#[test]
fn a_state_folder_that_is_removed_lets_no_counted_call_through() {
    let it = start(&[]);
    let refused = |answer: &Answer| answer.json()["result"]["isError"] == true;
    assert!(!refused(&it.call(1, "create")));
    std::fs::remove_dir_all(it.folder.path().join("state")).unwrap();
    let told = it.call(2, "create");
    assert!(refused(&told), "{}", told.body);
    assert!(
        told.body
            .contains("was removed or replaced while the gateway ran"),
        "{}",
        told.body
    );
    assert!(!refused(&it.call(3, "get")), "a call without a limit");
}

#[test]
fn tokens_that_others_can_read_and_open_doors_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.json");
    std::fs::write(&policy, POLICY).unwrap();
    let tokens = folder.path().join("tokens.json");
    std::fs::write(&tokens, "{\"clients\": []}").unwrap();
    let refused = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
        command
            .arg("gateway")
            .arg("--policy")
            .arg(&policy)
            .args(more);
        let output = command.args(["--", "python3"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let told = refused(&["--listen", "0.0.0.0:0"]);
    assert!(
        told.contains("can be reached from other machines"),
        "{told}"
    );
    let file = tokens.to_str().unwrap();
    let told = refused(&["--listen", "127.0.0.1:0", "--tokens", file]);
    let expected = if cfg!(unix) {
        "other users can read"
    } else {
        "no clients"
    };
    assert!(told.contains(expected), "{told}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_gateway_with_all_its_servers() {
    let mut it = start(&[]);
    let session = it.session(&[]);
    let params = json!({ "name": "pid" });
    let own = it.post(
        &[("Mcp-Session-Id", &session)],
        &request(1, "tools/call", &params),
    );
    let pids = [text_of(&own), text_of(&it.call(1, "pid"))];
    let gateway = it.process.id().to_string();
    Command::new("kill")
        .args(["-TERM", &gateway])
        .status()
        .unwrap();
    assert!(it.process.wait().unwrap().success());
    let since = Instant::now();
    while pids.iter().any(|pid| runs(pid)) {
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "{pids:?} still run"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

//! The conversation with a server that a test plays, without processes or sockets.
#![expect(
    clippy::unnecessary_wraps,
    reason = "what a played server says to one request has the type of all that it says"
)]

use std::collections::VecDeque;
use std::time::Instant;

use serde_json::{Value, json};

use super::channel::{Channel, Received};
use super::message::Outgoing;
use super::{Capture, Failure, Finding, Limits, list};

/// What a played server says to a request; `None` ends it.
type Lines = Option<Vec<Value>>;

/// A server as a function from a request to what it sends.
struct Played<F> {
    answer: F,
    lines: VecDeque<String>,
    ended: bool,
    starts: usize,
    asked: Vec<String>,
}

fn play<F: FnMut(&str, &Value) -> Lines>(answer: F) -> Played<F> {
    Played {
        answer,
        lines: VecDeque::new(),
        ended: false,
        starts: 1,
        asked: Vec::new(),
    }
}

impl<F: FnMut(&str, &Value) -> Lines> Channel for Played<F> {
    fn send(&mut self, message: &Outgoing, _: Instant) -> Result<(), Failure> {
        let request: Value = serde_json::from_str(&message.text).unwrap();
        self.asked.push(match message.method {
            "" => message.text.clone(),
            "initialize" => format!("initialize {}", request["params"]["protocolVersion"]),
            method => method.to_owned(),
        });
        match (self.answer)(message.method, &request) {
            Some(lines) => self.lines.extend(lines.iter().map(Value::to_string)),
            None => self.ended = true,
        }
        Ok(())
    }

    fn next(&mut self, _: Instant) -> Result<Option<Received>, Failure> {
        match self.lines.pop_front() {
            None if self.ended => Err(Failure::Ended("exit status: 1".to_owned())),
            line => Ok(line.map(|line| Received::new(line.into_bytes()))),
        }
    }

    fn agreed(&mut self, version: &str) {
        self.asked.push(format!("agreed {version}"));
    }

    fn restart(&mut self) -> Result<bool, Failure> {
        self.starts += 1;
        self.ended = false;
        Ok(self.starts == 2)
    }
}

fn result(request: &Value, result: &Value) -> Lines {
    Some(vec![
        json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }),
    ])
}

fn error(request: &Value, code: i32, data: &Value) -> Lines {
    let error = json!({ "code": code, "message": "no", "data": data });
    Some(vec![
        json!({ "jsonrpc": "2.0", "id": request["id"], "error": error }),
    ])
}

fn legacy(method: &str, request: &Value) -> Lines {
    match method {
        "initialize" => result(
            request,
            &json!({ "protocolVersion": "2025-06-18", "serverInfo": { "name": "s", "version": "1" } }),
        ),
        "tools/list" => result(request, &json!({ "tools": [{ "name": "a", "new": 1 }] })),
        _ => Some(Vec::new()),
    }
}

fn capture(played: &mut Played<impl FnMut(&str, &Value) -> Lines>) -> Result<Capture, Failure> {
    list(played, &Limits::default(), &mut Vec::new())
}

const OLD_WAY: &[&str] = &[
    "server/discover",
    "initialize \"2025-11-25\"",
    "agreed 2025-06-18",
    "notifications/initialized",
    "tools/list",
];

#[test]
fn whatever_an_old_server_makes_of_the_probe_it_is_asked_the_old_way() {
    let probes: [fn(&Value) -> Lines; 6] = [
        |request| error(request, -32601, &Value::Null),
        |request| error(request, -32602, &json!({ "why": "before initialize" })),
        |_| {
            Some(vec![
                json!({ "id": null, "error": { "code": -32700, "message": "" } }),
            ])
        },
        |request| result(request, &json!({ "ok": true })),
        |_| Some(Vec::new()),
        |_| None,
    ];
    for (at, probe) in probes.into_iter().enumerate() {
        let mut server = play(move |method, request| match method {
            "server/discover" => probe(request),
            _ => legacy(method, request),
        });
        let capture = capture(&mut server).unwrap();
        assert_eq!(server.asked, OLD_WAY, "probe {at}");
        assert_eq!(capture.protocol, "2025-06-18");
        assert_eq!(capture.tools, [json!({ "name": "a", "new": 1 })]);
        assert_eq!(capture.server.name, "s");
        assert_eq!(capture.findings, []);
    }
}

#[test]
fn an_old_server_that_dies_after_the_probe_is_started_again() {
    let probes: [fn(&Value) -> Lines; 2] = [
        |request| error(request, -32602, &Value::Null),
        |_| Some(Vec::new()),
    ];
    for probe in probes {
        let mut dies = true;
        let mut server = play(move |method, request| match method {
            "server/discover" => probe(request),
            "initialize" if std::mem::take(&mut dies) => None,
            _ => legacy(method, request),
        });
        let capture = capture(&mut server).unwrap();
        assert_eq!(server.starts, 2);
        assert_eq!(capture.tools, [json!({ "name": "a", "new": 1 })]);
    }
}

fn modern(method: &str, request: &Value) -> Lines {
    let info = json!({ "io.modelcontextprotocol/serverInfo": { "name": "m", "version": "2" } });
    match method {
        "server/discover" => result(
            request,
            &json!({ "supportedVersions": ["2026-07-28"], "capabilities": {}, "instructions": "Do.", "_meta": info }),
        ),
        "tools/list" => result(
            request,
            &json!({ "tools": [{ "name": "a" }], "resultType": "complete", "ttlMs": 1 }),
        ),
        _ => panic!("a modern server was asked {method}"),
    }
}

#[test]
fn a_server_of_today_is_asked_without_a_handshake() {
    let mut server = play(modern);
    let capture = capture(&mut server).unwrap();
    assert_eq!(server.asked, ["server/discover", "tools/list"]);
    assert_eq!(capture.protocol, "2026-07-28");
    assert_eq!(capture.server.name, "m");
    assert_eq!(capture.server.instructions.as_deref(), Some("Do."));
}

#[test]
fn a_late_answer_to_the_probe_still_counts() {
    let mut late = None;
    let mut server = play(move |method, request| match method {
        "server/discover" => {
            late = modern(method, request);
            Some(Vec::new())
        }
        "initialize" => late.take(),
        _ => modern(method, request),
    });
    assert_eq!(capture(&mut server).unwrap().protocol, "2026-07-28");
}

#[test]
fn versions_that_a_server_names_are_tried() {
    let mut server = play(|method, request| match method {
        "server/discover" => error(
            request,
            -32022,
            &json!({ "supported": ["2027-01-01", "2025-06-18"] }),
        ),
        _ => legacy(method, request),
    });
    capture(&mut server).unwrap();
    assert_eq!(server.asked[1], "initialize \"2025-06-18\"");

    let mut server = play(|method, request| match method {
        "initialize" if request["params"]["protocolVersion"] != "2024-11-05" => {
            error(request, -32602, &json!({ "supported": ["2024-11-05"] }))
        }
        "server/discover" => error(request, -32601, &Value::Null),
        _ => legacy(method, request),
    });
    capture(&mut server).unwrap();
    assert_eq!(server.asked[2], "initialize \"2024-11-05\"");

    let mut server =
        play(|_, request| error(request, -32022, &json!({ "supported": ["2027-01-01"] })));
    let supported = vec!["2027-01-01".to_owned()];
    assert_eq!(capture(&mut server), Err(Failure::Version { supported }));
}

#[test]
fn what_the_server_asks_meanwhile_is_answered_and_noise_is_told() {
    let mut server = play(|method, request| {
        let mut lines = vec![
            json!({ "jsonrpc": "2.0", "id": "p", "method": "ping" }),
            json!({ "jsonrpc": "2.0", "id": 9, "method": "roots/list" }),
            json!({ "jsonrpc": "2.0", "method": "notifications/message" }),
            json!("noise"),
            json!({ "jsonrpc": "2.0", "id": 77, "result": {} }),
        ];
        match method {
            "tools/list" => lines.extend(legacy(method, request)?),
            "server/discover" => return error(request, -32601, &Value::Null),
            _ => return legacy(method, request),
        }
        Some(lines)
    });
    let capture = capture(&mut server).unwrap();
    assert_eq!(server.asked[5], r#"{"jsonrpc":"2.0","id":"p","result":{}}"#);
    assert!(server.asked[6].contains("-32601"), "{}", server.asked[6]);
    assert_eq!(capture.findings.len(), 1);
    let said = capture.findings[0].to_string();
    assert!(
        said.contains("sends a line that is not a message, `"),
        "{said}"
    );
}

/// A list of pages by the number in the cursor.
fn paged(page: impl Fn(usize) -> Value) -> impl FnMut(&str, &Value) -> Lines {
    move |method, request| match method {
        "tools/list" => {
            let cursor = request["params"].get("cursor").and_then(Value::as_str);
            let number = cursor.map_or(0, str::len);
            result(request, &page(number))
        }
        _ => modern(method, request),
    }
}

#[test]
fn pages_are_read_to_the_end_and_an_empty_cursor_is_not_the_end() {
    let mut asked = 0;
    let mut server = play(move |method, request| match method {
        "tools/list" => {
            asked += 1;
            let next = match asked {
                1 => json!(""),
                2 => json!("x"),
                _ => Value::Null,
            };
            result(
                request,
                &json!({ "tools": [{ "name": format!("t{asked}") }], "nextCursor": next }),
            )
        }
        _ => modern(method, request),
    });
    let capture = capture(&mut server).unwrap();
    assert_eq!(capture.tools.len(), 3);
    assert!(capture.is_complete());
}

#[test]
fn a_list_without_an_end_is_left_with_what_it_gave() {
    let tool = |page: usize| json!([{ "name": format!("t{page}") }]);
    let mut server = play(paged(
        |page| json!({ "tools": tool(page), "nextCursor": "x" }),
    ));
    let repeated = capture(&mut server).unwrap();
    assert_eq!(repeated.tools.len(), 2);
    assert!(
        repeated.findings[0]
            .to_string()
            .contains("the cursor `x` a second time")
    );

    let mut server = play(paged(
        |page| json!({ "tools": tool(page), "nextCursor": "x".repeat(page + 1) }),
    ));
    let endless = capture(&mut server).unwrap();
    assert_eq!(endless.tools.len(), 1000);
    assert!(
        endless.findings[0]
            .to_string()
            .contains("`--max-pages` raises it")
    );

    let many: Vec<Value> = (0..9000)
        .map(|at| json!({ "name": format!("t{at}") }))
        .collect();
    let mut server = play(paged(
        move |page| json!({ "tools": many, "nextCursor": "x".repeat(page + 1) }),
    ));
    let large = capture(&mut server).unwrap();
    assert_eq!(large.tools.len(), 20_000);
    assert!(
        large.findings[0]
            .to_string()
            .contains("`--max-tools` raises it")
    );

    let mut server = play(paged(|page| match page {
        0 => json!({ "tools": tool(0), "nextCursor": "x" }),
        _ => json!({ "tools": 5 }),
    }));
    let broken = capture(&mut server).unwrap();
    assert_eq!(broken.tools.len(), 1);
    assert!(matches!(
        &broken.findings[..],
        [Finding::Incomplete { tools: 1, .. }]
    ));
    assert!(!broken.is_complete());
}

#[test]
fn a_server_without_tools_has_an_empty_list() {
    let mut server = play(|method, request| match method {
        "tools/list" => error(request, -32601, &Value::Null),
        _ => modern(method, request),
    });
    let capture = capture(&mut server).unwrap();
    assert_eq!(capture.tools, [] as [Value; 0]);
    assert!(!capture.findings[0].is_loss());
}

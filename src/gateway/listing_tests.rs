//! Calls whose names resemble a hidden tool, before and after the server's list is known.

use serde_json::{Value, json};

use super::record::Side;
use super::session::{Out, Session, Settings, Talk};
use super::spelling_tests::{SPELLINGS, servers};

pub(super) fn session(hidden: &[&String]) -> Session {
    let policy = json!({ "version": "1", "default": "allow", "hide": hidden, "tools": {} });
    let settings = Settings {
        server: "files".to_owned(),
        dry_run: false,
        secret: "s3cret".to_owned(),
        records: false,
    };
    Session::new(policy.to_string().parse().unwrap(), settings)
}

/// The lines for the server and for the client.
pub(super) fn led(outs: Vec<Out>) -> (Vec<Value>, Vec<Value>) {
    let (mut server, mut client) = (Vec::new(), Vec::new());
    for out in outs {
        match out {
            Out::ToServer(sent) => server.push(serde_json::from_slice(sent.line()).unwrap()),
            Out::ToClient(sent) => client.push(serde_json::from_slice(sent.line()).unwrap()),
            Out::Log(_) | Out::Passed(_) => {}
        }
    }
    (server, client)
}

pub(super) fn call(id: u32, tool: &str) -> Value {
    let params = json!({ "name": tool, "arguments": {} });
    json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params })
}

fn said(session: &mut impl Talk, line: &Value) -> (Vec<Value>, Vec<Value>) {
    said_at(session, line, 0)
}

/// What a line of the client leads to, so many seconds after the beginning.
fn said_at(session: &mut impl Talk, line: &Value, at: u64) -> (Vec<Value>, Vec<Value>) {
    let mut outs = session.client_line(line.to_string().into_bytes(), at);
    outs.extend(session.decide_listed(at));
    led(outs)
}

fn told(session: &mut impl Talk, line: &Value) -> (Vec<Value>, Vec<Value>) {
    let mut outs = session.server_line(line.to_string().into_bytes(), 0);
    outs.extend(session.decide_listed(0));
    led(outs)
}

/// What comes of the calls that wait no longer.
fn decided(session: &mut Session, mut outs: Vec<Out>) -> (Vec<Value>, Vec<Value>) {
    outs.extend(session.decide_listed(0));
    led(outs)
}

/// Answers requests for the list, a page of 7 tools each, until there are none; gives what came then.
fn answer_lists(
    session: &mut Session,
    tools: &[String],
    mut outs: (Vec<Value>, Vec<Value>),
) -> (Vec<Value>, Vec<Value>) {
    while let Some(asked) = outs.0.iter().find(|it| it["method"] == "tools/list") {
        let from = asked["params"]["cursor"].as_str().unwrap_or("0");
        let from: usize = from.parse().unwrap();
        let page = tools.iter().skip(from).take(7);
        let page: Vec<Value> = page.map(|name| json!({ "name": name })).collect();
        let mut result = json!({ "tools": page });
        if from + 7 < tools.len() {
            result["nextCursor"] = json!((from + 7).to_string());
        }
        let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result });
        outs = told(session, &line);
    }
    outs
}

#[test]
fn every_tool_of_every_real_server_can_be_called_before_its_list_was_asked_for() {
    let mut asked = 0;
    for tools in servers() {
        for half in [0, 1] {
            let hidden = tools.iter().skip(half).step_by(2).collect::<Vec<_>>();
            let allowed = tools.iter().skip(1 - half).step_by(2);
            let mut it = session(&hidden);
            for (id, tool) in (1_u32..).zip(allowed) {
                let call = call(id, tool);
                let outs = said(&mut it, &call);
                asked += outs.0.iter().filter(|it| **it != call).count();
                let outs = answer_lists(&mut it, &tools, outs);
                assert_eq!(outs, (vec![call], vec![]), "{tool}");
            }
            assert_eq!(it.waiting(), tools.len() - hidden.len());
        }
    }
    assert!(asked > 0, "no name of the catalog resembles another one");
}

#[test]
fn no_spelling_of_a_hidden_tool_passes_once_the_list_is_known() {
    let (hidden, tools) = ("delete_file".to_owned(), ["delete_file".to_owned()]);
    let mut lists = 0;
    let mut it = session(&[&hidden]);
    for (id, name) in (1_u32..).zip(SPELLINGS) {
        let outs = said(&mut it, &call(id, name));
        lists += outs.0.len();
        let (server, client) = answer_lists(&mut it, &tools, outs);
        assert_eq!(server, Vec::<Value>::new(), "{name:?}");
        assert_eq!(client[0]["result"]["isError"], true, "{name:?}");
        let refusal = &client[0]["result"]["_meta"]["io.github.toolrisk/refusal"];
        assert_eq!(refusal["code"], "unclear_name", "{name:?}");
    }
    assert_eq!((lists, it.waiting()), (1, 0), "the list is asked for once");
    // The server says that it has other tools now.
    let changed = json!({ "jsonrpc": "2.0", "method": "notifications/tools/list_changed" });
    told(&mut it, &changed);
    let tools = ["delete_file".to_owned(), "fs_delete_file".to_owned()];
    let call = call(1, "fs_delete_file");
    let outs = said(&mut it, &call);
    assert_eq!(
        answer_lists(&mut it, &tools, outs),
        (vec![call], Vec::new())
    );
}

#[test]
fn a_call_that_waits_is_refused_where_there_is_no_list_and_can_be_cancelled() {
    let hidden = "delete_file".to_owned();
    let call = |id| call(id, "fs_delete_file");
    let refused = |outs: (Vec<Value>, Vec<Value>), id: u32| {
        assert_eq!(outs.0, Vec::<Value>::new());
        assert_eq!(outs.1[0]["id"], id);
        assert_eq!(outs.1[0]["result"]["isError"], true);
    };
    let mut it = session(&[&hidden]);
    // The list is not asked for twice within seconds.
    let again = |it: &mut Session, id: u32| said_at(it, &call(id), u64::from(id) * 60).0.remove(0);
    // An error, a list that is none, a line that is not valid, one that is too long, and one that was not sent.
    let asked = again(&mut it, 1);
    let error = json!({ "code": -32601, "message": "no tools" });
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "error": error });
    refused(told(&mut it, &line), 1);
    let asked = again(&mut it, 2);
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "tools": 1 } });
    refused(told(&mut it, &line), 2);
    let asked = again(&mut it, 3);
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "Result": 1, "result": {} });
    refused(told(&mut it, &line), 3);
    let asked = again(&mut it, 4);
    let left = json!({ "jsonrpc": "2.0", "id": asked["id"] }).to_string();
    let outs = it.too_long(Side::Server, left.as_bytes(), 0);
    refused(decided(&mut it, outs), 4);
    let asked = again(&mut it, 5);
    let sent = asked.to_string().into_bytes().into();
    let outs = it.not_sent(&sent, "it is gone", 0);
    refused(decided(&mut it, outs), 5);
    // One that the client cancels has no answer, and the others that wait have theirs.
    let asked = again(&mut it, 6);
    assert_eq!(said_at(&mut it, &call(7), 360), (vec![], vec![]));
    let params = json!({ "requestId": 6 });
    let cancel = json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": params });
    assert_eq!(said(&mut it, &cancel), (vec![], vec![]));
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "tools": [] } });
    refused(told(&mut it, &line), 7);
    assert_eq!(it.waiting(), 0);
    // The answer to a list that nobody waits for any more goes nowhere.
    assert_eq!(told(&mut it, &line), (vec![], vec![]));
}

#[test]
fn the_end_of_a_server_is_told_of_calls_and_not_of_the_list() {
    let hidden = "delete_file".to_owned();
    let mut it = session(&[&hidden]);
    assert_eq!(said(&mut it, &call(1, "deleteFile")).0.len(), 1);
    let (_, client) = led(it.server_gone());
    assert_eq!(client.len(), 1);
    assert_eq!(client[0]["id"], 1);
}

#[test]
fn the_list_is_asked_for_in_the_way_of_the_call() {
    let hidden = "delete_file".to_owned();
    let mut it = session(&[&hidden]);
    let version = "io.modelcontextprotocol/protocolVersion";
    let mut call = call(1, "fs_delete_file");
    call["params"]["_meta"] = json!({ version: "2026-07-28", "progressToken": "p" });
    let asked = said(&mut it, &call).0.remove(0);
    let meta = json!({ version: "2026-07-28" });
    assert_eq!(asked["params"], json!({ "_meta": meta }));
    let result = json!({ "tools": [], "nextCursor": "a\"b" });
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result });
    let next = told(&mut it, &line).0.remove(0);
    assert_eq!(next["params"], json!({ "_meta": meta, "cursor": "a\"b" }));
    assert_ne!(next["id"], asked["id"]);
}

#[test]
fn a_name_that_the_server_does_not_list_passes_in_no_spelling() {
    let hidden = "delete_file".to_owned();
    let tools = [
        hidden.clone(),
        "undelete_file".to_owned(),
        "list".to_owned(),
    ];
    let mut it = session(&[&hidden]);
    for (id, name) in (1_u32..).zip([
        // Base64, hexadecimal, typing mistakes, another order, other words, and what cannot be known before.
        "ZGVsZXRlX2ZpbGU=",
        "64656c6574655f66696c65",
        "delete_fiel",
        "delte_file",
        "delete_files",
        "file_delete",
        "elif_eteled",
        "rm",
        "",
    ]) {
        let outs = said(&mut it, &call(id, name));
        let (server, client) = answer_lists(&mut it, &tools, outs);
        assert_eq!(server, Vec::<Value>::new(), "{name:?}");
        let refusal = &client[0]["result"]["_meta"]["io.github.toolrisk/refusal"];
        assert_eq!(
            (&refusal["code"], &refusal["rule"]),
            (&json!("unclear_name"), &json!("/default")),
            "{name:?}"
        );
    }
    // The server has another tool by now, and has told nobody.
    let tools = ["restore".to_owned()];
    let call = call(20, "restore");
    let outs = said_at(&mut it, &call, 60);
    assert_eq!(
        answer_lists(&mut it, &tools, outs),
        (vec![call], Vec::new())
    );
}

#[test]
fn names_pass_where_the_server_has_no_list_or_the_policy_restricts_nothing() {
    let hidden = "delete_file".to_owned();
    let mut it = session(&[&hidden]);
    let call = call(1, "other");
    let asked = said(&mut it, &call).0.remove(0);
    let error = json!({ "code": -32601, "message": "no tools" });
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "error": error });
    assert_eq!(told(&mut it, &line), (vec![call.clone()], Vec::new()));
    let mut it = session(&[]);
    assert_eq!(said(&mut it, &call), (vec![call], Vec::new()));
}

#[test]
fn a_call_waits_for_the_list_for_seconds_and_not_for_ever() {
    let hidden = "delete_file".to_owned();
    let mut it = session(&[&hidden]);
    let asked = said(&mut it, &call(1, "fs_delete_file")).0.remove(0);
    assert_eq!(said_at(&mut it, &call(2, "other"), 5), (vec![], vec![]));
    it.give_up(9);
    assert_eq!(decided(&mut it, Vec::new()), (vec![], vec![]));
    for (id, at) in [(1, 10), (2, 15)] {
        it.give_up(at);
        let (server, client) = decided(&mut it, Vec::new());
        assert_eq!((server, &client[0]["id"]), (vec![], &json!(id)));
        let text = client[0]["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains("does not know the server's list"), "{text}");
    }
    assert_eq!(it.waiting(), 0);
    // What comes late is still the list.
    assert_eq!(said_at(&mut it, &call(3, "other"), 16), (vec![], vec![]));
    let result = json!({ "tools": [{ "name": "other" }] });
    let line = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result });
    assert_eq!(told(&mut it, &line), (vec![call(3, "other")], Vec::new()));
}

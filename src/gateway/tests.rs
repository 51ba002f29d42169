//! The session in both ways of the protocol, and against whoever wants to get past it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::dry_run::DryRun;
use super::record::{Answer, Record, Side};
use super::session::{Out, Session, Settings, Talk};
use crate::policy::{Effect, Policy};

const POLICY: &str = r#"{
  "version": "1", "default": "deny", "hide": ["delete"],
  "tools": {
    "get": {},
    "create": { "limits": [ { "counter": "create", "window": "minute", "max": 2 } ] },
    "pay": { "deny_if": [ { "conditions": [], "on_deny": "Requires human approval.", "ask": true } ] },
    "never": { "deny_if": [ { "conditions": [] } ] },
    "bound": { "deny_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 9 } ] } ] }
  }
}"#;

fn session_of(policy: &str) -> Session {
    let settings = Settings {
        server: "bank".to_owned(),
        dry_run: false,
        secret: "s3cret".to_owned(),
        records: true,
    };
    Session::new(policy.parse().unwrap(), settings)
}

fn session() -> Session {
    session_of(POLICY)
}

/// What one line led to.
#[derive(Debug, Default)]
struct Led {
    client: Vec<Value>,
    server: Vec<String>,
    log: Vec<Record>,
    passed: Vec<String>,
}

fn led(outs: Vec<Out>) -> Led {
    let mut led = Led::default();
    for out in outs {
        match out {
            Out::ToClient(sent) => led
                .client
                .push(serde_json::from_slice(sent.line()).unwrap()),
            Out::ToServer(sent) => led
                .server
                .push(String::from_utf8(sent.into_line()).unwrap()),
            Out::Log(record) => led.log.push(record),
            Out::Passed(call) => led.passed.push(format!("{} {}", call.tool, call.arguments)),
        }
    }
    led
}

fn client(session: &mut impl Talk, line: &str) -> Led {
    let mut outs = session.client_line(line.as_bytes().to_vec(), 0);
    outs.extend(session.decide_listed(0));
    led(outs)
}

fn server(session: &mut impl Talk, line: &str) -> Led {
    let mut outs = session.server_line(line.as_bytes().to_vec(), 0);
    outs.extend(session.decide_listed(0));
    led(outs)
}

fn call(id: u32, tool: &str, arguments: &Value) -> String {
    let params = json!({ "name": tool, "arguments": arguments });
    json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }).to_string()
}

fn initialize(session: &mut Session, capabilities: &Value) {
    let params = json!({ "protocolVersion": "2025-11-25", "capabilities": capabilities });
    let line = json!({ "jsonrpc": "2.0", "id": "i", "method": "initialize", "params": params });
    assert_eq!(client(session, &line.to_string()).server.len(), 1);
    server(
        session,
        r#"{"jsonrpc":"2.0","id":"i","result":{"capabilities":{"tools":{}}}}"#,
    );
}

fn denial(led: &Led) -> String {
    assert!(led.server.is_empty(), "{led:?}");
    let result = &led.client[0]["result"];
    assert_eq!(result["isError"], true, "{led:?}");
    result["content"][0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn a_denied_call_is_answered_with_tool_reason_and_rule_and_never_sent() {
    for (tool, arguments, expected) in [
        ("delete", json!({}), "Rule: /hide/0"),
        ("other", json!({}), "Rule: /default"),
        ("never", json!({}), "Rule: /tools/never/deny_if/0"),
        (
            "bound",
            json!({ "amount": 10 }),
            "Rule: /tools/bound/deny_if/0",
        ),
        (
            "bound",
            json!({ "Amount": 10 }),
            "A key is nearly `amount` of the policy. Rule: /tools/bound",
        ),
        (
            "pay",
            json!({}),
            "This client cannot ask a person. Rule: /tools/pay/deny_if/0",
        ),
    ] {
        let led = client(&mut session(), &call(1, tool, &arguments));
        let text = denial(&led);
        assert!(
            text.starts_with(&format!("`{tool}` was not called: denied by policy.")),
            "{text}"
        );
        assert!(text.ends_with(expected), "{text}");
        assert!(
            matches!(
                &led.log[0],
                Record::Decided {
                    effect: Effect::Deny,
                    ..
                }
            ),
            "{led:?}"
        );
    }
}

#[test]
fn a_name_that_is_nearly_one_of_the_policy_does_not_pass_unnamed() {
    let mut it = session_of(&POLICY.replace(r#""default": "deny""#, r#""default": "allow""#));
    for (name, rule) in [
        ("Delete", "/hide/0"),
        ("delete ", "/hide/0"),
        ("delete\0.txt", "/hide/0"),
        ("NEVER", "/tools/never"),
    ] {
        let mut led = client(&mut it, &call(1, name, &json!({})));
        if name == "Delete" {
            assert!(led.server[0].contains("tools/list"), "{led:?}");
            let tools =
                json!([{ "name": "delete" }, { "name": "deletes" }, { "name": "anything" }]);
            let list =
                json!({ "jsonrpc": "2.0", "id": "toolrisk-tools-1", "result": { "tools": tools } });
            led = server(&mut it, &list.to_string());
        }
        let text = denial(&led);
        assert!(text.ends_with(&format!("Rule: {rule}")), "{text}");
    }
    for name in ["deletes", "anything"] {
        assert_eq!(client(&mut it, &call(1, name, &json!({}))).server.len(), 1);
        server(&mut it, r#"{"jsonrpc":"2.0","id":1,"result":{}}"#);
    }
}

#[test]
fn what_passes_keeps_its_digits_and_its_answer_keeps_its_bytes() {
    let mut it = session();
    let sent = client(
        &mut it,
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\",\r \"x\": [1.0], \
         \"params\": {\"name\": \"get\", \"arguments\": {\"n\": 123456789012345678901234567890}}}",
    );
    assert_eq!(
        sent.server,
        [
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","x":[1.0],"params":{"name":"get","arguments":{"n":123456789012345678901234567890}}}"#
        ]
    );
    let answer = "{ \"result\": {\"z\": 1.50,\t\"content\": []}, \"jsonrpc\":\"2.0\", \"id\" :1, \"new\": {} }";
    let outs = it.from_server(answer.as_bytes().to_vec(), 0);
    assert_eq!(outs, [Out::ToClient(answer.as_bytes().to_vec().into())]);
}

#[test]
fn hidden_and_unnamed_tools_leave_every_page_and_the_rest_keeps_its_bytes() {
    let mut it = session();
    for cursor in ["", r#","params":{"cursor":""}"#] {
        let line = format!(r#"{{"jsonrpc":"2.0","id":7,"method":"tools/list"{cursor}}}"#);
        client(&mut it, &line);
        let answer = r#"{"jsonrpc":"2.0","id":7,"result":{"ttlMs":1,"tools":[{"name":"delete"},{"name":"get","n":1.10},{"name":"other"},{"no":"name"},{ "name":"never" }],"nextCursor":""}}"#;
        let outs = it.from_server(answer.as_bytes().to_vec(), 0);
        let kept = r#"{"jsonrpc":"2.0","id":7,"result":{"ttlMs":1,"tools":[{"name":"get","n":1.10},{ "name":"never" }],"nextCursor":""}}"#;
        assert_eq!(outs, [Out::ToClient(kept.as_bytes().to_vec().into())]);
    }
}

#[test]
fn a_limit_counts_calls_that_were_made_and_gives_back_the_others() {
    let mut it = session();
    let error = |id: u32| format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":-32602}}}}"#);
    // An error may come after the action, so it counts, unless the policy says otherwise.
    client(&mut it, &call(1, "create", &json!({})));
    server(&mut it, &error(1));
    let line = call(2, "create", &json!({}));
    assert_eq!(client(&mut it, &line).server.len(), 1);
    let text = denial(&client(&mut it, &call(3, "create", &json!({}))));
    assert!(text.ends_with("Rule: /tools/create/limits/0"), "{text}");
    // A cancelled call may have been made.
    client(
        &mut it,
        r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"#,
    );
    denial(&client(&mut it, &call(4, "create", &json!({}))));
    // One that did not reach the server was not.
    let told = led(it.not_sent(&line.as_bytes().to_vec().into(), "gone", 0));
    assert_eq!(told.client[0]["error"]["code"], -32000);
    let again = client(&mut it, &call(5, "create", &json!({})));
    assert_eq!(again.server.len(), 1);
}

#[test]
fn a_policy_can_give_back_the_count_of_calls_that_fail() {
    let policy = POLICY.replace(r#""max": 2"#, r#""max": 2, "on_error": "give_back""#);
    let mut it = session_of(&policy);
    for id in 0..50 {
        assert_eq!(
            client(&mut it, &call(id, "create", &json!({})))
                .server
                .len(),
            1
        );
        let how = [
            r#""error":{"code":-32602}"#,
            r#""result":{"content":[],"isError":true}"#,
        ];
        let how = how[usize::try_from(id % 2).unwrap()];
        server(&mut it, &format!(r#"{{"jsonrpc":"2.0","id":{id},{how}}}"#));
    }
    for id in 50..52 {
        assert_eq!(
            client(&mut it, &call(id, "create", &json!({})))
                .server
                .len(),
            1
        );
        server(
            &mut it,
            &format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{}}}}"#),
        );
    }
    denial(&client(&mut it, &call(52, "create", &json!({}))));
}

#[test]
fn a_policy_with_other_names_and_windows_finds_the_use_of_the_one_before() {
    let limit = |counter: &str, window: &str| {
        POLICY.replace(
            r#""counter": "create", "window": "minute""#,
            &format!(r#""counter": "{counter}", "window": "{window}""#),
        )
    };
    let mut it = session_of(&limit("a", "day"));
    for id in 0..2 {
        client(&mut it, &call(id, "create", &json!({})));
    }
    for (counter, window) in [("b", "day"), ("b", "hour"), ("c", "minute"), ("a", "day")] {
        it.replace(limit(counter, window).parse().unwrap());
        denial(&client(&mut it, &call(9, "create", &json!({}))));
    }
}

#[test]
fn a_refusal_says_the_same_to_programs() {
    let mut it = session();
    for id in 0..2 {
        client(&mut it, &call(id, "create", &json!({})));
    }
    for (tool, code, rule) in [
        ("delete", "hidden", "/hide/0"),
        ("other", "not_named", "/default"),
        ("never", "denied", "/tools/never/deny_if/0"),
        ("pay", "cannot_ask", "/tools/pay/deny_if/0"),
        ("create", "limit", "/tools/create/limits/0"),
    ] {
        let told = client(&mut it, &call(9, tool, &json!({})));
        let result = &told.client[0]["result"];
        let said = &result["_meta"]["io.github.toolrisk/refusal"];
        // The client may know a form that results of the others must have.
        let unseen = matches!(code, "hidden" | "not_named");
        assert_eq!(result.get("structuredContent"), unseen.then_some(said));
        assert_eq!(
            (&said["code"], &said["rule"]),
            (&json!(code), &json!(rule)),
            "{said}"
        );
        assert_eq!(said["refused"], true);
        let retry = (&said["retryAt"], &said["retryAfterSeconds"]);
        let expected = if code == "limit" {
            (json!("1970-01-01T00:01:00Z"), json!(60))
        } else {
            (Value::Null, Value::Null)
        };
        assert_eq!(retry, (&expected.0, &expected.1), "{said}");
    }
    let refused = client(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}"#,
    );
    assert_eq!(refused.client[0]["error"]["data"]["code"], "unreadable");
}

#[test]
fn a_refusal_is_structured_unless_results_of_the_tool_have_a_form_of_their_own() {
    let mut it = session();
    client(&mut it, r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
    server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"never"},{"name":"pay","outputSchema":{"type":"object"}}]}}"#,
    );
    for (tool, structured) in [("never", true), ("pay", false)] {
        let told = client(&mut it, &call(2, tool, &json!({})));
        let content = &told.client[0]["result"]["structuredContent"];
        assert_eq!(content["refused"] == true, structured, "{tool}: {content}");
    }
}

#[test]
fn a_refusal_does_not_say_that_a_person_was_asked_when_nobody_was() {
    let capable = json!({ "elicitation": {} });
    for (capabilities, answer, code, words) in [
        (json!({}), Value::Null, "cannot_ask", "Nobody was asked"),
        (
            capable.clone(),
            json!({ "error": { "code": -32601, "message": "no" } }),
            "cannot_ask",
            "could not ask anybody",
        ),
        (
            capable.clone(),
            json!({ "result": { "action": "cancel" } }),
            "unanswered",
            "without an answer",
        ),
        (
            capable,
            json!({ "result": { "action": "decline" } }),
            "declined",
            "Whoever answered",
        ),
    ] {
        let mut it = session();
        initialize(&mut it, &capabilities);
        let mut told = client(&mut it, &call(1, "pay", &json!({})));
        if let Some(map) = answer.as_object() {
            let mut line = json!({ "jsonrpc": "2.0", "id": told.client[0]["id"] });
            line.as_object_mut().unwrap().extend(map.clone());
            told = client(&mut it, &line.to_string());
        }
        let text = denial(&told);
        assert!(
            text.contains(words) && !text.contains("person was asked"),
            "{text}"
        );
        let said = &told.client[0]["result"]["_meta"]["io.github.toolrisk/refusal"];
        assert_eq!(said["code"], code);
    }
}

#[test]
fn a_question_shows_what_counts_however_it_is_padded() {
    let mut it = session();
    initialize(&mut it, &json!({ "elicitation": {} }));
    let padded = json!({ "_note": "x".repeat(5000), "amount": 9_999 });
    let asked = client(&mut it, &call(1, "pay", &padded));
    let text = asked.client[0]["params"]["message"].as_str().unwrap();
    assert!(
        text.contains("- amount: 9999") && text.contains("characters left out"),
        "{text}"
    );
    let many: Vec<u32> = (0..500).collect();
    let told = client(
        &mut it,
        &call(2, "pay", &json!({ "pad": many, "amount": 9_999 })),
    );
    let text = denial(&told);
    assert!(text.contains("501 values, too many to show"), "{text}");
}

#[test]
fn an_answer_that_was_cut_inside_a_character_still_arrives() {
    let mut it = session();
    client(&mut it, &call(1, "get", &json!({})));
    let half = r#"{"jsonrpc":"2.0","id":1,"result":{"text":"party \ud83d"}}"#.replace("\\\\", "\\");
    let outs = it.from_server(half.clone().into_bytes(), 0);
    assert_eq!(
        outs,
        [Out::ToClient(half.into_bytes().into())],
        "as it came"
    );
    client(&mut it, &call(2, "get", &json!({})));
    let cut = b"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"text\":\"party \xf0\x9f\"}}".to_vec();
    let told = led(it.from_server(cut, 0));
    assert_eq!(told.client[0]["result"]["text"], "party \u{fffd}");
}

#[test]
fn a_line_that_is_too_long_has_an_answer() {
    let mut it = session();
    let left = br#"{"id":1,"method":""}"#;
    let told = led(it.too_long(Side::Client, left, 0));
    assert_eq!((&told.client[0]["id"], told.log.len()), (&json!(1), 1));
    assert!(
        told.client[0]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("is longer than")
    );
    client(&mut it, &call(2, "get", &json!({})));
    let told = led(it.too_long(Side::Server, br#"{"id":2}"#, 0));
    assert_eq!(told.client[0]["id"], 2);
    assert_eq!(it.waiting(), 0);
    assert!(
        led(it.too_long(Side::Server, br#"{"id":2}"#, 0))
            .client
            .is_empty()
    );
}

#[test]
fn a_subscription_is_told_of_a_changed_policy() {
    let mut it = session();
    let request = |id: u32, method: &str, more: Value| {
        let mut params =
            json!({ "_meta": { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } });
        params
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()
    };
    let tools = json!({ "notifications": { "toolsListChanged": true } });
    client(&mut it, &request(1, "server/discover", json!({})));
    let told = server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"result":{"capabilities":{"tools":{}}}}"#,
    );
    assert_eq!(
        told.client[0]["result"]["capabilities"]["tools"]["listChanged"],
        true
    );
    client(&mut it, &request(2, "subscriptions/listen", tools));
    client(
        &mut it,
        &request(3, "subscriptions/listen", json!({ "notifications": {} })),
    );
    let acknowledged = |id: u32| {
        let meta = json!({ "io.modelcontextprotocol/subscriptionId": id });
        let params = json!({ "_meta": meta, "notifications": {} });
        json!({ "jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged", "params": params })
    };
    for (id, tools) in [(2, json!(true)), (3, Value::Null)] {
        let told = server(&mut it, &acknowledged(id).to_string());
        assert_eq!(
            told.client[0]["params"]["notifications"]["toolsListChanged"],
            tools
        );
    }
    client(&mut it, &request(4, "tools/list", json!({})));
    server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":4,"result":{"tools":[{"name":"get"},{"name":"delete"}]}}"#,
    );
    let open = POLICY.replace(r#""hide": ["delete"],"#, "");
    let open = open.replace(r#""get": {},"#, r#""get": {}, "delete": {},"#);
    let told = led(it.replace(open.parse().unwrap()));
    assert_eq!(told.client.len(), 1, "{told:?}");
    assert_eq!(told.client[0]["method"], "notifications/tools/list_changed");
    let meta = &told.client[0]["params"]["_meta"];
    assert_eq!(meta["io.modelcontextprotocol/subscriptionId"], 2);
}

#[test]
fn a_client_of_the_handshake_is_asked_by_a_request() {
    for (answer, approved) in [
        (
            json!({ "action": "accept", "content": { "approve": true } }),
            true,
        ),
        (
            json!({ "action": "accept", "content": { "approve": false } }),
            false,
        ),
        (json!({ "action": "decline" }), false),
    ] {
        let mut it = session();
        initialize(&mut it, &json!({ "elicitation": {} }));
        let asked = client(&mut it, &call(1, "pay", &json!({ "to": "bob" })));
        assert!(asked.server.is_empty());
        let question = &asked.client[0];
        assert_eq!(question["method"], "elicitation/create");
        let text = question["params"]["message"].as_str().unwrap();
        for part in [
            "`pay`",
            "`bank`",
            "Requires human approval.",
            r#"- to: "bob""#,
        ] {
            assert!(text.contains(part), "{text}");
        }
        // Neither the server nor a second answer can speak in between.
        let id = &question["id"];
        assert!(
            server(&mut it, r#"{"jsonrpc":"2.0","id":1,"result":{}}"#)
                .client
                .is_empty()
        );
        let forged = json!({ "jsonrpc": "2.0", "id": id, "method": "elicitation/create" });
        assert!(server(&mut it, &forged.to_string()).client.is_empty());
        let line = json!({ "jsonrpc": "2.0", "id": id, "result": answer }).to_string();
        let told = client(&mut it, &line);
        if approved {
            assert_eq!(told.server, [call(1, "pay", &json!({ "to": "bob" }))]);
        } else {
            assert!(denial(&told).contains("did not approve it. Rule: /tools/pay/deny_if/0"));
        }
        let again = client(&mut it, &line);
        assert!(again.server.is_empty() && again.client.is_empty());
    }
}

#[test]
fn a_cancelled_request_is_forgotten_once_and_its_id_can_come_again() {
    let cancel = |id: u32| {
        format!(
            r#"{{"jsonrpc":"2.0","method":"notifications/cancelled","params":{{"requestId":{id}}}}}"#
        )
    };
    let answer = |id: u32| format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{}}}}"#);
    let mut it = session();
    // Cancelled over and over, it still has its late answer.
    client(&mut it, &call(1, "get", &json!({})));
    for _ in 0..1100 {
        client(&mut it, &cancel(1));
    }
    assert_eq!(server(&mut it, &answer(1)).client.len(), 1);
    // A thousand others do not push out a request that has taken over the id.
    client(&mut it, &call(1, "get", &json!({})));
    for id in 2..1102 {
        client(&mut it, &call(id, "get", &json!({})));
        client(&mut it, &cancel(id));
    }
    assert_eq!(server(&mut it, &answer(1)).client.len(), 1);
}

#[test]
fn a_cancelled_question_is_taken_back() {
    let mut it = session();
    initialize(&mut it, &json!({ "elicitation": {} }));
    let asked = client(&mut it, &call(1, "pay", &json!({})));
    let cancel = r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#;
    let told = client(&mut it, cancel);
    assert!(told.server.is_empty());
    assert_eq!(told.client[0]["params"]["requestId"], asked.client[0]["id"]);
    let yes = json!({ "action": "accept", "content": { "approve": true } });
    let late = json!({ "jsonrpc": "2.0", "id": asked.client[0]["id"], "result": yes });
    assert!(client(&mut it, &late.to_string()).server.is_empty());
}

fn modern(id: u32, arguments: &Value, more: &Value) -> String {
    let mut params = json!({ "name": "pay", "arguments": arguments, "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": { "elicitation": { "form": {} } },
        "progressToken": id,
    } });
    for (key, value) in more.as_object().unwrap() {
        params[key] = value.clone();
    }
    json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }).to_string()
}

#[test]
fn a_client_without_a_handshake_is_asked_by_a_result() {
    let yes =
        json!({ "toolrisk-approval": { "action": "accept", "content": { "approve": true } } });
    let no = json!({ "toolrisk-approval": { "action": "decline" } });
    let to = |who| json!({ "to": who });
    for (answers, second, expected) in [
        (&yes, "bob", None),
        (&no, "bob", Some("did not approve it")),
        (&json!({}), "bob", Some("came back without an answer")),
        (&yes, "eve", Some("not the call that was asked about")),
    ] {
        let mut it = session();
        let asked = client(
            &mut it,
            &modern(1, &to("bob"), &json!({ "inputResponses": yes })),
        );
        assert!(
            asked.server.is_empty(),
            "an answer that was not asked for is none"
        );
        let result = &asked.client[0]["result"];
        assert_eq!(result["resultType"], "input_required");
        assert_eq!(
            result["inputRequests"]["toolrisk-approval"]["method"],
            "elicitation/create"
        );
        let state = &result["requestState"];
        let retry = json!({ "inputResponses": answers, "requestState": state });
        let told = client(&mut it, &modern(2, &to(second), &retry));
        match expected {
            None => assert_eq!(
                told.server,
                [modern(2, &to("bob"), &json!({ "inputResponses": yes }))]
            ),
            Some(reason) => assert!(denial(&told).contains(reason)),
        }
        let again = client(&mut it, &modern(3, &to(second), &retry));
        assert!(denial(&again).contains("not known any more"));
    }
}

#[test]
fn an_approval_is_worth_no_more_than_the_policy_at_that_time() {
    let mut it = session();
    initialize(&mut it, &json!({ "elicitation": {} }));
    let asked = client(&mut it, &call(1, "pay", &json!({})));
    it.replace(POLICY.replace("\"hide\": [\"delete\"]", "\"hide\": [\"delete\", \"pay\"]").replace(
        r#""pay": { "deny_if": [ { "conditions": [], "on_deny": "Requires human approval.", "ask": true } ] },"#,
        "",
    ).parse().unwrap());
    let yes = json!({ "action": "accept", "content": { "approve": true } });
    let line = json!({ "jsonrpc": "2.0", "id": asked.client[0]["id"], "result": yes });
    let told = client(&mut it, &line.to_string());
    assert!(denial(&told).ends_with("Rule: /hide/1"));
    assert!(matches!(
        &told.log[0],
        Record::Decided {
            answer: Some(Answer::Approved),
            ..
        }
    ));
}

#[test]
fn a_changed_policy_is_told_to_whoever_has_seen_another_list() {
    let shows: Policy = POLICY
        .replace("[\"delete\"]", "[]")
        .replace("\"get\": {}", "\"get\": {}, \"delete\": {}")
        .parse()
        .unwrap();
    let mut it = session();
    initialize(&mut it, &json!({}));
    assert!(
        it.replace(shows.clone()).is_empty(),
        "nothing was listed yet"
    );
    it.replace(POLICY.parse().unwrap());
    client(&mut it, r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
    server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"delete"},{"name":"get"}]}}"#,
    );
    let told = led(it.replace(shows));
    assert_eq!(told.client[0]["method"], "notifications/tools/list_changed");
    assert!(
        it.replace(POLICY.replace("\"max\": 2", "\"max\": 3").parse().unwrap())
            .len()
            == 1
    );
    assert!(
        it.replace(POLICY.parse().unwrap()).is_empty(),
        "the same tools"
    );
}

#[test]
fn the_handshake_promises_word_of_changed_lists() {
    let mut it = session();
    client(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#,
    );
    let told = server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"result":{"capabilities":{"tools":{},"x":1}}}"#,
    );
    assert_eq!(
        told.client[0]["result"]["capabilities"],
        json!({ "tools": { "listChanged": true }, "x": 1 })
    );
}

#[test]
fn requests_that_could_be_taken_in_two_ways_are_refused_and_told() {
    let odd = "\"params\":{\"name\":\"get\"}";
    for (line, told) in [
        (format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call",{odd},{odd}}}"#), true),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get","name":"delete"}}"#.to_owned(), true),
        (format!("[{}]", call(1, "get", &json!({}))), false),
        (format!(r#"{{"jsonrpc":"2.0","method":"tools/call",{odd}}}"#), false),
        (format!(r#"{{"jsonrpc":"2.0","id":null,"method":"tools/call",{odd}}}"#), false),
        (format!(r#"{{"jsonrpc":"2.0","id":1.5,"method":"tools/call",{odd}}}"#), false),
        ("not json".to_owned(), false),
        (call(1, "get", &json!({})) + &call(2, "get", &json!({})), true),
    ] {
        let led = client(&mut session(), &line);
        assert!(led.server.is_empty(), "{line}");
        assert_eq!(led.client.len(), usize::from(told), "{line}");
        assert!(matches!(&led.log[..], [Record::Refused { side: Side::Client, .. }]), "{line}");
    }
    let mut it = session();
    assert_eq!(client(&mut it, &call(1, "get", &json!({}))).server.len(), 1);
    assert_eq!(
        client(&mut it, &call(1, "get", &json!({}))).client[0]["error"]["code"],
        -32600
    );
    assert!(
        led(it.from_client(b"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"\xff\"}", 0))
            .server
            .is_empty()
    );
}

#[test]
fn a_server_line_that_cannot_be_read_ends_the_wait_for_it() {
    let mut it = session();
    client(&mut it, &call(1, "get", &json!({})));
    let told = server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}"#,
    );
    assert_eq!(told.client[0]["error"]["code"], -32000);
    for stray in [
        "noise",
        r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        r#"[{"jsonrpc":"2.0","id":1,"result":{}}]"#,
    ] {
        assert!(server(&mut it, stray).client.is_empty(), "{stray}");
    }
    client(&mut it, &call(2, "get", &json!({})));
    assert_eq!(led(it.server_gone()).client[0]["id"], 2);
}

#[test]
fn a_refused_line_is_told_to_whoever_waits_for_it() {
    let mut it = session();
    let surrogate = r#"{"method":"tools/call","params":{"name":"get","arguments":{"a":"\ud83d"}},"jsonrpc":"2.0","id":1}"#;
    let told = client(&mut it, surrogate);
    assert_eq!(told.client[0]["error"]["code"], -32600, "{told:?}");
    // The answer to a request of the server, whose id a call of the client has as well.
    client(&mut it, &call(7, "get", &json!({})));
    let told = client(
        &mut it,
        r#"{"jsonrpc":"2.0","id":7,"result":{"text":"\ud83d"}}"#,
    );
    assert!(told.client.is_empty(), "{told:?}");
    let sent: Value = serde_json::from_str(&told.server[0]).unwrap();
    assert_eq!(
        (&sent["id"], &sent["error"]["code"]),
        (&json!(7), &json!(-32600))
    );
    // A request of the server with that id is not the answer to the call.
    let request =
        r#"{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{"a":1,"a":2}}"#;
    assert!(server(&mut it, request).client.is_empty());
    let answer = r#"{"jsonrpc":"2.0","id":7,"result":{"text":1,"text":2}}"#;
    assert_eq!(server(&mut it, answer).client[0]["error"]["code"], -32000);
}

#[test]
fn an_unreadable_answer_to_a_question_is_no() {
    let mut it = session();
    initialize(&mut it, &json!({ "elicitation": {} }));
    let asked = client(&mut it, &call(1, "pay", &json!({})));
    let id = &asked.client[0]["id"];
    let line = format!(
        r#"{{"jsonrpc":"2.0","id":{id},"result":{{"action":"accept","content":{{"approve":false,"approve":true}}}}}}"#
    );
    assert!(denial(&client(&mut it, &line)).contains("did not approve it"));
}

#[test]
fn an_answer_that_did_not_reach_the_server_gives_no_call_back() {
    let mut it = session();
    for id in [1, 2] {
        client(&mut it, &call(id, "create", &json!({})));
        let answer = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{}}}}"#);
        assert_eq!(client(&mut it, &answer).server, [answer.as_str()]);
        assert!(
            it.not_sent(&answer.as_bytes().to_vec().into(), "HTTP 400", 0)
                .is_empty()
        );
    }
    let text = denial(&client(&mut it, &call(3, "create", &json!({}))));
    assert!(text.ends_with("Rule: /tools/create/limits/0"), "{text}");
}

#[test]
fn what_is_not_about_tools_passes_in_both_directions() {
    let mut it = session();
    for line in [
        r#"{"jsonrpc":"2.0","id":"x","method":"server/discover","params":{"_meta":{"a":1}}}"#,
        r#"{"jsonrpc":"2.0","id":-5,"method":"vendor/new","params":[1]}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"x","new":true}}"#,
        r#"{"jsonrpc":"2.0","id":77,"result":{"roots":[]},"extra":1}"#,
        r#"{"jsonrpc":"2.0","id":78,"error":{"code":1,"message":""}}"#,
    ] {
        assert_eq!(client(&mut it, line).server, [line]);
    }
    for line in [
        r#"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1}}"#,
        r#"{"jsonrpc":"2.0","id":0,"method":"sampling/createMessage","params":{}}"#,
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":""}}"#,
        r#"{"jsonrpc":"2.0","id":"x","result":{"resultType":"complete"}}"#,
    ] {
        assert_eq!(server(&mut it, line).client.len(), 1, "{line}");
    }
}

#[test]
fn a_dry_run_passes_every_byte_and_logs_what_it_would_have_done() {
    let mut it = DryRun::of(session_of(POLICY));
    let line = "{ \"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"delete\"} }";
    let told = client(&mut it, line);
    assert_eq!(told.server, [line]);
    assert!(matches!(
        &told.log[..],
        [Record::Decided {
            effect: Effect::Deny,
            ..
        }]
    ));
    assert_eq!(client(&mut it, "[]").server, ["[]"]);
    client(&mut it, r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#);
    let list = r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"delete"}]}}"#;
    assert_eq!(
        server(&mut it, list).client[0]["result"]["tools"][0]["name"],
        "delete"
    );
}

/// What a lenient server makes of a line: every object in it, also where another reader of lines or of
/// keys would see one.
fn calls_in(line: &str) -> Vec<String> {
    let parts = line.split(['\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']);
    let mut names = Vec::new();
    for part in parts.chain([line]) {
        if let Ok(value) = serde_json::from_str::<Value>(part) {
            let messages = value.as_array().cloned().unwrap_or_else(|| vec![value]);
            for message in messages {
                let Some(object) = message.as_object() else {
                    continue;
                };
                let member = |name: &str, of: &serde_json::Map<String, Value>| {
                    let read =
                        |key: &str| key.split('\0').next().unwrap_or_default().to_lowercase();
                    let found = of.iter().rfind(|(key, _)| read(key) == name);
                    found.map(|(_, value)| value.clone())
                };
                let method = member("method", object).unwrap_or_default();
                let params = member("params", object).unwrap_or_default();
                if method
                    .as_str()
                    .is_some_and(|it| it.trim().eq_ignore_ascii_case("tools/call"))
                    && let Some(name) = params.as_object().and_then(|it| member("name", it))
                {
                    names.push(name.as_str().unwrap_or_default().to_owned());
                }
            }
        }
    }
    names
}

/// Pieces from which lines are put together that want to get past.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        r#""jsonrpc":"2.0""#,
        r#""id":1"#,
        r#""id":"a""#,
        r#""id":null"#,
        r#""id":1.0"#,
        r#""Id":2"#,
        r#""method":"tools/call""#,
        r#""method":"ping""#,
        r#""METHOD":"tools/call""#,
        r#""method":"tools/Call""#,
        r#""params":{"name":"delete"}"#,
        r#""params":{"name":"get","name":"delete"}"#,
        r#""params":{"name":"get","Name":"delete"}"#,
        r#""params":{"name":"get"}"#,
        r#""Params":{"name":"delete"}"#,
        r#""params":{"name":"pay","arguments":{}}"#,
        r#""params":{"\u006eame":"delete"}"#,
        r#""params":{"name":"get","name\u0000":"delete"}"#,
        r#""method\u0000x":"tools/call""#,
        r#""params\u0000":{"name":"delete"}"#,
        r#""result":{}"#,
        "\"x\":\r{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{\"name\":\"delete\"}}\r",
        "\"y\":\"\u{2028}{\\\"jsonrpc\\\":\\\"2.0\\\"}\"",
    ]);
    fixed.prop_map(str::to_owned)
}

fn smuggling_line() -> impl Strategy<Value = String> {
    let object =
        prop::collection::vec(piece(), 2..7).prop_map(|parts| format!("{{{}}}", parts.join(",")));
    let separators = prop::sample::select(vec!["", " ", ",", "\r", "\u{2028}", "\u{b}"]);
    let lines = (prop::collection::vec(object, 1..3), separators);
    let joined = lines.prop_map(|(objects, by)| objects.join(by));
    (joined, any::<bool>()).prop_map(|(line, batch)| if batch { format!("[{line}]") } else { line })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_of_either_side_stop_the_session(
        lines in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..200)), 0..8)
    ) {
        let mut it = session();
        for (from_client, line) in lines {
            if from_client { it.from_client(&line, 0); } else { it.from_server(line, 0); }
        }
    }

    #[test]
    fn no_sequence_of_lines_brings_a_denied_call_to_the_server(
        lines in prop::collection::vec((any::<bool>(), smuggling_line()), 1..8),
        asks in any::<bool>(),
    ) {
        let mut it = session();
        if asks { initialize(&mut it, &json!({ "elicitation": {} })); }
        for (from_client, line) in lines {
            let outs = if from_client {
                it.from_client(line.as_bytes(), 0)
            } else {
                it.from_server(line.clone().into_bytes(), 0)
            };
            for sent in led_to_server(outs) {
                for name in calls_in(&sent) {
                    prop_assert_eq!(&name, "get", "{} became {}", line, sent);
                }
            }
        }
    }
}

fn led_to_server(outs: Vec<Out>) -> Vec<String> {
    let lines = outs.into_iter().filter_map(|out| match out {
        Out::ToServer(sent) => Some(String::from_utf8(sent.into_line()).unwrap()),
        Out::ToClient(_) | Out::Log(_) | Out::Passed(_) => None,
    });
    lines.collect()
}

#[test]
fn a_batch_of_answers_is_read_and_an_equal_number_is_the_same_id() {
    let mut it = session();
    for id in [2, 3, 4] {
        client(
            &mut it,
            &format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ping"}}"#),
        );
    }
    let batch = r#"[{"jsonrpc":"2.0","id":2,"result":{}},{"jsonrpc":"2.0","id":3.0,"result":{}}]"#;
    let answer = |id: u32| json!({ "jsonrpc": "2.0", "id": id, "result": {} });
    assert_eq!(server(&mut it, batch).client, [answer(2), answer(3)]);
    server(
        &mut it,
        r#"{"jsonrpc":"2.0","id":4.00,"error":{"code":1,"message":""}}"#,
    );
    assert_eq!(it.waiting(), 0);
}

#[test]
fn calls_that_are_passed_on_are_recorded_and_those_that_are_refused_are_not() {
    let mut session = session();
    let passed = client(&mut session, &call(1, "get", &json!({ "path": "/a" }))).passed;
    assert_eq!(passed, [r#"get {"path":"/a"}"#]);
    for tool in ["delete", "never", "unknown"] {
        let passed = client(&mut session, &call(2, tool, &json!({}))).passed;
        assert_eq!(passed, [""; 0], "{tool}");
    }
    let mut dry = DryRun::of(session_of(POLICY));
    let passed = client(&mut dry, &call(1, "delete", &json!({}))).passed;
    assert_eq!(passed, ["delete {}"]);
}

//! What is learned lets the recorded calls pass, and calls of another kind not.

use serde_json::{Value, json};

use super::learn;
use crate::policy::{Call, Effect, Evaluator, Policy, RecordedCall};

fn calls(lines: &[Value]) -> Vec<RecordedCall> {
    lines
        .iter()
        .map(|it| it.to_string().parse().unwrap())
        .collect()
}

fn recorded() -> Vec<RecordedCall> {
    let mut lines = Vec::new();
    for at in 0..8 {
        let time = at * 10;
        let path = format!("/srv/data/{at}/a.txt");
        lines.push(json!({ "tool": "read", "arguments": { "path": path }, "time": time }));
        let url = format!("https://docs.example/{at}");
        lines.push(
            json!({ "tool": "fetch", "arguments": { "url": url, "depth": 1 }, "time": time }),
        );
        let mode = if at % 2 == 0 { "fast" } else { "slow" };
        let mut run = json!({ "tool": "run", "arguments": { "note": format!("n{at}"), "how": { "mode": mode } }, "time": time });
        if at > 3 {
            run["arguments"]["level"] = json!(3);
        }
        lines.push(run);
    }
    calls(&lines)
}

fn effects(policy: &Policy, calls: &[RecordedCall]) -> Vec<Effect> {
    let mut evaluator = Evaluator::new(policy.clone());
    let mut now = 0;
    let each = calls.iter().map(|call| {
        now = call.at.unwrap_or(now);
        let (tool, arguments) = (call.tool.as_str(), &call.arguments);
        evaluator
            .decide(Call {
                tool,
                arguments,
                at: now,
            })
            .effect
    });
    each.collect()
}

#[test]
fn every_recorded_call_passes_and_calls_of_another_kind_do_not() {
    let seen = recorded();
    let learned = learn(std::slice::from_ref(&seen), 1);
    let policy: Policy = learned.policy.json().parse().unwrap();
    assert!(
        effects(&policy, &seen)
            .iter()
            .all(|it| *it == Effect::Allow),
        "{}",
        policy.json()
    );
    for (tool, arguments) in [
        ("write", json!({ "path": "/srv/data/1/a.txt" })),
        ("Read", json!({ "path": "/srv/data/1/a.txt" })),
        ("read", json!({ "path": "/etc/passwd" })),
        ("read", json!({ "path": "/srv/data/../../etc/passwd" })),
        ("read", json!({ "path": "/srv/database/x" })),
        ("read", json!({ "path": "data/x" })),
        ("read", json!({ "path": 5 })),
        ("read", json!({})),
        ("read", json!({ "path": ["/srv/data/x", "/etc/x"] })),
        (
            "fetch",
            json!({ "url": "https://evil.example/", "depth": 1 }),
        ),
        (
            "fetch",
            json!({ "url": "https://docs.example.evil.example/", "depth": 1 }),
        ),
        (
            "fetch",
            json!({ "url": "https://docs.example@evil.example/", "depth": 1 }),
        ),
        ("fetch", json!({ "url": "file:///etc/passwd", "depth": 1 })),
        (
            "fetch",
            json!({ "url": "https://docs.example/", "depth": 9 }),
        ),
        ("fetch", json!({ "url": "https://docs.example/" })),
        ("run", json!({ "how": { "mode": "wild" }, "note": "x" })),
        ("run", json!({ "how": { "mode": null }, "note": "x" })),
        ("run", json!({ "how": {}, "note": "x" })),
        (
            "run",
            json!({ "how": { "mode": "fast" }, "note": "x", "level": 4 }),
        ),
        ("run", json!({ "note": "x" })),
    ] {
        let call = json!({ "tool": tool, "arguments": arguments, "time": 99_999 });
        assert_eq!(
            effects(&policy, &calls(&[call])),
            [Effect::Deny],
            "{tool} {arguments}"
        );
    }
}

#[test]
fn each_line_has_its_reason() {
    let learned = learn(&[recorded()], 3);
    let said: Vec<String> = learned
        .reasons
        .iter()
        .map(|it| format!("{}: {}", it.place, it.reason))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
    let text = learned.policy.json();
    let document: Value = serde_json::from_str(&text).unwrap();
    for reason in &learned.reasons {
        assert!(
            document.pointer(&reason.place).is_some(),
            "{} in {text}",
            reason.place
        );
    }
}

#[test]
fn longer_windows_get_limits_where_they_are_tighter() {
    let call = |time: u64| json!({ "tool": "t", "time": time });
    // Twice a minute at most, three times an hour at most, over two days.
    let times = [0, 1, 1800, 3700, 90_000, 180_000];
    let seen = calls(&times.map(call));
    let learned = learn(std::slice::from_ref(&seen), 1);
    let limits = &learned.policy.rule("t").unwrap().limits;
    let limits: Vec<String> = limits.iter().map(|it| it.limit().to_string()).collect();
    assert_eq!(limits, ["2/minute", "3/hour", "4/day"]);
    assert!(
        effects(&learned.policy, &seen)
            .iter()
            .all(|it| *it == Effect::Allow)
    );
}

#[test]
fn values_that_the_recording_leaves_out_make_no_rule() {
    let secret = json!({ "tool": "t", "arguments": { "key": "[redacted]", "text": "[left out: 9000 bytes]" } });
    let names = json!({ "tool": "u", "arguments": ["path"] });
    let seen = calls(&[secret.clone(), secret.clone(), secret, names]);
    let learned = learn(std::slice::from_ref(&seen), 2);
    assert!(!learned.policy.rule("t").unwrap().reads_arguments());
    assert!(!learned.policy.rule("u").unwrap().reads_arguments());
    assert_eq!(
        learned
            .reasons
            .iter()
            .filter(|it| it.reason.contains("no rule on"))
            .count(),
        2
    );
    assert!(
        learned
            .reasons
            .iter()
            .any(|it| it.reason.contains("values are missing"))
    );
}

#[test]
fn no_rule_is_made_of_what_may_be_a_secret_or_of_calls_that_are_to_be_denied() {
    let token = "ghp_0123456789abcdef0123456789abcdef0123";
    let mut lines = vec![
        json!({ "tool": "drop", "arguments": {}, "expect": "deny" }),
        json!({ "tool": "run", "arguments": { "mode": "wild" }, "expect": "deny" }),
    ];
    for _ in 0..4 {
        lines.push(json!({ "tool": "run", "arguments": {
            "mode": "fast", "password": "hunter2", "header": token, "url": format!("https://u:{token}@a.example/"),
        } }));
    }
    let learned = learn(&[calls(&lines)], 1);
    let text = format!("{}{:?}", learned.policy.json(), learned.reasons);
    for left_out in [token, "hunter2", "wild", "drop"] {
        assert!(!text.contains(left_out), "{left_out}: {text}");
    }
    assert!(text.contains("fast"), "{text}");
    assert!(
        text.contains("`password`, because its values may be secrets"),
        "{text}"
    );
}

//! `policy`: learned from a recording, simulated, compared and checked.

use serde_json::{Value, json};
use toolrisk::policy::{
    Call, Effect, Evaluator, FaultKind, Known, Policy, Profile, faults, recommend,
};
use toolrisk::rules::rate_server;

use crate::program::{run, write};

fn lines(calls: &[Value]) -> String {
    calls
        .iter()
        .fold(String::new(), |text, it| text + &it.to_string() + "\n")
}

fn recording() -> String {
    let call = |at: u64| {
        let time = format!("2026-11-27T08:00:{at:02}Z");
        let path = format!("/srv/app/{at}/a.txt");
        let of = |tool: &str, arguments: Value| json!({ "time": time, "server": "files", "tool": tool, "arguments": arguments });
        lines(&[
            of("read_text_file", json!({ "path": path })),
            of(
                "list_directory_with_sizes",
                json!({ "path": "/srv/app/src", "sortBy": "size" }),
            ),
        ])
    };
    (0..6).map(call).collect()
}

#[test]
fn what_is_learned_passes_the_recording_and_denies_calls_of_another_kind() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    write(&here.join("calls.jsonl"), &recording());
    let learned = run(
        here,
        &["policy", "learn", "calls.jsonl", "-o", "policy.json"],
    )
    .ended(0);
    insta::assert_snapshot!(learned.err);
    run(
        here,
        &["simulate", "--policy", "policy.json", "calls.jsonl"],
    )
    .ended(0)
    .said("12 calls: 12 allowed, 0 asked, 0 denied");
    let other = |at: usize| {
        let path = [
            "/etc/passwd",
            "/srv/app/../x",
            "relative",
            "/srv/apple/x",
            "~/.ssh/id",
        ][at % 5];
        let tool = [
            "read_text_file",
            "write_file",
            "list_directory_with_sizes",
            "read_file",
        ][at % 4];
        json!({ "tool": tool, "arguments": { "path": path, "sortBy": "size" }, "time": 99_999 })
    };
    let others: Vec<Value> = (0..19).map(other).collect();
    let unsorted = json!({ "tool": "list_directory_with_sizes", "arguments": { "path": "/srv/app/src", "sortBy": "name" } });
    write(
        &here.join("others.jsonl"),
        &(lines(&others) + &lines(&[unsorted])),
    );
    run(
        here,
        &["simulate", "--policy", "policy.json", "others.jsonl"],
    )
    .ended(0)
    .said("20 calls: 0 allowed, 0 asked, 20 denied");
    // A policy that was learned has no fault of its own.
    run(here, &["policy", "check", "policy.json"])
        .ended(0)
        .said("0 findings");
    // Nor is a file of somebody else replaced.
    run(
        here,
        &["policy", "learn", "calls.jsonl", "-o", "others.jsonl"],
    )
    .ended(2);
}

#[test]
fn a_policy_is_learned_for_one_server_at_a_time() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    let of = |server: &str, tool: &str| json!({ "server": server, "tool": tool, "arguments": {} });
    write(
        &here.join("calls.jsonl"),
        &lines(&[of("a", "one"), of("b", "two")]),
    );
    run(here, &["policy", "learn", "calls.jsonl"])
        .ended(2)
        .said("2 servers: `a`, `b`");
    let learned = run(here, &["policy", "learn", "calls.jsonl", "--only", "b"]).ended(0);
    assert!(
        learned.out.contains("two") && !learned.out.contains("one"),
        "{}",
        learned.out
    );
    let whole = run(
        here,
        &[
            "policy",
            "learn",
            "calls.jsonl",
            "--only",
            "a",
            "--format",
            "json",
        ],
    )
    .ended(0);
    let whole: Value = serde_json::from_str(&whole.out).unwrap();
    assert_eq!(whole["reasons"][1]["place"], "/tools/one");
    write(&here.join("none.jsonl"), "");
    run(here, &["policy", "learn", "none.jsonl"])
        .ended(2)
        .said("no call");
}

#[test]
fn the_gateways_plain_log_can_be_simulated() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    let log = r#"warning: the server says something
{"time":"2026-11-27T08:00:00Z","server":"files","tool":"get","effect":"allow","rule":"/tools/get","arguments":["path"],"dry_run":false}
{"time":"2026-11-27T08:00:01Z","server":"files","refused":"not JSON","from":"client","dry_run":false}
{"time":"2026-11-27T08:00:02Z","server":"files","tool":"pay","effect":"ask","rule":"/tools/pay/deny_if/0","arguments":[],"dry_run":false}
{"time":"2026-11-27T08:00:03Z","server":"files","tool":"pay","effect":"allow","rule":"/tools/pay/deny_if/0","arguments":[],"answer":"approved","dry_run":false}
{"time":"2026-11-27T08:00:04Z","server":"files","tool":"gone","effect":"deny","rule":"/default","arguments":[],"dry_run":false}
"#;
    write(&here.join("log.jsonl"), log);
    write(
        &here.join("policy.json"),
        r#"{ "version": "1", "default": "deny", "tools": {
          "get": { "require": [{ "conditions": [{ "path": "args.path", "op": "path_under", "value": "/srv" }] }] },
          "pay": { "deny_if": [{ "conditions": [], "ask": true }] } } }"#,
    );
    run(here, &["simulate", "--policy", "policy.json", "log.jsonl"])
        .ended(0)
        .said("1 call of tools whose rules read arguments")
        .said("3 calls: 1 allowed, 1 asked, 1 denied");
    // A line that is no call stays an error where the file is no log.
    write(&here.join("calls.jsonl"), "warning\n{\"tool\": \"get\"}\n");
    run(
        here,
        &["simulate", "--policy", "policy.json", "calls.jsonl"],
    )
    .ended(2);
}

#[test]
fn two_policies_are_compared_in_words_and_as_json() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    for profile in ["strict", "permissive"] {
        run(
            here,
            &["export", "filesystem", "--profile", profile, "-o", profile],
        )
        .ended(0);
    }
    let looser = run(here, &["policy", "diff", "strict", "permissive"]).ended(1);
    insta::assert_snapshot!(looser.out);
    run(here, &["policy", "diff", "permissive", "strict"])
        .ended(0)
        .said("0 looser");
    run(here, &["policy", "diff", "strict", "strict"])
        .ended(0)
        .said("decide every call in the same way");
    let said = run(
        here,
        &["policy", "diff", "strict", "permissive", "--format", "json"],
    )
    .ended(1);
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["changes"][0]["direction"], "looser");
}

#[test]
fn a_policy_is_checked_against_the_server_that_it_is_for_and_against_a_target() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    run(here, &["export", "filesystem", "-o", "policy.json"]).ended(0);
    let text = std::fs::read_to_string(here.join("policy.json")).unwrap();
    write(
        &here.join("wrong.json"),
        &text.replace("read_text_file", "read_text_fil"),
    );
    let checked = run(here, &["policy", "check", "wrong.json"]).ended(1);
    assert!(
        checked.out.contains("did you mean `read_text_file`?"),
        "{}",
        checked.out
    );
    run(here, &["policy", "check", "policy.json"])
        .ended(0)
        .said("0 findings");
    let checked = run(
        here,
        &["policy", "check", "policy.json", "--target", "cursor-x"],
    )
    .ended(2);
    assert!(checked.err.contains("cursor-x"));
    let checked = run(
        here,
        &[
            "policy",
            "check",
            "policy.json",
            "--target",
            "claude-code",
            "--format",
            "json",
        ],
    )
    .ended(1);
    let checked: Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(checked["findings"], json!([]));
    let inexpressible = checked["inexpressible"].to_string();
    assert!(
        inexpressible.contains("this product does not count calls"),
        "{inexpressible}"
    );
    // Tools that the catalog does not have come from a list.
    write(
        &here.join("tools.json"),
        r#"{ "tools": [{ "name": "get", "inputSchema": { "type": "object" } }] }"#,
    );
    write(
        &here.join("own.json"),
        r#"{ "version": "1", "default": "deny", "tools": { "got": {} } }"#,
    );
    run(
        here,
        &["policy", "check", "own.json", "--tools", "tools.json"],
    )
    .ended(1);
    run(here, &["policy", "check", "own.json"])
        .ended(0)
        .said("names and arguments were not checked");
}

#[test]
fn no_recommended_policy_has_a_fault() {
    let tree = toolrisk::load::read_tree(&root().join("catalog"), None).unwrap();
    let loaded = toolrisk::load::load(&tree);
    for server in &loaded.catalog.servers {
        let rated = rate_server(&loaded.catalog, server);
        let known: Vec<Known<'_>> = rated
            .iter()
            .map(|it| Known {
                definition: &it.tool.definition,
                category: it.rating.category,
                severity: it.rating.severity,
            })
            .collect();
        for profile in Profile::ALL {
            let policy = recommend(&rated, *profile);
            // A door beside a guarded one is a question to whoever writes the rules; the others are mistakes.
            let mistakes: Vec<_> = faults(&policy, Some(&known))
                .into_iter()
                .filter(|fault| fault.kind != FaultKind::SiblingDoor)
                .collect();
            assert_eq!(mistakes, [], "{} {profile}", server.id);
        }
    }
}

#[test]
fn every_open_door_of_the_catalog_is_guarded_or_its_entry_says_why_not() {
    let tree = toolrisk::load::read_tree(&root().join("catalog"), None).unwrap();
    let loaded = toolrisk::load::load(&tree);
    let found = toolrisk::check::check(&toolrisk::rules::rate(&loaded.catalog));
    let of_doors = found
        .iter()
        .filter(|it| ["sibling-door", "unused-allow"].contains(&it.lint.name));
    let messages: Vec<&str> = of_doors.map(|it| it.message.as_str()).collect();
    assert_eq!(messages, [] as [&str; 0]);
    let patch = json!({ "resourceType": "Secrets.v1", "name": "a", "patchData": {} });
    assert_eq!(
        recommended("kubernetes-npm", "kubectl_patch", &patch),
        Effect::Ask
    );

    // What an entry argues is no finding in its policy either; a door that nobody argued for is one.
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    run(here, &["export", "kubernetes-npm", "-o", "policy.json"]).ended(0);
    let check = [
        "policy",
        "check",
        "policy.json",
        "--server",
        "kubernetes-npm",
    ];
    run(here, &check).ended(0).said("0 findings");
    let text = std::fs::read_to_string(here.join("policy.json")).unwrap();
    let mut policy: Value = serde_json::from_str(&text).unwrap();
    let patch = policy["tools"]["kubectl_patch"].as_object_mut().unwrap();
    assert!(patch.remove("deny_if").is_some());
    write(&here.join("policy.json"), &policy.to_string());
    run(here, &check)
        .ended(1)
        .said("no rule of `kubectl_patch` reads its `resourceType`")
        .said("1 finding");
}

fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a server's recommended policy says of a call.
fn recommended(server: &str, tool: &str, arguments: &Value) -> Effect {
    let scratch = tempfile::tempdir().unwrap();
    run(scratch.path(), &["export", server, "--output", "p.json"]).ended(0);
    let text = std::fs::read_to_string(scratch.path().join("p.json")).unwrap();
    let policy: Policy = text.parse().unwrap();
    let call = Call {
        tool,
        arguments,
        at: 0,
    };
    Evaluator::new(policy).decide(call).effect
}

#[test]
fn no_spelling_of_a_private_address_passes_a_recommended_policy() {
    for (server, tool) in [
        ("fetch", "fetch"),
        ("playwright", "browser_navigate"),
        ("playwright", "browser_tabs"),
        ("puppeteer", "puppeteer_navigate"),
    ] {
        let of = |url: &str| recommended(server, tool, &json!({ "action": "new", "url": url }));
        for url in [
            "http://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd",
            "http://localhost:8080/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://[::ffff:127.0.0.1]/",
            "http:\\\\127.0.0.1\\",
            "http://printer.local./",
            " http://10.0.0.1",
            "http://a.example@192.168.0.1/",
        ] {
            assert_ne!(of(url), Effect::Allow, "{server} {tool} {url}");
        }
        assert_eq!(of("https://example.com/a?b#c"), Effect::Allow, "{server}");
    }
}

#[test]
fn no_spelling_of_a_guarded_branch_passes_a_recommended_policy() {
    for (server, tool) in [
        ("github", "push_files"),
        ("github", "create_or_update_file"),
        ("github-archived", "push_files"),
    ] {
        let on = |branch: &str| {
            let arguments = json!({ "branch": branch, "path": "docs/a.md" });
            recommended(server, tool, &arguments)
        };
        for branch in [
            "main",
            "refs/heads/main",
            "heads/master",
            "x/../main",
            "./main",
            "main?",
            "main#",
            "Main",
        ] {
            assert_ne!(on(branch), Effect::Allow, "{server} {tool} {branch}");
        }
        assert_eq!(on("feature/mainline"), Effect::Allow, "{server} {tool}");
    }
}

#[test]
fn no_spelling_of_a_guarded_path_passes_a_recommended_policy() {
    for path in [
        ".github/workflows/a.yml",
        "./.github//workflows/a.yml",
        "/x/../.github/workflows/a.yml",
    ] {
        let arguments = json!({ "branch": "b", "path": path });
        let effect = recommended("github", "create_or_update_file", &arguments);
        assert_ne!(effect, Effect::Allow, "{path}");
    }
    for files in [
        json!(["."]),
        json!(["a", "./"]),
        json!(["*"]),
        json!([":/"]),
    ] {
        let effect = recommended("git", "git_add", &json!({ "files": files }));
        assert_eq!(effect, Effect::Deny, "{files}");
    }
}

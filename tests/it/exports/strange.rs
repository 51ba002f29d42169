//! Names, servers and limits that nobody expects, in targets that could take them wrongly.

use std::collections::BTreeSet;

use serde_json::json;
use toolrisk::model::{Decision, Definition, Guards};
use toolrisk::policy::{
    Call, Effect, Evaluator, Export, Fallback, Instead, Policy, Prefer, Refusal, Rule,
    ServerPolicy, ToolPolicy, Wanted, all_targets, target,
};

use super::random::Made;
use super::{hold, read};

fn definitions(names: &[&str]) -> Vec<Definition> {
    let define = |name: &&str| Definition {
        name: (*name).to_owned(),
        ..Definition::default()
    };
    names.iter().map(define).collect()
}

fn export(to: &str, name: &str, policy: &str, tools: &[&str]) -> Result<Export, Refusal> {
    let policy: Policy = policy.parse().unwrap();
    let tools = definitions(tools);
    let tools: Vec<&Definition> = tools.iter().collect();
    let server = ServerPolicy {
        name,
        policy: &policy,
        tools: &tools,
    };
    target(to).unwrap().export(&[server], Prefer::Safety)
}

const STRANGE: [&str; 21] = [
    "a\"b",
    "a'b",
    "a\\b",
    "a\nb",
    "a\r\n# b",
    "*/ x",
    "${x}",
    "{{x}}",
    "-rf",
    "null",
    "default",
    "package",
    "permit",
    "__proto__",
    "日本語",
    "e\u{301}",
    "u\u{202e}x",
    "tag\u{e0041}",
    "x\u{0}y",
    "]]",
    "a b",
];

#[test]
fn strange_names_are_read_back_as_they_are() {
    let mut policy = Policy::new(Fallback::Deny);
    let calls: Vec<Made> = STRANGE
        .iter()
        .flat_map(|name| [(*name).to_owned(), format!("{name}x")])
        .map(|tool| Made {
            tool,
            arguments: json!({}),
            at: 0,
        })
        .collect();
    policy.tools.0 = STRANGE
        .iter()
        .map(|name| ((*name).to_owned(), Rule::default()))
        .collect();
    for name in ["toolrisk", "policylayer", "rego"] {
        let target = target(name).unwrap();
        hold(&policy, &calls, target, Prefer::Safety, |export, tools| {
            read(target, export, tools)
        });
    }
    // Every line of the heads is a comment, and what is not is well formed: the readers take it.
    let server = ServerPolicy {
        name: "a\n*/ b\u{2028}c",
        policy: &policy,
        tools: &[],
    };
    for name in ["cedar", "rego", "intercept", "toolhive"] {
        let target = target(name).unwrap();
        let export = target.export(&[server], Prefer::Convenience);
        match name {
            // Its names have no `/`.
            "cedar" => assert!(export.is_err()),
            _ => drop(read(target, &export.unwrap(), &[])),
        }
    }
    let server = ServerPolicy {
        name: "a\nb",
        ..server
    };
    let cedar = target("cedar").unwrap();
    let export = cedar.export(&[server], Prefer::Safety).unwrap();
    drop(read(cedar, &export, &[]));
}

#[test]
fn a_tool_whose_name_means_all_tools_is_left_to_the_default() {
    let tool = |name: &str, decision| ToolPolicy {
        name: name.to_owned(),
        decision,
        limit: None,
        guards: Guards::default(),
    };
    for decision in [Decision::Hide, Decision::Allow] {
        let policy = Policy::from_iter([tool("*", decision), tool("get", Decision::Allow)]);
        let written: Policy = policy.json().parse().unwrap();
        assert_eq!(written.decision("get"), Decision::Allow);
        assert_ne!(written.decision("*"), Decision::Allow);
    }
}

#[test]
fn a_server_stands_in_a_document_once() {
    let open: Policy = r#"{ "version": "1", "default": "deny", "tools": { "pay": {} } }"#
        .parse()
        .unwrap();
    let closed: Policy = r#"{ "version": "1", "default": "deny", "tools": {} }"#
        .parse()
        .unwrap();
    let server = |policy| ServerPolicy {
        name: "shop",
        policy,
        tools: &[],
    };
    for target in all_targets() {
        let refusal = target
            .export(&[server(&open), server(&closed)], Prefer::Safety)
            .unwrap_err();
        assert!(
            refusal.reason.contains("`shop`") || refusal.reason.contains("one server"),
            "{}: {refusal}",
            target.info().name
        );
    }
}

#[test]
fn opencode_refuses_two_servers_whose_tools_it_spells_alike() {
    let [closed, open]: [Policy; 2] = ["deny", "allow"].map(|default| {
        let text =
            format!(r#"{{ "version": "1", "default": "{default}", "tools": {{ "c": {{}} }} }}"#);
        text.parse().unwrap()
    });
    // `a_b_c` is `b_c` of `a`, which is denied, and `c` of `a_b`, which is allowed.
    let tools = definitions(&["b_c"]);
    let tools: Vec<&Definition> = tools.iter().collect();
    let short = ServerPolicy {
        name: "a",
        policy: &closed,
        tools: &tools,
    };
    let long = ServerPolicy {
        name: "a_b",
        policy: &open,
        tools: &[],
    };
    let opencode = target("opencode").unwrap();
    for servers in [[short, long], [long, short]] {
        let refusal = opencode.export(&servers, Prefer::Safety).unwrap_err();
        assert!(refusal.reason.contains("`a_b_c`"), "{refusal}");
    }
    let alone = ServerPolicy {
        tools: &[],
        ..short
    };
    opencode.export(&[alone, long], Prefer::Safety).unwrap();
}

#[test]
fn opencode_tells_which_other_servers_its_glob_matches() {
    let policy: Policy = r#"{ "version": "1", "default": "deny", "tools": {} }"#
        .parse()
        .unwrap();
    let server = ServerPolicy {
        name: "git",
        policy: &policy,
        tools: &[],
    };
    let opencode = target("opencode").unwrap();
    let merge = |existing: &str| {
        opencode
            .merge(existing, &[server], Prefer::Safety)
            .unwrap()
            .losses
    };
    let losses = merge(r#"{ "mcp": { "git": {}, "git_hub": {}, "gitea": {} } }"#);
    let told: Vec<&Wanted> = losses.iter().map(|it| &it.wanted).collect();
    assert_eq!(told, [&Wanted::OtherServer("git_hub".to_owned())]);
    let ruled = r#"{ "mcp": { "git_hub": {} }, "permission": { "git_hub_*": "ask" } }"#;
    assert_eq!(merge(ruled), []);
}

#[test]
fn gateways_with_one_list_get_no_name_that_stands_for_two_tools() {
    let policy =
        |tools: &str| format!(r#"{{ "version": "1", "default": "deny", "tools": {{ {tools} }} }}"#);
    let refused = |to: &str, server: &str, tools: &str| {
        let refusal = export(to, server, &policy(tools), &[]).unwrap_err();
        refusal.reason
    };
    let said = refused("litellm", "git", r#""git-push": {}"#);
    assert!(
        said.starts_with("the tool `git-push` of `git` cannot be allowed alone"),
        "{said}"
    );
    let denied = r#""a_b": {}, "a-b": { "deny_if": [ { "conditions": [] } ] }"#;
    let said = refused("bifrost", "git", denied);
    assert!(
        said.starts_with("the tools `a_b` and `a-b` of `git` cannot be told apart"),
        "{said}"
    );
    for to in ["litellm", "bifrost"] {
        let said = refused(to, "my-git", r#""get": {}"#);
        assert!(
            said.contains("the server's name `my-git` is not valid"),
            "{said}"
        );
    }
    let said = export("bifrost", "git", &policy(r#""a/b": {}, "get": {}"#), &[]).unwrap();
    assert_eq!(said.losses.len(), 1);
    assert_eq!(said.losses[0].reason, toolrisk::policy::Why::SkipsPaths);
}

#[test]
fn an_empty_list_of_allowed_tools_lets_nothing_through() {
    let nothing = r#"{ "version": "1", "default": "deny", "tools": {} }"#;
    let text = |to: &str| export(to, "git", nothing, &[]).unwrap().text;
    assert!(text("litellm").contains("tool_allowlist_enforced: true\n    allowed_tools: []\n"));
    let bifrost = text("bifrost");
    assert!(bifrost.contains("\"tools_to_execute\": []") && bifrost.contains("\"version\": 2"));
}

#[test]
fn gemini_gets_no_rule_for_a_name_that_is_more_than_one_tool() {
    let long = "t".repeat(70);
    let policy = format!(
        r#"{{ "version": "1", "default": "deny", "tools": {{ "get": {{}}, "get*": {{}}, "{long}": {{}} }} }}"#
    );
    let export = export(
        "gemini-cli",
        "git",
        &policy,
        &["get", "*", "get*", "u\u{202e}x", &long],
    )
    .unwrap();
    let rules: toml_edit::DocumentMut = export.text.parse().unwrap();
    let rules = rules["rule"].as_array_of_tables().unwrap().iter();
    let rules: Vec<_> = rules
        .map(|rule| {
            (
                rule["toolName"].as_str().unwrap(),
                rule["priority"].as_integer().unwrap(),
            )
        })
        .collect();
    assert_eq!(rules, [("get", 300), ("*", 100)]);
    let listed: BTreeSet<&str> = export.losses.iter().map(|it| it.tool.as_str()).collect();
    assert_eq!(listed, BTreeSet::from(["get*", long.as_str()]));
}

#[test]
fn envoy_takes_names_of_kubernetes_only() {
    let policy = r#"{ "version": "1", "default": "deny", "tools": { "get": {} } }"#;
    for name in ["-", "-git", "git-", "", &"a".repeat(254), &"a".repeat(5000)] {
        let refusal = export("envoy-ai-gateway", name, policy, &[]).unwrap_err();
        assert!(refusal.help.contains("--as"), "{name}");
    }
    for name in ["g", "git-2", &"a".repeat(253)] {
        export("envoy-ai-gateway", name, policy, &[]).unwrap();
    }
    // The route's own name is all of them.
    let policy: Policy = policy.parse().unwrap();
    let names: Vec<String> = (0..9).map(|it| format!("{}{it}", "a".repeat(40))).collect();
    let servers: Vec<_> = names
        .iter()
        .map(|name| ServerPolicy {
            name,
            policy: &policy,
            tools: &[],
        })
        .collect();
    let route = target("envoy-ai-gateway").unwrap();
    assert!(route.export(&servers, Prefer::Safety).is_err());
    assert!(route.export(&servers[..5], Prefer::Safety).is_ok());
}

#[test]
fn the_strictest_of_limits_over_all_tools_is_said() {
    let policy = r#"{ "version": "1", "default": "deny", "all_tools": { "limits": [
        { "counter": "a", "window": "minute", "max": 30 }, { "counter": "b", "window": "day", "max": 0 } ] },
        "tools": { "get": {} } }"#;
    let mut own = Evaluator::new(policy.parse().unwrap());
    let arguments = json!({});
    let verdict = own.decide(Call {
        tool: "get",
        arguments: &arguments,
        at: 0,
    });
    assert_eq!(verdict.effect, Effect::Deny);
    for to in ["codex", "anthropic", "copilot-cli", "docker"] {
        let export = export(to, "git", policy, &["get"]).unwrap();
        let rules = export.text.lines().filter(|line| !line.starts_with('#'));
        let rules: Vec<&str> = rules.collect();
        assert!(!rules.concat().contains("get"), "{to}:\n{}", export.text);
    }
}

#[test]
fn a_limit_on_a_tool_that_is_denied_anyway_is_not_listed() {
    let policy = r#"{ "version": "1", "default": "deny", "tools": { "get": {
        "deny_if": [ { "conditions": [ { "path": "args.a", "op": "eq", "value": 1 } ] } ],
        "limits": [ { "counter": "a", "window": "minute", "max": 30 } ] } } }"#;
    let export = export("codex", "git", policy, &["get"]).unwrap();
    let listed: Vec<&Instead> = export.losses.iter().map(|it| &it.instead).collect();
    assert_eq!(listed, [&Instead::Decision(Decision::Deny)]);
}

#[test]
fn what_a_caller_of_rego_gets_wrong_denies() {
    let policy = r#"{ "version": "1", "default": "allow", "tools": {
        "list": { "limits": [ { "counter": "list", "window": "minute", "max": 3 } ] },
        "get": { "deny_if": [ { "conditions": [ { "path": "args.mode", "op": "neq", "value": "dry" } ] } ] } } }"#;
    let export = export("rego", "git", policy, &[]).unwrap();
    let mut engine = regorus::Engine::new();
    engine
        .add_policy("policy.rego".to_owned(), export.text)
        .unwrap();
    let mut decide = |input: serde_json::Value| {
        engine.set_input_json(&input.to_string()).unwrap();
        let answer = engine
            .eval_rule("data.toolrisk.decision".to_owned())
            .unwrap();
        let answer: serde_json::Value =
            serde_json::from_str(&answer.to_json_str().unwrap()).unwrap();
        answer["effect"].as_str().unwrap().to_owned()
    };
    let list = |used: serde_json::Value| json!({ "server": "git", "tool": "list", "arguments": {}, "used": used });
    let get = |arguments: serde_json::Value| json!({ "server": "git", "tool": "get", "arguments": arguments });
    for (input, effect) in [
        (list(json!({ "list/minute": 2 })), "allow"),
        (list(json!({ "list/minute": 3 })), "deny"),
        (list(json!({ "list/minute": null })), "deny"),
        (list(json!({ "list/minute": "2" })), "deny"),
        (list(json!({})), "deny"),
        (list(json!(null)), "deny"),
        (list(json!([])), "deny"),
        (get(json!({ "mode": "dry" })), "allow"),
        (get(json!({})), "deny"),
        (get(json!(null)), "deny"),
        (get(json!([])), "deny"),
        (get(json!("dry")), "deny"),
    ] {
        assert_eq!(decide(input.clone()), effect, "{input}");
    }
}

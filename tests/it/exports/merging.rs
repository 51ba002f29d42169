//! Settings files that people wrote: the rules go in, all else stays.

use toolrisk::model::{Decision, Definition};
use toolrisk::policy::{Instead, Policy, Prefer, ServerPolicy, target};

const POLICY: &str = r#"{ "version": "1", "default": "deny", "hide": ["delete_repository"], "tools": {
  "read_issue": {},
  "merge": { "deny_if": [ { "conditions": [], "ask": true } ] } } }"#;
/// The same server a month later.
const LATER: &str = r#"{ "version": "1", "default": "deny", "tools": { "merge": {} } }"#;

fn merge_as(name: &str, to: &str, policy: &str, existing: &str) -> Result<String, String> {
    let policy: Policy = policy.parse().unwrap();
    let tools: Vec<Definition> = Vec::new();
    let tools: Vec<&Definition> = tools.iter().collect();
    let server = ServerPolicy {
        name,
        policy: &policy,
        tools: &tools,
    };
    let merged = target(to)
        .unwrap()
        .merge(existing, &[server], Prefer::Safety);
    merged
        .map(|export| export.text)
        .map_err(|refusal| refusal.reason)
}

fn merge(to: &str, policy: &str, existing: &str) -> String {
    merge_as("git", to, policy, existing).unwrap()
}

/// Merges twice, then another policy and the first again.
fn settles(to: &str, existing: &str) -> String {
    let once = merge(to, POLICY, existing);
    assert_eq!(merge(to, POLICY, &once), once, "{to}: twice is not once");
    let later = merge(to, LATER, &once);
    assert_ne!(later, once);
    assert!(!later.contains("read_issue"), "an old rule stays:\n{later}");
    assert_eq!(merge(to, LATER, &later), later);
    once
}

#[test]
fn claude_code_keeps_comments_order_and_other_rules() {
    let merged = settles(
        "claude-code",
        r#"{
    // Mine.
    "model": "opus",
    "permissions": {
        "deny": ["Read(.env)"], // never
        "allow": [
            "mcp__github__get_issue",
            "mcp__git__old",
            "Bash(ls:*)",
        ],
        "defaultMode": "plan"
    },
    "env": { "A": "1" }
}
"#,
    );
    assert_eq!(
        merged,
        r#"{
    // Mine.
    "model": "opus",
    "permissions": {
        "deny": [
            "Read(.env)",
            "mcp__git__delete_repository"
        ], // never
        "allow": [
            "mcp__github__get_issue",
            "Bash(ls:*)",
            "mcp__git__read_issue",
        ],
        "defaultMode": "plan",
        "ask": [
            "mcp__git__merge"
        ]
    },
    "env": { "A": "1" }
}
"#
    );
}

#[test]
fn opencode_keeps_a_server_whose_name_begins_alike_and_spells_one_word_out() {
    let merged = settles(
        "opencode",
        r#"{
  "mcp": { "git": {}, "git_hub": {} },
  "permission": { "git_hub_get_repo": "allow", "git_stale": "allow", "bash": "ask" }
}
"#,
    );
    assert_eq!(
        merged,
        r#"{
  "mcp": { "git": {}, "git_hub": {} },
  "permission": {
    "git_*": "deny",
    "git_read_issue": "allow",
    "git_merge": "ask",
    "git_hub_get_repo": "allow",
    "bash": "ask"
  }
}
"#
    );
    let merged = settles("opencode", "{ \"permission\": \"ask\" }");
    assert!(merged.contains("\"*\": \"ask\","), "{merged}");
}

#[test]
fn codex_keeps_comments_and_other_servers() {
    let merged = settles(
        "codex",
        r#"model = "gpt" # mine

[mcp_servers.git] # the repository
command = "uvx"
disabled_tools = ["x"]
default_tools_approval_mode = "approve"

[mcp_servers.git.tools.gone]
approval_mode = "approve"

[mcp_servers.other]
url = "https://example.com" # theirs
enabled_tools = ["get_it"]
"#,
    );
    assert_eq!(
        merged,
        r#"model = "gpt" # mine

[mcp_servers.git] # the repository
command = "uvx"
default_tools_approval_mode = "prompt"
enabled_tools = [
  "read_issue",
  "merge",
]

[mcp_servers.git.tools.read_issue]
approval_mode = "approve"

[mcp_servers.git.tools.merge]
approval_mode = "prompt"

[mcp_servers.other]
url = "https://example.com" # theirs
enabled_tools = ["get_it"]
"#
    );
}

#[test]
fn gemini_and_copilot_keep_what_is_not_of_the_server() {
    let merged = settles(
        "gemini-cli",
        "# mine\n[[rule]]\ntoolName = \"run_shell_command\"\ndecision = \"deny\"\npriority = 900\n\n\
         [[rule]]\nmcpName = \"git\"\ntoolName = \"old\"\ndecision = \"allow\"\npriority = 1\n",
    );
    assert!(merged.starts_with("# mine\n[[rule]]\ntoolName = \"run_shell_command\""));
    assert!(!merged.contains("\"old\""), "{merged}");
    let merged = settles(
        "copilot-cli",
        "{\n  \"mcpServers\": {\n    \"git\": { \"command\": \"uvx\", \"tools\": [\"*\"] },\n    \
         \"other\": { \"tools\": [\"*\"] }\n  }\n}\n",
    );
    assert!(
        merged.contains("\"other\": { \"tools\": [\"*\"] }"),
        "{merged}"
    );
    assert_eq!(merged.matches("\"*\"").count(), 1, "{merged}");
}

#[test]
fn a_file_that_is_not_understood_is_refused_with_its_place() {
    for (to, existing, words) in [
        (
            "claude-code",
            "{\n  \"permissions\": [\n}",
            "line 3, column 1",
        ),
        (
            "claude-code",
            "{ \"permissions\": \"none\" }",
            "`permissions` is not an object",
        ),
        (
            "claude-code",
            "{ \"permissions\": { \"deny\": 1 } }",
            "`deny` is not a list",
        ),
        (
            "claude-code",
            "{ \"permissions\": {}, \"permissions\": {} }",
            "duplicate key `permissions`",
        ),
        ("claude-code", "[]", "the file is not an object"),
        ("opencode", "{ 'permission': {} }", "line 1, column 3"),
        (
            "codex",
            "[mcp_servers.git]\ncommand = \n",
            "line 2, column 1",
        ),
        (
            "codex",
            "[mcp_servers.github]\ncommand = \"x\"\n",
            "no `mcp_servers.git`",
        ),
        ("codex", "mcp_servers = 1\n", "`mcp_servers` is not a table"),
        ("gemini-cli", "rule = 1\n", "`rule` is not a list"),
        ("copilot-cli", "{ \"mcpServers\": {} }", "no `git`"),
        ("openai", "[]", "a file of its own"),
        ("cedar", "", "a file of its own"),
    ] {
        let refused = merge_as("git", to, POLICY, existing).unwrap_err();
        assert!(refused.contains(words), "{to}: {refused}");
    }
}

#[test]
fn names_that_a_target_cannot_carry_are_refused() {
    for (to, name) in [
        ("claude-code", "my__git"),
        ("claude-code", "git hub"),
        ("gemini-cli", "my_git"),
        ("codex", "git.hub"),
        ("opencode", "git*"),
        ("copilot-cli", "git(x)"),
        ("cedar", "a/b"),
        ("agentcore", "my_git"),
        ("agentgateway", "a\"b"),
        ("envoy-ai-gateway", "Git"),
        ("docker", "git; rm -r ~"),
        ("openai", "1git"),
    ] {
        let policy: Policy = POLICY.parse().unwrap();
        let server = ServerPolicy {
            name,
            policy: &policy,
            tools: &[],
        };
        let refusal = target(to)
            .unwrap()
            .export(&[server], Prefer::Safety)
            .unwrap_err();
        assert!(refusal.reason.contains(name), "{to}: {refusal}");
        assert!(refusal.help.contains("--as"), "{to}: {}", refusal.help);
    }
}

#[test]
fn a_tool_whose_name_cannot_be_written_is_denied_where_that_is_the_default() {
    let policy = |default: &str| -> Policy {
        let text = format!(
            r#"{{ "version": "1", "default": "{default}", "tools": {{ "run *": {{}}, "get": {{}} }} }}"#
        );
        text.parse().unwrap()
    };
    let (closed, open) = (policy("deny"), policy("allow"));
    let server = |policy| ServerPolicy {
        name: "git",
        policy,
        tools: &[],
    };
    for to in ["codex", "gemini-cli", "opencode", "docker", "intercept"] {
        let target = target(to).unwrap();
        let export = target.export(&[server(&closed)], Prefer::Safety).unwrap();
        let rules = export.text.lines().filter(|line| !line.starts_with('#'));
        assert!(
            rules.into_iter().all(|line| !line.contains("run *")),
            "{}",
            export.text
        );
        let [losses] = &export.losses[..] else {
            panic!("{:?}", export.losses)
        };
        assert_eq!(
            (losses.tool.as_str(), &losses.instead),
            ("run *", &Instead::Decision(Decision::Deny))
        );
        if to != "docker" {
            assert!(
                target.export(&[server(&open)], Prefer::Safety).is_err(),
                "{to}"
            );
        }
    }
}

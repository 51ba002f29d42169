//! Bytes of settings files that an edit has nothing to do with.

use toolrisk::policy::{Policy, Prefer, ServerPolicy, target};

const POLICY: &str = r#"{ "version": "1", "default": "deny", "tools": { "get": {} } }"#;

fn merge(to: &str, existing: &str) -> String {
    let policy: Policy = POLICY.parse().unwrap();
    let server = ServerPolicy {
        name: "git",
        policy: &policy,
        tools: &[],
    };
    let once = |existing: &str| {
        let merged = target(to)
            .unwrap()
            .merge(existing, &[server], Prefer::Safety);
        merged.unwrap().text
    };
    let merged = once(existing);
    assert_eq!(once(&merged), merged, "{to}: twice is not once");
    merged
}

/// Each file with the lines that go in, marked by `+`; all other bytes stay.
#[test]
fn line_ends_the_mark_before_a_file_and_a_missing_last_line_end_stay() {
    for (to, merged) in [
        (
            "claude-code",
            "{\n  \"permissions\": {\n+    \"allow\": [\n+      \"mcp__git__get\"\n+    ]\n  }\n}",
        ),
        (
            "opencode",
            "{\n\t\"permission\": {\n\t\t\"bash\": \"ask\",\n+\t\t\"git_*\": \"deny\",\n+\t\t\"git_get\": \"allow\"\n\t}\n}",
        ),
        (
            "codex",
            "model = \"x\" # mine\n[mcp_servers.git]\ncommand = \"x\"\n+enabled_tools = [\n+  \"get\",\n+]\n\
             +default_tools_approval_mode = \"prompt\"\n+\n+[mcp_servers.git.tools.get]\n\
             +approval_mode = \"approve\"\n\n[mcp_servers.o]\ncommand = \"y\"\n# end\n",
        ),
        (
            "gemini-cli",
            "# mine\n[[rule]]\ntoolName = \"shell\"\n+\n+[[rule]]\n+mcpName = \"git\"\n+toolName = \"get\"\n\
             +decision = \"allow\"\n+priority = 300\n+\n+[[rule]]\n+mcpName = \"git\"\n+toolName = \"*\"\n\
             +decision = \"deny\"\n+priority = 100\n# end\n",
        ),
    ] {
        for line_end in ["\n", "\r\n"] {
            for mark in ["", "\u{feff}"] {
                let before = merged
                    .split_inclusive('\n')
                    .filter(|line| !line.starts_with('+'));
                let before: String = before.collect();
                // A line before which something goes has no comma yet.
                let before = before.replace("\"ask\",\n\t}", "\"ask\"\n\t}");
                let before = before.replace("{\n  }", "{}").replace('\n', line_end);
                let after = merged.replace("\n+", "\n").replace('\n', line_end);
                let written = merge(to, &format!("{mark}{before}"));
                assert_eq!(written, format!("{mark}{after}"), "{to}");
            }
        }
    }
}

#[test]
fn comments_beside_what_is_replaced_stay() {
    let merged = merge(
        "codex",
        r#"[mcp_servers]
# of work
git = { command = "x" } # inline
o = { command = "y" }
"#,
    );
    assert!(
        merged.contains("# of work\n[mcp_servers.git] # inline\ncommand = \"x\"\n"),
        "{merged}"
    );
    let merged = merge(
        "codex",
        r#"[mcp_servers.git]
command = "x"
enabled_tools = "all" # why
# unasked
default_tools_approval_mode = "approve" # was
[mcp_servers.git.tools.get] # own
# inside
approval_mode = "prompt" # asked
"#,
    );
    for comment in [
        "] # why",
        "# unasked\n",
        "\"prompt\" # was",
        "# own",
        "# inside",
        "\"approve\" # asked",
    ] {
        assert!(merged.contains(comment), "{comment}:\n{merged}");
    }
    let merged = merge(
        "gemini-cli",
        "# Of the team.\n\n[[rule]]\nmcpName = \"git\"\ntoolName = \"old\"\n\n# shell\n[[rule]]\ntoolName = \"shell\"\n",
    );
    assert!(
        merged.starts_with("# Of the team.\n\n[[rule]]\nmcpName = \"git\"\ntoolName = \"get\"\n"),
        "{merged}"
    );
    assert!(
        merged.ends_with("\n\n# shell\n[[rule]]\ntoolName = \"shell\"\n"),
        "{merged}"
    );
}

#[test]
fn an_earlier_rule_for_the_whole_server_goes() {
    let merged = merge(
        "claude-code",
        r#"{ "permissions": { "allow": ["mcp__git", "mcp__git__*", "mcp__gitea"], "deny": ["mcp__git"] } }"#,
    );
    let merged: serde_json::Value = serde_json::from_str(&merged).unwrap();
    assert_eq!(
        merged["permissions"],
        serde_json::json!({ "allow": ["mcp__gitea", "mcp__git__get"], "deny": [] })
    );
}

//! The rules of a client's own that leave a tool out, and where they lie. `protect` writes only rules that make
//! the client stricter: what a client allows on its own list it never asks about again.

/// What `protect` writes for a client, beside the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnRules {
    /// A list in the server's entry of the tools that the client leaves out.
    LeftOut(&'static str),
    /// A list in the server's entry of the only tools that the client offers.
    Offered(&'static str),
    /// A mapping of the same file from a tool's name to a word or mapping that denies it.
    Denied(Denied),
    /// A list of the tools' names in another file of the client.
    Settings {
        /// The file: a template of [`super::Home::path`].
        file: &'static str,
        /// The keys that lead to the list.
        keys: &'static [&'static str],
        /// How a tool is named in it.
        name: Spelling,
    },
    /// Nothing, and why.
    None(&'static str),
}

/// A mapping that denies tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denied {
    /// The keys that lead to it.
    pub keys: &'static [&'static str],
    /// How a tool is named in it.
    pub name: Spelling,
    /// What stands beside the name, as JSON.
    pub value: &'static str,
}

/// How a client names a tool of a server: what stands before the server, between the two, and whether other signs
/// than letters, digits, `-` and `_` become `_`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// Before the server.
    pub before: &'static str,
    /// Between server and tool.
    pub between: &'static str,
    /// Whether other signs are replaced.
    pub plain: bool,
}

impl Spelling {
    /// The name of a tool.
    pub fn of(self, server: &str, tool: &str) -> String {
        let plain = |name: &str| -> String {
            let replaced = |c: char| match c {
                c if c.is_ascii_alphanumeric() || c == '-' || c == '_' || !self.plain => c,
                _ => '_',
            };
            name.chars().map(replaced).collect()
        };
        format!(
            "{}{}{}{}",
            self.before,
            plain(server),
            self.between,
            plain(tool)
        )
    }
}

/// The rules that `protect` writes for a client.
pub fn own_rules(client: &str) -> OwnRules {
    match client {
        // code.claude.com/docs/en/permissions: deny rules hold in every mode, `bypassPermissions` too.
        "claude-code" => OwnRules::Settings {
            file: "{claude}/settings.json",
            keys: &["permissions", "deny"],
            name: Spelling {
                before: "mcp__",
                between: "__",
                plain: true,
            },
        },
        // openai/codex codex-rs/config/src/mcp_types.rs
        "codex" => OwnRules::LeftOut("disabled_tools"),
        // docs.github.com/en/copilot: `tools` of a server
        "copilot-cli" => OwnRules::Offered("tools"),
        // google-gemini/gemini-cli docs/tools/mcp-server.md: stronger than `includeTools` and `trust`
        "gemini-cli" => OwnRules::LeftOut("excludeTools"),
        // aaif-goose/goose crates/goose/src/agents/extension.rs: an empty list offers every tool
        "goose" => OwnRules::Offered("available_tools"),
        // kiro.dev/docs/mcp/configuration; RooCodeInc/Roo-Code src/services/mcp/McpHub.ts
        "kiro" | "roo-code" => OwnRules::LeftOut("disabledTools"),
        // opencode.ai/docs/permissions: the last rule that fits decides
        "opencode" => OwnRules::Denied(Denied {
            keys: &["permission"],
            name: Spelling {
                before: "",
                between: "_",
                plain: true,
            },
            value: "\"deny\"",
        }),
        // zed.dev/docs/ai/tool-permissions: a denied tool is denied whatever the general default says
        "zed" => OwnRules::Denied(Denied {
            keys: &["agent", "tool_permissions", "tools"],
            name: Spelling {
                before: "mcp:",
                between: ":",
                plain: false,
            },
            value: "{ \"default\": \"deny\" }",
        }),
        other => OwnRules::None(without(other)),
    }
}

/// Why nothing is written for a client.
fn without(client: &str) -> &'static str {
    match client {
        // docs.aws.amazon.com/amazonq: agent format, `allowedTools`
        "amazon-q" => "its file can only allow tools, and what it allows runs without a question",
        // lmstudio.ai/docs/app/mcp; docs.warp.dev: agent profiles; Claude Desktop has no file for them
        // (anthropics/claude-code#26073 lists its files)
        "claude-desktop" | "lm-studio" | "warp" => {
            "it keeps its permissions in the app, not in a file"
        }
        // cline/cline: `autoApprove` of a server
        "cline" => "`autoApprove` can only allow tools, and what it allows runs without a question",
        // cursor.com/docs/reference/permissions: `mcpAllowlist`
        "cursor" => {
            "`mcpAllowlist` can only allow tools, and what it allows runs without a question"
        }
        // junie.jetbrains.com/docs: action allowlist
        "junie" => "its allowlist can only allow or ask, and cannot deny a tool",
        // microsoft/vscode-docs: choices for a tool lie in the database of the profile
        "vscode" => "it keeps what is allowed for a tool in a database, not in a file",
        // docs.windsurf.com/windsurf/cascade/mcp: tools are switched in the settings
        "windsurf" => "tools are switched off in its settings, and no key for that is documented",
        _ => "toolrisk knows no rules of this client",
    }
}

impl OwnRules {
    /// What is written, as the documentation says it.
    pub fn said(self) -> String {
        match self {
            Self::LeftOut(key) => {
                format!("`{key}` of the server: the tools that the policy denies")
            }
            Self::Offered(key) => {
                format!("`{key}` of the server: the tools that the policy does not deny")
            }
            Self::Denied(rules) => format!(
                "`{}`: the tools that the policy denies",
                rules.keys.join(".")
            ),
            Self::Settings { file, keys, .. } => format!(
                "`{}` in `{}`: the tools that the policy denies",
                keys.join("."),
                file.replace("{claude}", "~/.claude")
            ),
            Self::None(reason) => format!("Nothing: {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::CLIENTS;

    #[test]
    fn every_client_has_rules_or_a_reason() {
        for client in CLIENTS {
            let said = own_rules(client.id).said();
            assert!(
                !said.contains("toolrisk knows no rules of this client"),
                "{said}"
            );
        }
    }

    #[test]
    fn tools_are_named_as_each_client_does() {
        let name = |client: &str| match own_rules(client) {
            OwnRules::Denied(rules) => rules.name.of("my server", "drop.all"),
            OwnRules::Settings { name, .. } => name.of("my server", "drop.all"),
            _ => String::new(),
        };
        assert_eq!(name("claude-code"), "mcp__my_server__drop_all");
        assert_eq!(name("opencode"), "my_server_drop_all");
        assert_eq!(name("zed"), "mcp:my server:drop.all");
    }
}

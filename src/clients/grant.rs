//! What clients' own settings let through without a question: modes that ask nothing, and servers and tools
//! that a user has allowed for good.

use std::path::{Path, PathBuf};

use super::document::{Format, Kind, Node, parse};
use super::entry::Entry;
use super::files::ConfigFile;
use super::home::{Home, Os};
use super::table::Scope;
use crate::load::read_file;

/// How far a setting reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Every tool of every server runs without a question: a bypass mode.
    Everything,
    /// Servers of projects start without a question.
    ProjectServers,
    /// Every tool of one server.
    Server(String),
    /// One tool of a server.
    Tool(String, String),
}

/// One setting that lets calls through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The client's id; empty when unknown.
    pub client: &'static str,
    /// The file it stands in.
    pub path: PathBuf,
    /// The setting, as its file spells it.
    pub setting: String,
    /// How far it reaches.
    pub reach: Reach,
    /// Where it stands in the file.
    pub at: usize,
}

/// What one reader found: the setting, its reach, and its place.
type Found = (String, Reach, usize);

/// A file with a client's permissions.
struct Rules {
    client: &'static str,
    scope: Scope,
    os: Option<Os>,
    file: &'static str,
    format: Format,
    read: fn(&Node) -> Vec<Found>,
}

const fn rules(client: &'static str, file: &'static str, read: fn(&Node) -> Vec<Found>) -> Rules {
    Rules {
        client,
        scope: Scope::User,
        os: None,
        file,
        format: Format::Json,
        read,
    }
}

const fn in_project(
    client: &'static str,
    file: &'static str,
    read: fn(&Node) -> Vec<Found>,
) -> Rules {
    Rules {
        scope: Scope::Project,
        ..rules(client, file, read)
    }
}

static RULES: &[Rules] = &[
    // code.claude.com/docs/en/settings
    rules("claude-code", "{claude}/settings.json", claude_code),
    in_project("claude-code", ".claude/settings.json", claude_code),
    in_project("claude-code", ".claude/settings.local.json", claude_code),
    Rules {
        os: Some(Os::Linux),
        ..rules(
            "claude-code",
            "/etc/claude-code/managed-settings.json",
            claude_code,
        )
    },
    // developers.openai.com/codex/config-reference
    Rules {
        format: Format::Toml,
        ..rules("codex", "{codex}/config.toml", codex)
    },
    Rules {
        format: Format::Toml,
        scope: Scope::Project,
        ..rules("codex", ".codex/config.toml", codex)
    },
    // google-gemini/gemini-cli docs/reference/configuration.md
    rules("gemini-cli", "{gemini}/.gemini/settings.json", gemini_cli),
    in_project("gemini-cli", ".gemini/settings.json", gemini_cli),
    rules("gemini-cli", "{gemini-settings}", gemini_cli),
    rules("gemini-cli", "{gemini-defaults}", gemini_cli),
    // opencode.ai/docs/permissions
    rules("opencode", "{config}/opencode/opencode.json", opencode),
    rules("opencode", "{config}/opencode/opencode.jsonc", opencode),
    in_project("opencode", "opencode.json", opencode),
    in_project("opencode", "opencode.jsonc", opencode),
    // docs.github.com/en/copilot: allowing tools in Copilot CLI
    rules(
        "copilot-cli",
        "{copilot}/permissions-config.json",
        copilot_cli,
    ),
    // code.visualstudio.com/docs/agents: manage approvals
    rules("vscode", "{support}/Code/User/settings.json", vscode),
    in_project("vscode", ".vscode/settings.json", vscode),
    // cursor.com/docs/reference/permissions
    rules("cursor", "{home}/.cursor/permissions.json", cursor),
    in_project("cursor", ".cursor/permissions.json", cursor),
    rules("cursor", "{home}/.cursor/cli-config.json", cursor),
    // zed.dev/docs/ai/tool-permissions
    Rules {
        os: Some(Os::Linux),
        ..rules("zed", "{config}/zed/settings.json", zed)
    },
    Rules {
        os: Some(Os::Mac),
        ..rules("zed", "{config}/zed/settings.json", zed)
    },
    Rules {
        os: Some(Os::Windows),
        ..rules("zed", "{roaming}/Zed/settings.json", zed)
    },
    // aaif-goose/goose documentation: permissions
    Rules {
        os: Some(Os::Linux),
        format: Format::Yaml,
        ..rules("goose", "{config}/goose/config.yaml", goose)
    },
    Rules {
        os: Some(Os::Mac),
        format: Format::Yaml,
        ..rules("goose", "{config}/goose/config.yaml", goose)
    },
    // junie.jetbrains.com/docs: action allowlist
    rules("junie", "{home}/.junie/allowlist.json", junie),
];

/// What the settings of the clients on this machine let through.
pub fn grants(home: &Home, files: &[ConfigFile]) -> Vec<Grant> {
    let mut found = Vec::new();
    for rules in RULES {
        for path in paths(home, rules) {
            let Ok(text) = read_file(&path) else { continue };
            // A file that cannot be read grants nothing to anybody: its client refuses it too.
            let Ok(root) = parse(&text, rules.format) else {
                continue;
            };
            let grant = |(setting, reach, at)| Grant {
                client: rules.client,
                path: path.clone(),
                setting,
                reach,
                at,
            };
            found.extend((rules.read)(&root).into_iter().map(grant));
        }
    }
    for file in files {
        for entry in &file.entries {
            let grant = |(setting, reach, at)| Grant {
                client: file.clients.first().map_or("", |it| it.id),
                path: file.path.clone(),
                setting,
                reach,
                at,
            };
            found.extend(own(entry).into_iter().map(grant));
        }
    }
    found
}

fn paths(home: &Home, rules: &Rules) -> Vec<PathBuf> {
    if rules.os.is_some_and(|os| os != home.os) {
        return Vec::new();
    }
    let paths = if rules.scope == Scope::Project {
        home.projects()
            .iter()
            .map(|folder| folder.join(rules.file))
            .collect()
    } else {
        vec![home.path(rules.file)]
    };
    paths
        .into_iter()
        .filter(|it: &PathBuf| Path::is_file(it))
        .collect()
}

/// What an entry itself lets through.
fn own(entry: &Entry) -> Vec<Found> {
    let server = entry.name();
    let mut found = Vec::new();
    for key in ["autoApprove", "alwaysAllow"] {
        let Some(value) = entry.node.get(key) else {
            continue;
        };
        let whole = value.text() == Some("*");
        if whole {
            found.push((
                format!("{key}: \"*\""),
                Reach::Server(server.to_owned()),
                value.span.start,
            ));
        }
        for item in value.items() {
            let Some(tool) = item.text() else { continue };
            let reach = match tool {
                "*" => Reach::Server(server.to_owned()),
                tool => Reach::Tool(server.to_owned(), tool.to_owned()),
            };
            found.push((key.to_owned(), reach, item.span.start));
        }
    }
    // Gemini CLI: docs/tools/mcp-server.md
    if let Some(trust) = entry.node.get("trust").filter(|it| it.is_true()) {
        found.push((
            "trust: true".to_owned(),
            Reach::Server(server.to_owned()),
            trust.span.start,
        ));
    }
    // VS Code: calls of a sandboxed server are approved by themselves.
    if let Some(sandbox) = entry.node.get("sandboxEnabled").filter(|it| it.is_true()) {
        found.push((
            "sandboxEnabled: true".to_owned(),
            Reach::Server(server.to_owned()),
            sandbox.span.start,
        ));
    }
    // Codex: config reference
    if let Some(mode) = entry
        .node
        .get("default_tools_approval_mode")
        .filter(|it| it.text() == Some("approve"))
    {
        let words = "default_tools_approval_mode = \"approve\"".to_owned();
        found.push((words, Reach::Server(server.to_owned()), mode.span.start));
    }
    for tool in entry.node.get("tools").map_or(&[] as &[_], Node::members) {
        if tool.value.get("approval_mode").and_then(Node::text) == Some("approve") {
            let reach = Reach::Tool(server.to_owned(), tool.key.clone());
            found.push((
                "approval_mode = \"approve\"".to_owned(),
                reach,
                tool.key_span.start,
            ));
        }
    }
    found
}

/// A setting that, with one of these values, makes the client ask nothing.
fn bypass(root: &Node, path: &[&str], values: &[&str]) -> Option<Found> {
    let node = root.at(path)?;
    let value = match &node.kind {
        Kind::Bool(value) => {
            if *value {
                "true"
            } else {
                "false"
            }
        }
        Kind::Text(text) => text,
        _ => return None,
    };
    let setting = format!("{}: {value}", path.join("."));
    values
        .contains(&value)
        .then_some((setting, Reach::Everything, node.span.start))
}

/// The texts of a list.
fn texts<'a>(root: &'a Node, path: &[&str]) -> impl Iterator<Item = (&'a str, usize)> {
    let items = root.at(path).map_or(&[] as &[Node], Node::items);
    items
        .iter()
        .filter_map(|it| Some((it.text()?, it.span.start)))
}

fn reach(server: &str, tool: &str) -> Reach {
    match (server, tool) {
        ("*" | "", _) => Reach::Everything,
        (server, "*" | "") => Reach::Server(server.to_owned()),
        (server, tool) => Reach::Tool(server.to_owned(), tool.to_owned()),
    }
}

fn claude_code(root: &Node) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    found.extend(bypass(
        root,
        &["permissions", "defaultMode"],
        &["bypassPermissions"],
    ));
    if let Some(all) = root
        .get("enableAllProjectMcpServers")
        .filter(|it| it.is_true())
    {
        let setting = "enableAllProjectMcpServers: true".to_owned();
        found.push((setting, Reach::ProjectServers, all.span.start));
    }
    for (rule, at) in texts(root, &["permissions", "allow"]) {
        let Some(name) = rule.strip_prefix("mcp__") else {
            continue;
        };
        let (server, tool) = name.split_once("__").unwrap_or((name, "*"));
        found.push((
            format!("permissions.allow: {rule}"),
            reach(server, tool),
            at,
        ));
    }
    found
}

fn codex(root: &Node) -> Vec<Found> {
    // With both, nothing is asked and nothing is held back.
    let never = root.get("approval_policy").and_then(Node::text) == Some("never");
    let full = bypass(root, &["sandbox_mode"], &["danger-full-access"]);
    full.filter(|_| never)
        .map(|(_, reach, at)| {
            let setting = "approval_policy: never, sandbox_mode: danger-full-access".to_owned();
            (setting, reach, at)
        })
        .into_iter()
        .collect()
}

fn gemini_cli(root: &Node) -> Vec<Found> {
    let paths: [&[&str]; 3] = [
        &["general", "defaultApprovalMode"],
        &["approvalMode"],
        &["tools", "approvalMode"],
    ];
    paths
        .iter()
        .filter_map(|path| bypass(root, path, &["yolo"]))
        .collect()
}

fn opencode(root: &Node) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    found.extend(bypass(root, &["permission"], &["allow"]));
    found.extend(bypass(root, &["permission", "*"], &["allow"]));
    let Some(at) = root.get("mcp").map(|it| it.span.start) else {
        return found;
    };
    if root.get("permission").is_none() {
        let setting = "no `permission`, and the default is allow".to_owned();
        found.push((setting, Reach::Everything, at));
    }
    found
}

fn copilot_cli(root: &Node) -> Vec<Found> {
    let mut found = Vec::new();
    for location in root.get("locations").map_or(&[] as &[_], Node::members) {
        let approvals = location
            .value
            .get("tool_approvals")
            .map_or(&[] as &[_], Node::items);
        for approval in approvals
            .iter()
            .filter(|it| it.get("kind").and_then(Node::text) == Some("mcp"))
        {
            let server = approval
                .get("serverName")
                .and_then(Node::text)
                .unwrap_or_default();
            let tool = approval.get("toolName").and_then(Node::text).unwrap_or("*");
            found.push((
                "tool_approvals".to_owned(),
                reach(server, tool),
                approval.span.start,
            ));
        }
    }
    found
}

fn vscode(root: &Node) -> Vec<Found> {
    const KEY: &str = "chat.tools.global.autoApprove";
    let mut found: Vec<Found> = Vec::new();
    found.extend(bypass(root, &[KEY], &["true"]));
    // Its name until 2025.
    found.extend(bypass(root, &["chat.tools.autoApprove"], &["true"]));
    found
}

fn cursor(root: &Node) -> Vec<Found> {
    let mut found = Vec::new();
    for (rule, at) in texts(root, &["mcpAllowlist"]) {
        let (server, tool) = rule.split_once(':').unwrap_or((rule, "*"));
        found.push((format!("mcpAllowlist: {rule}"), reach(server, tool), at));
    }
    for (rule, at) in texts(root, &["permissions", "allow"]) {
        let Some(inner) = rule
            .strip_prefix("Mcp(")
            .and_then(|it| it.strip_suffix(')'))
        else {
            continue;
        };
        let (server, tool) = inner.split_once(':').unwrap_or((inner, "*"));
        found.push((
            format!("permissions.allow: {rule}"),
            reach(server, tool),
            at,
        ));
    }
    found
}

fn zed(root: &Node) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    found.extend(bypass(
        root,
        &["agent", "tool_permissions", "default"],
        &["allow"],
    ));
    // Its name before 0.224.
    found.extend(bypass(
        root,
        &["agent", "always_allow_tool_actions"],
        &["true"],
    ));
    let tools = root.at(&["agent", "tool_permissions", "tools"]);
    for tool in tools.map_or(&[] as &[_], Node::members) {
        let allowed = tool.value.get("default").and_then(Node::text) == Some("allow");
        let name = tool.key.strip_prefix("mcp:").filter(|_| allowed);
        if let Some((server, name)) = name.and_then(|it| it.split_once(':')) {
            found.push((
                format!("tool_permissions: {}", tool.key),
                reach(server, name),
                tool.key_span.start,
            ));
        }
    }
    found
}

fn goose(root: &Node) -> Vec<Found> {
    match root.get("GOOSE_MODE") {
        None => {
            let setting = "no `GOOSE_MODE`, and the default is auto".to_owned();
            vec![(setting, Reach::Everything, 0)]
        }
        Some(_) => bypass(root, &["GOOSE_MODE"], &["auto"])
            .into_iter()
            .collect(),
    }
}

fn junie(root: &Node) -> Vec<Found> {
    bypass(root, &["defaultBehavior"], &["allow"])
        .into_iter()
        .collect()
}

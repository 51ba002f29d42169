//! The clients, and each place where one keeps servers. Every place has its source beside it.

use super::document::Format;
use super::home::Os;

const SERVERS: &[&str] = &["mcpServers"];

/// Whose servers a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Those of the user, in every project.
    User,
    /// Those of one project; the file is often shared with others.
    Project,
    /// Those of the administrator; a user cannot change them.
    Managed,
}

impl Scope {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Project => "project",
            Self::Managed => "managed",
        }
    }
}

/// An MCP client.
#[derive(Debug)]
pub struct Client {
    /// Its id, as the command line names it.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What a user has to do before the client sees a change.
    pub restart: &'static str,
    /// Where it keeps servers.
    pub places: &'static [Place],
}

/// A place where a client keeps servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whose servers.
    pub scope: Scope,
    /// The one system that has the place; none for every system.
    pub os: Option<Os>,
    /// The file: a template of [`super::Home::path`]; for projects, relative to the project. One part may be `*`.
    pub file: &'static str,
    /// Its format.
    pub format: Format,
    /// The keys that lead to the servers.
    pub keys: &'static [&'static str],
}

const fn user(file: &'static str, keys: &'static [&'static str]) -> Place {
    Place {
        scope: Scope::User,
        os: None,
        file,
        format: Format::Json,
        keys,
    }
}

const fn on(os: Os, file: &'static str, keys: &'static [&'static str]) -> Place {
    Place {
        scope: Scope::User,
        os: Some(os),
        file,
        format: Format::Json,
        keys,
    }
}

const fn project(file: &'static str, keys: &'static [&'static str]) -> Place {
    Place {
        scope: Scope::Project,
        os: None,
        file,
        format: Format::Json,
        keys,
    }
}

const fn managed(os: Os, file: &'static str, keys: &'static [&'static str]) -> Place {
    Place {
        scope: Scope::Managed,
        os: Some(os),
        file,
        format: Format::Json,
        keys,
    }
}

const fn managed_on_all(file: &'static str, keys: &'static [&'static str]) -> Place {
    Place {
        scope: Scope::Managed,
        os: None,
        file,
        format: Format::Json,
        keys,
    }
}

/// The administrator's settings of Gemini CLI, which are stronger than all others.
const GEMINI_SETTINGS: Place = managed_on_all("{gemini-settings}", SERVERS);
/// The administrator's defaults of Gemini CLI, which are weaker than all others.
pub(super) const GEMINI_DEFAULTS: Place = managed_on_all("{gemini-defaults}", SERVERS);

const fn of(format: Format, place: Place) -> Place {
    Place { format, ..place }
}

/// The client of that id.
pub fn client(id: &str) -> Option<&'static Client> {
    CLIENTS.iter().find(|it| it.id == id)
}

/// All clients, by id.
pub static CLIENTS: &[Client] = &[
    Client {
        id: "amazon-q",
        title: "Amazon Q Developer",
        restart: "Restart `q chat`.",
        // docs.aws.amazon.com/amazonq: command-line-mcp-configuration
        places: &[
            user("{home}/.aws/amazonq/mcp.json", SERVERS),
            // docs.aws.amazon.com/amazonq: mcp-ide (the agent of the IDE)
            user("{home}/.aws/amazonq/agents/default.json", SERVERS),
            project(".amazonq/mcp.json", SERVERS),
        ],
    },
    Client {
        id: "claude-code",
        title: "Claude Code",
        restart: "Close every session first, because a running session rewrites its file. Then start Claude Code again.",
        places: &[
            // code.claude.com/docs/en/mcp: user scope, and local scope under the projects
            user("{home}/.claude.json", SERVERS),
            user("{home}/.claude.json", &["projects", "*", "mcpServers"]),
            // With CLAUDE_CONFIG_DIR the file lies in that folder (code.claude.com/docs/en/settings).
            user("{claude}/.claude.json", SERVERS),
            user("{claude}/.claude.json", &["projects", "*", "mcpServers"]),
            // code.claude.com/docs/en/mcp: project scope
            project(".mcp.json", SERVERS),
            // code.claude.com/docs/en/managed-mcp
            managed(Os::Linux, "/etc/claude-code/managed-mcp.json", SERVERS),
            managed(
                Os::Mac,
                "/Library/Application Support/ClaudeCode/managed-mcp.json",
                SERVERS,
            ),
            managed(
                Os::Windows,
                "C:/Program Files/ClaudeCode/managed-mcp.json",
                SERVERS,
            ),
        ],
    },
    Client {
        id: "claude-desktop",
        title: "Claude Desktop",
        restart: "Quit the app fully, also in the tray, and open it again.",
        places: &[
            // modelcontextprotocol.io/quickstart/user: Edit Config
            user("{support}/Claude/claude_desktop_config.json", SERVERS),
            // Installed from the Microsoft Store package, the app reads this one (anthropics/claude-code#26073).
            on(
                Os::Windows,
                "{local}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json",
                SERVERS,
            ),
        ],
    },
    Client {
        id: "cline",
        title: "Cline",
        restart: "Cline watches the file and restarts the server itself.",
        places: &[
            // cline/cline: disk storage of the shared settings
            user(
                "{home}/.cline/data/settings/cline_mcp_settings.json",
                SERVERS,
            ),
            // cline/cline, until 2026: in the storage of the editor
            user(
                "{support}/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
                SERVERS,
            ),
            user(
                "{support}/Cursor/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
                SERVERS,
            ),
        ],
    },
    Client {
        id: "codex",
        title: "Codex",
        restart: "Restart Codex.",
        places: &[
            // developers.openai.com/codex/mcp, for the command line, the extension and the app
            of(Format::Toml, user("{codex}/config.toml", &["mcp_servers"])),
            of(
                Format::Toml,
                project(".codex/config.toml", &["mcp_servers"]),
            ),
            // developers.openai.com/codex/enterprise: system configuration
            of(
                Format::Toml,
                managed(Os::Linux, "/etc/codex/config.toml", &["mcp_servers"]),
            ),
            of(
                Format::Toml,
                managed(Os::Mac, "/etc/codex/config.toml", &["mcp_servers"]),
            ),
            of(
                Format::Toml,
                managed(
                    Os::Windows,
                    "{programdata}/OpenAI/Codex/config.toml",
                    &["mcp_servers"],
                ),
            ),
        ],
    },
    Client {
        id: "copilot-cli",
        title: "GitHub Copilot CLI",
        restart: "Restart GitHub Copilot CLI.",
        places: &[
            // docs.github.com/en/copilot: add MCP servers to Copilot CLI
            user("{copilot}/mcp-config.json", SERVERS),
            project(".github/mcp.json", SERVERS),
            project(".mcp.json", SERVERS),
        ],
    },
    Client {
        id: "cursor",
        title: "Cursor",
        restart: "Approve the changed servers when Cursor asks. On the command line, run `cursor-agent mcp enable NAME`.",
        places: &[
            // cursor.com/docs/mcp
            user("{home}/.cursor/mcp.json", SERVERS),
            project(".cursor/mcp.json", SERVERS),
        ],
    },
    Client {
        id: "gemini-cli",
        title: "Gemini CLI",
        restart: "Restart Gemini CLI.",
        places: &[
            // google-gemini/gemini-cli docs/tools/mcp-server.md and docs/reference/configuration.md
            user("{gemini}/.gemini/settings.json", SERVERS),
            project(".gemini/settings.json", SERVERS),
            // docs/cli/enterprise.md
            GEMINI_SETTINGS,
            GEMINI_DEFAULTS,
        ],
    },
    Client {
        id: "goose",
        title: "Goose",
        restart: "Restart Goose. When Goose itself writes this file, it drops the comments.",
        places: &[
            // aaif-goose/goose documentation: config-files
            of(
                Format::Yaml,
                on(Os::Linux, "{config}/goose/config.yaml", &["extensions"]),
            ),
            of(
                Format::Yaml,
                on(Os::Mac, "{config}/goose/config.yaml", &["extensions"]),
            ),
            of(
                Format::Yaml,
                on(
                    Os::Windows,
                    "{roaming}/Block/goose/config/config.yaml",
                    &["extensions"],
                ),
            ),
        ],
    },
    Client {
        id: "junie",
        title: "JetBrains Junie",
        restart: "Open the settings of Junie, or restart it.",
        places: &[
            // junie.jetbrains.com/docs: MCP configuration
            user("{home}/.junie/mcp/mcp.json", SERVERS),
            project(".junie/mcp/mcp.json", SERVERS),
            // JetBrains Air, jetbrains.com/help/air: MCP servers
            project(".air/mcp.json", SERVERS),
        ],
    },
    Client {
        id: "kiro",
        title: "Kiro",
        restart: "Kiro restarts changed servers itself.",
        places: &[
            // kiro.dev/docs/mcp/configuration
            user("{home}/.kiro/settings/mcp.json", SERVERS),
            project(".kiro/settings/mcp.json", SERVERS),
            // Powers add servers to the same file, and bring files of their own
            user("{home}/.kiro/settings/mcp.json", &["powers", "mcpServers"]),
            user("{home}/.kiro/powers/installed/*/mcp.json", SERVERS),
        ],
    },
    Client {
        id: "lm-studio",
        title: "LM Studio",
        restart: "Open `mcp.json` in the app and save it.",
        places: &[
            // lmstudio.ai/docs/app/mcp
            user("{home}/.lmstudio/mcp.json", SERVERS),
            // older installations: lmstudio-ai/lmstudio-bug-tracker#1371
            user("{home}/.cache/lm-studio/mcp.json", SERVERS),
        ],
    },
    Client {
        id: "opencode",
        title: "opencode",
        restart: "Restart opencode.",
        places: &[
            // opencode.ai/docs/config: the XDG folder on every system
            user("{config}/opencode/opencode.json", &["mcp"]),
            user("{config}/opencode/opencode.jsonc", &["mcp"]),
            project("opencode.json", &["mcp"]),
            project("opencode.jsonc", &["mcp"]),
            managed(Os::Linux, "/etc/opencode/opencode.json", &["mcp"]),
            managed(
                Os::Mac,
                "/Library/Application Support/opencode/opencode.json",
                &["mcp"],
            ),
            managed(
                Os::Windows,
                "{programdata}/opencode/opencode.json",
                &["mcp"],
            ),
        ],
    },
    Client {
        id: "roo-code",
        title: "Roo Code",
        restart: "Roo Code watches the file and restarts the server itself.",
        places: &[
            // RooCodeInc/Roo-Code src/services/mcp/McpHub.ts
            user(
                "{support}/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
                SERVERS,
            ),
            project(".roo/mcp.json", SERVERS),
        ],
    },
    Client {
        id: "vscode",
        title: "VS Code",
        restart: "VS Code itself restarts a changed server at the next request.",
        places: &[
            // code.visualstudio.com/docs/agents/reference/mcp-configuration
            user("{support}/Code/User/mcp.json", &["servers"]),
            user("{support}/Code/User/profiles/*/mcp.json", &["servers"]),
            user("{support}/Code - Insiders/User/mcp.json", &["servers"]),
            // the older place, inside the settings
            user("{support}/Code/User/settings.json", &["mcp", "servers"]),
            user("{home}/.vscode-server/data/User/mcp.json", &["servers"]),
            project(".vscode/mcp.json", &["servers"]),
        ],
    },
    Client {
        id: "warp",
        title: "Warp",
        restart: "Restart Warp.",
        places: &[
            // docs.warp.dev: file-based MCP servers
            user("{home}/.warp/.mcp.json", SERVERS),
            project(".warp/.mcp.json", SERVERS),
        ],
    },
    Client {
        id: "windsurf",
        title: "Windsurf",
        restart: "Press the refresh button of the MCP servers in Windsurf.",
        places: &[
            // docs.windsurf.com/windsurf/cascade/mcp
            user("{home}/.codeium/windsurf/mcp_config.json", SERVERS),
            // the plugin for JetBrains IDEs
            user("{home}/.codeium/mcp_config.json", SERVERS),
        ],
    },
    Client {
        id: "zed",
        title: "Zed",
        restart: "Zed restarts a changed server itself.",
        places: &[
            // zed.dev/docs/ai/mcp and zed.dev/docs/configuring-zed
            on(
                Os::Linux,
                "{config}/zed/settings.json",
                &["context_servers"],
            ),
            on(Os::Mac, "{config}/zed/settings.json", &["context_servers"]),
            on(
                Os::Windows,
                "{roaming}/Zed/settings.json",
                &["context_servers"],
            ),
            project(".zed/settings.json", &["context_servers"]),
        ],
    },
];

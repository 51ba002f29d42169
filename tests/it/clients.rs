//! A home with a configuration of each client, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Ran, toolrisk, write};

/// The secret that stands in the configurations. Nothing may print it.
pub(crate) const SECRET: &str = "s3cret-value-of-a-token";

const STANDARD: &str = r#"{
  "mcpServers": {
    "files": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "/srv/data"]
    },
    "mail": {
      "command": "uvx",
      "args": ["unknown-mail-server"],
      "env": { "MAIL_TOKEN": "s3cret-value-of-a-token" },
      "autoApprove": ["send"]
    }
  }
}
"#;

/// Each file with what stands in it, below the home folder.
pub(crate) const FILES: &[(&str, &str)] = &[
    (
        ".claude.json",
        r#"{
  "numStartups": 12,
  "oauthAccount": { "token": "s3cret-value-of-a-token" },
  "projects": {
    "/srv/app": {
      "mcpServers": { "github": { "type": "stdio", "command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"], "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "s3cret-value-of-a-token" } } }
    }
  },
  "mcpServers": {
    "fetch": { "type": "stdio", "command": "uvx", "args": ["mcp-server-fetch"] },
    "docs": { "type": "http", "url": "https://docs.example/s3cret-value-of-a-token/mcp", "headers": { "Authorization": "Bearer s3cret-value-of-a-token" } }
  }
}
"#,
    ),
    (
        ".claude/settings.json",
        r#"{ "permissions": { "defaultMode": "bypassPermissions", "allow": ["mcp__fetch__fetch", "Bash(ls)"] },
  "enableAllProjectMcpServers": true }
"#,
    ),
    (".config/Claude/claude_desktop_config.json", STANDARD),
    (".cursor/mcp.json", STANDARD),
    (
        ".cursor/permissions.json",
        "{ // mine\n  \"mcpAllowlist\": [\"files:write_file\"] }\n",
    ),
    (
        ".config/Code/User/mcp.json",
        "{\r\n\t// servers of mine\r\n\t\"inputs\": [{ \"type\": \"promptString\", \"id\": \"key\", \"password\": true }],\r\n\t\"servers\": {\r\n\t\t\"time\": {\r\n\t\t\t\"type\": \"stdio\",\r\n\t\t\t\"command\": \"uvx\", // quick\r\n\t\t\t\"args\": [\"mcp-server-time\"],\r\n\t\t},\r\n\t\t\"memory\": { \"command\": \"npx\", \"args\": [\"-y\", \"@modelcontextprotocol/server-memory@latest\"], \"env\": { \"KEY\": \"${input:key}\" } },\r\n\t},\r\n}\r\n",
    ),
    (
        ".config/Code/User/settings.json",
        "{ \"chat.tools.global.autoApprove\": true }\n",
    ),
    (".codeium/windsurf/mcp_config.json", STANDARD),
    (
        ".codex/config.toml",
        "# mine\nmodel = \"o9\"\napproval_policy = \"never\"\nsandbox_mode = \"danger-full-access\"\n\n[mcp_servers.git] # this one\ncommand = \"uvx\"\nargs = [\n  \"mcp-server-git\", # the server\n]\n\n[mcp_servers.git.env]\nTOKEN = \"s3cret-value-of-a-token\"\n\n[mcp_servers.time]\ncommand = 'mcp-server-time'\n\n[projects.\"/srv\"]\ntrust_level = \"trusted\"\n",
    ),
    (
        ".gemini/settings.json",
        "{\n  // comments are fine here\n  \"mcpServers\": {\n    \"files\": { \"command\": \"npx\", \"args\": [\"-y\", \"@modelcontextprotocol/server-filesystem\"], \"trust\": true },\n    \"far\": { \"httpUrl\": \"https://far.example/mcp\" },\n    \"old\": { \"url\": \"https://old.example/sse\" }\n  }\n}\n",
    ),
    (
        ".config/opencode/opencode.jsonc",
        "{\n  \"mcp\": {\n    \"slack\": { \"type\": \"local\", \"command\": [\"npx\", \"-y\", \"@modelcontextprotocol/server-slack\"], \"environment\": { \"SLACK_BOT_TOKEN\": \"{env:SLACK}\" } },\n    \"off\": { \"type\": \"local\", \"command\": [\"x\"], \"enabled\": false },\n    \"web\": { \"type\": \"remote\", \"url\": \"https://web.example/mcp\", \"headers\": { \"X-Key\": \"s3cret-value-of-a-token\" } },\n  },\n}\n",
    ),
    (
        ".copilot/mcp-config.json",
        r#"{"mcpServers":{"fetch":{"type":"local","command":"uvx","args":["mcp-server-fetch"],"tools":["*"]}}}"#,
    ),
    (
        ".config/zed/settings.json",
        "{\n  \"theme\": \"One\",\n  \"context_servers\": {\n    \"everything\": { \"command\": \"npx\", \"args\": [], \"env\": {} },\n    \"ext\": { \"settings\": {} },\n  },\n  \"agent\": { \"tool_permissions\": { \"default\": \"allow\" } },\n}\n",
    ),
    (
        ".cline/data/settings/cline_mcp_settings.json",
        "{\n    \"mcpServers\": {\n        \"notion\": {\n            \"transport\": {\n                \"type\": \"stdio\",\n                \"command\": \"npx\",\n                \"args\": [\n                    \"@notionhq/notion-mcp-server\"\n                ]\n            },\n            \"autoApprove\": []\n        }\n    }\n}",
    ),
    (".kiro/settings/mcp.json", STANDARD),
    (
        ".config/goose/config.yaml",
        "# mine\nGOOSE_PROVIDER: x\nextensions:\n  fetch:\n    name: fetch\n    type: stdio\n    cmd: uvx # quick\n    args:\n      - mcp-server-fetch\n    envs: {}\n    enabled: true\n  bare:\n    name: bare\n    type: stdio\n    cmd: mcp-server-time\n  developer:\n    name: developer\n    type: builtin\n    enabled: true\n",
    ),
    (".junie/mcp/mcp.json", STANDARD),
    (".lmstudio/mcp.json", STANDARD),
    (".aws/amazonq/mcp.json", STANDARD),
    (".warp/.mcp.json", STANDARD),
    (
        "code/app/.mcp.json",
        r#"{ "mcpServers": { "shared": { "command": "npx", "args": ["@playwright/mcp@latest"] } } }"#,
    ),
    ("code/app/src/readme.txt", ""),
];

/// A home with all the files, below a folder of its own.
pub(crate) struct Home {
    _scratch: tempfile::TempDir,
    pub(crate) folder: PathBuf,
}

impl Home {
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().canonicalize().unwrap().join("home");
        write(&folder.join("code/app/src/readme.txt"), "");
        for (place, text) in files {
            write(&folder.join(place), text);
        }
        Self {
            _scratch: scratch,
            folder,
        }
    }

    pub(crate) fn full() -> Self {
        Self::with(FILES)
    }

    pub(crate) fn path(&self, place: &str) -> PathBuf {
        self.folder.join(place)
    }

    /// The program, run in this home and in a folder of one of its projects.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = toolrisk(&self.folder.join("code/app/src"), arguments);
        for variable in [
            "CLAUDE_CONFIG_DIR",
            "CODEX_HOME",
            "COPILOT_HOME",
            "GEMINI_CLI_HOME",
            "GEMINI_CLI_SYSTEM_DEFAULTS_PATH",
            "GEMINI_CLI_SYSTEM_SETTINGS_PATH",
            "XDG_CONFIG_HOME",
        ] {
            command.env_remove(variable);
        }
        command.env("HOME", &self.folder);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// The bytes of each file.
    pub(crate) fn bytes(&self, files: &[(&str, &str)]) -> Vec<Vec<u8>> {
        let read = |(place, _): &(&str, &str)| std::fs::read(self.folder.join(place)).unwrap();
        files.iter().map(read).collect()
    }

    /// A text without the folder of this run, and without what is made of it.
    pub(crate) fn plain(&self, text: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_toolrisk"));
        let program = program.canonicalize().unwrap();
        let text = text.replace(self.folder.to_str().unwrap(), "HOME");
        let text = text.replace(program.to_str().unwrap(), "TOOLRISK");
        let mark = regex::Regex::new("-[0-9a-f]{8}[.]json").unwrap();
        mark.replace_all(&text, "-MARK.json").into_owned()
    }
}

// The five clients: where each keeps its servers, how it is pointed at a model, and how it is started.

import { readdirSync } from "node:fs";
import path from "node:path";

const PLATFORM = `${process.platform}-${process.arch}`;

// A path in the installed packages; `*` is the one folder there.
function program(modules, ...parts) {
  return parts.reduce((place, part) => path.join(place, part === "*" ? readdirSync(place)[0] : part), modules);
}

const pretty = (value) => `${JSON.stringify(value, null, 2)}\n`;
const stdio = ([command, ...args]) => ({ type: "stdio", command, args });

/**
 * Each client as a function of the folder of packages. `files(words, url)` gives its configuration in a home, for a
 * server that `words` start and a model at `url`; `env(url)` more variables; `command(mode)` the words that
 * run one prompt; `modes` those in which it asks nobody, under the names that people know them by. `rules` is the
 * file with the client's own rules, and what shows that the policy's are among them.
 */
export const CLIENTS = {
  "claude-code": (modules) => ({
    files: (words) => ({
      ".claude.json": pretty({ hasCompletedOnboarding: true, mcpServers: { notes: stdio(words) } }),
    }),
    rules: [".claude/settings.json", /"deny": \["mcp__notes__delete_notes", "mcp__notes__wipe_storage"\]/],
    env: (url) => ({
      ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "key", IS_SANDBOX: "1", ENABLE_TOOL_SEARCH: "false",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", DISABLE_AUTOUPDATER: "1",
    }),
    modes: { plain: [], "--dangerously-skip-permissions": ["--dangerously-skip-permissions"] },
    command: (mode) => [program(modules, `@anthropic-ai/claude-code-${PLATFORM}`, "claude"), "-p", "go", ...mode],
  }),
  codex: (modules) => ({
    files: ([command, ...args], url) => ({
      ".codex/config.toml": [
        '# My model, and my servers.',
        'model = "mock"', 'model_provider = "mock"', "",
        "[model_providers.mock]", 'name = "Mock"', `base_url = "${url}/v1"`, 'wire_api = "responses"', "",
        "[mcp_servers.notes]", `command = ${JSON.stringify(command)}`, `args = ${JSON.stringify(args)} # its log`, "",
      ].join("\n"),
    }),
    rules: [".codex/config.toml", /^disabled_tools = \["delete_notes", "wipe_storage"\]/m],
    env: () => ({}),
    modes: {
      plain: [],
      "full access, approvals never": ["-s", "danger-full-access", "-c", 'approval_policy="never"'],
      "--dangerously-bypass-approvals-and-sandbox": ["--dangerously-bypass-approvals-and-sandbox"],
    },
    command: (mode) => [
      program(modules, "@openai", `codex-${PLATFORM}`, "vendor", "*", "bin", "codex"),
      "exec", "--skip-git-repo-check", ...mode, "go",
    ],
  }),
  "gemini-cli": (modules) => ({
    files: ([command, ...args]) => ({
      ".gemini/settings.json": `// Mine.\n${pretty({
        security: { auth: { selectedType: "gemini-api-key" } },
        privacy: { usageStatisticsEnabled: false },
        mcpServers: { notes: { command, args } },
      })}`,
    }),
    rules: [".gemini/settings.json", /"excludeTools": \["delete_notes", "wipe_storage"\]/],
    env: (url) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: "key", GEMINI_CLI_TRUST_WORKSPACE: "true" }),
    modes: { plain: [], "--yolo": ["--yolo"] },
    command: (mode) => [
      "node", program(modules, "@google", "gemini-cli", "bundle", "gemini.js"), "-m", "gemini-2.5-pro", ...mode, "-p", "go",
    ],
  }),
  opencode: (modules) => ({
    files: (words, url) => ({
      ".config/opencode/opencode.jsonc": `// Mine.\n${pretty({
        autoupdate: false,
        provider: { mock: { npm: "@ai-sdk/openai-compatible", options: { baseURL: `${url}/v1`, apiKey: "key" }, models: { m: {} } } },
        mcp: { notes: { type: "local", command: words } },
      })}`,
    }),
    rules: [".config/opencode/opencode.jsonc", /"notes_delete_notes": "deny"/],
    env: () => ({ OPENCODE_DISABLE_MODELS_FETCH: "1" }),
    modes: { plain: [], "--auto": ["--auto"] },
    command: (mode) => [program(modules, `opencode-${PLATFORM}`, "bin", "opencode"), "run", "-m", "mock/m", ...mode, "go"],
  }),
  "copilot-cli": (modules) => ({
    files: (words) => ({ ".copilot/mcp-config.json": pretty({ mcpServers: { notes: { ...stdio(words), type: "local", tools: ["*"] } } }) }),
    rules: [".copilot/mcp-config.json", /"tools": \["add_note", "list_notes", "pay_bill", "read_note"\]/],
    env: (url) => ({
      COPILOT_OFFLINE: "true", COPILOT_PROVIDER_BASE_URL: `${url}/v1`, COPILOT_MODEL: "mock", COPILOT_PROVIDER_API_KEY: "key",
      COPILOT_AUTO_UPDATE: "false",
    }),
    modes: { plain: [], "--allow-all-tools": ["--allow-all-tools"] },
    command: (mode) => [program(modules, "@github", `copilot-${PLATFORM}`, "copilot"), "-p", "go", ...mode],
  }),
};

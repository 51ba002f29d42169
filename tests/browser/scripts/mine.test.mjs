// "Is my server here?" of the home page, without a browser: names, packages and pasted configurations.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runInThisContext } from "node:vm";

const site = process.env.SITE;
// As the site serves it.
const source = site ? join(site, "static/mine.js") : new URL("../../../static/mine.js", import.meta.url);

// As much of a page as the script touches before somebody types.
const field = { value: "" };
const form = { dataset: {}, querySelector: (which) => (which === "textarea" ? field : {}) };
globalThis.document = { getElementById: () => form };
runInThisContext(readFileSync(source, "utf8"));
const { wanted, match } = runInThisContext("({ wanted, match })");

const built = site ? test : test.skip;

function answers(input) {
  const index = JSON.parse(readFileSync(join(site, "api/v1/index.json"), "utf8"));
  globalThis.listed = Object.entries(index.servers).map(([id, it]) => ({ id, ...it }));
  runInThisContext("known = listed");
  return Object.fromEntries(wanted(input).map((it) => [it.name, match(it).map(({ id }) => id)]));
}

built("a name or a package finds its server, in any release", () => {
  assert.deepEqual(answers("Stripe"), { Stripe: ["stripe"] });
  assert.deepEqual(answers("@stripe/mcp@0.3.3\nmcp-server-fetch==2026.1"), {
    "@stripe/mcp@0.3.3": ["stripe"],
    "mcp-server-fetch==2026.1": ["fetch"],
  });
  assert.deepEqual(answers("no-such-server"), { "no-such-server": [] });
});

built("a configuration is read as each client writes it", () => {
  const start = { command: "npx", args: ["-y", "@playwright/mcp@latest"] };
  for (const text of [
    JSON.stringify({ mcpServers: { web: start } }),
    JSON.stringify({ servers: { web: start } }, null, 2),
    JSON.stringify({ mcp: { servers: { web: start } } }),
    JSON.stringify({ context_servers: { web: start } }),
    `// my servers\n{ "mcpServers": { "web": { "command": "npx", "args": ["@playwright/mcp@latest",], }, } }`,
  ]) {
    assert.deepEqual(answers(text), { web: ["playwright"] }, text);
  }
});

// Each names the server `playwright`, whose package is npm:@playwright/mcp, or `fetch`, whose is pypi:mcp-server-fetch.
built("a server is found however a configuration starts it", () => {
  const entry = (it) => JSON.stringify({ mcpServers: { web: it } });
  const playwright = [
    { command: "npx.cmd", args: ["-y", "@playwright/mcp"] },
    { command: "cmd", args: ["/c", "npx", "-y", "@playwright/mcp@0.0.40"] },
    { command: "C:\\Program Files\\nodejs\\npx.cmd", args: ["@playwright/mcp@latest", "--headless"] },
    { command: "npx -y @playwright/mcp@latest" },
    { command: "bash", args: ["-c", "exec npx -y '@playwright/mcp@latest' 2>/dev/null"] },
    { command: { path: "npx", args: ["-y", "@playwright/mcp"], env: {} } },
    { type: "local", command: ["bunx", "@playwright/mcp"], enabled: true },
    { command: "npm", args: ["exec", "--package=@playwright/mcp", "--", "playwright-mcp"] },
  ];
  for (const it of playwright) assert.deepEqual(answers(entry(it)), { web: ["playwright"] }, JSON.stringify(it));
  const fetch = [
    { command: "uvx", args: ["mcp-server-fetch"] },
    { command: "uvx", args: ["--from", "mcp-server-fetch==2025.4.7", "mcp-server-fetch"] },
    { command: "uvx", args: ["--from=mcp-server-fetch>=2025", "run-it"] },
    { command: "uvx.exe", args: ["mcp-server-fetch[all]@latest"] },
    { command: "python", args: ["-m", "mcp_server_fetch"] },
    { command: "docker", args: ["run", "-i", "--rm", "mcp/fetch"] },
    { command: "docker", args: ["run", "-i", "--rm", "mcp/fetch:1.2.3"] },
    { command: "podman", args: ["run", "-i", "docker.io/mcp/fetch:latest@sha256:0123"] },
  ];
  for (const it of fetch) assert.deepEqual(answers(entry(it)), { web: ["fetch"] }, JSON.stringify(it));
});

built("every root, comment and comma that a client takes is read", () => {
  const start = { command: "npx", args: ["-y", "@playwright/mcp@latest"] };
  const web = { web: start };
  for (const text of [
    JSON.stringify({ mcp: { inputs: [], servers: web } }),
    JSON.stringify({ inputs: [{ type: "promptString", id: "key", password: true }], servers: { web: { ...start, env: { KEY: "${input:key}" } } } }),
    JSON.stringify({ mcp: web, $schema: "https://opencode.ai/config.json" }),
    JSON.stringify({ "amp.mcpServers": web, other: 1 }),
    JSON.stringify({ projects: { "/home/me": { allowedTools: [], mcpServers: web } } }),
    JSON.stringify({ mcpServers: [{ name: "web", ...start }] }),
    JSON.stringify(web),
    `"web": ${JSON.stringify(start)},`,
    "\ufeff```json\n" + JSON.stringify({ mcpServers: web }) + "\n```\n",
    `{ /* all\n of them */ "servers": { // mine, see https://example.org\n "web": { "command": "npx", "url": "", "args": ["@playwright/mcp@latest", /* no more */ ], }, }, } // end`,
    '[mcp_servers.web]\ncommand = "npx"\nargs = [\n  "-y", # yes\n  "@playwright/mcp@latest",\n]\n\n[mcp_servers.web.env]\nPACKAGE = "mcp-server-fetch"\n',
    "model = 'gpt'\n[mcp_servers.\"web\"]\ncommand = 'npx'\nargs = ['-y', '@playwright/mcp']\nenv = { A = \"mcp-server-fetch\" }\n",
  ]) {
    assert.deepEqual(answers(text), { web: ["playwright"] }, text);
  }
  const one = answers(JSON.stringify(start));
  assert.deepEqual(one, { "This server": ["playwright"] });
  // Text in quotation marks is no comment.
  const [{ words }] = wanted('{ "servers": { "a": { "url": "https://a.example/*x*/,]" } } }');
  assert.deepEqual(words, ["https://a.example/*x*/,]"]);
});

test("what cannot be looked up is said", () => {
  for (const text of ['{ "mcpServers": {', '{ "mcpServers": { "a": ', '"web": {']) assert.equal(wanted(text), "This is not valid JSON yet.", text);
  for (const text of ["{}", '{ "mcpServers": {} }', "[other]\na = 1\n"]) assert.match(wanted(text), /no server in this configuration/, text);
  assert.match(wanted("mcpServers:\n  web:\n    command: npx\n"), /YAML/);
  assert.match(wanted("- name: web\n  command: npx\n"), /YAML/);
});

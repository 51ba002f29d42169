// "Is my server here?" of the home page, without a browser: names, packages and pasted configurations.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runInThisContext } from "node:vm";

// As much of a page as the script touches before somebody types.
const field = { value: "" };
const form = { dataset: {}, querySelector: (which) => (which === "textarea" ? field : {}) };
globalThis.document = { getElementById: () => form };
runInThisContext(readFileSync(new URL("../../../static/mine.js", import.meta.url), "utf8"));
const { wanted, match } = runInThisContext("({ wanted, match })");

const site = process.env.SITE;
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

test("what is not a configuration yet is not looked up", () => {
  assert.equal(wanted('{ "mcpServers": {'), undefined);
});

// The script of every page, without a browser: where the browser keeps nothing for us, the choice of a client works.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runInNewContext } from "node:vm";

// As the site serves it.
const source = process.env.SITE ? join(process.env.SITE, "static/site.js") : new URL("../../../static/site.js", import.meta.url);
const script = readFileSync(source, "utf8");

/// Runs the script on a page with an entry for clients, and chooses one.
function choose(storage, client) {
  const made = [];
  const head = { append: (...inside) => made.push(...inside) };
  const entry = { mcpServers: { web: { command: "npx", args: ["-y", "web"] } } };
  const setup = { textContent: JSON.stringify(entry), closest: () => ({ firstElementChild: head }) };
  const document = {
    currentScript: { src: "https://example.org/static/site.js" },
    createElement: () => ({ append() {} }),
    querySelector: (which) => (which === "#client code" ? setup : null),
    querySelectorAll: () => [],
    addEventListener() {},
  };
  const page = { document, Option: class {}, console };
  Object.defineProperty(page, "localStorage", storage);
  runInNewContext(script, page);
  const choice = made.find((it) => it.onchange);
  const before = choice.value;
  choice.value = client;
  choice.onchange();
  return { before, shown: setup.textContent };
}

test("a client is remembered", () => {
  const kept = {};
  assert.equal(choose({ get: () => kept }, "Codex CLI").before, undefined);
  assert.equal(kept.client, "Codex CLI");
  assert.equal(choose({ get: () => kept }, "VS Code").before, "Codex CLI");
});

const refuse = () => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

for (const [how, storage] of Object.entries({
  "access is refused": { get: refuse },
  "nothing may be kept": { get: () => new Proxy({}, { get: () => undefined, set: refuse }) },
  "there is none": { value: undefined },
})) {
  test(`a client can be chosen where ${how}`, () => {
    assert.match(choose(storage, "Codex CLI").shown, /^\[mcp_servers\.web\]/);
  });
}

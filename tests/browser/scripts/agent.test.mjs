// "My agent", without a browser: what is counted where two servers have a tool of the same name.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runInThisContext } from "node:vm";

// As the site serves it.
const source = process.env.SITE ? join(process.env.SITE, "static/agent.js") : new URL("../../../static/agent.js", import.meta.url);

// As much of a page as the script touches before somebody types.
const form = { dataset: { root: "/", mode: "agent", index: "/search/index.json" }, querySelector: () => ({}), elements: { q: {} } };
globalThis.document = { getElementById: () => form };
globalThis.location = new URL("https://example.org/my-agent/");
const text = (it) => (typeof it === "string" ? it : (it.inside ?? []).flat().map(text).join(""));
globalThis.make = (name, more, ...inside) => ({ name, ...more, inside, setAttribute() {} });
globalThis.copyable = globalThis.sortable = () => {};
runInThisContext(`{${readFileSync(source, "utf8")}
globalThis.agentView = agentView; }`);

const rule = {
  allow: {},
  limit: { limits: [{ counter: "a", max: 3, window: "minute" }] },
  ask: { deny_if: [{ conditions: [], ask: true }] },
  deny: { deny_if: [{ conditions: [] }] },
};

/// A server whose policy says this of its tools.
function server(id, decisions) {
  const of = (wanted) => Object.entries(decisions).filter(([, it]) => (it === "hide") === wanted);
  const policy = { version: "1", default: "deny", hide: of(true).map(([name]) => name), tools: Object.fromEntries(of(false).map(([name, it]) => [name, rule[it]])) };
  const tools = Object.entries(decisions).map(([name, decision]) => ({ name, decision, severity: "high", category: "write", traits: [], page: `https://example.org/servers/${id}/${name}/` }));
  return { id, title: id, policy, tools };
}

test("a tool that one server hides is blocked on both, and counted so", () => {
  const all = [server("one", { drop: "hide", read: "allow", send: "limit" }), server("two", { drop: "limit", read: "ask", only: "deny" })];
  const shown = globalThis.agentView(all).map(text);
  assert.match(shown[0], /6 tools on 2 servers/);
  // `read` on both and `send`; `drop` on both and `only` are blocked.
  assert.match(shown[2], /lets 3 tools through and blocks 3\./);
  assert.match(shown[2], /Several servers have a tool of the same name.*drop, read/);
  assert.match(shown[0], /drop \(two\): write, the policy says hide/);
  assert.match(shown[0], /read \(one\): write, the policy says ask/);
});

test("where no name is shared, each server's policy is counted as it is", () => {
  const all = [server("one", { a: "allow", b: "hide" }), server("two", { c: "deny", d: "limit" })];
  assert.match(text(globalThis.agentView(all)[2]), /lets 2 tools through and blocks 2\./);
});
